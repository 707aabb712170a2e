"""A group's level from a scored assessment. The one place of these rules; no Django.

Each line of the office's list has a weight and gets a mark from 0 to 3. The score is the weighted
mark in percent of the best one. Below 60 a group is pemula, from 60 on berkembang, from 80 on
matang [chosen]: good marks in all give 100, fair ones in all 66,67.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from upk.money import ratio

BEGINNER, GROWING, MATURE = "pemula", "berkembang", "matang"
THRESHOLDS = ((80, MATURE), (60, GROWING), (0, BEGINNER))
"""Level from that score (percent) on, the best first."""

MARKS = {0: "Tidak ada", 1: "Kurang", 2: "Cukup", 3: "Baik"}
HIGHEST = max(MARKS)


class InvalidMarks(ValueError):
    """Marks that no score follows from; ``code``: ``empty``, ``mark``, ``weight``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Grade:
    """A score in percent (two decimals, for the screen) and the level that follows from it."""

    score: Decimal
    level: str


def grade(marks: Sequence[tuple[int, int]]) -> Grade:
    """The grade of pairs of weight and mark.

    Rounding: the level is compared exactly, the score shown is rounded halves up.
    Raises ``InvalidMarks``.
    """
    if not marks:
        raise InvalidMarks("empty")
    if any(weight <= 0 for weight, _ in marks):
        raise InvalidMarks("weight")
    if any(mark not in MARKS for _, mark in marks):
        raise InvalidMarks("mark")
    reached = sum(weight * mark for weight, mark in marks)
    best = sum(weight for weight, _ in marks) * HIGHEST
    level = next(level for limit, level in THRESHOLDS if reached * 100 >= limit * best)
    return Grade(ratio(reached, best), level)
