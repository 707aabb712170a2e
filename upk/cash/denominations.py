"""Notes and coins by which cash is counted.

[chosen] Those of Bank Indonesia that a cash box of the time can hold, with the days from and until
which they were in use; an odd one (a withdrawn coin that nobody changed yet) goes into the
explanation of the difference.
"""

from dataclasses import dataclass
from datetime import date

NOTE, COIN = "note", "coin"


@dataclass(frozen=True, slots=True)
class Denomination:
    """A note or coin of ``value`` whole rupiah; ``key`` names its field."""

    kind: str
    value: int
    since: date = date.min
    until: date = date.max

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.value}"


DENOMINATIONS = (
    Denomination(NOTE, 100_000),
    Denomination(NOTE, 75_000, since=date(2020, 8, 17)),
    Denomination(NOTE, 50_000),
    Denomination(NOTE, 20_000),
    Denomination(NOTE, 10_000),
    Denomination(NOTE, 5_000),
    Denomination(NOTE, 2_000, since=date(2009, 7, 10)),
    Denomination(NOTE, 1_000),
    Denomination(COIN, 1_000),
    Denomination(COIN, 500),
    Denomination(COIN, 200),
    Denomination(COIN, 100),
    Denomination(COIN, 50),
    Denomination(COIN, 25, until=date(2010, 8, 30)),
)


def in_use(on: date) -> list[Denomination]:
    """Notes and coins that were in use on that day, the largest first."""
    return [d for d in DENOMINATIONS if d.since <= on <= d.until]
