"""Taking back what was recorded of the villages' money, with the repair where it paid one."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from maintenance.levies.accounts import ORIGIN, hold_levies
from maintenance.levies.balances import lowest_held
from maintenance.models import (
    LevyBankItem,
    LevyDeposit,
    LevyMove,
    LevyPayment,
    LevyWithdrawal,
)
from maintenance.register.services import void_row
from upk.ledger.by_hand import check_day
from upk.ledger.models import Entry, Submission
from upk.ledger.services import claim_submission, lock_office, reverse_entry
from upk.offices.models import User


@transaction.atomic
def undo(
    row: LevyPayment | LevyDeposit | LevyBankItem | LevyWithdrawal,
    *,
    happened_on: date,
    reason: str,
    request_key: UUID,
    by: User,
) -> Entry:
    """Take a payment, a deposit, an item of the bank or a withdrawal back: its entry is reversed.

    A withdrawal's repair is void from then on, which its own day must still allow: a repair of
    closed books was reported. Idempotent by ``request_key``. Raises ``ValidationError`` where the
    money has gone on since (deposited, spent), or where ``reverse_entry`` or ``void_row`` does.
    """
    office = lock_office(row.office)
    content = {"undo_levy": row.entry_id, "on": happened_on, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.entries.get()
    check_day(office, happened_on)
    if isinstance(row, LevyWithdrawal):  # the piece is held before the villages' accounts
        void_row(row.repair, reason=reason, submission=submission, by=by)
    hold_levies(office)
    return _take_back(row.entry, happened_on=happened_on, reason=reason, submission=submission)


def _take_back(entry: Entry, *, happened_on: date, reason: str, submission: Submission) -> Entry:
    """Reverse an entry of the levies, with its moves; the villages' accounts are held already."""
    moves = list(entry.levy_moves.select_related("village").order_by("pk"))
    lowest = lowest_held([move.village_id for move in moves], happened_on)
    for move in moves:
        left = lowest[move.village_id]
        if left.cash < move.cash:
            raise ValidationError(
                f"Iuran Desa {move.village} ini sudah disetor ke bank. Batalkan dahulu setorannya."
            )
        if left.bank < move.bank:
            raise ValidationError(
                f"Uang Desa {move.village} di bank sudah dipakai sesudahnya. "
                "Batalkan dahulu pemakaiannya."
            )
    reversal = reverse_entry(
        entry, happened_on=happened_on, reason=reason, by=submission.made_by, origin=ORIGIN,
        submission=submission,
    )  # fmt: skip
    LevyMove.objects.bulk_create(
        LevyMove(
            village=move.village, entry=reversal, kind=move.kind, happened_on=happened_on,
            cash=-move.cash, bank=-move.bank, is_reversal=True,
        )
        for move in moves
    )  # fmt: skip
    return reversal
