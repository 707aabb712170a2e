"""How groups pay: most on time, some late or in parts, a few early, a few not at all.

``TROUBLES`` puts groups into every class at the end of 2009: the oldest unpaid instalment of a
group that stopped in August is then five months old, class IV (domain.md 4).
"""

from datetime import date
from enum import Enum
from random import Random

from loans.allocation import Due
from upk.desk.example.groups import GroupPlan


class Habit(Enum):
    """A group's way, with the chance that it misses a visit and that it brings only a part."""

    PUNCTUAL = (0.0, 0.0)
    USUAL = (0.012, 0.015)
    SLOW = (0.14, 0.10)

    @property
    def misses(self) -> float:
        return self.value[0]

    @property
    def brings_part(self) -> float:
        return self.value[1]


HABITS = (Habit.PUNCTUAL,) * 5 + (Habit.USUAL,) * 8 + (Habit.SLOW,) * 2

TROUBLES = (
    (date(2005, 4, 1), date(2005, 12, 1), 2),
    (date(2006, 3, 1), date(2006, 9, 1), 2),
    (date(2007, 5, 1), date(2008, 2, 1), 3),
    (date(2008, 6, 1), date(2008, 11, 1), 3),
    (date(2007, 8, 1), None, 1),
    (date(2008, 4, 1), None, 2),
    (date(2008, 11, 1), None, 2),
    (date(2009, 3, 1), None, 2),
    (date(2009, 7, 1), None, 2),
    (date(2009, 8, 1), None, 3),
    (date(2009, 9, 1), None, 3),
    (date(2009, 10, 1), None, 3),
    (date(2009, 11, 1), date(2010, 2, 1), 4),
    (date(2009, 12, 1), date(2010, 1, 20), 6),
)
"""From when to when (``None``: still) how many groups pay nothing but a token now and then."""

EARLY_SETTLERS = 0.05
TOKEN = 100_000
PENALTY_PER_MILLION = 2_000


def plan_troubles(groups: list[GroupPlan]) -> dict[GroupPlan, tuple[date, date | None]]:
    """Which groups get into trouble when; those that had borrowed for a year at least."""
    rng = Random("troubles")
    chosen: dict[GroupPlan, tuple[date, date | None]] = {}
    for first, last, count in TROUBLES:
        candidates = [
            group
            for group in groups
            if group not in chosen and (first - group.founded_on).days > 365
        ]
        for group in rng.sample(candidates, count):
            chosen[group] = (first, last)
    return chosen


class Payer:
    """Decides what one group brings, with random numbers of its own."""

    def __init__(self, group: GroupPlan, trouble: tuple[date, date | None] | None) -> None:
        self._rng = Random(f"payer {group.code}")
        self.habit = Habit.USUAL if trouble else self._rng.choice(HABITS)
        self.trouble = trouble

    def chance(self, probability: float) -> bool:
        return self._rng.random() < probability

    def pause(self, longest: int) -> int:
        """Days between a settled loan and the next."""
        return self._rng.randint(0, longest)

    def member_shares(self, base: int, count: int, step: int) -> tuple[int, ...]:
        """What each member gets, about ``base``, in multiples of ``step``."""
        return tuple(
            max(step, round(base * self._rng.choice((0.8, 0.9, 1, 1, 1, 1.1, 1.3)) / step) * step)
            for _ in range(count)
        )

    def in_trouble(self, on: date) -> bool:
        if self.trouble is None:
            return False
        first, last = self.trouble
        return first <= on and (last is None or on < last)

    def brings(self, due: Due, regular: int, on: date) -> int:
        """What the group brings to the visit, whole rupiah; 0 if nobody comes."""
        if due.now == 0:
            return 0
        if self.in_trouble(on):
            return min(due.interest_now, TOKEN) if self.chance(0.25) else 0
        if self.chance(self.habit.misses):
            return 0
        amount = min(due.now, 2 * regular)
        if self.chance(self.habit.brings_part):
            part = due.interest_now + due.principal_now // 2 // 1000 * 1000
            amount = min(amount, max(part, 1000))
        return amount

    def penalty(self, due: Due) -> int:
        """Denda for those who were late before: Rp 2.000 for each million begun."""
        late = due.principal_arrears
        if late == 0 or not self.chance(0.5):
            return 0
        return (late // 1_000_000 + 1) * PENALTY_PER_MILLION
