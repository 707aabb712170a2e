"""Cells of a workbook (XLSX) that somebody uploads, read without trust in what it says of itself;
and texts that no spreadsheet takes for a formula.

A workbook is a ZIP of XML, so a small file can unpack to gigabytes, and each part may be missing,
broken or of another kind. What can't be read is refused, whatever the reading library makes of it.
"""

import io
import zipfile
import zlib
from datetime import datetime

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

LARGEST_UNPACKED = 5 * 1024 * 1024
"""Bytes; a year of a bank's movements needs a fifth. Reading takes 200 times as much memory."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")

_NOT_READ = (
    ArithmeticError, AttributeError, EOFError, InvalidFileException, LookupError, OSError,
    RuntimeError, SyntaxError, TypeError, ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What the library raises about files that are broken, encrypted or made to break it."""


class BrokenWorkbook(ValueError):
    """The content is no workbook that can be read."""


class WorkbookTooLarge(BrokenWorkbook):
    """It unpacks to more than ``LARGEST_UNPACKED``; nothing of it was read."""


def is_workbook(content: bytes) -> bool:
    """Whether the content begins as a workbook does, whatever its name."""
    return content.startswith(b"PK\x03\x04")


def rows_of_workbook(
    content: bytes, *, most_rows: int, most_columns: int
) -> list[tuple[object, ...]]:
    """The first sheet's cells, at most so many; formulas as they were last worked out.

    Raises ``BrokenWorkbook`` or ``WorkbookTooLarge``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(info.file_size for info in packed.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise WorkbookTooLarge(unpacked)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(
            max_row=most_rows, max_col=most_columns, values_only=True
        )
        return [tuple(map(_plain, row)) for row in rows]
    except BrokenWorkbook:
        raise
    except _NOT_READ as error:
        raise BrokenWorkbook(str(error)) from error


def _plain(cell: object) -> object:
    """A day without its time, as spreadsheets keep days."""
    return cell.date() if isinstance(cell, datetime) else cell


def safe_text(text: str) -> str:
    """A text that a spreadsheet can't take for a formula: an apostrophe in front if need be."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
