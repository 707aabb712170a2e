"""What a village owes of its maintenance levy, quarter by quarter. Whole rupiah, no Django.

A rate is what a village meeting or a Perdes decided: an amount for each payer and month, or for
each payer and quarter. Source: domain.md 9 and 12 (Levies).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from upk.money import ratio
from upk.periods import Quarter, add_months

MONTHS_OF_QUARTER = 3


class Per(StrEnum):
    """For how long a payer's amount is."""

    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Rate:
    """One decision. ``ended`` is the first day on which it doesn't hold any more, if it was ended.

    ``amount`` is whole rupiah for each payer; ``key`` is the row that it comes from, and of two
    rates since the same day the one with the higher key holds.
    """

    key: int
    since: date
    ended: date | None
    amount: int
    per: str
    payers: int
    is_regulation: bool = False

    @property
    def never_held(self) -> bool:
        """Whether it was taken back as from its first day or before: as though never decided."""
        return self.ended is not None and self.ended <= self.since

    def due_for(self, months: int) -> int:
        """What is due for that many months of one quarter.

        Unit: whole rupiah. Rounding: down; a part of a quarter counts by its months [chosen].
        """
        whole = self.amount * self.payers * months
        return whole if self.per == Per.MONTH else whole // MONTHS_OF_QUARTER


def in_force(rates: Iterable[Rate], day: date) -> Rate | None:
    """The rate that holds on that day, if any: a new one ends the one before it.

    What was ended leaves nothing in force until the next one; what never held is left out.
    """
    begun = [rate for rate in rates if rate.since <= day and not rate.never_held]
    if not begun:
        return None
    last = max(begun, key=lambda rate: (rate.since, rate.key))
    return last if last.ended is None or day < last.ended else None


def due_of(rates: Sequence[Rate], quarter: Quarter) -> int:
    """What the village owes for a quarter.

    Unit: whole rupiah. Each month belongs to the rate that holds on its first day [chosen], so a
    decision within a month counts from the next month on. Rounding: see ``Rate.due_for``.
    """
    months: dict[Rate, int] = {}
    for n in range(MONTHS_OF_QUARTER):
        if rate := in_force(rates, add_months(quarter.start, n)):
            months[rate] = months.get(rate, 0) + 1
    return sum(rate.due_for(count) for rate, count in months.items())


@dataclass(frozen=True, slots=True)
class LevyRecord:
    """What a village owed, paid and took to the bank for some quarters. Whole rupiah."""

    due: int
    paid: int
    deposited: int

    @property
    def percent(self) -> Decimal | None:
        """Paid of what was due, two decimals; above 100 where more was paid; ``None`` if none."""
        return ratio(self.paid, self.due) if self.due else None

    @property
    def open(self) -> int:
        """What is still to be paid; never below 0."""
        return max(0, self.due - self.paid)
