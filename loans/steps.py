"""Writing a step of a loan's life: the one place, used by every service of lending."""

from collections.abc import Iterable
from datetime import date

from django.db import models

from loans.models import Loan, LoanStep, StepShare
from upk.ledger.models import Entry
from upk.offices.models import Decision, Person, User
from upk.prepared import Prepared

ORIGIN = "loans"
"""How the ledger knows entries that belong to loans."""


def hold_loan(loan: Loan) -> Loan:
    """The loan as it is now, its row held; the caller holds the office already."""
    [held] = _held(loan.pk)
    return held


_held = Prepared(
    lambda pk: (
        Loan.objects.select_for_update(of=("self",))
        .select_related("office", "group__village", "product__receivable")
        .filter(pk=pk)
    ),
    models.BigIntegerField(),
)


def take_step(
    loan: Loan,
    to_status: str,
    *,
    on: date,
    by: User,
    entry: Entry | None = None,
    reason: str = "",
    decision: Decision | None = None,
    shares: Iterable[tuple[Person, int]] | None = None,
    is_first: bool = False,
) -> LoanStep:
    """Write a step of the loan's life and bring its status along; the caller holds the loan.

    ``shares`` (whole rupiah) are the amounts that the step gives, with the loan's ``principal``
    as their sum. The database refuses a step that ``loans.lifecycle`` doesn't know. Doesn't save
    the loan.
    """
    step = LoanStep.objects.create(
        loan=loan,
        from_status="" if is_first else loan.status,
        to_status=to_status,
        happened_on=on,
        amount=None if shares is None else loan.principal,
        decision=decision,
        entry=entry,
        reason=reason.strip()[:250],
        made_by=by,
    )
    if shares is not None:
        StepShare.objects.bulk_create(
            StepShare(step=step, person=person, amount=amount) for person, amount in shares
        )
    loan.status = to_status
    return step
