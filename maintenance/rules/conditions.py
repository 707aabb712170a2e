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
from upk.periods import Quarter


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


def quarters_between(earlier: Quarter, later: Quarter) -> int:
    """How many quarters lie from one to the other; 0 within one."""
    return (later.year - earlier.year) * 4 + later.number - earlier.number


def condition_on(piece: Piece, day: date, carried: int) -> Condition | None:
    """The condition that counts at the end of a day; ``None`` if it is unknown."""
    look = piece.last_look(day)
    if look is None or quarters_between(Quarter.of(look.on), Quarter.of(day)) > carried:
        return None
    return look.condition


def record_of(pieces: Iterable[Piece], day: date, weights: Weights) -> ConditionRecord:
    """What is known of the pieces at the end of a day, of its quarter: the quarter's last day, or
    an earlier one while it runs."""
    total = ConditionRecord()
    for piece in pieces:
        if piece.counts_on(day):
            total += _record_of_one(piece, day, weights)
    return total


def _record_of_one(piece: Piece, day: date, weights: Weights) -> ConditionRecord:
    look = piece.last_look(day)
    inspected = int(look is not None and Quarter.of(look.on) == Quarter.of(day))
    condition = condition_on(piece, day, weights.carried)
    if condition is None:
        return ConditionRecord(pieces=1, inspected=inspected)
    return ConditionRecord(
        pieces=1,
        inspected=inspected,
        points=weights.of(condition),
        **{condition.value: 1},
    )
