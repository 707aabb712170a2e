"""Entering phases and proposals, from the villages to the meeting, through their services."""

from collections.abc import Callable

from grants.models import Phase, Proposal
from grants.proposals.decisions import Verdict, decide
from grants.proposals.phases import Meeting, PhaseAmounts, open_phase
from grants.proposals.scoring import Marks, score_proposals
from grants.proposals.scoring_sets import create_default_sets, set_in_force
from grants.proposals.services import (
    Finding,
    ProposalFacts,
    propose,
    verify_proposal,
    withdraw_proposal,
)
from grants.rules.documents import documents_of
from grants.rules.scoring import TYPED
from upk.desk.example.keys import Keys
from upk.desk.example.office import Setting
from upk.desk.example.places import FIRST_DAY, VILLAGES
from upk.desk.example.villages import happenings as happened
from upk.desk.example.villages.granting import team_parts
from upk.desk.example.villages.phases import numbered
from upk.desk.example.villages.wishes import Outcome, Wish


class ProposalDesk:
    """Calls the services of proposals; ``phases`` and ``proposals`` are the rows of the plans."""

    def __init__(self, setting: Setting, key: Keys) -> None:
        self.office = setting.office
        self.manager = setting.users["manajer"]
        self.secretary = setting.users["sekretaris"]
        self.phases: dict[int, Phase] = {}
        self.proposals: dict[Wish, Proposal] = {}
        self._villages = setting.villages
        self._key = key
        create_default_sets(self.office, FIRST_DAY)

    @property
    def ways(self) -> dict[type, Callable]:
        """How each kind of happening is entered."""
        return {
            happened.PhaseOpening: self.open,
            happened.VillageProposal: self.propose,
            happened.VillageVerification: self.verify,
            happened.VillageWithdrawal: self.withdraw,
            happened.Scoring: self.score,
            happened.MeetingDecision: self.decide,
        }

    def open(self, event: happened.PhaseOpening) -> None:
        """The phase as the meeting decided it, with what office and teams get for their work."""
        phase = event.phase
        parts = zip(VILLAGES, team_parts(phase), strict=True)
        amounts = PhaseAmounts(
            phase.amount, phase.sources, phase.budget, upk=phase.for_office,
            tpk={self._villages[village.code]: amount for village, amount in parts},
        )  # fmt: skip
        meeting = Meeting(phase.opening_number, event.on)
        self.phases[phase.year] = open_phase(
            self.office, phase.year, amounts, meeting, request_key=self._key(), by=self.manager
        )

    def propose(self, event: happened.VillageProposal) -> None:
        wish = event.wish
        facts = ProposalFacts(
            wish.sector, wish.title, wish.kind, wish.location, wish.men, wish.women, wish.poor,
            wish.asked, wish.swadaya, volume=wish.volume,
        )  # fmt: skip
        self.proposals[wish] = propose(
            self.phases[wish.phase.year], self._villages[wish.village.code], facts,
            proposed_on=event.on, request_key=self._key(), by=self.secretary,
        )  # fmt: skip

    def verify(self, event: happened.VillageVerification) -> None:
        """What will be granted is recommended; what isn't recommended says why."""
        wish = event.wish
        is_good = wish.outcome is not Outcome.NOT_RECOMMENDED
        finding = Finding(
            numbered(7, "BA-TV", event.on),
            amount=(wish.granted or wish.asked) if is_good else None,
            notes="" if is_good else wish.reason,
            documents=[is_good] * len(documents_of(wish.sector)),
        )
        verify_proposal(
            self.proposals[wish], finding, verified_on=event.on, request_key=self._key(),
            by=self.secretary,
        )  # fmt: skip

    def withdraw(self, event: happened.VillageWithdrawal) -> None:
        wish = event.wish
        withdraw_proposal(
            self.proposals[wish], withdrawn_on=event.on, reason=wish.reason,
            request_key=self._key(), by=self.secretary,
        )  # fmt: skip

    def score(self, event: happened.Scoring) -> None:
        """The team's marks for the criteria that it types, in their order."""
        in_force = set_in_force(self.office, event.on)
        typed = [c.pk for c in in_force.criteria.all() if c.source == TYPED]
        marks = [
            Marks(self.proposals[wish], dict(zip(typed, wish.marks, strict=True)))
            for wish in event.wishes
        ]
        phase = self.phases[event.phase.year]
        score_proposals(
            phase, marks, scored_on=event.on, request_key=self._key(), by=self.secretary
        )

    def decide(self, event: happened.MeetingDecision) -> None:
        """What the meeting approves, and what it refuses with its reasons."""
        verdicts = [
            Verdict(self.proposals[wish], wish.granted or None, wish.reason)
            for wish in event.wishes
        ]
        meeting = Meeting(event.phase.meeting_number, event.on)
        phase = self.phases[event.phase.year]
        decide(phase, verdicts, meeting, request_key=self._key(), by=self.manager)
