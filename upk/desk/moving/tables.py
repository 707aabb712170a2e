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
from upk.desk.moving.packed import BROKEN, Refused, opened
from upk.desk.moving.structure import Structure, structure_of

MOST_ROWS = 2_000_000
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
            return _sheets(file)
        found = [_csv_table(packed, name) for name in names if name.casefold().endswith(".csv")]
    if not found:
        raise Refused("Berkas .zip ini tidak berisi CSV. Beri nama setiap CSV seperti lembarnya.")
    return found


def _sheets(file: BinaryIO) -> list[Table]:
    try:
        book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    except _NOT_READ as error:
        raise Refused(BROKEN) from error
    return [
        Table(
            sheet.title,
            is_hidden=sheet.sheet_state != "visible",
            is_text_file=False,
            structure=_structure_of(file, sheet),
            cells=_cells_of(sheet),
        )
        for sheet in book.worksheets
    ]


def _structure_of(file: BinaryIO, sheet: ReadOnlyWorksheet) -> Callable[[], Structure]:
    def structure() -> Structure:
        try:
            with zipfile.ZipFile(file) as packed, packed.open(sheet._worksheet_path) as stream:
                found = structure_of(stream)
        except _NOT_READ as error:
            raise Refused(BROKEN) from error
        return _not_too_many(found, sheet.title)

    return structure


def _not_too_many(structure: Structure, title: str) -> Structure:
    if structure.rows > MOST_ROWS:
        raise Refused(f"Lembar {title} berisi terlalu banyak baris. Bagi menjadi beberapa berkas.")
    return structure


def _cells_of(sheet: ReadOnlyWorksheet) -> Callable[[int], Iterator[list[object]]]:
    def cells(width: int) -> Iterator[list[object]]:
        try:
            for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=width):
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
        try:
            yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        except csv.Error as error:
            raise Refused(f"Berkas {title}.csv tidak dapat dibaca sebagai CSV.") from error

    return Table(title, False, True, structure, cells)


def _decoded(content: bytes) -> str:
    """UTF-8, or what spreadsheets on Windows write otherwise."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
