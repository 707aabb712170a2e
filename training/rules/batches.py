"""A batch of a training: its states, its days, and who has a place in it. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LONGEST = 14
"""Days that a training lasts at most [chosen]."""
DEFAULT_CAPACITY = 30
"""People in a batch: chair, secretary and treasurer of ten groups (domain.md 1)."""
OFFICERS = 3
"""People that a group sends."""
DEFAULT_PERCENT = 80
"""Percent of the days that a certificate asks for [chosen]."""


class State(StrEnum):
    """What became of a batch; a step has the name of the state that it leads to."""

    PLANNED = "planned"
    INVITED = "invited"
    HELD = "held"
    CLOSED = "closed"
    CANCELLED = "cancelled"


ALLOWED = {
    State.PLANNED: frozenset({State.INVITED, State.HELD, State.CANCELLED}),
    State.INVITED: frozenset({State.HELD, State.CANCELLED}),
    State.HELD: frozenset({State.CLOSED}),
    State.CLOSED: frozenset(),
    State.CANCELLED: frozenset(),
}
"""Which steps may follow in a state."""
OPEN = frozenset({State.PLANNED, State.INVITED})
"""States in which people are still enrolled."""
RECORDED = frozenset({State.PLANNED, State.INVITED, State.HELD})
"""States in which attendance and tests are written down or corrected."""
COUNTED = frozenset({State.HELD, State.CLOSED})
"""States in which a batch counts as training that took place."""


@dataclass(frozen=True, slots=True)
class Places:
    """How many have a place, wait for one, and how many places are free."""

    seated: int
    waiting: int
    free: int


def places(enrolled: int, capacity: int) -> Places:
    """The first ``capacity`` of those enrolled have a place, the others wait.

    Guarantee: ``seated + waiting == enrolled`` and ``seated + free == capacity``.
    """
    seated = min(enrolled, capacity)
    return Places(seated, enrolled - seated, capacity - seated)


def days_of(starts_on: date, ends_on: date) -> tuple[date, ...]:
    """Every day of the training, first and last included."""
    return tuple(starts_on + timedelta(days=n) for n in range((ends_on - starts_on).days + 1))
