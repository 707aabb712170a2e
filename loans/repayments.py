"""Receiving money from groups, and taking a wrong receipt back.

``record_repayments`` is the only way in; one payment is a sheet of one row. Everything of a
sheet is posted in one transaction, all rows or none.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from loans.allocation import Due, Overpayment, Parts, PaymentOrder, allocate, check_split, dues
from loans.models import Instalment, Loan, Repayment
from loans.services import ORIGIN, take_step
from upk.ledger.models import Account, Submission
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
from upk.offices.models import Office, Person, User
from upk.periods import format_date, today


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """What one group pays. ``amount`` is without the penalty, whole rupiah.

    Without ``split`` (principal, interest) the rule of the loan divides the amount; ``ahead``
    says that the payer wants to pay more than is due today.
    """

    loan_id: int
    amount: int
    split: tuple[int, int] | None = None
    penalty: int = 0
    ahead: bool = False
    paid_in_by_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A day sheet: what was paid on a day into one cash or bank account."""

    paid_on: date
    cash: Account
    rows: Sequence[PaymentRow]
    request_key: UUID


class SheetErrors(ValidationError):
    """Errors of a sheet's rows: ``rows`` maps a loan's id to its messages."""

    def __init__(self, rows: dict[int, list[str]]) -> None:
        self.rows = rows
        super().__init__([message for messages in rows.values() for message in messages])


@dataclass(frozen=True, slots=True)
class LoanDues:
    """A loan with what it owes on a day, ready for allocation."""

    loan: Loan
    due: Due
    scheduled_principal: int
    scheduled_interest: int
    paid_principal: int
    paid_interest: int

    @property
    def is_settled(self) -> bool:
        return (
            self.paid_principal == self.scheduled_principal
            and self.paid_interest == self.scheduled_interest
        )


def dues_of(loans: Iterable[Loan], on: date) -> dict[int, LoanDues]:
    """What each loan owes on a day, by loan id, in two queries.

    Payments dated after ``on`` count as well: what is paid can't be paid again by a receipt
    with an earlier date.
    """
    loans = list(loans)
    ids = [loan.pk for loan in loans]
    rows: dict[int, list] = defaultdict(list)
    for loan_id, *row in (
        Instalment.objects.filter(loan__in=ids)
        .order_by("loan_id", "n")
        .values_list("loan_id", "due_on", "principal", "interest")
    ):
        rows[loan_id].append(tuple(row))
    paid: dict[int, list] = defaultdict(list)
    for loan_id, *payment in (
        Repayment.objects.filter(loan__in=ids)
        .order_by()
        .values_list("loan_id", "paid_on", "principal", "interest")
    ):
        paid[loan_id].append(tuple(payment))
    return {loan.pk: _loan_dues(loan, rows[loan.pk], paid[loan.pk], on) for loan in loans}


def _loan_dues(loan: Loan, rows: list, payments: list, on: date) -> LoanDues:
    principal, interest = _peak_paid(payments, on)
    return LoanDues(
        loan=loan,
        due=dues(rows, principal, interest, on),
        scheduled_principal=sum(row[1] for row in rows),
        scheduled_interest=sum(row[2] for row in rows),
        paid_principal=sum(payment[1] for payment in payments),
        paid_interest=sum(payment[2] for payment in payments),
    )


def _peak_paid(payments: list, on: date) -> tuple[int, int]:
    """The most that was paid at the end of any day from ``on`` on: principal, interest.

    More than that is never free for a receipt dated ``on``, even where a later reversal took
    it back; else the balance would be negative in between.
    """
    days: dict[date, tuple[int, int]] = {}
    for paid_on, principal, interest in payments:
        day = max(paid_on, on)
        before = days.get(day, (0, 0))
        days[day] = (before[0] + principal, before[1] + interest)
    total = [days.pop(on, (0, 0))]
    for day in sorted(days):
        total.append((total[-1][0] + days[day][0], total[-1][1] + days[day][1]))
    return max(t[0] for t in total), max(t[1] for t in total)


