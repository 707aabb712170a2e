"""Receiving money from groups, and taking a wrong receipt back.

``record_repayments`` is the only way in; one payment is a sheet of one row. Everything of a
sheet is posted in one transaction, all rows or none. ``preview_repayments`` says what it would
do, by the same checks and the same split.

A key belongs to the form, not to the person: whoever of the office sends the same form again
(the same person after logging in anew, a colleague at the same screen) gets the first result.
From another office it is spent, like a key with other content, and nothing of it is shown.

What is owed on a day never lets the balance of any later day fall below zero: see ``loans.owed``.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import models, transaction

from groups.models import Membership
from loans.allocation import Overpayment, Parts, PaymentOrder, allocate, check_split
from loans.ending_problems import check_reversible
from loans.member_splits import MemberPart, check_members, mirror_parts, write_parts
from loans.models import Loan, LoanQuerySet, Repayment
from loans.owed import LoanDues, dues_of
from loans.relieving import reverse_relief
from loans.steps import ORIGIN, take_step
from upk.ledger.models import Account, Submission
from upk.ledger.services import (
    EntryDraft,
    Move,
    check_period_open,
    claim_submission,
    lock_office,
    post_in_held_office,
    reverse_entry,
    submission_exists,
)
from upk.money import rupiah
from upk.offices.models import Office, User
from upk.periods import format_date, today
from upk.prepared import Given, Prepared


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """What one group pays. ``amount`` is without the penalty, whole rupiah.

    Without ``split`` (principal, interest) the rule of the loan divides the amount; ``ahead``
    says that the payer wants to pay more than is due today. ``members`` says who of the group paid
    how much of it; without them ``loans.member_accounts`` does.
    """

    loan_id: int
    amount: int
    split: tuple[int, int] | None = None
    penalty: int = 0
    ahead: bool = False
    paid_in_by_id: int | None = None
    members: tuple[MemberPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A day sheet: what was paid on a day into one cash or bank account."""

    paid_on: date
    cash: Account
    rows: Sequence[PaymentRow]
    request_key: UUID


class SheetErrors(ValidationError):
    """Errors of a sheet's rows: ``rows`` maps a loan's id to its messages.

    ``members`` maps a person's id to those of that member's part of a payment.
    """

    def __init__(
        self, rows: dict[int, list[str]], members: dict[int, list[str]] | None = None
    ) -> None:
        self.rows = rows
        self.members = members or {}
        found = [*rows.values(), *self.members.values()]
        super().__init__([message for messages in found for message in messages])


@dataclass(frozen=True, slots=True)
class Planned:
    """A row of a sheet as it will be posted. ``left`` is what the loan owes after it."""

    row: PaymentRow
    owed: LoanDues
    parts: Parts

    @property
    def loan(self) -> Loan:
        return self.owed.loan

    @property
    def total(self) -> int:
        """What is paid in, with the penalty. Whole rupiah."""
        return self.parts.total + self.row.penalty

    @property
    def left(self) -> Parts:
        before = self.owed.left
        return Parts(before.principal - self.parts.principal, before.interest - self.parts.interest)

    @property
    def settled_on(self) -> date | None:
        """The day from which on nothing is owed once this row is posted; ``None`` if never.

        That is the last day on which the paid sum changed, which isn't the row's own day where
        it is dated before other payments.
        """
        if self.left.total or not self.parts.total:
            return None
        days = defaultdict(lambda: [0, 0])
        for day, principal, interest in [
            *self.owed.movements, (self.owed.on, self.parts.principal, self.parts.interest)
        ]:  # fmt: skip
            days[day][0] += principal
            days[day][1] += interest
        return max(day for day, changed in days.items() if any(changed))

    def moves(self, cash: Account) -> list[Move]:
        """The postings of the row's entry."""
        product = self.loan.product
        pairs = [
            (product.receivable, self.parts.principal),
            (product.interest_income, self.parts.interest),
            (product.penalty_income, self.row.penalty),
        ]
        return [Move(cash, account, amount) for account, amount in pairs if amount]


@transaction.atomic
def record_repayments(office: Office, sheet: Sheet, *, by: User) -> list[Repayment]:
    """Record a sheet and post it; rows in the order given, receipts numbered in that order.

    Idempotent: the same key with the same content returns the first repayments.
    Raises ``SheetErrors`` for rows that can't be taken, ``ValidationError`` for the sheet as a
    whole (closed period, future date, key spent on other content).
    """
    office = lock_office(office)
    ids = sorted({row.loan_id for row in sheet.rows})
    loans = _held(office.pk, *ids) if ids else []  # one payment at a time per loan
    submission, is_new = claim_submission(office, sheet.request_key, _content(sheet), by=by)
    if not is_new:
        return list(submission.repayments.select_related("loan", "entry").order_by("pk"))
    return _write(office, sheet, _plan(office, sheet, loans), submission, by)


