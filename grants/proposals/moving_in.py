"""Proposals that were approved before the office kept its books here.

They have the meeting's decision and no score: what was verified and ranked lies in the old books.
The database takes such a step as long as the office has no entry but opening ones.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from grants.models import Phase, Proposal, ProposalStep
from grants.proposals.days import closed_problems, future_problems
from grants.rules.lifecycle import MOVED_IN
from upk.ledger.models import Submission
from upk.ledger.services import claim_submission, lock_office
from upk.offices.models import Decision, Office, User, Village
from upk.offices.services import record_decision
from upk.refusing import raise_if_any

REASON = "Disetujui menurut pembukuan lama"


@dataclass(frozen=True, slots=True)
class OldProposal:
    """What a meeting had approved. Whole rupiah; ``number`` in its phase, None for the next one."""

    phase: Phase
    village: Village
    sector: str
    title: str
    amount: int
    swadaya: int
    men: int
    women: int
    poor: int
    mad_number: str
    approved_on: date
    kind: str = ""
    location: str = ""
    number: int | None = None

    def content(self) -> list[object]:
        """What it says, to know it again."""
        return [
            self.phase.pk, self.village.pk, self.sector, self.title, self.amount, self.swadaya,
            self.mad_number, self.approved_on, self.number,
        ]  # fmt: skip


@transaction.atomic
def take_over_proposals(
    office: Office, proposals: Sequence[OldProposal], *, request_key: UUID, by: User
) -> list[Proposal]:
    """Enter approved proposals, in their order. Idempotent by ``request_key``.

    Raises ``ValidationError`` for a day that hasn't come or lies in closed books.
    """
    office = lock_office(office)
    content = {"old_proposals": [old.content() for old in proposals]}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return list(submission.proposals.order_by("pk"))
    for day in {old.approved_on for old in proposals}:
        raise_if_any(
            [*future_problems(office, day, "mad_on"), *closed_problems(office, day, "mad_on")]
        )
    numbers = _numbers(proposals)
    return [
        _take_over(old, number, submission, by)
        for old, number in zip(proposals, numbers, strict=True)
    ]


def _numbers(proposals: Sequence[OldProposal]) -> list[int]:
    """Their numbers: the given ones, and for the rest those that are free in their phase."""
    taken: dict[int, set[int]] = defaultdict(set)
    for old in proposals:
        if old.number:
            taken[old.phase.pk].add(old.number)
    found = []
    for old in proposals:
        own = taken[old.phase.pk]
        number = old.number or next(n for n in range(1, len(own) + 2) if n not in own)
        own.add(number)
        found.append(number)
    return found


def _take_over(old: OldProposal, number: int, submission: Submission, by: User) -> Proposal:
    proposal = Proposal.objects.create(
        phase=old.phase, village=old.village, number=number, sector=old.sector, title=old.title,
        kind=old.kind, location=old.location, men=old.men, women=old.women, poor=old.poor,
        asked=old.amount, swadaya=old.swadaya, submission=submission, recorded_by=by,
    )  # fmt: skip
    decision = record_decision(
        old.phase.office, body=Decision.Body.MAD, number=old.mad_number,
        decided_on=old.approved_on,
    )  # fmt: skip
    proposed, approved = MOVED_IN
    how = {
        "proposal": proposal, "happened_on": old.approved_on, "amount": old.amount,
        "submission": submission, "made_by": by,
    }  # fmt: skip
    ProposalStep.objects.create(from_status="", to_status=proposed, **how)
    ProposalStep.objects.create(
        from_status=proposed, to_status=approved, decision=decision, reason=REASON, **how
    )
    proposal.status = approved
    proposal.save(update_fields=["status"])
    return proposal
