"""What a training brought: enough days for a certificate, and the gain between two tests. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

BEST = 100
"""The highest score of a test; the lowest is 0."""


def is_enough(attended: int, days: int, percent: int) -> bool:
    """Whether ``attended`` of ``days`` are at least ``percent`` of them."""
    return days > 0 and attended * 100 >= percent * days


def days_needed(days: int, percent: int) -> int:
    """The fewest days that are enough."""
    return -(-days * percent // 100)


@dataclass(frozen=True, slots=True)
class Gain:
    """Averages of those who took both tests, with two decimals; ``None`` where nobody did."""

    people: int
    before: Decimal | None
    after: Decimal | None

    @property
    def gain(self) -> Decimal | None:
        """Points between the averages as they are printed."""
        return self.after - self.before if self.people else None


def gain_of(scores: Iterable[tuple[int | None, int | None]]) -> Gain:
    """The gain of people whose scores before and after are given; both are needed to count.

    Rounding: halves up to two decimals, each average once.
    """
    both = [(b, a) for b, a in scores if b is not None and a is not None]
    if not both:
        return Gain(0, None, None)
    before, after = (_average([pair[n] for pair in both]) for n in (0, 1))
    return Gain(len(both), before, after)


def _average(scores: list[int]) -> Decimal:
    exact = Decimal(sum(scores)) / len(scores)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