def preview_repayments(office: Office, sheet: Sheet) -> list[Planned]:
    """What ``record_repayments`` would post now; writes nothing and raises the same errors."""
    loans = _payable(office, [row.loan_id for row in sheet.rows]).select_related("group")
    return _plan(office, sheet, list(loans))


def is_recorded(office: Office, sheet: Sheet) -> bool:
    """Whether this very sheet was recorded before; raises if its key was spent otherwise."""
    return submission_exists(office, sheet.request_key, _content(sheet))


def _payable(office: Office | Given, ids: Iterable[int | Given]) -> LoanQuerySet:
    return Loan.objects.filter(office=office, pk__in=ids).select_related(
        "product__receivable", "product__interest_income", "product__penalty_income"
    )


_held = Prepared(
    lambda office, *ids: _payable(office, ids).select_for_update(of=("self",)).order_by("pk"),
    models.BigIntegerField(),
)


def _content(sheet: Sheet) -> dict:
    return {
        "pay": [_row_content(row) for row in sheet.rows],
        "on": sheet.paid_on.isoformat(),
        "cash": sheet.cash.pk,
    }


def _row_content(row: PaymentRow) -> dict:
    """A row without members is what it was before rows could have any."""
    content = asdict(row)
    if not row.members:
        del content["members"]
    return content


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


def _plan(office: Office, sheet: Sheet, loans: Sequence[Loan]) -> list[Planned]:
    """How each row is posted; raises ``SheetErrors`` with all that is wrong."""
    _check_sheet(office, sheet)
    owed = dues_of(loans, sheet.paid_on)
    members = _members(loans, sheet)
    errors: dict[int, list[str]] = defaultdict(list)
    of_members: dict[int, list[str]] = {}
    planned: dict[int, Planned] = {}
    for row in sheet.rows:
        try:
            if row.loan_id in planned:
                raise ValidationError("Pinjaman ini tercantum lebih dari sekali di lembar ini.")
            loan_owed = _check_row(row, owed.get(row.loan_id), members)
            parts = _split_row(row, loan_owed)
            if row.members:
                whole = (parts.principal, parts.interest, row.penalty)
                check_members(loan_owed.loan, row.members, whole, sheet.paid_on)
            planned[row.loan_id] = Planned(row, loan_owed, parts)
        except ValidationError as error:
            errors[row.loan_id] += getattr(error, "whole", error.messages)
            of_members |= getattr(error, "members", {})
    if errors:
        raise SheetErrors(dict(errors), of_members)
    return list(planned.values())


def _members(loans: Sequence[Loan], sheet: Sheet) -> set[tuple[int, int]]:
    """Pairs of group and person: those named as payers who belong, or belonged, to the group."""
    payers = {row.paid_in_by_id for row in sheet.rows} - {None}
    if not payers:
        return set()
    groups = [loan.group_id for loan in loans]
    memberships = Membership.objects.filter(group__in=groups, person__in=payers)
    return set(memberships.values_list("group_id", "person_id"))


def _check_row(row: PaymentRow, owed: LoanDues | None, members: set) -> LoanDues:
    if owed is None:
        raise ValidationError("Pinjaman tidak ditemukan.")
    loan = owed.loan
    if loan.status == Loan.Status.SETTLED:
        raise ValidationError(f"Pinjaman {loan} sudah lunas.")
    if loan.status != Loan.Status.ACTIVE:
        raise ValidationError(f"Pinjaman {loan} tidak aktif.")
    if owed.on < loan.disbursed_on:
        raise ValidationError(f"Sebelum pencairan ({format_date(loan.disbursed_on)}).")
    if row.amount < 0 or row.penalty < 0 or row.amount + row.penalty == 0:
        raise ValidationError("Jumlah harus lebih dari nol.")
    if row.penalty > loan.principal:  # nobody means that, and sums must stay within 64 bits
        raise ValidationError("Denda melebihi alokasi pinjaman. Periksa angkanya.")
    if row.paid_in_by_id and (loan.group_id, row.paid_in_by_id) not in members:
        raise ValidationError("Penyetor bukan anggota kelompok ini. Pilih kembali dari daftar.")
    return owed


def _split_row(row: PaymentRow, owed: LoanDues) -> Parts:
    """Principal and interest of a row, by the loan's rule or as the cashier says."""
    try:
        if row.split is None:
            return allocate(row.amount, owed.due, PaymentOrder(owed.loan.payment_order), row.ahead)
        principal, interest = row.split
        if principal < 0 or interest < 0:
            raise ValidationError("Pokok dan jasa tidak boleh kurang dari nol.")
        if principal + interest != row.amount:
            raise ValidationError(
                f"Pokok dan jasa berjumlah {rupiah(principal + interest)}, "
                f"tetapi yang dibayar {rupiah(row.amount)}."
            )
        return check_split(principal, interest, owed.due, row.ahead)
    except Overpayment as error:
        message = overpayment_message(error)
        if not error.fits_ahead and (held_until := owed.held_until):
            message += (
                f" Setoran yang dibatalkan masih terhitung sampai {format_date(held_until)}: "
                "pakai tanggal itu atau sesudahnya."
            )
        raise ValidationError(message) from error


