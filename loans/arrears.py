"""Where a loan stands as of a date. The only place of these rules; nothing of it is stored.

Target is what was due up to and including the date, arrears are target less what was paid up to
and including the date. **Late** is stricter: the due day itself is not late, so months, days and
``oldest_unpaid_due`` look at rows due *before* the date that are not fully paid. Unpaid jasa alone
makes a loan late too.

Months in arrears are counted on the loan's own grid of monthly marks: 1 for the oldest due date
that is late, and 1 more for each mark since then. A loan of 31 January that is unpaid since
31 March is at 30 September, which is a (clamped) mark, 7 months in arrears.

[chosen] The grid's day is the day of the disbursement if all rows are due on its marks; else the
payment day if all rows are due on one; else (weekly) the day of the oldest unpaid due date. So for
a monthly loan the months are the number of instalments that have come due unpaid.

[chosen] Overdue instalments, the third basis: arrears / regular instalment, rounded half up, plus
whole months since the latest due date; for principal and for jasa, the larger of the two counts.
The regular instalment is the first that isn't 0. It is 0 when nothing is late.

A relief (loan rescheduled, written off, jasa forgiven, a member's death) lowers what its rows ask
for from its day on. It is no payment: target and paid stay as they are, arrears and outstanding
fall.

Source: domain.md 4 and 12 (Arrears), design.md 5.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from upk.periods import days_in_month

RowDue = tuple[date, int, int]
"""A row of the schedule: due date, principal, interest; in the order of the due dates."""

Payment = tuple[date, int, int]
"""A payment: date, principal, interest; a reversal is negative. In any order."""

ReliefOf = tuple[date, date, int, int]
"""Day of the relief, due date of its row, principal, interest that the row asks less from then on;
a reversal is negative."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A loan as of a date. Unit: whole rupiah."""

    target_principal: int
    target_interest: int
    paid_principal: int
    paid_interest: int
    outstanding: int
    """Principal less principal paid and relieved."""
    outstanding_interest: int
    """Scheduled jasa, also what is not yet due, less jasa paid and relieved."""
    arrears_principal: int
    arrears_interest: int
    oldest_unpaid_due: date | None
    """The oldest due date before the date that is not fully paid."""
    months_in_arrears: int
    days_in_arrears: int
    overdue_instalments: int

    @property
    def arrears(self) -> int:
        """Principal and jasa in arrears."""
        return self.arrears_principal + self.arrears_interest

    @property
    def is_late(self) -> bool:
        """Whether something that was due before the date is unpaid."""
        return self.oldest_unpaid_due is not None


def standing(
    principal: int,
    disbursed_on: date,
    rows: Iterable[RowDue],
    payments: Iterable[Payment],
    as_of: date,
    reliefs: Iterable[ReliefOf] = (),
) -> Standing:
    """Compute where a loan stands at the end of ``as_of``.

    Unit: whole rupiah. ``rows`` are in the order of their due dates. Payments count against the
    oldest rows first, principal and jasa apart; an overpaid part leaves no negative arrears.
    """
    paid_principal = paid_interest = 0
    for paid_on, part_principal, part_interest in payments:
        if paid_on <= as_of:
            paid_principal += part_principal
            paid_interest += part_interest

    rows = list(rows)
    asked = relieve(rows, reliefs, as_of) if reliefs else rows
    due_principal, due_interest, oldest = _due(asked, paid_principal, paid_interest, as_of)
    target = (due_principal, due_interest)
    if asked is not rows:
        target = _due(rows, paid_principal, paid_interest, as_of)[:2]
    arrears_principal = max(0, due_principal - paid_principal)
    arrears_interest = max(0, due_interest - paid_interest)
    months = days = instalments = 0
    if oldest is not None:
        grid_day = _grid_day(disbursed_on, rows, oldest)
        months = 1 + _marks_between(oldest, as_of, grid_day)
        days = (as_of - oldest).days
        latest = max(due_on for due_on, _, _ in rows if due_on <= as_of)
        instalments = _overdue_instalments(rows, arrears_principal, arrears_interest)
        instalments += _marks_between(latest, as_of, grid_day)
    relieved = 0 if asked is rows else sum(r[1] for r in rows) - sum(r[1] for r in asked)
    return Standing(
        *target,
        paid_principal,
        paid_interest,
        principal - paid_principal - relieved,
        sum(row[2] for row in asked) - paid_interest,
        arrears_principal,
        arrears_interest,
        oldest,
        months,
        days,
        instalments,
    )


