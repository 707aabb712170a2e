"""Aid from the surplus for poor households: what a budget and a plan still allow. No Django.

All money is whole rupiah. A row of money is a day and an amount that adds (set aside, planned,
paid) or takes away (paid, handed over). What may be taken on a day is the least that the running
sum has at the end of that day or of any later one, so that nothing is spent twice, whatever the
order in which rows are written (domain.md 8: the sum given can't pass the sum set aside).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AidKind(StrEnum):
    """What a household is given. School fees are never abbreviated (domain.md 12)."""

    SCHOOL_FEES = "school_fees"
    GROCERIES = "groceries"
    GOATS = "goats"
    OTHER = "other"


class PlanState(StrEnum):
    """Where a plan stands."""

    WRITTEN = "written"
    """Waits for the manager's decision; its money is reserved."""
    APPROVED = "approved"
    REFUSED = "refused"
    ENDED = "ended"
    """Nothing more is paid from it: what wasn't used is free again."""


def least_from(rows: Iterable[tuple[date, int]], on: date) -> int:
    """The least running sum at the end of any day from ``on`` on. Unit: whole rupiah."""
    changes: dict[date, int] = {}
    running = 0
    for day, amount in rows:
        if day <= on:
            running += amount
        else:
            changes[day] = changes.get(day, 0) + amount
    least = running
    for day in sorted(changes):
        running += changes[day]
        least = min(least, running)
    return least


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan's state and sums: ``planned`` in all, ``used`` is paid less returned."""

    state: PlanState
    planned: int
    used: int

    @property
    def bound(self) -> int:
        """What it keeps of its year's budget: all that is planned while it can still be paid."""
        if self.state in (PlanState.WRITTEN, PlanState.APPROVED):
            return self.planned
        return self.used


def free_to_plan(set_aside: int, plans: Iterable[PlanFacts]) -> int:
    """What of a year's budget no plan keeps; below 0 where a decision was taken back since."""
    return set_aside - sum(plan.bound for plan in plans)


def state_of(
    is_approved: bool | None, decided_on: date | None, ended_on: date | None, on: date
) -> PlanState:
    """A plan's state at the end of a day; ``is_approved`` is None without a decision."""
    if ended_on and ended_on <= on:
        return PlanState.ENDED
    if decided_on is None or decided_on > on:
        return PlanState.WRITTEN
    return PlanState.APPROVED if is_approved else PlanState.REFUSED
