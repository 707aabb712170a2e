"""Straight-line depreciation: the months add up, and end at Rp 1."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upk.assets.depreciation import (
    Terms,
    accumulated,
    months_between,
    of_month,
    terms_of_purchase,
    terms_taken_over,
)
from upk.periods import add_months

DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))
COSTS = st.integers(1, 5_000_000_000)
LIVES = st.integers(1, 240)


def later(day: date, months: int) -> date:
    return add_months(day.replace(day=1), months)


def test_computer_of_four_years_loses_the_same_each_month_and_the_rest_at_the_end():
    """(4.800.001 - 1) / 48 = 100.000 a month, the month of purchase included."""
    terms = terms_of_purchase(4_800_001, 48, date(2005, 3, 31))

    parts = [of_month(terms, later(date(2005, 3, 1), n)) for n in range(-1, 50)]

    assert parts == [0, *[100_000] * 48, 0, 0]


def test_rounding_is_of_the_sum_so_far():
    """Rp 11 over 3 months: 10 / 3 = 3, 20 / 3 = 6, 30 / 3 = 10."""
    terms = terms_of_purchase(11, 3, date(2009, 1, 20))

    assert [accumulated(terms, date(2009, m, 1)) for m in (1, 2, 3, 4)] == [3, 6, 10, 10]


def test_land_wears_off_nothing():
    assert accumulated(terms_of_purchase(50_000_000, None, date(1999, 1, 1)), date(2030, 1, 1)) == 0


@given(COSTS, LIVES, DAYS, st.integers(-30, 300))
def test_months_add_up_and_end_at_one_rupiah(cost, months, bought_on, n):
    terms = terms_of_purchase(cost, months, bought_on)
    month = later(bought_on, n)
    parts = [of_month(terms, later(bought_on, i)) for i in range(months)]

    assert sum(parts) == cost - 1
    assert max(parts) - min(parts) <= 1
    assert of_month(terms, month) >= 0
    assert accumulated(terms, month) == sum(parts[: max(n + 1, 0)])


@given(COSTS, LIVES, DAYS, st.integers(0, 300), st.data())
def test_what_is_taken_over_goes_on_from_where_it_stood(cost, months, bought_on, n, data):
    opening = data.draw(st.integers(0, cost - 1))
    taken_on = data.draw(st.dates(later(bought_on, n), add_months(later(bought_on, n), 1)))
    taken_on = max(taken_on, bought_on)
    terms = terms_taken_over(cost, months, bought_on, taken_on, opening)

    assert accumulated(terms, add_months(terms.begins, -1)) == opening
    assert accumulated(terms, add_months(terms.begins, terms.months - 1)) == cost - 1
    end_of_life = months_between(later(bought_on, 0), terms.begins) + terms.months
    assert end_of_life == max(months, months_between(later(bought_on, 0), terms.begins) + 1)


@pytest.mark.parametrize(
    ("taken_on", "begins", "left"),
    [
        (date(2009, 12, 30), date(2009, 12, 1), 13),  # December hasn't ended
        (date(2009, 12, 31), date(2010, 1, 1), 12),
        (date(2010, 1, 1), date(2010, 1, 1), 12),
        (date(2012, 5, 5), date(2012, 5, 1), 1),  # its life is over: what is left, at once
    ],
)
def test_takeover_of_something_bought_in_2006_for_five_years(taken_on, begins, left):
    terms = terms_taken_over(6_000_000, 60, date(2006, 1, 9), taken_on, 4_000_000)

    assert terms == Terms(6_000_000, left, begins, 4_000_000)


def test_purchase_that_had_been_depreciated_as_taught_goes_on_in_the_same_steps():
    new = terms_of_purchase(6_000_001, 60, date(2006, 1, 9))
    taken = terms_taken_over(6_000_001, 60, date(2006, 1, 9), date(2009, 12, 31), 4_800_000)

    months = [later(date(2010, 1, 1), n) for n in range(14)]
    assert [accumulated(taken, m) for m in months] == [accumulated(new, m) for m in months]
