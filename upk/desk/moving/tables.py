"""The tables of a file as rows of raw cells: sheets of a workbook, or CSV files in a ZIP. Pure.

Both give the same value, so that what is read from them, and what is wrong, is said once.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from openpyxl import load_workbook
from openpyxl.cell.read_only import EmptyCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from upk.desk.moving.cells import ErrorValue, Formula
from upk.desk.moving.packed import BROKEN, SHEET, Refused, opened
from upk.desk.moving.structure import LONGEST_ITEM, MOST_ITEMS, Structure, structure_of

_NOT_READ = (
    ArithmeticError, AttributeError, EOFError, InvalidFileException, LookupError, OSError,
    RuntimeError, SyntaxError, TypeError, ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What the library raises about files that are broken or made to break it."""

_DELIMITERS = ";,\t"


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet or CSV file.

    ``structure()`` reads through it once; ``cells(width)`` gives its rows from the first on, empty
    ones too, as raw cells for ``cells.read_cell``, of a sheet at most so many in a row. Both raise
    ``Refused`` for what turns out to be broken.
    """

    title: str
    is_hidden: bool
    is_text_file: bool
    structure: Callable[[], Structure]
    cells: Callable[[int], Iterator[list[object]]]


def tables_of(file: BinaryIO) -> list[Table]:
    """The tables of an XLSX file, or of a ZIP with CSV files.

    They can be read while ``file`` stays open. Raises ``Refused``.
    """
    with opened(file) as packed:
        names = packed.namelist()
        if "[Content_Types].xml" in names:
            return _sheets(file, packed)
        found = [_csv_table(packed, name) for name in names if name.casefold().endswith(".csv")]
    if not found:
        raise Refused("Berkas .zip ini tidak berisi CSV. Beri nama setiap CSV seperti lembarnya.")
    return found


def _sheets(file: BinaryIO, packed: zipfile.ZipFile) -> list[Table]:
    """Every part with rows is looked through before the library, which keeps too much, sees it."""
    known = {name: _scanned(packed, name) for name in packed.namelist() if SHEET.fullmatch(name)}
    try:
        book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    except _NOT_READ as error:
        raise Refused(BROKEN) from error
    return [
        Table(
            sheet.title,
            is_hidden=sheet.sheet_state != "visible",
            is_text_file=False,
            structure=_structure_of(file, sheet, known),
            cells=_cells_of(sheet),
        )
        for sheet in book.worksheets
    ]


def _scanned(packed: zipfile.ZipFile, name: str) -> Structure:
    try:
        with packed.open(name) as stream:
            return structure_of(stream)
    except _NOT_READ as error:
        raise Refused(BROKEN) from error


def _structure_of(
    file: BinaryIO, sheet: ReadOnlyWorksheet, known: dict[str, Structure]
) -> Callable[[], Structure]:
    def structure() -> Structure:
        path = sheet._worksheet_path
        if path not in known:
            with opened(file) as packed:
                known[path] = _scanned(packed, path)
        return _not_too_many(known[path], sheet.title)

    return structure


def _not_too_many(structure: Structure, title: str) -> Structure:
    if structure.rows > MOST_ITEMS:
        raise Refused(f"Lembar {title} berisi terlalu banyak baris. Bagi menjadi beberapa berkas.")
    return structure


def _cells_of(sheet: ReadOnlyWorksheet) -> Callable[[int], Iterator[list[object]]]:
    def cells(width: int) -> Iterator[list[object]]:
        try:
            for row in sheet.iter_rows(max_row=MOST_ITEMS, max_col=width):
                yield [_plain(cell) for cell in row]
        except _NOT_READ as error:
            raise Refused(BROKEN) from error

    return cells


def _plain(cell) -> object:
    if isinstance(cell, EmptyCell):
        return None
    if cell.data_type == "f":
        return Formula(str(cell.value))
    if cell.data_type == "e":
        return ErrorValue(str(cell.value))
    return cell.value


def _csv_table(packed: zipfile.ZipFile, name: str) -> Table:
    title = name.rpartition("/")[2][: -len(".csv")]
    text = _decoded(packed.read(name))
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)

    def structure() -> Structure:
        return _not_too_many(Structure(text.count("\n") + 1), title)

    def cells(_width: int) -> Iterator[list[object]]:
        lines = _Lines(text)
        try:
            for row in csv.reader(lines, delimiter=delimiter):
                yield row
                lines.letters = 0
        except (csv.Error, OverflowError) as error:
            raise Refused(f"Berkas {title}.csv tidak dapat dibaca sebagai CSV.") from error

    return Table(title, False, True, structure, cells)


class _Lines:
    """Lines of a text, as long as one row doesn't take too many of them."""

    def __init__(self, text: str) -> None:
        self._lines, self.letters = io.StringIO(text, newline=""), 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.letters += len(line)
        if self.letters > LONGEST_ITEM:
            raise OverflowError("one row is too long")
        return line


def _decoded(content: bytes) -> str:
    """UTF-8, or what spreadsheets on Windows write otherwise."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
