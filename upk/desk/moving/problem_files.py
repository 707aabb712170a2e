"""The problems of a workbook as a file, so that somebody can tick them off. Pure."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from upk.sheets import safe_text

HEAD = ("Lembar", "Baris", "Kolom", "Ditemukan", "Seharusnya", "Sudah diperbaiki")
_WIDTHS = (20, 8, 24, 44, 60, 16)

Line = tuple[str, int, str, str, str]
"""Sheet, row (0: the whole sheet), column, what was found, what is expected."""


def write_csv(lines: Iterable[Line]) -> bytes:
    """With semicolons, as spreadsheets with Indonesian settings expect."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    writer.writerows(_rows(lines))
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(lines: Iterable[Line]) -> bytes:
    """A workbook of one sheet, its head in sight and with filters."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Perbaikan")
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEF", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([_cell(sheet, text, font=Font(bold=True)) for text in HEAD])
    count = 1
    for row in _rows(lines):
        sheet.append([_cell(sheet, value, alignment=_WRAPPED) for value in row])
        count += 1
    sheet.auto_filter.ref = f"A1:F{count}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_WRAPPED = Alignment(wrap_text=True, vertical="top")


def _cell(sheet, value: object, **looks) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    for name, look in looks.items():
        setattr(cell, name, look)
    return cell


def _rows(lines: Iterable[Line]) -> Iterator[list]:
    for sheet, row, column, found, expected in lines:
        texts = map(safe_text, (column, found, expected))
        yield [safe_text(sheet), row or "", *texts, ""]


FILES: dict[str, tuple[Callable[[Iterable[Line]], bytes], str]] = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (
        write_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
