"""The writer of the meeting's decision (MAD) on proposals: approved, or refused.

The meeting may depart from the ranking, with a reason that stays; the sector's budget is its limit.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from grants.models import Phase, PhaseVersion, Proposal, ProposalStep
from grants.proposals.days import closed_problems
from grants.proposals.phases import Meeting, approved_by_sector
from grants.proposals.problems import step_problems
from grants.proposals.ranked import rankings
from grants.proposals.services import take_step
from grants.rules.lifecycle import APPROVED, REFUSED
from grants.rules.ranking import passed_over
from grants.rules.sectors import NAMES
from upk.ledger.services import claim_submission, lock_office
from upk.money import rupiah
from upk.offices.models import Decision, Office, User
from upk.offices.services import record_decision
from upk.periods import format_date
from upk.problems import Problem
from upk.refusing import raise_if_any


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the meeting decided on a proposal: ``amount`` (whole rupiah), or ``None``: refused."""

    proposal: Proposal
    amount: int | None
    reason: str = ""

    @property
    def status(self) -> str:
        return REFUSED if self.amount is None else APPROVED


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a proposal stands in its sector, and the codes of better ones that it passes over."""

    rank: int
    over: tuple[str, ...]


@transaction.atomic
def decide(
    phase: Phase, verdicts: Sequence[Verdict], meeting: Meeting, *, request_key: UUID, by: User
) -> list[ProposalStep]:
    """Record what a meeting decided on proposals of a phase; all or none.

    A reason is needed to refuse, to give more than was asked, and to approve a proposal while a
    better one of its sector isn't approved. Idempotent by ``request_key``. Raises
    ``ValidationError`` with every reason against it.
    """
    office = lock_office(phase.office)
    given = sorted([v.proposal.pk, v.amount, v.reason.strip()] for v in verdicts)
    content = {"decide": phase.pk, "by": [meeting.number.strip(), meeting.decided_on],
               "verdicts": given}  # fmt: skip
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return list(submission.proposal_steps.all())
    phase = Phase.objects.select_for_update(no_key=True).get(pk=phase.pk)  # one budget at a time
    held = _held(phase, verdicts)
    version = phase.versions.prefetch_related("budgets").order_by("-revision").first()
    places = _places(phase, verdicts)
    raise_if_any(_problems(office, version, verdicts, held, places, meeting))
    decision = record_decision(
        office, body=Decision.Body.MAD, number=meeting.number, decided_on=meeting.decided_on
    )
    return [
        take_step(
            held[v.proposal.pk], v.status, on=meeting.decided_on, submission=submission,
            amount=v.amount, decision=decision, reason=v.reason,
            rank=places[v.proposal.pk].rank if v.amount is not None else None,
            passed_over=len(places[v.proposal.pk].over) if v.amount is not None else 0,
        )
        for v in verdicts
    ]  # fmt: skip


def _held(phase: Phase, verdicts: Sequence[Verdict]) -> dict[int, Proposal]:
    rows = Proposal.objects.select_for_update(of=("self",)).filter(
        phase=phase, pk__in=[v.proposal.pk for v in verdicts]
    )
    return {proposal.pk: proposal for proposal in rows.order_by("pk")}


def _places(phase: Phase, verdicts: Sequence[Verdict]) -> dict[int, _Place]:
    """Rank of every scored proposal of the phase, and whom it would pass over if approved."""
    decided = {v.proposal.pk: v.status for v in verdicts}
    found = {}
    for rows in rankings(phase).values():
        codes = {row.proposal.pk: row.proposal.code for row in rows}
        after = {pk for pk, row in zip(codes, rows, strict=True)
                 if decided.get(pk, row.proposal.status) == APPROVED}  # fmt: skip
        over = passed_over(list(codes), after)
        for row in rows:
            pk = row.proposal.pk
            found[pk] = _Place(row.rank, tuple(codes[better] for better in over.get(pk, ())))
    return found


def _problems(
    office: Office,
    version: PhaseVersion,
    verdicts: Sequence[Verdict],
    held: dict[int, Proposal],
    places: dict[int, _Place],
    meeting: Meeting,
) -> list[Problem]:
    if not verdicts or len(held) < len(verdicts):
        return [Problem("unknown", "Putuskan sedikitnya satu usulan dari tahun ini, masing-masing "
                        "satu kali.")]  # fmt: skip
    found = closed_problems(office, meeting.decided_on, "decided_on")
    if not meeting.number.strip():
        found.append(Problem("no_number", "Tulis nomor keputusannya.", "number"))
    if meeting.decided_on < version.decided_on:
        day = format_date(version.decided_on)
        message = f"Dana tahun ini diputuskan {day}: keputusan usulannya tidak boleh lebih awal."
        found.append(Problem("before_phase", message, "decided_on"))
    for verdict in verdicts:
        proposal = held[verdict.proposal.pk]
        found += _in_order(office, proposal, verdict, meeting)
        found += _amount_problems(proposal, verdict, places.get(proposal.pk))
    return found + _budget_problems(version, verdicts, held)


def _in_order(
    office: Office, proposal: Proposal, verdict: Verdict, meeting: Meeting
) -> list[Problem]:
    problems = step_problems(office, proposal, verdict.status, meeting.decided_on)
    # The form's day is that of the meeting.
    fields = {"happened_on": "decided_on"}
    return [Problem(p.code, p.message, fields.get(p.field, p.field)) for p in problems]


def _amount_problems(proposal: Proposal, verdict: Verdict, place: _Place | None) -> list[Problem]:
    has_reason, code = bool(verdict.reason.strip()), proposal.code
    if verdict.amount is None:
        return [] if has_reason else [Problem("refusal", f"{code}: tulis alasan penolakannya.")]
    found = []
    if verdict.amount <= 0:
        found.append(Problem("amount", f"{code}: isi jumlah yang disetujui, lebih dari nol."))
    if verdict.amount > proposal.asked and not has_reason:
        message = f"{code}: {rupiah(verdict.amount)} melebihi usulan {rupiah(proposal.asked)}."
        found.append(Problem("above_asked", f"{message} Tulis alasannya."))
    if place and place.over and not has_reason:
        better = ", ".join(place.over)
        message = f"{code}: peringkatnya di bawah {better} yang tidak disetujui. Tulis alasannya."
        found.append(Problem("departure", message))
    return found


def _budget_problems(
    version: PhaseVersion, verdicts: Sequence[Verdict], held: dict[int, Proposal]
) -> list[Problem]:
    """Sectors in which more would be approved than is set aside."""
    wanted: dict[str, int] = defaultdict(int)
    for verdict in verdicts:
        wanted[held[verdict.proposal.pk].sector] += verdict.amount or 0
    budgets = {budget.sector: budget.amount for budget in version.budgets.all()}
    approved = approved_by_sector(version.phase)
    found = []
    for sector, amount in wanted.items():
        left = budgets.get(sector, 0) - approved.get(sector, 0)
        if amount > left:
            message = (
                f"Bidang {NAMES[sector]}: disetujui {rupiah(amount)}, sisa pagunya {rupiah(left)}."
            )
            found.append(Problem("budget", message))
    return found
