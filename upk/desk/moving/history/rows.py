"""The rows of a history sheet, and what is wrong with its cells."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from upk.desk.moving.history import contents
from upk.desk.moving.history.layout import Layout
from upk.desk.moving.history.values import Odd
from upk.desk.moving.problems import CellProblem
from upk.desk.moving.tables import Table
from upk.offices.models import Person

MOST_PROBLEMS = 1_000
"""So many are told; a file with more was changed as a whole."""
_SHOWN = 60
_UNCHANGED = "seperti yang diekspor"


@dataclass(slots=True)
class Problems:
    """What was found so far."""

    found: list[CellProblem] = field(default_factory=list)

    def add(self, title: str, row: int, heading: str, what: str, expected: str) -> None:
        """Note one, as long as there are not too many."""
        if len(self.found) < MOST_PROBLEMS:
            self.found.append(CellProblem(title, row, heading, what, expected))


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table: where it stands, its number, its values as the layout's fields stand.

    ``values`` is ``None`` (and there is a problem) where one of them can't be read, ``number`` if
    it can't.
    """

    title: str
    row: int
    number: int | None
    values: list[object] | None


def records(
    layout: Layout, line: contents.Line, tables: dict[str, Table], problems: Problems
) -> Iterator[Record]:
    """The rows of a table, from all its sheets.

    Raises ``Refused`` where a sheet is broken.
    """
    for title in line.titles:
        if title not in tables:
            problems.add(title, 0, "", "lembar tidak ada", _UNCHANGED)
            continue
        for number, cells in _rows(layout, tables[title], problems):
            yield _record(layout, title, number, cells, problems)


def _rows(layout: Layout, table: Table, problems: Problems) -> Iterator[tuple[int, list[object]]]:
    """Number and cells of each row; the cells of a text are a list, from all rows it takes."""
    rows = table.cells(len(layout.parts) + 1)
    headings = next(rows, [])
    if headings != [*layout.headings, None]:
        text = ", ".join(layout.headings)
        problems.add(table.title, 1, "", "judul kolom lain", f"judul kolom: {text}")
        return
    texts = [place for place, part in enumerate(layout.parts) if part.is_text]
    begun: tuple[int, list[object]] | None = None
    for number, cells in enumerate(rows, start=2):
        if cells.pop() is not None:
            problems.add(table.title, number, "", "isi di luar kolom", "kosong")
        if cells[0] is None:
            if not _goes_on(begun, cells, texts):
                problems.add(table.title, number, "No", "kosong", "nomor baris")
            continue
        if begun:
            yield begun
        for place in texts:
            if cells[place] is not None:
                cells[place] = [cells[place]]
        begun = number, cells
    if begun:
        yield begun


def _goes_on(begun: tuple[int, list] | None, cells: list[object], texts: list[int]) -> bool:
    """Add the cells of a row without a number to the texts of the row before it."""
    filled = [place for place, cell in enumerate(cells) if cell is not None]
    if not filled:
        return True
    if begun is None or any(place not in texts or begun[1][place] is None for place in filled):
        return False
    for place in filled:
        begun[1][place].append(cells[place])
    return True


def _record(
    layout: Layout, title: str, row: int, cells: list[object], problems: Problems
) -> Record:
    values: list[object] = []
    wrong = 0
    for part, cell in zip(layout.parts, cells, strict=True):
        try:
            values += part.read(cell)
        except Odd as error:
            wrong += 1
            values += [None] * len(part.fields)
            found = "isi yang tidak terbaca" if layout.model is Person else _shown(cell)
            problems.add(title, row, part.heading, found, str(error))
    return Record(title, row, values[0], None if wrong else values)


def _shown(cell: object) -> str:
    if cell is None:
        return "kosong"
    if isinstance(cell, list):
        cell = cell[0]
    text = " ".join(str(getattr(cell, "text", cell)).split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
