"""Days on which nothing about grants can be written, as reasons."""

from datetime import date

from upk.offices.models import Office
from upk.periods import format_date, today
from upk.problems import Problem


def future_problems(office: Office, on: date, field: str = "happened_on") -> list[Problem]:
    """A day that hasn't come yet."""
    if on <= today(office):
        return []
    return [Problem("future", f"Tanggal {format_date(on)} belum tiba.", field)]


def closed_problems(office: Office, on: date, field: str = "happened_on") -> list[Problem]:
    """A day in closed books."""
    if not office.is_closed(on):
        return []
    closed = format_date(office.books_closed_through)
    message = f"Buku sudah ditutup sampai {closed}. Pilih tanggal sesudahnya."
    return [Problem("period_closed", message, field)]
