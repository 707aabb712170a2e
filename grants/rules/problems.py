"""A reason why something can't go ahead, as a value. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason; ``code`` is for programs, ``message`` for people.

    ``field`` is the form's field that it belongs to, where it belongs to one.
    """

    code: str
    message: str
    field: str = ""
