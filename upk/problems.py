"""A reason why something can't go ahead, as a value. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason; ``code`` is for programs, ``message`` for people.

    ``field`` is the form's field that it belongs to, empty where it belongs to the whole.
    """

    code: str
    message: str
    field: str = ""
