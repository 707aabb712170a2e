"""What happens to loans: approved, disbursed, repaid, a repayment reversed.

Each service holds the office and the loan (in that order), checks the state, computes with the
pure rules, posts to the ledger and writes its rows, all or nothing.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from groups.models import Group
from loans.models import Instalment, Loan, LoanStep, Product, ProductTerms, Share
from loans.problems import Problem, approval_problems, raise_if_any
from loans.schedule import InvalidTerms, build_schedule
from upk.ledger.models import Account, Entry, Posting
from upk.ledger.services import (
    EntryDraft,
    Move,
    check_period_open,
    claim_submission,
    lock_office,
    post_entries,
)
from upk.money import rupiah
from upk.offices.models import Person, User
from upk.periods import format_date

ORIGIN = "loans"


def take_step(
    loan: Loan, to_status: str, *, on: date, by: User, entry: Entry | None = None, reason: str = ""
) -> None:
    """Write a step of the loan's life and bring its status along; the caller holds the loan."""
    LoanStep.objects.create(
        loan=loan,
        from_status=loan.status,
        to_status=to_status,
        happened_on=on,
        entry=entry,
        reason=reason,
        made_by=by,
    )
    loan.status = to_status


def next_code(group: Group, product: Product) -> str:
    """Code of the group's next loan of the product: group's code and how many it had."""
    earlier = Loan.objects.filter(group=group, product=product).count()
    return f"{group.code}-{product.code}{earlier + 1}"


@transaction.atomic
def approve_loan(
    group: Group,
    product: Product,
    *,
    principal: int,
    shares: Sequence[tuple[Person, int]],
    approved_on: date,
    by: User,
    decision: str = "",
    terms: dict | None = None,
    payment_day: int | None = None,
) -> Loan:
    """Enter a loan as approved by the funding team: it waits for disbursement.

    Unit: whole rupiah. ``terms`` replaces some of the product's terms in force on
    ``approved_on``; the village's payment day is the default of ``payment_day``.
    Raises ``ValidationError`` with every reason against it.
    """
    lock_office(group.office)
    group = Group.objects.select_for_update().get(pk=group.pk)  # one new loan of it at a time
    problems = approval_problems(group, product, principal=principal, shares=shares, on=approved_on)
    in_force = ProductTerms.objects.in_force(approved_on).filter(product=product).first()
    if in_force is None:
        on = format_date(approved_on)
        problems.append(Problem("terms", f"Ketentuan {product} belum berlaku pada {on}."))
        raise_if_any(problems)
    loan = Loan(
        office=group.office,
        group=group,
        product=product,
        code=next_code(group, product),
        principal=principal,
        approved_on=approved_on,
        decision=decision,
        payment_day=payment_day or group.village.payment_day,
        status=Loan.Status.WAITING,
        **{**in_force.terms_values(), **(terms or {})},
    )
    raise_if_any([*problems, *terms_problems(loan, approved_on)])
    loan.save()
    Share.objects.bulk_create(
        Share(loan=loan, person=person, principal=amount) for person, amount in shares
    )
    LoanStep.objects.create(
        loan=loan, to_status=loan.status, happened_on=approved_on, made_by=by, reason=decision
    )
    return loan


TERMS_MESSAGES = {
    "principal": "Alokasi",
    "rate": "Jasa",
    "tenor": "Jangka",
    "principal_every": "Selang pokok",
    "interest_every": "Selang jasa",
    "grace": "Tenggang pokok",
    "step": "Pembulatan",
    "payment_day": "Tanggal angsuran",
    "cutoff_day": "Tanggal batas pencairan",
}


def terms_problems(loan: Loan, on: date) -> list[Problem]:
    """Why no schedule can be made of the loan's terms; empty when one can."""
    if loan.principal <= 0:
        return []  # said already, in better words
    try:
        build_schedule(loan.schedule_terms(disbursed_on=on))
    except InvalidTerms as error:
        label = TERMS_MESSAGES.get(error.field, error.field)
        return [
            Problem(
                "terms", f"{label} tidak dapat dipakai dengan ketentuan ini. Ubah ketentuannya."
            )
        ]
    return []


def _check_cash(cash: Account, amount: int, on: date) -> None:
    """Raise unless the account holds ``amount`` on that day and still does today."""
    Account.objects.select_for_update().get(pk=cash.pk)
    postings = Posting.objects.touching([cash])
    available = min(
        postings.until(on).net_by_account().get(cash.pk, 0),
        postings.net_by_account().get(cash.pk, 0),
    )
    if available < amount:
        raise ValidationError(
            f"Saldo {cash.name} {rupiah(available)}, kurang {rupiah(amount - available)}. "
            "Pilih rekening lain atau pindahkan dana dahulu.",
            code="cash",
        )


def disburse_loan(
    loan: Loan, *, disbursed_on: date, cash: Account, request_key: UUID, by: User
) -> Loan:
    """Pay one waiting loan out; see ``disburse_loans``."""
    return disburse_loans(
        [loan], disbursed_on=disbursed_on, cash=cash, request_key=request_key, by=by
    )[0]


@transaction.atomic
def disburse_loans(
    loans: Sequence[Loan], *, disbursed_on: date, cash: Account, request_key: UUID, by: User
) -> list[Loan]:
    """Pay waiting loans of one office out on a day: schedules written, entries posted.

    Idempotent by ``request_key``; all or none.
    Raises ``ValidationError`` if a loan isn't waiting, the day lies before an approval or in
    closed books, or the account doesn't hold the money.
    """
    office = lock_office(loans[0].office)
    ids = sorted(loan.pk for loan in loans)
    held = Loan.objects.select_for_update(of=("self",)).select_related("product__receivable")
    loans = list(held.filter(office=office, pk__in=ids).order_by("pk"))
    content = {"disburse": ids, "on": disbursed_on, "cash": cash.pk}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return loans
    check_period_open(office, disbursed_on)
    for loan in loans:
        _check_disbursable(loan, disbursed_on)
    if cash.liquidity == Account.Liquidity.NONE:
        raise ValidationError("Pilih rekening kas atau bank.")
    _check_cash(cash, sum(loan.principal for loan in loans), disbursed_on)
    drafts = [
        EntryDraft(
            disbursed_on,
            f"Pencairan {loan.code}",
            [Move(loan.product.receivable, cash, loan.principal)],
            origin=ORIGIN,
        )
        for loan in loans
    ]
    entries = post_entries(office, drafts, by=by, submission=submission)
    for loan, entry in zip(loans, entries, strict=True):
        _write_schedule(loan, disbursed_on)
        take_step(loan, Loan.Status.ACTIVE, on=disbursed_on, entry=entry, by=by)
        loan.disbursed_on, loan.disbursement = disbursed_on, entry
        loan.save(update_fields=["status", "disbursed_on", "disbursement"])
    return loans


def _check_disbursable(loan: Loan, on: date) -> None:
    if loan.status != Loan.Status.WAITING:
        raise ValidationError(f"Pinjaman {loan} tidak sedang menunggu pencairan.", code="status")
    if on < loan.approved_on:
        raise ValidationError(
            f"Pencairan tidak boleh sebelum persetujuan ({format_date(loan.approved_on)})."
        )
    raise_if_any(terms_problems(loan, on))


def _write_schedule(loan: Loan, disbursed_on: date) -> None:
    Instalment.objects.bulk_create(
        Instalment(
            loan=loan, n=row.n, due_on=row.due_on, principal=row.principal, interest=row.interest
        )
        for row in build_schedule(loan.schedule_terms(disbursed_on=disbursed_on))
    )
