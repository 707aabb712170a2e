from datetime import date

import pytest

from tests.reports.books.ledger import (
    CAPITAL,
    CASH,
    at,
    close_year,
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
    close_year(by, 2009)

    assert made("equity-changes", by) == before


def test_year_that_is_closed_in_the_next_moves_its_surplus_there():
    by = create_ledger()
    close_year(by, 2009, on=date(2010, 1, 20))

    assert keyed(at("equity-changes", by, date(2010, 1, 31)), *FIGURES) == {
        "3.1.01.01": (110_000, 0, 0, 0, 110_000),
        "3.2.01.01": (2_000, 0, 15_700, 0, 17_700),
        "surplus_earlier": (15_700, 0, -15_700, 0, 0),
        "equity": (127_700, 0, 0, 0, 127_700),
    }


def test_number_of_queries(django_assert_num_queries):
    by = create_ledger()

    # accounts, closing entries, flows, balances
    with django_assert_num_queries(4):
        made("equity-changes", by)
