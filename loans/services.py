"""Paying loans out. Before it: ``loans.proposals``; after it: ``loans.repayments``.

Each service holds the office and the loan (in that order), checks the state, computes with the
pure rules, posts to the ledger and writes its rows, all or nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from loans.models import Instalment, Loan
from loans.payouts import Payout, payout_problems, plan_payouts
from loans.reasons import raise_if_any
from loans.schedule import InstalmentRow
from loans.steps import ORIGIN, take_step
from upk.ledger.models import Account, Entry
from upk.ledger.services import (
    EntryDraft,
    Move,
    claim_submission,
    lock_office,
    post_entries,
)
from upk.offices.models import User


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
    Each loan's rows and the rule of its members' schedules are those of ``loans.payouts``.
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
    Account.objects.select_for_update().get(pk=cash.pk)  # nobody else spends its money meanwhile
    payouts = plan_payouts(loans, disbursed_on)
    raise_if_any(payout_problems(payouts, on=disbursed_on, cash=cash, by=by))
    drafts = [_draft(loan, cash, disbursed_on) for loan in loans]
    entries = post_entries(office, drafts, by=by, submission=submission)
    _write(payouts, entries, disbursed_on, by)
    return loans


def _draft(loan: Loan, cash: Account, on: date) -> EntryDraft:
    moves = [Move(loan.product.receivable, cash, loan.principal)]
    return EntryDraft(on, f"Pencairan {loan.code}", moves, origin=ORIGIN)


def _write(payouts: Sequence[Payout], entries: Sequence[Entry], on: date, by: User) -> None:
    """Schedules first: the database takes no row of a loan that has its money."""
    _write_rows((payout.loan, payout.rows) for payout in payouts)
    for payout, entry in zip(payouts, entries, strict=True):
        loan = payout.loan
        take_step(loan, Loan.Status.ACTIVE, on=on, entry=entry, by=by)
        loan.disbursed_on, loan.disbursement = on, entry
        loan.rounds_per_member = payout.per_member
        loan.save(update_fields=["status", "disbursed_on", "disbursement", "rounds_per_member"])


def write_schedule(loan: Loan, on: date) -> None:
    """Write the rows of a loan that is about to take over from another on that day."""
    _write_rows([(loan, loan.build_rows(on))])


def _write_rows(schedules: Iterable[tuple[Loan, Sequence[InstalmentRow]]]) -> None:
    Instalment.objects.bulk_create(
        Instalment(
            loan=loan, n=row.n, due_on=row.due_on, principal=row.principal, interest=row.interest
        )
        for loan, rows in schedules
        for row in rows
    )
