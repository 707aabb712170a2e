"""What an agreement with a partner is on a day: to come, in force, run out, ended, a mistake."""

from datetime import date, timedelta
from enum import StrEnum

SOON_DAYS = 90
"""Days before its end from which an agreement is said to run out [chosen: a quarter's notice]."""


class Step(StrEnum):
    """What is told of an agreement after it was recorded; ``RESUMED`` takes the last one back."""

    ENDED = "ended"
    VOID = "void"
    RESUMED = "resumed"


class State(StrEnum):
    """What an agreement is on a day; ``SOON`` is in force too."""

    COMING = "coming"
    RUNNING = "running"
    SOON = "soon"
    EXPIRED = "expired"
    ENDED = "ended"
    VOID = "void"


IN_FORCE = frozenset({State.RUNNING, State.SOON})


def allowed(last: str | None) -> frozenset[Step]:
    """The steps that may follow the last one (None: there is none)."""
    if last in (None, Step.RESUMED):
        return frozenset({Step.ENDED, Step.VOID})
    return frozenset({Step.RESUMED})


def state_of(last: str | None, since: date, until: date | None, on: date) -> State:
    """The state on a day of an agreement from ``since`` to ``until`` (both days included; None:
    without an end), whose last step is ``last``."""
    if last == Step.VOID:
        return State.VOID
    if last == Step.ENDED:
        return State.ENDED
    if on < since:
        return State.COMING
    if until is None:
        return State.RUNNING
    if on > until:
        return State.EXPIRED
    return State.SOON if until <= on + timedelta(days=SOON_DAYS) else State.RUNNING
