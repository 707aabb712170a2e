"""A reason why something can't go ahead, as a value."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason; ``code`` is for programs, ``message`` for people.

    ``loan_id`` and ``person_id`` are what it is about, for a link; only of the own office.
    """

    code: str
    message: str
    loan_id: int | None = None
    person_id: int | None = None


class Refused(ValidationError):
    """A ``ValidationError`` that knows its ``problems``, so that a page can link to them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__([ValidationError(p.message, code=p.code) for p in problems])
        self.problems = list(problems)


def raise_if_any(problems: Sequence[Problem]) -> None:
    """Raise one ``ValidationError`` that holds all ``problems``."""
    if problems:
        raise Refused(problems)


def problems_of(error: ValidationError) -> list[Problem]:
    """The reasons that an error holds, for a page: with their links where it knows them."""
    if isinstance(error, Refused):
        return error.problems
    return [Problem("refused", message) for message in error.messages]
