"""Agreements of visits as of a date, and who has to be visited: pure rules.

[chosen] An agreement is open until somebody notes that it was done or dropped; it can be opened
again. It is overdue from the day after its due date on, and pressing in the ``SOON`` days before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SOON = 7
"""Days before the due date on which an open agreement is shown as pressing [chosen]."""

MISSED = 45
"""Days for which a missed meeting is shown; later the place just wasn't visited [chosen]."""


class Step(StrEnum):
    """What is noted of an agreement later."""

    DONE = "done"
    DROPPED = "dropped"
    REOPENED = "reopened"


class State(StrEnum):
    """What an agreement is on a day."""

    OPEN = "open"
    SOON = "soon"
    OVERDUE = "overdue"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self in OPEN_STATES


OPEN_STATES = (State.OPEN, State.SOON, State.OVERDUE)
CLOSING = (Step.DONE, Step.DROPPED)


def state_of(due_on: date, last: Step | None, as_of: date) -> State:
    """What an agreement is at the end of ``as_of``; ``last`` is its last step by then."""
    if last in CLOSING:
        return State(last)
    if as_of > due_on:
        return State.OVERDUE
    return State.SOON if as_of >= due_on - timedelta(days=SOON) else State.OPEN


def may_follow(last: Step | None, step: Step) -> bool:
    """Whether ``step`` may come after ``last``: what is open is closed, what is closed opened."""
    return (last in CLOSING) == (step == Step.REOPENED)


@dataclass(frozen=True, slots=True)
class Planned:
    """A visit to a place (a group, or a village without one) and the meeting that it announced."""

    on: date
    next_on: date | None


def next_meeting(visits: Sequence[Planned], as_of: date) -> date | None:
    """The next meeting at a place: what its last visit up to ``as_of`` announced.

    A day that has passed without a visit stays in sight until the next visit, for ``MISSED``
    days: the meeting was missed, or nobody wrote it down. ``None`` where the last visit announced
    none.
    """
    held = [visit for visit in visits if visit.on <= as_of]
    found = max(held, key=lambda visit: visit.on).next_on if held else None
    return found if found and as_of <= found + timedelta(days=MISSED) else None


def last_visits(days: Iterable[tuple[int, date]]) -> dict[int, date]:
    """The last day of each place, by its number."""
    found: dict[int, date] = {}
    for place, day in days:
        found[place] = max(day, found.get(place, day))
    return found
