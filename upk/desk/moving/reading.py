"""A whole file read for its sheets: the rows, and everything that is wrong with single cells.

Nothing stops at the first problem. What several rows say together is looked at by ``checks``.
"""

from collections.abc import Callable, Collection
from datetime import date
from typing import BinaryIO

from upk.desk.moving.cells import Unreadable, read_cell
from upk.desk.moving.columns import Column, Sheet
from upk.desk.moving.content import Content, Row
from upk.desk.moving.problems import CellProblem
from upk.desk.moving.sheets import SHEETS
from upk.desk.moving.structure import Structure, in_ranges
from upk.desk.moving.tables import Table, tables_of

EXPLANATIONS = ("petunjuk", "temuan")
"""Titles of sheets for people, which are not read."""
MOST_PROBLEMS = 5_000
"""So many are told; a file with more has one cause that stands among them."""
_STEP = 500
"""Rows between two words of progress."""

FURTHER = 20
"""Columns beyond a sheet's own that are looked at for what doesn't belong there."""

Columns = dict[int, Column | None]
"""Which column stands at which place, from 0; ``None``: one whose heading was refused."""

Progress = Callable[[int, int], None]
"""Called with the rows done and the rows there are."""


def read(
    file: BinaryIO,
    *,
    today: date,
    progress: Progress = lambda done, total: None,
    known: Collection[str] = (),
) -> tuple[Content, list[CellProblem]]:
    """All rows of all known sheets, and the problems of their cells, in the file's order.

    ``known``: titles of sheets that somebody else reads. ``file`` can be sought in.
    Raises ``tables.Refused`` for a file that isn't read at all.
    """
    return _Reader(today, progress, {title.casefold() for title in known}).read(tables_of(file))


class _Reader:
    """One reading: what was found so far."""

    def __init__(self, today: date, progress: Progress, known: set[str]) -> None:
        self.today, self.progress, self.known = today, progress, known
        self.content = Content()
        self.problems: list[CellProblem] = []
        self.done = self.total = 0

    def read(self, tables: list[Table]) -> tuple[Content, list[CellProblem]]:
        by_title = {sheet.title.casefold(): sheet for sheet in SHEETS}
        wanted: dict[str, tuple[Sheet, Table]] = {}
        for table in tables:
            title = table.title.strip().casefold()
            if title in EXPLANATIONS or title in self.known:
                continue
            sheet = by_title.get(title)
            if sheet is None:
                self._tell_unknown(table)
            elif sheet.key in wanted:
                self._tell(sheet.title, 0, "", "lembar yang ada dua kali", "satu lembar saja")
            else:
                wanted[sheet.key] = sheet, table
        structures = {key: table.structure() for key, (_, table) in wanted.items()}
        self.total = sum(structure.rows for structure in structures.values())
        for key, (sheet, table) in wanted.items():
            self._tell_structure(sheet, table, structures[key])
            self._read_sheet(sheet, table)
        self.progress(self.total, self.total)
        return self.content, self.problems

    def _tell(self, sheet: str, row: int, column: str, found: str, expected: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(CellProblem(sheet, row, column, found, expected))

    def _tell_unknown(self, table: Table) -> None:
        titles = ", ".join(sheet.title for sheet in SHEETS)
        expected = f"hapus lembar ini, atau beri nama salah satu dari: {titles}"
        self._tell(table.title, 0, "", "lembar yang tidak dikenal", expected)

    def _read_sheet(self, sheet: Sheet, table: Table) -> None:
        rows = table.cells(len(sheet.columns) + FURTHER)
        columns = self._columns(sheet, next(rows, []))
        found: list[Row] = []
        empty: list[int] = []
        for number, cells in enumerate(rows, start=2):
            self._count()
            if all(map(_is_empty, cells)):
                empty.append(number)
                continue
            found.append(self._row(sheet, number, columns, cells, table.is_text_file))
        self.content.rows[sheet.key] = found
        last = found[-1].number if found else 0
        for begin, end in in_ranges(number for number in empty if number < last):
            self._tell(sheet.title, begin, "", f"baris kosong{_to(begin, end)}", "hapus baris ini")

    def _count(self) -> None:
        self.done += 1
        if self.done % _STEP == 0:
            self.progress(self.done, max(self.total, self.done))

    def _tell_structure(self, sheet: Sheet, table: Table, structure: Structure) -> None:
        title = sheet.title
        if table.is_hidden:
            self._tell(title, 0, "", "lembar yang tersembunyi", "tampilkan atau hapus lembar ini")
        for begin, end in in_ranges(structure.hidden):
            wanted = "tampilkan lalu periksa, atau hapus"
            self._tell(title, begin, "", f"baris tersembunyi{_to(begin, end)}", wanted)
        for reference in structure.merged:
            self._tell(title, 0, "", f"sel yang digabung {reference}", "pisahkan sel-sel ini")

    def _columns(self, sheet: Sheet, headings: list[object]) -> Columns:
        """Which column stands where; the order is free. Tells what is unknown, doubled, missing."""
        by_heading = {_folded(column.heading): column for column in sheet.columns}
        places: Columns = {}
        for place, heading in enumerate(headings):
            if _is_empty(heading):
                continue
            column = by_heading.get(_folded(heading))
            shown = f"kolom “{str(heading)[:60]}”"
            if column is None or column in places.values():
                places[place] = None
            if column is None:
                known = ", ".join(column.heading for column in sheet.columns)
                expected = f"hapus kolom ini, atau pakai judul dari templat: {known}"
                self._tell(sheet.title, 1, "", f"{shown} yang tidak dikenal", expected)
            elif place in places:
                self._tell(sheet.title, 1, column.heading, f"{shown} dua kali", "satu kolom saja")
            else:
                places[place] = column
        self._tell_missing(sheet, places)
        return places

    def _tell_missing(self, sheet: Sheet, places: Columns) -> None:
        there = set(places.values())
        for column in sheet.columns:
            if column.required and column not in there:
                expected = f"kolom berjudul “{column.heading}” di baris 1"
                self._tell(sheet.title, 1, column.heading, "kolom yang tidak ada", expected)

    def _row(
        self, sheet: Sheet, number: int, columns: Columns, cells: list, is_text_file: bool
    ) -> Row:
        values: dict[str, object] = dict.fromkeys(sheet.by_key)
        for place, raw in enumerate(cells):
            if place not in columns and not _is_empty(raw):
                expected = "kosongkan, atau beri judul kolom dari templat di baris 1"
                self._tell(sheet.title, number, "", f"isi di kolom ke-{place + 1}", expected)
        for place, column in columns.items():
            raw = cells[place] if place < len(cells) else None
            if column is None:
                continue
            if not _is_empty(raw):
                values[column.key] = self._value(sheet, number, column, raw, is_text_file)
            elif column.required:
                self._tell(sheet.title, number, column.heading, "kosong", "harus diisi")
        return Row(sheet, number, values)

    def _value(
        self, sheet: Sheet, number: int, column: Column, raw: object, is_text_file: bool
    ) -> object:
        try:
            return read_cell(column, raw, today=self.today, is_text_file=is_text_file)
        except Unreadable as error:
            self._tell(sheet.title, number, column.heading, error.found, error.expected)
            return None


def _is_empty(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _folded(heading: object) -> str:
    return " ".join(str(heading).split()).casefold()


def _to(begin: int, end: int) -> str:
    return f" (sampai baris {end})" if end > begin else ""