@transaction.atomic
def record_repayments(office: Office, sheet: Sheet, *, by: User) -> list[Repayment]:
    """Record a sheet and post it; rows in the order given, receipts numbered in that order.

    Idempotent: the same key with the same content returns the first repayments.
    Raises ``SheetErrors`` for rows that can't be taken, ``ValidationError`` for the sheet as a
    whole (closed period, future date, key spent on other content).
    """
    office = lock_office(office)
    ids = sorted({row.loan_id for row in sheet.rows})
    held = Loan.objects.select_for_update(of=("self",)).select_related(
        "product__receivable", "product__interest_income", "product__penalty_income"
    )
    loans = {loan.pk: loan for loan in held.filter(office=office, pk__in=ids).order_by("pk")}
    submission, is_new = claim_submission(office, sheet.request_key, _content(sheet), by=by)
    if not is_new:
        return list(submission.repayments.select_related("loan", "entry").order_by("pk"))
    _check_sheet(office, sheet)
    owed = dues_of(loans.values(), sheet.paid_on)
    parts = _split_rows(sheet, owed)
    return _write(office, sheet, owed, parts, submission, by)


def _content(sheet: Sheet) -> dict:
    return {
        "pay": [asdict(row) for row in sheet.rows],
        "on": sheet.paid_on.isoformat(),
        "cash": sheet.cash.pk,
    }


def _check_payers(office: Office, sheet: Sheet) -> None:
    payers = {row.paid_in_by_id for row in sheet.rows} - {None}
    if Person.objects.filter(office=office, pk__in=payers).count() != len(payers):
        raise ValidationError("Penyetor tidak ditemukan. Pilih kembali dari daftar.")


def _check_sheet(office: Office, sheet: Sheet) -> None:
    if not sheet.rows:
        raise ValidationError("Belum ada angsuran yang diisi.", code="empty")
    if sheet.cash.office_id != office.pk or sheet.cash.liquidity == Account.Liquidity.NONE:
        raise ValidationError("Pilih kas atau rekening bank penerima.", code="cash")
    check_period_open(office, sheet.paid_on)
    if sheet.paid_on > today(office):
        raise ValidationError(
            f"Tanggal {format_date(sheet.paid_on)} belum tiba. Periksa tanggalnya.", code="future"
        )


def _split_rows(sheet: Sheet, owed: dict[int, LoanDues]) -> list[Parts]:
    """Principal and interest of each row; raises ``SheetErrors`` with all that is wrong."""
    errors: dict[int, list[str]] = defaultdict(list)
    parts = []
    seen: set[int] = set()
    for row in sheet.rows:
        if row.loan_id in seen:
            errors[row.loan_id].append("Pinjaman ini tercantum lebih dari sekali di lembar ini.")
            continue
        seen.add(row.loan_id)
        try:
            parts.append(_split_row(row, owed.get(row.loan_id), sheet.paid_on))
        except ValidationError as error:
            errors[row.loan_id] += error.messages
    if errors:
        raise SheetErrors(dict(errors))
    return parts


def _split_row(row: PaymentRow, owed: LoanDues | None, on: date) -> Parts:
    if owed is None:
        raise ValidationError("Pinjaman tidak ditemukan.")
    loan = owed.loan
    if loan.status == Loan.Status.SETTLED:
        raise ValidationError(f"Pinjaman {loan} sudah lunas.")
    if loan.status != Loan.Status.ACTIVE:
        raise ValidationError(f"Pinjaman {loan} tidak aktif.")
    if on < loan.disbursed_on:
        raise ValidationError(f"Sebelum pencairan ({format_date(loan.disbursed_on)}).")
    if row.amount < 0 or row.penalty < 0 or row.amount + row.penalty == 0:
        raise ValidationError("Jumlah harus lebih dari nol.")
    if row.amount == 0:
        return Parts(0, 0)  # a penalty alone
    try:
        if row.split is None:
            return allocate(row.amount, owed.due, PaymentOrder(loan.payment_order), row.ahead)
        principal, interest = row.split
        if principal + interest != row.amount:
            raise ValidationError(
                f"Pokok dan jasa berjumlah {rupiah(principal + interest)}, "
                f"tetapi yang dibayar {rupiah(row.amount)}."
            )
        check_split(principal, interest, owed.due, row.ahead)
    except Overpayment as error:
        raise ValidationError(overpayment_message(error)) from error
    return Parts(principal, interest)


