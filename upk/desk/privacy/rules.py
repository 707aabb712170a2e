"""When personal data go: so many years after the last thing that ties somebody to the office. Pure.

Source: UU 27/2022, article 43 (personal data are deleted when they are no longer needed). How many
years is the office's decision; ten is proposed [chosen], as long as papers of accounts are kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from upk.periods import add_months

PROPOSED_YEARS = 10
FEWEST_YEARS, MOST_YEARS = 1, 30
DAYS_TO_LOOK = 30
"""So long the manager can look at who goes by itself, before it happens [chosen]."""


@dataclass(frozen=True, slots=True)
class Tie:
    """The last day of something that tied a person to the office, and what it was."""

    person_id: int
    on: date
    what: str


def cutoff(on: date, years: int) -> date:
    """The last day that lies so many years back: what ended by then is past its time."""
    return add_months(on, -12 * years)


def time_comes(tie: date, years: int) -> date:
    """The first day on which a tie that ended on ``tie`` lies so many years back.

    After 29 February that is 1 March where the year has no such day.
    """
    day = add_months(tie, 12 * years)
    return day if cutoff(day, years) >= tie else day + timedelta(days=1)


def goes_by_itself(tie: date, *, years: int, since: date) -> date:
    """The first day on which a rule that works by itself and holds from ``since`` on applies.

    The manager has ``DAYS_TO_LOOK`` from the day on which the time has come and the rule holds.
    """
    return max(time_comes(tie, years), since) + timedelta(days=DAYS_TO_LOOK)


def last_ties(ties: Iterable[Tie]) -> dict[int, Tie]:
    """The latest tie of each person."""
    found: dict[int, Tie] = {}
    for tie in ties:
        known = found.get(tie.person_id)
        if known is None or tie.on > known.on:
            found[tie.person_id] = tie
    return found


def past_their_time(
    ties: Iterable[Tie], needed: Iterable[int], *, on: date, years: int
) -> list[Tie]:
    """The last ties of those who may go on a day, the oldest first.

    ``needed``: people who are still tied to the office, however long ago that began.
    """
    still, limit = set(needed), cutoff(on, years)
    last = last_ties(ties).values()
    due = [tie for tie in last if tie.on <= limit and tie.person_id not in still]
    return sorted(due, key=lambda tie: (tie.on, tie.person_id))
