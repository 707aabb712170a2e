"""An office on 15 February 2010 with late loans: 10 × (1.000.000 + 150.000) from 10 September."""

from datetime import date
from types import SimpleNamespace
from uuid import uuid4

from loans.contacts import record_contact
from loans.models import ArrearsContact, ArrearsLetter, Loan
from loans.warnings import issue_letters
from tests import factories
from upk.access import Role
from upk.offices.models import Office
from upk.periods import add_months

NOW = date(2010, 2, 15)


def create_setting() -> SimpleNamespace:
    """Two villages, of which the facilitator has the first; a user of each role."""
    office = factories.create_office(practice_date=NOW)
    users = {role.value: factories.create_user(role, office) for role in Role if role != "district"}
    own, other = (factories.create_village(office) for _ in range(2))
    factories.assign(users["facilitator"], own)
    product = factories.create_product(office)
    return SimpleNamespace(office=office, own=own, other=other, product=product, **users)


def late_loan(made: SimpleNamespace, *, village=None, months: int = 6) -> Loan:
    """A loan of which nothing was paid for the last ``months`` instalments, 1 to 6."""
    group = factories.create_group(village or made.own)
    loan = factories.create_loan(group, made.product)
    for n in range(6 - months):
        factories.pay(loan, on=add_months(date(2009, 9, 10), n), by=made.treasurer)
    return loan


def visit(loan: Loan, by, **fields) -> ArrearsContact:
    values = {"kind": "visit", "happened_on": date(2010, 2, 1), "met": "Ketua", "note": "Panen"}
    return record_contact(loan, **{**values, "request_key": uuid4(), "by": by, **fields})


def issue(office: Office, *choices, by, on: date = NOW, **fields) -> list[ArrearsLetter]:
    pairs = [(loan.pk, level) for loan, level in choices]
    return issue_letters(office, pairs, on=on, by=by, **{"request_key": uuid4(), **fields})
