"""How a year is closed: every income and expense account to the retained surplus. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

RETAINED_SURPLUS = "3.2.01.01"
"""Code of "Laba Ditahan s/d Tahun lalu" in the chart that all offices start with."""


class ClosingMove(NamedTuple):
    """``amount`` (whole rupiah, > 0) from the credit account to the debit account, by id."""

    debit: int
    credit: int
    amount: int


def closing_moves(balances: Mapping[int, int], retained: int) -> list[ClosingMove]:
    """What empties every account of ``balances`` (net debit by id) into ``retained``.

    Unit: whole rupiah. Guarantee: one move for each balance that isn't zero, in the order given;
    afterwards each account is zero and ``retained`` has gained minus the sum of the balances.
    Source: domain.md 12, Closing.
    """
    return [
        ClosingMove(retained, account, net) if net > 0 else ClosingMove(account, retained, -net)
        for account, net in balances.items()
        if net
    ]


def year_end(year: int) -> date:
    """Its last day, on which its closing entry is dated."""
    return date(year, 12, 31)


def year_ends(after: date, through: date) -> Iterator[int]:
    """Years whose last day lies after ``after`` and not after ``through``, in order."""
    for year in range(after.year, through.year + 1):
        if after < year_end(year) <= through:
            yield year