def overpayment_message(error: Overpayment) -> str:
    """The sentence for money beyond what may be taken: by how much, and what to do."""
    excess = rupiah(error.excess)
    part = {"principal": "Pokok melebihi", "interest": "Jasa melebihi"}.get(error.part, "Melebihi")
    if error.fits_ahead:
        return f"{part} yang jatuh tempo sebesar {excess}. Tandai “bayar di muka” bila disengaja."
    return f"{part} kewajiban sebesar {excess}. Kurangi jumlahnya."


def _write(
    office: Office,
    sheet: Sheet,
    owed: dict[int, LoanDues],
    parts: Sequence[Parts],
    submission: Submission,
    by: User,
) -> list[Repayment]:
    drafts = [
        EntryDraft(
            sheet.paid_on,
            f"Angsuran {owed[row.loan_id].loan.code}",
            _moves(sheet.cash, owed[row.loan_id].loan, part, row.penalty),
            origin=ORIGIN,
        )
        for row, part in zip(sheet.rows, parts, strict=True)
    ]
    entries = post_in_held_office(office, drafts, by=by, submission=submission)
    repayments = Repayment.objects.bulk_create(
        Repayment(
            office=office, loan=owed[row.loan_id].loan, paid_on=sheet.paid_on,
            principal=part.principal, interest=part.interest, penalty=row.penalty,
            paid_in_by_id=row.paid_in_by_id, entry=entry, submission=submission, recorded_by=by,
        )
        for row, part, entry in zip(sheet.rows, parts, entries, strict=True)
    )  # fmt: skip
    for repayment in repayments:
        _settle_if_paid(owed[repayment.loan_id], repayment, by)
    return repayments


def _moves(cash: Account, loan: Loan, part: Parts, penalty: int) -> list[Move]:
    product = loan.product
    pairs = [
        (product.receivable, part.principal),
        (product.interest_income, part.interest),
        (product.penalty_income, penalty),
    ]
    return [Move(cash, account, amount) for account, amount in pairs if amount]


def _settle_if_paid(owed: LoanDues, repayment: Repayment, by: User) -> None:
    if (
        owed.paid_principal + repayment.principal == owed.scheduled_principal
        and owed.paid_interest + repayment.interest == owed.scheduled_interest
    ):
        loan = owed.loan
        take_step(loan, Loan.Status.SETTLED, on=repayment.paid_on, entry=repayment.entry, by=by)
        loan.save(update_fields=["status"])


@transaction.atomic
def reverse_repayment(
    repayment: Repayment, *, happened_on: date, reason: str, by: User
) -> Repayment:
    """Take a receipt back with a reason, once; the loan it settled is active again.

    Raises ``ValidationError`` if it is a reversal, was reversed, or the day can't be used.
    """
    office = lock_office(repayment.office)
    loan = Loan.objects.select_for_update().get(pk=repayment.loan_id)
    if happened_on > today(office):
        raise ValidationError({"happened_on": "Tanggal pembatalan belum tiba."})
    entry = reverse_entry(
        repayment.entry, happened_on=happened_on, reason=reason, by=by, origin=ORIGIN
    )
    undone = Repayment.objects.create(
        office=office, loan=loan, kind=Repayment.Kind.REVERSAL, paid_on=happened_on,
        principal=-repayment.principal, interest=-repayment.interest, penalty=-repayment.penalty,
        entry=entry, reverses=repayment, reason=reason.strip()[:200], recorded_by=by,
    )  # fmt: skip
    if loan.status == Loan.Status.SETTLED:
        take_step(loan, Loan.Status.ACTIVE, on=happened_on, entry=entry, reason=reason[:250], by=by)
        loan.save(update_fields=["status"])
    return undone
