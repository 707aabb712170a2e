from datetime import date

import pytest

from closing.services import close_through
from tests.reports.books.ledger import (
    CAPITAL,
    CASH,
    END,
    at,
    create_ledger,
    keyed,
    made,
    post,
)

pytestmark = pytest.mark.django_db
FIGURES = ("opening", "additions", "result", "division", "closing")


def test_equity_since_the_new_year():
    report = made("equity-changes", create_ledger())

    assert keyed(report, *FIGURES) == {
        "3.1.01.01": (100_000, 0, 0, 10_000, 110_000),
        "3.2.01.01": (15_000, 0, 0, -13_000, 2_000),
        "surplus_this_year": (0, 0, 15_700, 0, 15_700),
        # 3.000 left the equity for the social fund
        "equity": (115_000, 0, 15_700, -3_000, 127_700),
    }


def test_money_put_in_is_an_addition():
    by = create_ledger()
    post(by, CASH, CAPITAL, 5_000, date(2009, 12, 30))

    assert keyed(made("equity-changes", by), *FIGURES)["3.1.01.01"] == (
        100_000, 5_000, 0, 10_000, 115_000,
    )  # fmt: skip


def test_closed_and_open_year_look_the_same_at_its_end():
    by = create_ledger()
    before = made("equity-changes", by)
    close_through(by.office, through=END, by=by)

    assert made("equity-changes", by) == before


def test_closed_year_opens_the_next_in_the_retained_surplus():
    by = create_ledger()
    close_through(by.office, through=END, by=by)

    assert keyed(at("equity-changes", by, date(2010, 1, 31)), *FIGURES) == {
        "3.1.01.01": (110_000, 0, 0, 0, 110_000),
        "3.2.01.01": (17_700, 0, 0, 0, 17_700),
        "equity": (127_700, 0, 0, 0, 127_700),
    }


def test_year_that_is_not_closed_stands_apart_in_the_next():
    report = at("equity-changes", create_ledger(), date(2010, 1, 31))

    assert keyed(report, *FIGURES) == {
        "3.1.01.01": (110_000, 0, 0, 0, 110_000),
        "3.2.01.01": (2_000, 0, 0, 0, 2_000),
        "surplus_earlier": (15_700, 0, 0, 0, 15_700),
        "equity": (127_700, 0, 0, 0, 127_700),
    }


def test_number_of_queries(django_assert_num_queries):
    by = create_ledger()

    # accounts, closing entries, flows, balances
    with django_assert_num_queries(4):
        made("equity-changes", by)
