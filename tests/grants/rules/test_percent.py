"""Percentages of an allocation: the published table, and that they always add up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.rules.percent import shares_of_hundred

KALIJAMBE = {
    4_872_350_150: "62.87",
    1_867_850_000: "24.10",
    166_872_150: "2.15",
    456_515_150: "5.89",
    386_412_550: "4.99",
}
"""Amounts and percentages as the office published them (data/kalijambe_grants.csv)."""


def test_the_published_percentages_come_from_the_published_amounts():
    shares = shares_of_hundred(list(KALIJAMBE))

    assert sum(KALIJAMBE) == 7_750_000_000
    assert shares == [Decimal(percent) for percent in KALIJAMBE.values()]


def test_among_equal_remainders_the_earlier_gets_the_hundredth():
    assert shares_of_hundred([1, 1, 1]) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


def test_nothing_to_divide_is_zero_for_all_and_negative_is_refused():
    assert shares_of_hundred([0, 0]) == [Decimal("0.00"), Decimal("0.00")]
    with pytest.raises(ValueError, match="negative"):
        shares_of_hundred([5, -1])


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=40).filter(any))
def test_shares_add_up_and_are_within_a_hundredth(amounts):
    shares = shares_of_hundred(amounts)

    whole = sum(amounts)
    assert sum(shares) == Decimal("100.00")
    for amount, share in zip(amounts, shares, strict=True):
        assert abs(share * whole - 100 * amount) < Decimal("0.01") * whole
