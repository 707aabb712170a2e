"""Money received after a write-off: income, never more than was written off.

What can come in is the principal that the write-off took off the books; jasa was never in them
[chosen]. Each receipt belongs to one write-off, of a loan or of a member's part.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from groups.models import Membership
from loans.models import Recovery, Repayment
from loans.problems import date_problems
from loans.reasons import Problem, raise_if_any
from loans.recovered import highest_recovered, recovered
from loans.relieving import WRITE_OFFS
from loans.steps import ORIGIN, hold_loan
from upk.ledger.models import Account
from upk.ledger.services import (
    EntryDraft,
    Move,
    check_period_open,
    claim_submission,
    lock_office,
    post_in_held_office,
    reverse_entry,
)
from upk.money import rupiah
from upk.offices.models import Person, User
from upk.periods import format_date


@dataclass(frozen=True, slots=True)
class Received:
    """Money that came in for a write-off. Whole rupiah."""

    on: date
    cash: Account
    amount: int
    paid_in_by: Person | None = None


def recoverable(write_off: Repayment, on: date | None = None) -> int:
    """What was written off and hasn't come in. Whole rupiah.

    With ``on``: what may still be dated on that day, so that on no day from then on more had come
    in than was written off. A receipt that was taken back later counts until it was.
    """
    if on is None:
        return write_off.principal - recovered([write_off.pk]).get(write_off.pk, 0)
    return write_off.principal - highest_recovered(write_off.pk, on)


def recovery_problems(write_off: Repayment, money: Received) -> list[Problem]:
    """Every reason against taking that money."""
    problems = date_problems(write_off.office, money.on)
    try:
        check_period_open(write_off.office, money.on)
    except ValidationError as error:
        problems.append(Problem("period_closed", error.messages[0]))
    if write_off.kind not in WRITE_OFFS or Repayment.objects.filter(reverses=write_off).exists():
        return [*problems, Problem("write_off", "Penghapusan ini tidak berlaku lagi.")]
    if money.on < write_off.paid_on:
        since = format_date(write_off.paid_on)
        problems.append(Problem("before_write_off", f"Penghapusannya baru pada {since}."))
    left = recoverable(write_off, money.on)
    if money.amount <= 0:
        problems.append(Problem("amount", "Jumlah harus lebih dari nol."))
    elif money.amount > left:
        text = (
            f"Melebihi sisa yang dihapus sebesar {rupiah(money.amount - left)}; "
            f"paling banyak {rupiah(left)}."
        )
        if left < recoverable(write_off):
            text += " Penerimaan yang dibatalkan sesudah tanggal itu masih terhitung sampai batal."
        problems.append(Problem("too_much", text))
    cash = money.cash
    if cash.office_id != write_off.office_id or cash.liquidity == Account.Liquidity.NONE:
        problems.append(Problem("cash", "Pilih kas atau rekening bank penerima."))
    payer = money.paid_in_by
    group_id = write_off.loan.group_id
    if payer and not Membership.objects.filter(group=group_id, person=payer).exists():
        problems.append(Problem("payer", "Penyetor bukan anggota kelompok ini."))
    return problems


@transaction.atomic
def record_recovery(
    write_off: Repayment, money: Received, *, request_key: UUID, by: User
) -> Recovery:
    """Take money for a write-off, with a receipt.

    Idempotent by ``request_key``. Raises ``ValidationError`` with every reason against it.
    """
    office = lock_office(write_off.office)
    loan = hold_loan(write_off.loan)  # one receipt at a time per loan
    payer = money.paid_in_by
    content = {
        "recover": write_off.pk, "on": money.on, "cash": money.cash.pk, "amount": money.amount,
        "payer": payer and payer.pk,
    }  # fmt: skip
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.recoveries.get()
    raise_if_any(recovery_problems(write_off, money))
    moves = [Move(money.cash, loan.product.recovery_income, money.amount)]
    memo = f"Penagihan pinjaman dihapus {loan.code}"
    draft = EntryDraft(money.on, memo, moves, origin=ORIGIN)
    [entry] = post_in_held_office(office, [draft], by=by, submission=submission)
    return Recovery.objects.create(
        office=office, write_off=write_off, paid_on=money.on, amount=money.amount,
        paid_in_by=payer, entry=entry, submission=submission, recorded_by=by,
    )  # fmt: skip


@transaction.atomic
def reverse_recovery(
    recovery: Recovery, *, happened_on: date, reason: str, by: User, request_key: UUID
) -> Recovery:
    """Take a receipt back with a reason, once.

    Idempotent by ``request_key``. Raises ``ValidationError`` if it is a reversal, was reversed, or
    the day can't be used.
    """
    office = lock_office(recovery.office)
    hold_loan(recovery.write_off.loan)
    content = {"reverse_recovery": recovery.pk, "on": happened_on, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.recoveries.get()
    raise_if_any(date_problems(office, happened_on))
    entry = reverse_entry(
        recovery.entry, happened_on=happened_on, reason=reason, by=by, origin=ORIGIN,
        submission=submission,
    )  # fmt: skip
    return Recovery.objects.create(
        office=office, write_off=recovery.write_off, paid_on=happened_on,
        amount=-recovery.amount, entry=entry, submission=submission, reverses=recovery,
        reason=reason.strip()[:200], recorded_by=by,
    )  # fmt: skip
