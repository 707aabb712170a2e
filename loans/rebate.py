"""The rebate for paying on time (IPTW): who has a right to how much. No Django, no settings.

A group that paid every instalment, jasa and principal, no later than ``days`` days after its due
date gets a percentage of the jasa that it paid back:

- per instalment: for each one, as long as it and all before it were paid on time [chosen: one
  late instalment ends the right to those after it, "every instalment" is meant so];
- at settlement: for all of the jasa at once, when the last instalment is paid.

Jasa that was forgiven isn't jasa paid; an instalment that asks for less is on time when the rest
is paid. Whether a loan has a right at all (rescheduled and written-off ones never) is asked in
``loans.rebates``. Source: domain.md 3 (IPTW).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate

from upk.money import percent_of

RowDue = tuple[date, int, int]
"""A row of the schedule: due date, principal, interest; in the order of the due dates."""
Payment = tuple[date, int, int]
"""Date, principal and interest of a payment that stands; one that was reversed never was."""
ReliefOf = tuple[date, date, int, int]
"""Day, due date of the row, principal and interest that it asks for less from that day on."""

SETTLEMENT = 0
"""Stands for the whole loan where an instalment's number is asked."""


class Timing(StrEnum):
    """When a rebate is paid; a setting of the office."""

    NEVER = "never"
    INSTALMENT = "instalment"
    SETTLEMENT = "settlement"


@dataclass(frozen=True, slots=True)
class RebateRule:
    """The office's rule in force on the day of the disbursement."""

    percent: Decimal
    days: int
    timing: Timing


@dataclass(frozen=True, slots=True)
class Right:
    """A right to a rebate: of instalment ``n``, or of the loan (``SETTLEMENT``). Whole rupiah."""

    n: int
    earned_on: date
    interest: int
    amount: int


def rights(
    rule: RebateRule,
    rows: Sequence[RowDue],
    payments: Iterable[Payment],
    reliefs: Iterable[ReliefOf] = (),
    *,
    as_of: date,
) -> list[Right]:
    """The rights that a loan has earned up to and including ``as_of``, in the order of the rows.

    Unit: whole rupiah. Rounding: halves up. Guarantee: no amount is zero or negative, the jasa of
    all rights is never more than what was paid. The due day plus ``days`` is still on time.
    """
    if rule.timing == Timing.NEVER:
        return []
    reliefs = [relief for relief in reliefs if relief[0] <= as_of]
    covered = list(_covered(rows, [p for p in payments if p[0] <= as_of], reliefs))
    grace = timedelta(days=rule.days)
    on_time: list[tuple[int, date]] = []
    for n, ((due_on, _, _), day) in enumerate(zip(rows, covered, strict=False), start=1):
        if day > due_on + grace:
            break
        on_time.append((n, day))
    interest = [row[2] for row in _asked(rows, reliefs, as_of)]
    if rule.timing == Timing.SETTLEMENT:
        if not rows or len(on_time) < len(rows):
            return []
        found = [(SETTLEMENT, on_time[-1][1], sum(interest))]
    else:
        found = [(n, day, interest[n - 1]) for n, day in on_time]
    earned = [Right(n, day, base, percent_of(base, rule.percent)) for n, day, base in found]
    return [right for right in earned if right.amount > 0]


def _covered(
    rows: Sequence[RowDue], payments: Iterable[Payment], reliefs: Sequence[ReliefOf]
) -> Iterator[date]:
    """The day on which each row and all before it were fully paid; ends with the first unpaid.

    A row that asks for nothing is paid from the start, with the row before it.
    """
    days = [(date.min, 0, 0), *sorted(payments)]
    days += [(relief[0], 0, 0) for relief in reliefs]
    days.sort(key=lambda movement: movement[0])
    sums: dict[date, tuple[int, int]] = {}
    principal = interest = 0
    for day, more_principal, more_interest in days:
        principal += more_principal
        interest += more_interest
        sums[day] = (principal, interest)
    asked = {day: _cumulative(_asked(rows, reliefs, day)) for day in sums} if reliefs else {}
    always = _cumulative(rows)
    walk = iter(sums.items())
    day, paid = next(walk)
    for n in range(len(rows)):
        while not _is_paid(asked.get(day, always)[n], paid):
            try:
                day, paid = next(walk)
            except StopIteration:
                return
        yield day


def _is_paid(asked: tuple[int, int], paid: tuple[int, int]) -> bool:
    return asked[0] <= paid[0] and asked[1] <= paid[1]


def _cumulative(rows: Sequence[RowDue]) -> list[tuple[int, int]]:
    principal = accumulate(row[1] for row in rows)
    interest = accumulate(row[2] for row in rows)
    return list(zip(principal, interest, strict=True))


def _asked(rows: Sequence[RowDue], reliefs: Sequence[ReliefOf], on: date) -> list[RowDue]:
    """What the rows ask for at the end of a day."""
    less: dict[date, tuple[int, int]] = {}
    for relieved_on, due_on, principal, interest in reliefs:
        if relieved_on <= on:
            before = less.get(due_on, (0, 0))
            less[due_on] = (before[0] + principal, before[1] + interest)
    nothing = (0, 0)
    return [(d, p - less.get(d, nothing)[0], i - less.get(d, nothing)[1]) for d, p, i in rows]
