"""What goats were bought of each year's share of the surplus, and when. Invented.

A share is decided early in the year in which it is spent; goats take a part of it. The purchase at
the end of 2009 is solved, so that 527 goats were ever counted by then.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PurchasePlan:
    """So many goats of one breed, ``price`` each in whole rupiah."""

    on: date
    count: int
    breed: str
    price: int


PURCHASES = (
    PurchasePlan(date(2004, 3, 9), 2, "Kacang", 275_000),
    PurchasePlan(date(2005, 3, 15), 4, "Kacang", 290_000),
    PurchasePlan(date(2006, 3, 7), 6, "Jawarandu", 340_000),
    PurchasePlan(date(2006, 9, 5), 5, "Kacang", 310_000),
    PurchasePlan(date(2007, 3, 13), 8, "Jawarandu", 380_000),
    PurchasePlan(date(2007, 8, 14), 7, "Jawarandu", 390_000),
    PurchasePlan(date(2008, 3, 11), 11, "Jawarandu", 430_000),
    PurchasePlan(date(2008, 8, 12), 9, "Peranakan Etawa", 520_000),
    PurchasePlan(date(2009, 3, 10), 12, "Jawarandu", 475_000),
    PurchasePlan(date(2009, 7, 14), 9, "Peranakan Etawa", 560_000),
    PurchasePlan(date(2010, 2, 13), 6, "Jawarandu", 500_000),
)
SOLVED = PurchasePlan(date(2009, 12, 15), 0, "Kacang", 420_000)
"""Placed after the year's end only, so that nothing else depends on its count."""
FEWEST_SOLVED, MOST_SOLVED = 4, 20

EVER = 527
"""Goats so far, published for the end of 2009 (data/kalijambe.csv)."""

PLACED_AFTER = (6, 30)
"""Days from the purchase to the placement."""
SOLVED_PLACED_SINCE, LATEST_UNPLACED = date(2010, 1, 5), date(2010, 2, 1)
"""Goats bought after the second day still wait for their households on the practice date."""


class HerdMustBeTuned(Exception):
    """The published count can't be met with a plausible last purchase: change the herd."""
