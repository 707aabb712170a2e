"""What the sheets of the workbook hold: columns as values, for the template, for reading, for
writing and for the explanations alike. Pure.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a cell holds, and so how it is read and written."""

    TEXT = "text"
    CODE = "code"
    """A short name that other rows refer to; read as text even if it is typed as a number."""
    AMOUNT = "amount"
    """Whole rupiah, zero or more: ``int``."""
    WHOLE = "whole"
    """A whole number, zero or more: ``int``."""
    DECIMAL = "decimal"
    """A number with decimals (a percentage, a coordinate): ``Decimal``."""
    DAY = "day"
    YES_NO = "yes_no"
    CHOICE = "choice"
    """One of ``Column.choices``; the value is the choice's key."""
    IDENTITY = "identity"
    """NIK or KK: 16 digits, or nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``key`` is for programs, ``heading`` what stands above it.

    ``refers``: key of the sheet whose identity the value must be. ``choices``: key and wording.
    ``least``/``most``: bounds of a number, or of a text's length (``most``). ``future``: a day
    that may lie ahead (a due date).
    """

    key: str
    heading: str
    kind: Kind = Kind.TEXT
    required: bool = True
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    refers: str = ""
    least: int | None = None
    most: int | None = None
    future: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. ``identity``: the keys of the columns that together name a row, never twice.

    ``examples``: rows as a person would type them, by key; shown in the template's explanations.
    ``one_row``: exactly one row is wanted (the office). ``required``: it may not be empty.
    """

    key: str
    title: str
    help: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...] = ()
    examples: tuple[dict[str, str], ...] = ()
    one_row: bool = False
    required: bool = False
    by_key: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {column.key: column for column in self.columns})
