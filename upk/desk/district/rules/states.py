"""Where an office's report of a quarter stands, by when it is due, and what is late.

The district learns no more of an unissued report than that the office has begun the quarter.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from reports import states
from upk.periods import Quarter


class State(StrEnum):
    """Where a report stands, in the order of its way."""

    NOT_BEGUN = "not_begun"
    DRAFT = "draft"
    ISSUED = states.ISSUED
    RECEIVED = states.RECEIVED
    RETURNED = states.RETURNED
    ACCEPTED = states.ACCEPTED
    OUTDATED = states.OUTDATED
    NOT_EXPECTED = states.NOT_EXPECTED


LABELS = {
    State.NOT_BEGUN: "Belum mulai",
    State.DRAFT: "Draf",
    **{State(state): name for state, name in states.NAMES.items()},
}
TONES = {
    State.NOT_BEGUN: "secondary",
    State.DRAFT: "secondary",
    State.ISSUED: "info",
    State.RECEIVED: "info",
    State.RETURNED: "warning",
    State.ACCEPTED: "success",
    State.OUTDATED: "danger",
    State.NOT_EXPECTED: "secondary",
}
WAITED_FOR = (State.NOT_BEGUN, State.DRAFT, State.RETURNED, State.OUTDATED)
"""States in which the office has something to send."""

TO_ANSWER = (State.ISSUED, State.RECEIVED)
"""States in which the district has something to say."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an office's quarter.

    ``answer`` is the district's newest answer to the newest issue, empty if there is none;
    ``returned_on`` the day of a return. ``first`` is the first quarter that the office ever issued.
    """

    quarter: Quarter
    has_begun: bool
    is_issued: bool
    is_outdated: bool = False
    answer: str = ""
    returned_on: date | None = None
    first: Quarter | None = None


def state_of(facts: Facts) -> State:
    """Where the report stands.

    An issue whose books were reopened is outdated whatever was answered; a quarter before the
    first one that the office issued will never come, since quarters are issued in order.
    """
    if facts.is_outdated:
        return State.OUTDATED
    if facts.is_issued:
        return State(facts.answer) if facts.answer else State.ISSUED
    if facts.first is not None and facts.quarter < facts.first:
        return State.NOT_EXPECTED
    return State.DRAFT if facts.has_begun else State.NOT_BEGUN


def due_on(facts: Facts, state: State, days: int) -> date:
    """The last day on which the report (or, once returned, its next revision) is in time.

    ``days`` after the quarter's end; after a return as many days from it, never sooner.
    """
    due = facts.quarter.end + timedelta(days=days)
    if state == State.RETURNED and facts.returned_on is not None:
        return max(due, facts.returned_on + timedelta(days=days))
    return due


def days_late(state: State, due: date, on: date) -> int:
    """By how many days something that is waited for is late on a day; 0 if it isn't."""
    return max(0, (on - due).days) if state in WAITED_FOR else 0
