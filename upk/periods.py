"""Months, quarters and today's date.

Monthly marks are always counted from the first day, never from the mark before: 31 January gives
28 February and then 31 March. No rule reads the clock; ``today`` is the only place that does.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol, Self
from zoneinfo import ZoneInfo

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
ROMAN = ("I", "II", "III", "IV")

_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class HasClock(Protocol):
    """What ``today`` needs to know of an office."""

    practice_date: date | None
    timezone: str


def today(office: HasClock) -> date:
    """Today's date for an office: its practice date if it has one, else the date in its time zone.

    For default dates, dashboards and 'in the future' checks; sessions, audit and backups use the
    real clock. Source: design.md 8.
    """
    return office.practice_date or datetime.now(ZoneInfo(office.timezone)).date()


def days_in_month(year: int, month: int) -> int:
    """The month's number of days."""
    if month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return _LENGTHS[month - 1]


def day_in_month(year: int, month: int, day: int) -> date:
    """That day of the month, or the month's last day if it is shorter."""
    return date(year, month, min(day, days_in_month(year, month)))


def add_months(start: date, months: int) -> date:
    """The monthly mark ``months`` after ``start``: the same day, or the month's last day.

    Guarantee: computed from ``start`` alone, so 31 January gives 28 February and 31 March.
    Raises ``ValueError`` outside the years 1 to 9999. Source: domain.md 3, Due dates.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return day_in_month(year, month + 1, start.day)


def months_ahead(day: date, months: int) -> date:
    """The last day of the ``months`` that follow ``day``: for horizons, not for due dates.

    From a month's last day it is a month's last day: three months from 30 September end on
    31 December, from 29 February 2012 on 31 May. Otherwise the same day of the month, or its last.
    """
    mark = add_months(day, months)
    return month_end(mark) if day == month_end(day) else mark


def whole_months(start: date, end: date) -> int:
    """How many monthly marks of ``start`` have passed by ``end``, that day included; never below 0.

    31 January to 28 February is 1, to 27 February 0.
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    if end.day < min(start.day, days_in_month(end.year, end.month)):
        months -= 1
    return max(0, months)


def month_start(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """The last day of the month."""
    return day.replace(day=days_in_month(day.year, day.month))


def format_date(day: date) -> str:
    """``31 Januari 2010``."""
    return f"{day.day} {format_month(day)}"


def format_month(day: date) -> str:
    """``Januari 2010``."""
    return f"{MONTHS[day.month - 1]} {day.year}"


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """A triwulan: ``Quarter(2009, 4)`` is 1 October to 31 December 2009; ``str`` is ``2009-4``.

    Raises ``ValueError`` if there is no such quarter, or none before or after it: the first and
    the last year that a date can have are left out, so that ``next`` and ``previous`` exist.
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 4 and date.min.year < self.year < date.max.year):
            raise ValueError(f"no such quarter: {self.year}-{self.number}")

    @classmethod
    def of(cls, day: date) -> Self:
        """The quarter that the day lies in."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2009-4``. Raises ``ValueError`` for anything else."""
        match = re.fullmatch(r"([0-9]{4})-([1-4])", text)
        if not match:
            raise ValueError(f"not a quarter like 2009-4: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        return month_end(date(self.year, self.number * 3, 1))

    @property
    def label(self) -> str:
        """``Triwulan IV 2009``."""
        return f"Triwulan {ROMAN[self.number - 1]} {self.year}"

    def next(self) -> Self:
        """The quarter after this one."""
        return type(self).of(self.end + timedelta(days=1))

    def previous(self) -> Self:
        """The quarter before this one."""
        return type(self).of(self.start - timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number}"
