"""Days on which the example office works."""

from datetime import date, timedelta

from upk.periods import day_in_month

IDUL_FITRI = (
    date(2003, 11, 25), date(2003, 11, 26), date(2004, 11, 14), date(2004, 11, 15),
    date(2005, 11, 3), date(2005, 11, 4), date(2006, 10, 24), date(2006, 10, 25),
    date(2007, 10, 13), date(2007, 10, 14), date(2008, 10, 1), date(2008, 10, 2),
    date(2009, 9, 20), date(2009, 9, 21),
)  # fmt: skip
FIXED_HOLIDAYS = ((1, 1), (8, 17), (12, 25))
SUNDAY, FRIDAY = 6, 4


def is_working_day(day: date) -> bool:
    """Whether the office is open: not on Sundays and the great holidays."""
    return not (
        day.weekday() == SUNDAY or (day.month, day.day) in FIXED_HOLIDAYS or day in IDUL_FITRI
    )


def working_day(day: date) -> date:
    """``day``, or the next day on which the office is open."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def in_month(year: int, month: int, day: int) -> date:
    """That day of the month, or the next on which the office is open."""
    return working_day(day_in_month(year, month, day))


def days(first: date, last: date) -> list[date]:
    """All days from ``first`` to ``last``, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def months(first: date, last: date) -> list[tuple[int, int]]:
    """All months from that of ``first`` to that of ``last``, as (year, month)."""
    count = (last.year - first.year) * 12 + last.month - first.month
    numbers = (divmod(first.year * 12 + first.month - 1 + n, 12) for n in range(count + 1))
    return [(year, month + 1) for year, month in numbers]
