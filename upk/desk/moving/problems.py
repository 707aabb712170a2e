"""What is wrong with a workbook, by the place where it stands. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class CellProblem:
    """One thing to mend: where it is, what was found there and what is expected instead.

    ``row`` is the row's number in the sheet as the spreadsheet shows it (0: the whole sheet),
    ``column`` the heading (empty: the whole row). ``found`` and ``expected`` are sentences or
    values for people, in Indonesian; ``found`` never repeats a NIK or KK.
    """

    sheet: str
    row: int
    column: str
    found: str
    expected: str
