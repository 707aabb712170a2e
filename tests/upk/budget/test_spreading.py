"""The helps for a budget's months."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from upk.budget.spreading import raised, same_every_month, spread

AMOUNTS = st.integers(0, 10**12)


def test_same_every_month():
    assert same_every_month(500) == [500] * 12


def test_year_is_spread_evenly_and_the_first_months_take_the_rest():
    assert spread(1_000_003) == [83_334] * 7 + [83_333] * 5


def test_year_is_spread_as_last_year_was():
    assert spread(300, [1, 0, 2, *[0] * 9]) == [100, 0, 200, *[0] * 9]


@given(AMOUNTS, st.lists(st.integers(-(10**9), 10**9), min_size=12, max_size=12))
def test_months_add_up_whatever_they_are_like(year, like):
    months = spread(year, like)

    assert sum(months) == year
    assert min(months) >= 0


@given(st.lists(AMOUNTS, min_size=12, max_size=12), st.integers(-100, 1000))
def test_percentage_on_top_is_within_half_a_rupiah(months, percent):
    for before, after in zip(months, raised(months, Decimal(percent)), strict=True):
        assert abs(after * 100 - before * (100 + percent)) <= 50


def test_negative_month_begins_with_nothing():
    assert raised([-5, *[100] * 11], Decimal("7.5")) == [0, *[108] * 11]
