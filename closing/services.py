"""Closing and reopening: the year's closing entry and the closed books in one transaction.

``close_through`` and ``reopen_through`` are what pages and the quarterly report call;
``upk.ledger.services.close_books`` alone moves the date and closes no year.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from closing.models import SurplusDecision
from closing.results import YearPlan, plan_years, standing_closings
from closing.year import RETAINED_SURPLUS, year_end
from upk.ledger.models import Account, Entry, PeriodChange
from upk.ledger.services import (
    EntryDraft,
    Move,
    close_books,
    lock_office_alone,
    post_in_held_office,
    reopen_books,
    reverse_entry,
)
from upk.offices.models import Office, User
from upk.periods import format_date

ORIGIN = "closing"
"""The label of this app: only it may take back what it posted."""

REOPENED = "buku dibuka kembali"
CLOSED_ANEW = "tahun ditutup ulang"


def retained_surplus(office: Office) -> Account:
    """The account that closing entries go to and surplus decisions come from."""
    return Account.objects.get(office=office, code=RETAINED_SURPLUS)


@transaction.atomic
def close_through(office: Office, *, through: date, by: User, reason: str = "") -> PeriodChange:
    """Post the closing entry of every year that ends in the time to be closed, then close it.

    ``reason`` is kept with the change: why it was closed although the checklist warned.
    Raises ``ValidationError`` unless ``through`` is later than what is closed already, or where
    a year that was divided would be closed otherwise than it stands.
    """
    office = lock_office_alone(office)
    if not office.is_closed(through):
        for plan in plan_years(office, through):
            _close_year(office, plan, by=by)
    return close_books(office, through=through, by=by, reason=reason)


def _close_year(office: Office, plan: YearPlan, *, by: User) -> Entry | None:
    """Post a year's closing entry, unless one that says the same stands already."""
    retained = retained_surplus(office)
    wanted = plan.moves(retained)
    if plan.standing:
        rows = plan.standing.postings.values_list("debit_id", "credit_id", "amount")
        if sorted(rows) == sorted(wanted):
            return plan.standing
        _refuse_if_divided(office, year_end(plan.year - 1))
        _take_back(plan.standing, CLOSED_ANEW, by=by)
    if not wanted:
        return None
    accounts = {account.pk: account for account, _ in plan.balances} | {retained.pk: retained}
    moves = [Move(accounts[m.debit], accounts[m.credit], m.amount) for m in wanted]
    draft = EntryDraft(
        year_end(plan.year), f"Penutupan tahun {plan.year}", moves, Entry.Kind.CLOSING, ORIGIN
    )
    [entry] = post_in_held_office(office, [draft], by=by)
    return entry


@transaction.atomic
def reopen_through(office: Office, *, through: date | None, reason: str, by: User) -> PeriodChange:
    """Move the closed books back and reverse the closing entries of the years reopened.

    Raises ``ValidationError`` without a reason, where nothing would be reopened, or while the
    surplus of a year that would be reopened is divided.
    """
    office = lock_office_alone(office)
    _refuse_if_divided(office, through)
    change = reopen_books(office, through=through, reason=reason, by=by)
    for entry in list(standing_closings(office)):
        if through is None or entry.happened_on > through:
            _take_back(entry, REOPENED, by=by)
    return change


def _take_back(entry: Entry, reason: str, *, by: User) -> Entry:
    """Reverse a closing entry on its own day, so that the year is as before its closing."""
    return reverse_entry(entry, happened_on=entry.happened_on, reason=reason, by=by, origin=ORIGIN)


def _refuse_if_divided(office: Office, through: date | None) -> None:
    """Raise ``ValidationError`` if the surplus of a year that ends after ``through`` is divided.

    A year that ends on ``through`` itself stays closed.
    """
    divided = SurplusDecision.objects.filter(office=office).standing().order_by("year")
    for decision in divided:
        if through is None or year_end(decision.year) > through:
            raise ValidationError(
                f"Surplus {decision.year} sudah dibagi pada {format_date(decision.decided_on)}. "
                "Cabut dahulu keputusan pembagiannya bila tahun itu harus dibuka."
            )
