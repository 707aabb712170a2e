"""Refusing with every reason at once."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from grants.rules.problems import Problem
from upk.offices.models import Office
from upk.periods import format_date, today


def refuse_if_any(problems: Iterable[Problem]) -> None:
    """Raise one ``ValidationError`` that holds all ``problems``, each beside its field."""
    by_field: dict[str, list[ValidationError]] = {}
    for problem in problems:
        error = ValidationError(problem.message, code=problem.code)
        by_field.setdefault(problem.field or NON_FIELD_ERRORS, []).append(error)
    if by_field:
        raise ValidationError(by_field)


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
