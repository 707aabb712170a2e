"""What happens from the phase's first meeting to a grant's last paper, in order of the days."""

from collections.abc import Iterator, Sequence

from upk.desk.example.accounts import BANK, CAPITAL
from upk.desk.example.calendar import in_month
from upk.desk.example.places import VILLAGES
from upk.desk.example.villages.happenings import (
    AccountabilityMeeting,
    Agreement,
    Capital,
    Decree,
    FieldCheck,
    FinalReport,
    Granting,
    Measurement,
    MeetingDecision,
    OperationalPayment,
    PhaseOpening,
    PhaseReceipt,
    Proposing,
    Scoring,
    TrancheApproval,
    TranchePayment,
    TrancheReport,
    TrancheRequest,
    VillageContribution,
    VillageProposal,
    VillageVerification,
    VillageWithdrawal,
)
from upk.desk.example.villages.phases import PhasePlan
from upk.desk.example.villages.running import PROGRESS, GrantPlan
from upk.desk.example.villages.wishes import Outcome, Wish, spread

OPERATIONAL_MONTHS = (2, 4)
"""When the office's part is paid, and the teams'."""

MEASURED_SINCE = 2008
"""From that phase on the work is measured for every tranche, before only when it is done."""

UNSCORED = (Outcome.NOT_RECOMMENDED, Outcome.WITHDRAWN)
TEAM_STEP = 50


def team_parts(phase: PhasePlan) -> list[int]:
    """What each village's team gets for its own costs, whole rupiah; the last takes the rest."""
    return spread(phase.for_teams, [1] * len(VILLAGES), TEAM_STEP)


def proposing(
    phases: Sequence[PhasePlan], wishes: Sequence[Wish]
) -> Iterator[Proposing | MeetingDecision]:
    """From the phase's decision to the meeting that decides on the proposals."""
    for phase in phases:
        own = [wish for wish in wishes if wish.phase is phase]
        scored = tuple(wish for wish in own if wish.outcome not in UNSCORED)
        yield PhaseOpening(phase.opened_on, phase)
        yield Scoring(phase.scored_on, phase, scored)
        if phase.is_granted:
            decided = tuple(wish for wish in own if wish.outcome is not Outcome.WITHDRAWN)
            yield MeetingDecision(phase.decided_on, phase, decided)
    for wish in wishes:
        yield VillageProposal(wish.proposed_on, wish)
        verified = VillageWithdrawal if wish.outcome is Outcome.WITHDRAWN else VillageVerification
        yield verified(wish.verified_on, wish)


def granting(
    phases: Sequence[PhasePlan], wishes: Sequence[Wish], grants: Sequence[GrantPlan]
) -> Iterator[Granting]:
    """Money that comes in, decrees, capital, what offices and teams get, and the grants."""
    for phase in phases:
        if phase.is_granted:
            granted = tuple(w for w in wishes if w.phase is phase and w.is_granted)
            yield Decree(phase.decreed_on, phase, granted)
            yield from _of_phase(phase)
    for wish in wishes:
        if wish.capital_on:
            moves = ((BANK[wish.category], CAPITAL, wish.granted),)
            yield Capital(wish.capital_on, wish, moves)
    for grant in grants:
        yield from _of_grant(grant)


def _of_phase(phase: PhasePlan) -> Iterator[Granting]:
    for source, amount in phase.sources.items():
        yield PhaseReceipt(phase.received_on[source], phase, source, amount)
    for_office, for_teams = (in_month(phase.year, month, 19) for month in OPERATIONAL_MONTHS)
    yield OperationalPayment(for_office, phase, None, phase.for_office)
    for village, amount in zip(VILLAGES, team_parts(phase), strict=True):
        yield OperationalPayment(for_teams, phase, village, amount)


def _of_grant(grant: GrantPlan) -> Iterator[Granting]:
    yield Agreement(grant.agreed_on, grant)
    for given in grant.contributions:
        yield VillageContribution(given.on, grant, given)
    for tranche, percent in zip(grant.tranches, PROGRESS, strict=True):
        yield TrancheRequest(tranche.requested_on, grant, tranche)
        yield TrancheApproval(tranche.approved_on, grant, tranche)
        yield TranchePayment(tranche.paid_on, grant, tranche)
        is_measured = grant.wish.phase.year >= MEASURED_SINCE or percent == 100
        if grant.is_physical and is_measured:
            yield Measurement(tranche.measured_on, grant, percent)
        yield TrancheReport(tranche.reported_on, grant, tranche)
    yield FieldCheck(grant.checked_on, grant, PROGRESS[-2])
    yield AccountabilityMeeting(grant.met_on, grant)
    yield FinalReport(grant.ended_on, grant)
