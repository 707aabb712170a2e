"""What is known of a village's pieces at the end of a quarter, and the score that it makes.

Formula [chosen]: each piece that counts at the quarter's end has the condition in which it was
last found; the score is the mean of those conditions' weights, from 0 to 100 with two decimals,
halves up. A piece counts from the quarter in which it was registered until the one in which it
was given up. One that wasn't inspected in the quarter keeps the condition found before, since a
road doesn't mend itself while nobody looks, but for no more than ``Weights.carried`` quarters;
after that, as before its first inspection, its condition is unknown and it is left out of the
mean. How many were inspected stands beside the score.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from upk.money import ratio
from upk.periods import Quarter, add_months


class Condition(StrEnum):
    """What an inspection finds (domain.md, 9), the best first."""

    GOOD = "good"
    SLIGHT = "slight"
    HEAVY = "heavy"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Weights:
    """How many points of 100 a condition is worth; for how many quarters it is carried on."""

    good: int
    slight: int
    heavy: int
    broken: int
    carried: int

    def of(self, condition: Condition) -> int:
        """The points of that condition."""
        return getattr(self, condition.value)


DEFAULT_WEIGHTS = Weights(good=100, slight=70, heavy=30, broken=0, carried=3)
"""[chosen], until the office sets its own: a condition counts for a year in all."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a standing inspection found on a day."""

    on: date
    condition: Condition


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece from its registration to its end; ``looks`` are in the order of their days."""

    since: date
    ended_on: date | None
    looks: Sequence[Look]

    def counts_on(self, day: date) -> bool:
        """Whether it was there at the end of a day."""
        ended = self.ended_on is not None and self.ended_on <= day
        return self.since <= day and not ended

    def last_look(self, day: date) -> Look | None:
        """The latest inspection by the end of a day: it takes the place of those before."""
        return next((look for look in reversed(self.looks) if look.on <= day), None)


@dataclass(frozen=True, slots=True)
class ConditionRecord:
    """Counts of pieces, and the points of those whose condition is known.

    Over several quarters a piece counts once for each.
    """

    pieces: int = 0
    inspected: int = 0
    good: int = 0
    slight: int = 0
    heavy: int = 0
    broken: int = 0
    points: int = 0

    def __add__(self, other: "ConditionRecord") -> "ConditionRecord":
        return ConditionRecord(
            self.pieces + other.pieces,
            self.inspected + other.inspected,
            self.good + other.good,
            self.slight + other.slight,
            self.heavy + other.heavy,
            self.broken + other.broken,
            self.points + other.points,
        )

    @property
    def not_inspected(self) -> int:
        """Pieces that nobody inspected in the quarter."""
        return self.pieces - self.inspected

    @property
    def known(self) -> int:
        """Pieces whose condition is known, found in the quarter or carried on."""
        return self.good + self.slight + self.heavy + self.broken

    @property
    def unknown(self) -> int:
        """Pieces that were never inspected, or too long ago."""
        return self.pieces - self.known

    @property
    def score(self) -> Decimal | None:
        """The mean of the weights, 0 to 100 with two decimals; ``None`` if nothing is known."""
        return ratio(self.points, 100 * self.known) if self.known else None


def oldest_that_counts(day: date, carried: int) -> date:
    """The first day of which an inspection still tells the condition at the end of ``day``."""
    return add_months(Quarter.of(day).start, -3 * carried)


def record_of(pieces: Iterable[Piece], day: date, weights: Weights) -> ConditionRecord:
    """What is known of the pieces at the end of a day, of its quarter: the quarter's last day, or
    an earlier one while it runs."""
    begin, oldest = Quarter.of(day).start, oldest_that_counts(day, weights.carried)
    count = inspected = 0
    found = dict.fromkeys(Condition, 0)
    for piece in pieces:
        if not piece.counts_on(day):
            continue
        count += 1
        look = piece.last_look(day)
        if look is None:
            continue
        inspected += look.on >= begin
        if look.on >= oldest:
            found[look.condition] += 1
    points = sum(weights.of(condition) * number for condition, number in found.items())
    by_name = {condition.value: number for condition, number in found.items()}
    return ConditionRecord(pieces=count, inspected=inspected, points=points, **by_name)
