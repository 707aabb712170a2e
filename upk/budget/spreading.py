"""Helps for a budget's months: the same every month, a year's sum spread, a percentage on top."""

from collections.abc import Sequence
from decimal import Decimal

from upk.money import percent_of, split_by_weights

MONTHS = 12


def same_every_month(amount: int) -> list[int]:
    """``amount`` in each month. Unit: whole rupiah."""
    return [amount] * MONTHS


def spread(year: int, like: Sequence[int] = ()) -> list[int]:
    """A year's sum over the months, evenly or in the proportions of ``like``.

    Unit: whole rupiah. Guarantee: the months add up to ``year``, none is negative.
    """
    weights = [max(amount, 0) for amount in like]
    return split_by_weights(year, weights if sum(weights) else [1] * MONTHS)


def raised(months: Sequence[int], percent: Decimal) -> list[int]:
    """Each month with ``percent`` on top (negative: less), negative months as nothing.

    Unit: whole rupiah. Rounding: each month, halves up.
    """
    return [percent_of(max(amount, 0), 100 + percent) for amount in months]
