"""The rows of a workbook as they were read. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from upk.desk.moving.columns import Sheet
from upk.desk.moving.problems import CellProblem


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its sheet, its number in the file, and its cells by the columns' keys.

    A cell that was empty, or couldn't be read (there is a problem then), is ``None``; an empty
    text is ``""``.
    """

    sheet: Sheet
    number: int
    values: dict[str, object]

    def __getitem__(self, key: str) -> object:
        return self.values[key]

    @property
    def name(self) -> tuple:
        """The values that name it among the rows of its sheet."""
        return tuple(self.values[key] for key in self.sheet.identity)

    def problem(self, key: str, found: object, expected: str) -> CellProblem:
        """What is wrong with one of its cells (``key`` empty: with the row)."""
        heading = self.sheet.by_key[key].heading if key else ""
        return CellProblem(self.sheet.title, self.number, heading, str(found), expected)


@dataclass(slots=True)
class Content:
    """All rows that were read, by their sheet's key; a sheet that isn't there has none."""

    rows: dict[str, list[Row]] = field(default_factory=dict)

    def __getitem__(self, key: str) -> list[Row]:
        return self.rows.get(key, [])

    def __iter__(self) -> Iterator[Row]:
        for rows in self.rows.values():
            yield from rows

    def index(self, key: str) -> dict[object, Row]:
        """The rows of a sheet by what names them: the bare value where that is one column.

        Of two rows with one name the first counts; the second has a problem of its own.
        """
        found: dict[object, Row] = {}
        for row in self[key]:
            name = row.name[0] if len(row.name) == 1 else row.name
            found.setdefault(name, row)
        return found
