"""What villages propose, until the meeting decides: proposed, corrected, verified, stopped.

Every step locks the office, then the proposal, and is a dated row that stays. Scoring stands in
``grants.proposals.scoring``, the meeting's decision in ``grants.proposals.decisions``.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from grants.models import DocumentCheck, Grant, Phase, Proposal, ProposalStep
from grants.proposals.days import closed_problems
from grants.proposals.problems import (
    fact_problems,
    phase_problems,
    step_problems,
    verification_problems,
)
from grants.rules import lifecycle
from grants.rules.documents import documents_of
from upk.ledger.models import Submission
from upk.ledger.services import claim_submission, lock_office
from upk.offices.models import Decision, User, Village
from upk.offices.services import record_decision
from upk.problems import Problem
from upk.refusing import raise_if_any


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """What a village asks for: people, whole rupiah, where and what."""

    sector: str
    title: str
    kind: str
    location: str
    men: int
    women: int
    poor: int
    asked: int
    swadaya: int = 0
    volume: str = ""
    background: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the verification team found.

    ``amount`` (whole rupiah) is what it recommends; ``None`` if it doesn't. ``documents`` says of
    each paper of the sector (``grants.rules.documents``) whether it was there, in their order.
    """

    number: str
    amount: int | None
    notes: str
    documents: Sequence[bool] = ()


@transaction.atomic
def propose(
    phase: Phase, village: Village, facts: ProposalFacts, *, proposed_on: date, request_key: UUID,
    by: User,
) -> Proposal:  # fmt: skip
    """Enter what a village asks of a phase; it gets the phase's next number.

    Idempotent by ``request_key``. Raises ``ValidationError`` with every reason against it.
    """
    office = lock_office(phase.office)
    content = {"propose": phase.pk, "village": village.pk, "on": proposed_on, **asdict(facts)}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.proposals.get()
    phase = Phase.objects.select_for_update(no_key=True).get(pk=phase.pk)  # numbers: one at a time
    problems = fact_problems(facts) + phase_problems(office, phase, village, proposed_on)
    raise_if_any(problems)
    last = phase.proposals.aggregate(last=Max("number"))["last"] or 0
    proposal = Proposal.objects.create(
        phase=phase, village=village, number=last + 1, submission=submission, recorded_by=by,
        **asdict(facts),
    )  # fmt: skip
    take_step(
        proposal, lifecycle.PROPOSED, on=proposed_on, submission=submission, is_first=True,
        amount=facts.asked,
    )  # fmt: skip
    return proposal


@transaction.atomic
def correct_proposal(
    proposal: Proposal, facts: ProposalFacts, *, request_key: UUID, by: User
) -> Proposal:
    """Change what a proposal says, while it isn't verified.

    Idempotent by ``request_key``. Raises ``ValidationError`` with every reason against it.
    """
    office = lock_office(proposal.phase.office)
    content = {"correct": proposal.pk, **asdict(facts)}
    _, is_new = claim_submission(office, request_key, content, by=by)
    held = hold_proposal(proposal)
    if not is_new:
        return held
    problems = fact_problems(facts)
    if held.status != lifecycle.PROPOSED:
        message = "Usulan ini sudah diverifikasi: tarik langkahnya dahulu, lalu ubah."
        problems.append(Problem("verified", message))
    raise_if_any(problems)
    for name, value in asdict(facts).items():
        setattr(held, name, value)
    held.save(update_fields=Proposal.FACTS)
    return held


@transaction.atomic
def verify_proposal(
    proposal: Proposal, finding: Finding, *, verified_on: date, request_key: UUID, by: User
) -> ProposalStep:
    """Record what the verification team (TV) found: recommended with an amount, or not.

    Idempotent by ``request_key``. Raises ``ValidationError`` with every reason against it.
    """
    office = lock_office(proposal.phase.office)
    content = {"verify": proposal.pk, "on": verified_on, "number": finding.number.strip(),
               "amount": finding.amount, "notes": finding.notes.strip(),
               "documents": list(finding.documents)}  # fmt: skip
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.proposal_steps.get()
    held = hold_proposal(proposal)
    is_recommended = finding.amount is not None
    status = lifecycle.RECOMMENDED if is_recommended else lifecycle.NOT_RECOMMENDED
    problems = step_problems(office, held, status, verified_on)
    papers = documents_of(held.sector)
    problems += verification_problems(held, finding.number, finding.amount, finding.notes,
                                      len(finding.documents) == len(papers))  # fmt: skip
    raise_if_any(problems)
    decision = record_decision(
        office, body=Decision.Body.TV, number=finding.number, decided_on=verified_on
    )
    step = take_step(
        held, status, on=verified_on, submission=submission, amount=finding.amount,
        decision=decision, notes=finding.notes,
    )  # fmt: skip
    DocumentCheck.objects.bulk_create(
        DocumentCheck(step=step, position=position, form=form, name=name, is_there=is_there)
        for position, ((form, name), is_there) in enumerate(
            zip(papers, finding.documents, strict=True), start=1
        )
    )
    return step