def overpayment_message(error: Overpayment) -> str:
    """The sentence for money beyond what may be taken: by how much, and what to do."""
    excess = rupiah(error.excess)
    part = {"principal": "Pokok melebihi", "interest": "Jasa melebihi"}.get(error.part, "Melebihi")
    if error.fits_ahead:
        return f"{part} yang jatuh tempo sebesar {excess}. Tandai “bayar di muka” bila disengaja."
    return f"{part} kewajiban sebesar {excess}. Kurangi jumlahnya."


def _write(
    office: Office, sheet: Sheet, plan: Sequence[Planned], submission: Submission, by: User
) -> list[Repayment]:
    drafts = [
        EntryDraft(
            sheet.paid_on, f"Angsuran {planned.loan.code}", planned.moves(sheet.cash), origin=ORIGIN
        )
        for planned in plan
    ]
    entries = post_in_held_office(office, drafts, by=by, submission=submission)
    repayments = Repayment.objects.bulk_create(
        Repayment(
            office=office, loan=planned.loan, paid_on=sheet.paid_on,
            principal=planned.parts.principal, interest=planned.parts.interest,
            penalty=planned.row.penalty, paid_in_by_id=planned.row.paid_in_by_id,
            entry=entry, submission=submission, recorded_by=by,
        )
        for planned, entry in zip(plan, entries, strict=True)
    )  # fmt: skip
    if any(planned.row.members for planned in plan):
        write_parts([(r, p.row.members) for r, p in zip(repayments, plan, strict=True)])
    for planned, entry in zip(plan, entries, strict=True):
        if settled_on := planned.settled_on:
            loan = planned.loan
            take_step(loan, Loan.Status.SETTLED, on=settled_on, entry=entry, by=by)
            loan.save(update_fields=["status"])
    return repayments


@transaction.atomic
def reverse_repayment(
    repayment: Repayment,
    *,
    happened_on: date,
    reason: str,
    by: User,
    request_key: UUID | None = None,
) -> Repayment:
    """Take a payment back with a reason, once; the loan it settled is active again.

    Idempotent by ``request_key``. ``happened_on`` may lie before later payments of the loan.
    Of a payment from before these books only the principal is posted back, against the account
    that it was brought in with: no money moves, since it came in (or didn't) in the older books.
    Raises ``ValidationError`` if it isn't a payment, was reversed, the loan has since ended
    otherwise than by being paid, or the day can't be used.
    """
    office = lock_office(repayment.office)
    loan = Loan.objects.select_for_update().get(pk=repayment.loan_id)
    content = {"reverse": repayment.pk, "on": happened_on.isoformat(), "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key or uuid4(), content, by=by)
    if not is_new:
        return submission.repayments.payments().get()
    check_reversible(office, loan, repayment, happened_on)
    entry = repayment.entry and reverse_entry(
        repayment.entry, happened_on=happened_on, reason=reason, by=by, origin=ORIGIN,
        submission=submission,
    )  # fmt: skip
    undone = Repayment.objects.create(
        office=office, loan=loan, kind=Repayment.Kind.REVERSAL, paid_on=happened_on,
        principal=-repayment.principal, interest=-repayment.interest, penalty=-repayment.penalty,
        entry=entry, submission=submission, reverses=repayment, reason=reason.strip()[:200],
        recorded_by=by,
    )  # fmt: skip
    _take_waiver_back(repayment, undone)
    mirror_parts(repayment, undone)
    if repayment.principal or repayment.interest:
        _step_back(loan, undone)
    return undone


def _take_waiver_back(repayment: Repayment, undone: Repayment) -> None:
    """A waiver was given for the receipt that settled the loan: it falls with it."""
    waivers = Repayment.objects.filter(
        loan=repayment.loan_id, submission=repayment.submission_id, kind=Repayment.Kind.WAIVED,
        submission__isnull=False, reversed_by__isnull=True,
    )  # fmt: skip
    for waiver in waivers:
        reverse_relief(
            waiver, on=undone.paid_on, by=undone.recorded_by, reason=undone.reason, entry=None,
            submission=undone.submission,
        )  # fmt: skip


def _step_back(loan: Loan, undone: Repayment) -> None:
    """Say that the loan was not settled after all on the days from the reversal on.

    Steps are read in the order of their days. So where the reversal is dated before a day that
    says "settled" (other payments came later), that day gets the step back, else its own does.
    """
    on = undone.paid_on
    last = dict(
        loan.steps.filter(happened_on__gte=on)
        .order_by("id")
        .values_list("happened_on", "to_status")
    )
    days = sorted(day for day, status in last.items() if status == Loan.Status.SETTLED)
    if not days and loan.status == Loan.Status.SETTLED:
        days = [on]
    for day in days:
        take_step(
            loan, Loan.Status.ACTIVE, on=day, entry=undone.entry, reason=undone.reason,
            by=undone.recorded_by,
        )  # fmt: skip
        loan.save(update_fields=["status"])
