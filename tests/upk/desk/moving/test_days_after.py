"""What reports say of an office that moved in: on the cut-over day, the day after, after closing.

The figures are worked out by hand from the small office of ``workbook``.
"""

from datetime import date, timedelta

import pytest

from closing.services import close_through
from loans.models import Loan
from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from tests import factories
from tests.upk.desk.moving.test_move import move
from tests.upk.desk.moving.workbook import CUT_OVER
from upk.access import Role
from upk.desk.check_books import check_books
from upk.offices.models import Office

pytestmark = pytest.mark.django_db

NEXT_DAY, MONTHS_END = CUT_OVER + timedelta(days=1), date(2010, 1, 31)
OF_LOANS = ("lpp", "collectibility", "arrears")
OF_BOOKS = ("trial-balance", "balance-sheet")


def figures(day: date) -> dict[str, dict]:
    """The totals of the reports that end on a day, by report."""
    question = Question.of(Office.objects.get(), ReportPeriod.up_to(day))
    return {name: dict(build(name, question).totals) for name in (*OF_LOANS, *OF_BOOKS)}


def outstanding_and_late(day: date) -> tuple[int, int, int]:
    """Principal outstanding, principal and jasa in arrears, by the reports of a day."""
    found = figures(day)
    lpp, arrears = found["lpp"], found["arrears"]
    assert found["collectibility"]["outstanding"] == lpp["outstanding_principal"]
    return lpp["outstanding_principal"], arrears["arrears_principal"], arrears["arrears_interest"]


def test_reports_are_right_on_the_day_the_day_after_and_at_the_months_end(manager):
    move(manager)

    # SPP-09-002: 4.000.000 and 4 times 90.000; UEP-09-001: the jasa of 10 December.
    assert outstanding_and_late(CUT_OVER) == (9_000_000, 4_000_000, 390_000)
    assert outstanding_and_late(NEXT_DAY) == (9_000_000, 4_000_000, 390_000)
    # On 10 January the UEP's 2.000.000 and 30.000, on 15 January a month of SPP-09-001.
    assert outstanding_and_late(MONTHS_END) == (9_000_000, 7_000_000, 600_000)
    assert {
        figures(day)["balance-sheet"]["assets"] for day in (CUT_OVER, NEXT_DAY, MONTHS_END)
    } == {21_350_000}


def test_a_payment_and_a_closing_later_leave_the_cut_over_day_as_it_was(manager):
    move(manager)
    office = Office.objects.get()
    before = {day: figures(day) for day in (CUT_OVER, NEXT_DAY)}
    cashier = factories.create_user(Role.TREASURER, office)
    loan = Loan.objects.get(code="SPP-09-001")

    factories.pay(loan, 1_180_000, on=date(2010, 1, 15), by=cashier)
    close_through(office, through=MONTHS_END, by=manager)

    assert {day: figures(day) for day in (CUT_OVER, NEXT_DAY)} == before
    assert outstanding_and_late(MONTHS_END) == (8_000_000, 6_000_000, 420_000)
    results = check_books(Office.objects.all(), quarters=0)
    assert [(result.key, result.faults) for result in results if result.faults] == []
