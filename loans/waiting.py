"""The waiting list: who comes first, and when the money suffices. A projection, nothing is stored.

[chosen] Only principal counts as money that can be lent again: jasa pays the office's costs. Two
projections stand side by side:

- **planned**: what instalments of active loans still ask for, in the month in which they are due;
- **careful**: the same, times the repayment rate of the last 12 months (never above 100%); without
  a rate nothing is expected.

What is overdue already isn't expected in either, nor what loans that are yet to be paid out will
bring back. Source: domain.md 3 (States, Payments).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from upk.periods import add_months, month_start

MONTHS_AHEAD = 6
"""How far the projection looks beyond the present month."""

RATE_MONTHS = 12

Due = tuple[date, int]
"""Due date and principal that is asked for on it."""


@dataclass(frozen=True, slots=True)
class Request:
    """A loan that waits. Unit: whole rupiah. Priority 1 comes first, ``None`` last."""

    loan_id: int
    amount: int
    since: date
    priority: int | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """How much of what was due came in, as an exact fraction. Whole rupiah."""

    paid: int
    due: int

    def of(self, amount: int) -> int:
        """What can carefully be expected of ``amount``. Rounding: down."""
        return amount * min(self.paid, self.due) // self.due if self.due > 0 else 0


@dataclass(frozen=True, slots=True)
class Month:
    """Principal expected in a month, and the money at its end if nothing is lent. Whole rupiah."""

    start: date
    planned: int
    careful: int
    planned_money: int
    careful_money: int


@dataclass(frozen=True, slots=True)
class Place:
    """A request in its turn. ``needed`` is what it and all before it ask for, whole rupiah.

    ``planned`` and ``careful`` are the first day of the month in which the money suffices by that
    projection; ``None`` if it doesn't within the months looked at. ``now``: it suffices already.
    """

    request: Request
    turn: int
    needed: int
    now: bool
    planned: date | None
    careful: date | None


def in_order(
    requests: Iterable[Request], *, by_priority: bool, first: int | None = None
) -> list[Request]:
    """The office's order: by date, or by the village's priority and then by date.

    Equal dates keep the order in which the loans were entered. ``first`` is the loan that the
    manager chose to come before all others.
    """

    def key(request: Request) -> tuple:
        priority = (request.priority is None, request.priority or 0) if by_priority else ()
        return (request.loan_id != first, *priority, request.since, request.loan_id)

    return sorted(requests, key=key)


def still_due(rows: Iterable[Due], paid: int, as_of: date) -> list[Due]:
    """What a loan's rows ask for from ``as_of`` on, when ``paid`` covers the oldest rows first.

    Unit: whole rupiah. Rows due before ``as_of`` are overdue or paid, and left out.
    """
    left = []
    for due_on, amount in rows:
        covered = min(amount, max(0, paid))
        paid -= covered
        if due_on >= as_of and amount > covered:
            left.append((due_on, amount - covered))
    return left


def expected(
    dues: Iterable[Due], *, money: int, as_of: date, rate: Rate, months: int = MONTHS_AHEAD
) -> list[Month]:
    """Money month by month: the rest of the present month, then ``months`` more.

    Unit: whole rupiah. The careful sums are the rate of the summed dues, rounded down once.
    Guarantee: ``careful_money <= planned_money`` and neither falls from month to month.
    """
    starts = [add_months(month_start(as_of), n) for n in range(months + 1)]
    by_month = dict.fromkeys(starts, 0)
    for due_on, amount in dues:
        month = month_start(due_on)
        if due_on >= as_of and month in by_month:
            by_month[month] += amount
    found, planned, careful = [], 0, 0
    for start in starts:
        planned += by_month[start]
        before, careful = careful, rate.of(planned)
        found.append(
            Month(start, by_month[start], careful - before, money + planned, money + careful)
        )
    return found


def places(requests: Sequence[Request], money: int, months: Sequence[Month]) -> list[Place]:
    """Each request in its turn, with what is needed up to it and when that is there.

    Unit: whole rupiah. Nobody is paid before those who come first, though their smaller loan
    might be.
    """
    found, needed = [], 0
    for turn, request in enumerate(requests, start=1):
        needed += request.amount
        planned = next((m.start for m in months if m.planned_money >= needed), None)
        careful = next((m.start for m in months if m.careful_money >= needed), None)
        found.append(Place(request, turn, needed, money >= needed, planned, careful))
    return found
