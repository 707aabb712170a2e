from datetime import date

import pytest

from tests.reports.books.ledger import (
    CASH,
    LOANS,
    at,
    create_ledger,
    keyed,
    made,
    post,
)
from upk.ledger.services import reverse_entry

pytestmark = pytest.mark.django_db
FIGURES = ("before", "within", "through")


def test_cash_flow_of_a_quarter():
    report = made("cash-flow", create_ledger())

    assert keyed(report, *FIGURES) == {
        "operating/in/4.1.01.01": (12_000, 6_000, 18_000),
        "operating/in/4.2.01.01": (0, 500, 500),
        "operating/in": (12_000, 6_500, 18_500),
        "operating/out/5.3.01.01": (0, 100, 100),
        "operating/out/5.4.01.01": (0, 700, 700),
        "operating/out": (0, 800, 800),
        "operating": (12_000, 5_700, 17_700),
        "investing/out/1.2.01.04": (8_000, 0, 8_000),
        "investing/out": (8_000, 0, 8_000),
        "investing": (-8_000, 0, -8_000),
        "financing/out/2.4.01.02": (0, 1_000, 1_000),
        "financing/out": (0, 1_000, 1_000),
        "financing": (0, -1_000, -1_000),
        # 30.000 from cash to bank are no flow
        "change": (4_000, 4_700, 8_700),
        "opening": (115_000, 119_000, 115_000),
        "closing": (119_000, 123_700, 123_700),
    }


def test_named_totals_are_of_the_period():
    totals = made("cash-flow", create_ledger()).totals

    assert (totals["opening"], totals["change"], totals["closing"]) == (119_000, 4_700, 123_700)
    assert (totals["operating"], totals["operating_year"]) == (5_700, 17_700)


def test_what_is_taken_back_lowers_what_it_was_and_is_nothing_of_its_own():
    by = create_ledger()
    post(by, LOANS, CASH, 900, date(2010, 1, 4))
    wrong = post(by, LOANS, CASH, 700, date(2010, 1, 5))
    reverse_entry(wrong, happened_on=date(2010, 1, 6), reason="Salah", by=by)
    post(by, CASH, LOANS, 50, date(2010, 1, 7))

    lines = keyed(at("cash-flow", by, date(2010, 1, 31)), "within")

    assert lines["operating/in/1.1.03.08"] == (50,)
    assert lines["operating/out/1.1.03.08"] == (900,)
    assert lines["closing"] == (123_700 - 850,)


def test_quiet_month_still_shows_its_cash():
    report = at("cash-flow", create_ledger(), date(2010, 2, 1))

    assert not report.is_empty
    assert keyed(report, *FIGURES)["closing"] == (123_700, 123_700, 123_700)


def test_number_of_queries(django_assert_num_queries):
    by = create_ledger()

    # accounts, closing entries, flows, balances
    with django_assert_num_queries(4):
        made("cash-flow", by)
