"""The life of a finding: the supervisor writes it, the office answers, the supervisor closes.

What a finding is follows from its last step alone. Source: domain.md 2 (BP-UPK writes findings);
that the supervisor alone closes, the issue; withdrawing and reopening [chosen]: a row is never
edited, so what was wrong needs a step that says so.
"""

from datetime import date
from enum import StrEnum


class Step(StrEnum):
    """What happens to a finding after it was written."""

    ANSWERED = "answered"
    RETURNED = "returned"
    EXTENDED = "extended"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


class State(StrEnum):
    """What a finding is: waits for an answer, waits for the supervisor, done, or a mistake."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


LEADS_TO = {
    None: State.OPEN,
    Step.ANSWERED: State.ANSWERED,
    Step.RETURNED: State.OPEN,
    Step.EXTENDED: State.OPEN,
    Step.CLOSED: State.CLOSED,
    Step.WITHDRAWN: State.WITHDRAWN,
    Step.REOPENED: State.OPEN,
}
"""The state after each step; ``None``: just written."""

ALLOWED = {
    State.OPEN: frozenset({Step.ANSWERED, Step.EXTENDED, Step.WITHDRAWN}),
    State.ANSWERED: frozenset({Step.ANSWERED, Step.RETURNED, Step.CLOSED, Step.WITHDRAWN}),
    State.CLOSED: frozenset({Step.REOPENED}),
    State.WITHDRAWN: frozenset({Step.REOPENED}),
}
"""The steps that may follow in each state."""

UNSETTLED = frozenset({State.OPEN, State.ANSWERED})
"""What still has to be looked after."""

BY_OFFICE = frozenset({Step.ANSWERED})
"""What the office does; every other step is the supervisor's."""

SETS_DEADLINE = frozenset({Step.EXTENDED, Step.RETURNED, Step.REOPENED})
"""Steps that may name a new deadline; ``EXTENDED`` has to."""


def state_of(last: str | None) -> State:
    """The state of a finding whose last step is ``last`` (None: it has none)."""
    return LEADS_TO[Step(last) if last else None]


def steps_to(states: frozenset[State]) -> list[str]:
    """The kinds of last steps that lead to one of ``states``."""
    return [step.value for step, state in LEADS_TO.items() if step and state in states]


def is_overdue(last: str | None, deadline: date, on: date) -> bool:
    """Whether an answer is missing and the deadline, that day included, is over."""
    return state_of(last) == State.OPEN and deadline < on
