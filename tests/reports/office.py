"""A small office whose fourth quarter of 2009 is worked out by hand in the tests.

All loans: flat 1,5% a month over 10 months on Rp 1.000.000 per Rp 10.000.000 …, so a loan of
10 million has ten rows of 1.000.000 + 150.000; due on the disbursement's day of each month.
"""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from loans.ending_problems import Ruling
from loans.endings import write_off
from loans.models import Loan, Product
from loans.rescheduling import reschedule_loan
from loans.setup import add_rules
from tests import factories
from upk.offices.models import Office, User, Village

END = date(2009, 12, 31)


@dataclass
class Books:
    """The office, its villages (Banaran, Keden) and its loans by name."""

    office: Office
    manager: User
    banaran: Village
    keden: Village
    loans: dict[str, Loan]


def pay_many(loan: Loan, count: int, first: date, by: User, amount: int) -> None:
    """``count`` payments of ``amount``, on the day of ``first`` in this and the next months."""
    for n in range(count):
        month = first.month - 1 + n
        on = date(first.year + month // 12, month % 12 + 1, first.day)
        factories.pay(loan, amount, on=on, by=by)


def create_books() -> Books:
    """Seven loans of two products in two villages, each in a state of its own; one more waits."""
    office = factories.create_office(code="CONTOH")
    manager = factories.create_user(office=office)
    villages = [
        factories.create_village(office, code=code, name=name)
        for code, name in (("BAN", "Banaran"), ("KED", "Keden"))
    ]
    for code in ("SPP", "UEP"):
        factories.create_product(office, code=code)
    books = Books(office, manager, *villages, {})
    for name, village, category, principal, disbursed_on, paid in LOANS:
        group = factories.create_group(
            villages[village], code=f"K{name}", name=f"Kelompok {name}", category=category
        )
        loan = factories.create_loan(
            group, principal=principal, disbursed_on=disbursed_on, by=manager
        )
        count, first = paid
        amount = principal * 115 // 1000
        if count:
            pay_many(loan, count, first, manager, amount)
        books.loans[name] = loan
    waiting = factories.create_group(books.keden, code="KW", name="Kelompok W")
    factories.create_loan(
        waiting, principal=7_000_000, disbursed_on=None, approved_on=date(2009, 12, 20)
    )
    return books


def end_two_loans(books: Books) -> None:
    """B is rescheduled and E written off at the quarter's end, so that every report has rows.

    IPTW is paid by the instalment.
    """
    for product in Product.objects.filter(office=books.office):
        add_rules(
            product, since=factories.BEGINNING, ceilings={}, rebate_timing="instalment",
            rebate_percent=5, rebate_days=5,
        )  # fmt: skip
    how = {"on": END, "ruling": Ruling("MAD", "1/MAD/2009", END), "by": books.manager}
    reschedule_loan(books.loans["B"], terms={"tenor": 12}, request_key=uuid4(), **how)
    write_off(books.loans["E"], request_key=uuid4(), **how)


LOANS = (
    # name, village, product, principal, disbursed on, (payments of an instalment, the first on)
    ("A", 0, "SPP", 10_000_000, date(2009, 8, 10), (4, date(2009, 9, 10))),
    ("B", 0, "SPP", 20_000_000, date(2009, 6, 20), (4, date(2009, 7, 20))),
    ("C", 1, "SPP", 10_000_000, date(2009, 7, 5), (2, date(2009, 8, 5))),
    ("D", 1, "SPP", 5_000_000, date(2009, 2, 15), (10, date(2009, 3, 15))),
    ("E", 0, "UEP", 30_000_000, date(2009, 5, 25), (2, date(2009, 6, 25))),
    ("F", 1, "UEP", 8_000_000, date(2009, 3, 31), (1, date(2009, 4, 30))),
    ("G", 1, "UEP", 12_000_000, date(2009, 12, 15), (0, None)),
)
