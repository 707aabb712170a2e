"""Percentages of an allocation. Pure.

Source: domain.md 1 (the published table of grants by sector) and issue 5.
"""

from collections.abc import Sequence
from decimal import Decimal

from upk.money import percentages


def shares_of_hundred(amounts: Sequence[int]) -> list[Decimal]:
    """Each amount as a percentage of their sum, with two decimals.

    Unit: whole rupiah in, percent out. Rounding: largest remainder; among equal remainders the
    earlier amount gets the hundredth.
    Guarantee: the result adds up to 100.00, or is all zero if there is nothing to divide.
    Raises ``ValueError`` if an amount is negative.
    """
    return percentages(amounts)
