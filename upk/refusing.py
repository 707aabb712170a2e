"""Refusing with all reasons at once, each at its field."""

from collections.abc import Iterable

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from upk.problems import Problem


def raise_if_any(problems: Iterable[Problem]) -> None:
    """Raise one ``ValidationError`` that holds all ``problems`` by their fields."""
    errors: dict[str, list[ValidationError]] = {}
    for problem in problems:
        error = ValidationError(problem.message, code=problem.code)
        errors.setdefault(problem.field or NON_FIELD_ERRORS, []).append(error)
    if errors:
        raise ValidationError(errors)