def relieve(rows: Iterable[RowDue], reliefs: Iterable[ReliefOf], as_of: date) -> list[RowDue]:
    """What the rows ask for at the end of ``as_of``, given the reliefs up to then."""
    less: dict[date, tuple[int, int]] = {}
    for relieved_on, due_on, principal, interest in reliefs:
        if relieved_on <= as_of:
            before = less.get(due_on, (0, 0))
            less[due_on] = (before[0] + principal, before[1] + interest)
    nothing = (0, 0)
    return [
        (due_on, principal - less.get(due_on, nothing)[0], interest - less.get(due_on, nothing)[1])
        for due_on, principal, interest in rows
    ]


def _due(
    rows: Iterable[RowDue], paid_principal: int, paid_interest: int, as_of: date
) -> tuple[int, int, date | None]:
    """What is due up to and including ``as_of``, and the oldest unpaid row due before it."""
    due_principal = due_interest = 0
    oldest = None
    for due_on, row_principal, row_interest in rows:
        if due_on > as_of:
            break
        due_principal += row_principal
        due_interest += row_interest
        if (
            oldest is None
            and due_on < as_of
            and (due_principal > paid_principal or due_interest > paid_interest)
        ):
            oldest = due_on
    return due_principal, due_interest, oldest


def standing_without_arrears(
    principal: int,
    due_principal: int,
    due_interest: int,
    scheduled_interest: int,
    paid_principal: int,
    paid_interest: int,
) -> Standing:
    """``standing`` of a loan that paid all that was due, from sums: no row of it is late.

    Unit: whole rupiah. Raises ``ValueError`` if more was due, then the rows must be known.
    """
    if due_principal > paid_principal or due_interest > paid_interest:
        raise ValueError("more was due than paid")
    return Standing(
        due_principal,
        due_interest,
        paid_principal,
        paid_interest,
        principal - paid_principal,
        scheduled_interest - paid_interest,
        arrears_principal=0,
        arrears_interest=0,
        oldest_unpaid_due=None,
        months_in_arrears=0,
        days_in_arrears=0,
        overdue_instalments=0,
    )


def _marks_between(since: date, as_of: date, grid_day: int) -> int:
    """Monthly marks after ``since``, itself one, up to and including ``as_of``."""
    marks = (as_of.year - since.year) * 12 + as_of.month - since.month
    return marks - (as_of.day < min(grid_day, _month_length(as_of)))


def _grid_day(disbursed_on: date, rows: Sequence[RowDue], oldest: date) -> int:
    for day in (disbursed_on.day, max(due_on.day for due_on, _, _ in rows)):
        for due_on, _, _ in rows:
            if due_on.day != day and due_on.day != min(day, _month_length(due_on)):
                break
        else:
            return day
    return oldest.day


def _month_length(day: date) -> int:
    return days_in_month(day.year, day.month)


def _overdue_instalments(rows: Sequence[RowDue], principal: int, interest: int) -> int:
    """Arrears in regular instalments, of principal or of jasa, whichever is more."""
    regular_principal = next((p for _, p, _ in rows if p), 0)
    regular_interest = next((i for _, _, i in rows if i), 0)
    return max(
        _rounded_half_up(principal, regular_principal),
        _rounded_half_up(interest, regular_interest),
    )


def _rounded_half_up(part: int, instalment: int) -> int:
    return (2 * part + instalment) // (2 * instalment) if instalment else 0
