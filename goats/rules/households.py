"""What became of a poor household: its steps, each with a day, and the state they lead to.

Proposed until a village meeting confirms it; then it waits, is reached by aid, stops being
poor, moves away or dies out. One that stopped or moved may be confirmed anew. No Django.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Step(StrEnum):
    """A dated step of a household."""

    CONFIRMED = "confirmed"
    REACHED = "reached"
    GRADUATED = "graduated"
    MOVED = "moved"
    DIED = "died"
    VOID = "void"


class State(StrEnum):
    """Where a household stands."""

    PROPOSED = "proposed"
    WAITING = "waiting"
    REACHED = "reached"
    GRADUATED = "graduated"
    MOVED = "moved"
    DIED = "died"
    VOID = "void"


LEADS_TO = {step: State(step.value) for step in Step if step != Step.CONFIRMED} | {
    Step.CONFIRMED: State.WAITING
}

ALLOWED = {
    State.PROPOSED: (Step.CONFIRMED, Step.MOVED, Step.DIED, Step.VOID),
    State.WAITING: (Step.REACHED, Step.GRADUATED, Step.MOVED, Step.DIED, Step.VOID),
    State.REACHED: (Step.GRADUATED, Step.MOVED, Step.DIED),
    State.GRADUATED: (Step.CONFIRMED, Step.MOVED, Step.DIED),
    State.MOVED: (Step.CONFIRMED,),
    State.DIED: (),
    State.VOID: (),
}
"""Which step may follow in which state."""

RECEIVES = frozenset({State.WAITING, State.REACHED})
"""States in which a household may be given something."""


@dataclass(frozen=True, slots=True)
class Told:
    """A standing step. ``id`` orders the steps of one day."""

    id: int
    kind: Step
    on: date


def in_order(steps: Iterable[Told]) -> list[Told]:
    """Steps by their day, those of one day as they were entered."""
    return sorted(steps, key=lambda step: (step.on, step.id))


def state_of(steps: Iterable[Told], on: date | None = None) -> State:
    """The state that standing steps lead to, by the end of ``on``; of all of them without a day."""
    told = [step for step in in_order(steps) if on is None or step.on <= on]
    return LEADS_TO[told[-1].kind] if told else State.PROPOSED


def confirmed_on(steps: Iterable[Told]) -> date | None:
    """Since when the household counts: the day of its last confirmation; None without one."""
    days = [step.on for step in in_order(steps) if step.kind == Step.CONFIRMED]
    return days[-1] if days else None


def is_possible(steps: Iterable[Told]) -> bool:
    """Whether each step was allowed in the state before it."""
    state = State.PROPOSED
    for step in in_order(steps):
        if step.kind not in ALLOWED[state]:
            return False
        state = LEADS_TO[step.kind]
    return True