@transaction.atomic
def withdraw_proposal(
    proposal: Proposal, *, withdrawn_on: date, reason: str, request_key: UUID, by: User
) -> ProposalStep:
    """The village takes its proposal back, before the meeting approved it.

    Idempotent by ``request_key``. Raises ``ValidationError`` with every reason against it.
    """
    return _stop(proposal, lifecycle.WITHDRAWN, withdrawn_on, reason, request_key, by)


def _stop(
    proposal: Proposal, status: str, on: date, reason: str, request_key: UUID, by: User
) -> ProposalStep:
    office = lock_office(proposal.phase.office)
    content = {"stop": proposal.pk, "to": status, "on": on, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.proposal_steps.get()
    held = hold_proposal(proposal)
    problems = step_problems(office, held, status, on) + _reason_problems(reason)
    raise_if_any(problems)
    return take_step(held, status, on=on, submission=submission, reason=reason)


@transaction.atomic
def take_back_step(
    proposal: Proposal, *, happened_on: date, reason: str, request_key: UUID, by: User
) -> ProposalStep:
    """One step back, with a reason: to what the proposal was before its last step.

    Idempotent by ``request_key``. Raises ``ValidationError`` with every reason against it.
    """
    office = lock_office(proposal.phase.office)
    content = {"back": proposal.pk, "on": happened_on, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.proposal_steps.get()
    held = hold_proposal(proposal)
    status = way_back(held)
    if not status:
        raise_if_any([Problem("no_way_back", "Tidak ada langkah yang dapat ditarik.")])
    problems = step_problems(office, held, status, happened_on, is_back=True)
    problems += _reason_problems(reason)
    if held.status == lifecycle.APPROVED:
        problems += closed_problems(office, happened_on) + _grant_problems(held)
    raise_if_any(problems)
    earlier = held.steps.filter(to_status=status).order_by("-id").first()
    return take_step(held, status, on=happened_on, submission=submission, reason=reason,
                     amount=earlier.amount)  # fmt: skip


def way_back(proposal: Proposal) -> str:
    """The status that one step back leads to; empty if there is none."""
    last = proposal.steps.order_by("-id").first()
    return lifecycle.back_from(proposal.status, last.from_status if last else "")


def _grant_problems(proposal: Proposal) -> list[Problem]:
    """An approved proposal that the camat decreed."""
    if not Grant.objects.standing().filter(proposal=proposal).exists():
        return []
    message = f"{proposal.code} sudah ditetapkan camat (SPC). Batalkan dahulu kegiatannya."
    return [Problem("has_grant", message)]


def _reason_problems(reason: str) -> list[Problem]:
    return [] if reason.strip() else [Problem("no_reason", "Tulis alasannya.", "reason")]


def hold_proposal(proposal: Proposal) -> Proposal:
    """The proposal as it is now, its row held; the caller holds the office already."""
    held = Proposal.objects.select_for_update(of=("self",)).select_related("phase", "village")
    return held.get(pk=proposal.pk)


def take_step(
    proposal: Proposal,
    to_status: str,
    *,
    on: date,
    submission: Submission,
    amount: int | None = None,
    decision: Decision | None = None,
    reason: str = "",
    notes: str = "",
    rank: int | None = None,
    passed_over: int = 0,
    is_first: bool = False,
) -> ProposalStep:
    """Write a step and bring the proposal's status along; the caller holds the proposal.

    The only writer of steps. The database refuses one that ``lifecycle`` doesn't know.
    """
    step = ProposalStep.objects.create(
        proposal=proposal, from_status="" if is_first else proposal.status, to_status=to_status,
        happened_on=on, amount=amount, decision=decision, reason=reason.strip(),
        notes=notes.strip(), rank=rank, passed_over=passed_over, submission=submission,
        made_by=submission.made_by,
    )  # fmt: skip
    if proposal.status != to_status:
        proposal.status = to_status
        proposal.save(update_fields=["status"])
    return step
