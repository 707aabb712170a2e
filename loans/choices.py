"""The manager's choice of whom the treasurer pays out next."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from loans.models import Loan, WaitingChoice
from loans.problems import date_problems
from loans.reasons import Problem, raise_if_any
from loans.steps import hold_loan
from loans.waiting_list import WaitingList, first_by_rule, waiting_lists
from upk.ledger.services import lock_office
from upk.offices.models import User
from upk.periods import format_date


@transaction.atomic
def choose_next(loan: Loan, *, reason: str, on: date, by: User) -> WaitingChoice:
    """Put a waiting loan before all others of its product, until it is paid out.

    The same choice once more changes nothing and gives the first one.
    Raises ``ValidationError`` if the loan doesn't wait on that day, or if it isn't the one that
    the office's order puts first and no reason is given.
    """
    office = lock_office(loan.office)
    loan = hold_loan(loan)
    problems = date_problems(office, on)
    if loan.status != Loan.Status.WAITING:
        text = f"Pinjaman {loan} tidak sedang menunggu pencairan."
        problems.append(Problem("status", text))
    elif on < loan.approved_on:
        text = f"Pinjaman {loan} baru disetujui pada {format_date(loan.approved_on)}."
        problems.append(Problem("before_approval", text))
    raise_if_any(problems)
    waiting = waiting_list_of(loan, on)
    first, reason = first_by_rule(waiting), reason.strip()[:250]
    if first != loan and not reason:
        raise ValidationError({"reason": f"Menurut aturan giliran {first}. Tulis alasannya."})
    same = waiting.choice
    if same and (same.loan_id, same.reason) == (loan.pk, reason):
        return same
    return WaitingChoice.objects.create(
        loan=loan, first_by_rule=first, chosen_on=on, reason=reason, made_by=by
    )


def waiting_list_of(loan: Loan, on: date) -> WaitingList:
    """The list in which a loan waits."""
    lists = waiting_lists(loan.office, as_of=on)
    return next(listed for listed in lists if listed.product.pk == loan.product_id)
