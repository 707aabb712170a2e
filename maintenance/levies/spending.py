"""Spending a village's levies on the repair of a piece: money and work in one step."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from maintenance.levies.accounts import ORIGIN, hold_levies
from maintenance.levies.services import check_in_bank
from maintenance.models import Infrastructure, LevyMove, LevyWithdrawal, Repair
from maintenance.register.services import NewRepair, record_repair
from upk.ledger.by_hand import check_day
from upk.ledger.services import (
    EntryDraft,
    Move,
    claim_submission,
    lock_office,
    post_in_held_office,
)
from upk.offices.models import User


@dataclass(frozen=True, slots=True)
class SpendDraft:
    """A repair that levies pay. ``cost`` is whole rupiah; money and work have one day."""

    infrastructure: Infrastructure
    kind: str
    repaired_on: date
    cost: int
    note: str = ""

    @property
    def repair(self) -> NewRepair:
        """The work as the register takes it."""
        levy = Repair.Payer.LEVY
        return NewRepair(self.kind, self.repaired_on, self.cost, levy, self.note)


@transaction.atomic
def spend_on_repair(draft: SpendDraft, *, request_key: UUID, by: User) -> LevyWithdrawal:
    """Take a village's money from the bank for a repair, and record the repair.

    Lock order: office, the piece, the villages' accounts. Idempotent by ``request_key``. Raises
    ``ValidationError`` for a day that can't be, a piece that isn't there on it, a cost below 1, or
    more than the village has in the bank on that day or any day after.
    """
    village = draft.infrastructure.village
    office = lock_office(village.office)
    content = {
        "levy_repair": draft.infrastructure.pk, "kind": str(draft.kind), "on": draft.repaired_on,
        "cost": draft.cost, "note": draft.note.strip(),
    }  # fmt: skip
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.levy_withdrawal
    check_day(office, draft.repaired_on, field="repaired_on")
    repair = record_repair(draft.infrastructure, draft.repair, submission=submission, by=by)
    fund, trusts = hold_levies(office)
    if village.pk not in trusts:
        raise ValidationError(f"Desa {village} belum punya aturan iuran, jadi belum punya uangnya.")
    check_in_bank({village.pk: draft.cost}, trusts, draft.repaired_on)
    memo = f"Perbaikan {draft.infrastructure.get_kind_display()} Desa {village} dari iuran"[:200]
    moves = [Move(trusts[village.pk].account, fund.bank, draft.cost)]
    entry_draft = EntryDraft(draft.repaired_on, memo, moves, origin=ORIGIN)
    [entry] = post_in_held_office(office, [entry_draft], by=by, submission=submission)
    LevyMove.objects.create(
        village=village, entry=entry, kind=LevyMove.Kind.SPENT, happened_on=draft.repaired_on,
        bank=-draft.cost,
    )  # fmt: skip
    return LevyWithdrawal.objects.create(
        office=office, village=village, happened_on=draft.repaired_on, amount=draft.cost,
        repair=repair, entry=entry, submission=submission, recorded_by=by,
    )  # fmt: skip
