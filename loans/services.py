"""Paying loans out. Before it: ``loans.proposals``; after it: ``loans.repayments``.

Each service holds the office and the loan (in that order), checks the state, computes with the
pure rules, posts to the ledger and writes its rows, all or nothing.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from loans.models import Instalment, Loan
from loans.problems import disbursement_problems
from loans.reasons import raise_if_any
from loans.steps import ORIGIN, take_step
from upk.ledger.lowest import lowest_balance
from upk.ledger.models import Account
from upk.ledger.services import (
    EntryDraft,
    Move,
    claim_submission,
    lock_office,
    post_entries,
)
from upk.money import rupiah
from upk.offices.models import User


def cash_available(cash: Account, on: date) -> int:
    """The least that the account holds at the end of any day from ``on`` on. Whole rupiah.

    Only so much can leave it on that day without a negative balance then or later.
    """
    return lowest_balance(cash, on)


def _check_cash(cash: Account, amount: int, on: date) -> None:
    """Raise unless the account holds ``amount`` on that day and ever since."""
    Account.objects.select_for_update().get(pk=cash.pk)
    available = cash_available(cash, on)
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
    Raises ``ValidationError`` with all reasons: a loan isn't waiting, ``by`` approved it, the day
    lies before an approval, in closed books or in the future, the account is no own one or lacks
    the money.
    """
    office = lock_office(loans[0].office)
    ids = sorted(loan.pk for loan in loans)
    held = Loan.objects.select_for_update(of=("self",)).select_related(
        "office", "product__receivable"
    )
    loans = list(held.filter(office=office, pk__in=ids).order_by("pk"))
    content = {"disburse": ids, "on": disbursed_on, "cash": cash.pk}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return loans
    if not loans or len(loans) != len(ids):
        raise ValidationError("Pinjaman tidak ditemukan. Buka kembali daftarnya.")
    problems = [
        problem
        for loan in loans
        for problem in disbursement_problems(loan, on=disbursed_on, cash=cash, by=by)
    ]
    raise_if_any(list(dict.fromkeys(problems)))
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
        write_schedule(loan, disbursed_on)
        take_step(loan, Loan.Status.ACTIVE, on=disbursed_on, entry=entry, by=by)
        loan.disbursed_on, loan.disbursement = disbursed_on, entry
        loan.save(update_fields=["status", "disbursed_on", "disbursement"])
    return loans


def write_schedule(loan: Loan, disbursed_on: date) -> None:
    """Write the rows of a loan that is about to be paid out, or to take over from another."""
    Instalment.objects.bulk_create(
        Instalment(
            loan=loan, n=row.n, due_on=row.due_on, principal=row.principal, interest=row.interest
        )
        for row in loan.build_rows(disbursed_on)
    )
