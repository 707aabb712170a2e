"""The workbook as it is handed out: an empty one with explanations and drop-downs, or rows in it.

Both come from the same columns as the reading, so what is written can be read.
"""

import io
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from upk.desk.moving.columns import Column, Kind, Sheet
from upk.desk.moving.sheets import BY_KEY, SHEETS

EXPLANATIONS = "Petunjuk"
ROWS_PREPARED = 1_000
"""Rows of the template that have formats and drop-downs already."""

_FORMATS = {
    Kind.AMOUNT: "#,##0",
    Kind.DAY: "dd/mm/yyyy",
    Kind.CODE: "@",
    Kind.IDENTITY: "@",
    Kind.TEXT: "@",
}
_KINDS = {
    Kind.TEXT: "teks",
    Kind.CODE: "kode",
    Kind.AMOUNT: "rupiah bulat",
    Kind.WHOLE: "angka bulat",
    Kind.DECIMAL: "angka",
    Kind.DAY: "tanggal",
    Kind.YES_NO: "ya / tidak",
    Kind.CHOICE: "pilihan",
    Kind.IDENTITY: "16 angka, sebagai teks",
}
_HEAD = Font(bold=True)
_REQUIRED = PatternFill("solid", fgColor="FFE8EEF7")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_INTRODUCTION = (
    "Cara mengisi",
    "1. Isi lembar Kantor dan Desa lebih dulu; lembar yang tidak dipakai dibiarkan kosong.",
    "2. Baris 1 setiap lembar adalah judul kolom: jangan diubah. Data mulai di baris 2.",
    "3. Kolom berlatar biru harus diisi. Jangan menggabung sel, menyembunyikan baris, atau memakai "
    "rumus.",
    "4. Jumlah ditulis sebagai rupiah bulat. Tanggal memakai format Tanggal. NIK dan KK memakai "
    "format Teks.",
    "5. Unggah berkas ini di menu Pindah ke Bergulir. Semua yang perlu diperbaiki ditunjukkan "
    "sekaligus; tidak ada yang disimpan sebelum Anda menyetujui.",
)


def template_workbook() -> bytes:
    """An empty XLSX file to be filled in."""
    book = Workbook()
    _explain(book.active)
    for sheet in SHEETS:
        _prepare(book.create_sheet(sheet.title), sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def write_workbook(
    target: Path | BinaryIO, tables: Iterable[tuple[Sheet, Iterable[dict[str, object]]]]
) -> None:
    """Write rows (values by the columns' keys) as a workbook that ``reading`` reads."""
    book = Workbook(write_only=True)
    add_tables(book, tables)
    book.save(target)


def add_tables(book: Workbook, tables: Iterable[tuple[Sheet, Iterable[dict[str, object]]]]) -> None:
    """Add a sheet for each table to a write-only workbook; rows are taken one at a time."""
    for sheet, rows in tables:
        page = book.create_sheet(sheet.title)
        page.freeze_panes = "A2"
        for place, column in enumerate(sheet.columns, start=1):
            page.column_dimensions[get_column_letter(place)].width = _width(column)
        page.append([_heading(page, column) for column in sheet.columns])
        for row in rows:
            page.append([_cell(page, column, row.get(column.key)) for column in sheet.columns])


def _heading(page: Worksheet, column: Column) -> Cell:
    cell = WriteOnlyCell(page, column.heading)
    cell.font = _HEAD
    if column.required:
        cell.fill = _REQUIRED
    return cell


def as_typed(column: Column, value: object) -> object:
    """A column's value as it stands in its cell; ``None`` where nothing does."""
    if value is None or value == "":
        return None
    if column.kind == Kind.YES_NO:
        return "ya" if value else "tidak"
    if column.kind == Kind.CHOICE:
        return dict(column.choices)[value]
    if isinstance(value, str):
        return ILLEGAL_CHARACTERS_RE.sub("", value)
    return float(value) if isinstance(value, Decimal) else value


def _cell(page: Worksheet, column: Column, value: object) -> Cell | None:
    value = as_typed(column, value)
    if value is None:
        return None
    if isinstance(value, str):
        return text_cell(page, value)
    cell = WriteOnlyCell(page, value)
    if isinstance(value, date | int) and column.kind in _FORMATS:
        cell.number_format = _FORMATS[column.kind]
    return cell


def text_cell(page: Worksheet, text: str) -> Cell:
    """A text that no spreadsheet takes for a formula or a number, and that XML can hold."""
    cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
    return cell


def _prepare(page: Worksheet, sheet: Sheet) -> None:
    page.freeze_panes = "A2"
    for place, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(place)
        head = page.cell(1, place, column.heading)
        head.font = _HEAD
        if column.required:
            head.fill = _REQUIRED
        page.column_dimensions[letter].width = _width(column)
        page.column_dimensions[letter].number_format = _FORMATS.get(column.kind, "General")
        for row in range(2, 12):
            page.cell(row, place).number_format = _FORMATS.get(column.kind, "General")
        if choices := _drop_down(column):
            choices.add(f"{letter}2:{letter}{ROWS_PREPARED}")
            page.add_data_validation(choices)


def _drop_down(column: Column) -> DataValidation | None:
    if column.kind == Kind.YES_NO:
        words = ["ya", "tidak"]
    elif column.kind == Kind.CHOICE:
        words = [wording for _, wording in column.choices]
    elif column.refers:
        return _from_sheet(column)
    else:
        return None
    found = DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=True)
    found.error, found.errorTitle = f"Pilih: {', '.join(words)}"[:250], column.heading[:30]
    return found


def _from_sheet(column: Column) -> DataValidation:
    """What stands in the first column of the sheet that is referred to; other values are shown."""
    target = BY_KEY[column.refers]
    place = next(n for n, c in enumerate(target.columns, 1) if c.key == target.identity[0])
    letter = get_column_letter(place)
    source = f"'{target.title}'!${letter}$2:${letter}${ROWS_PREPARED}"
    found = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=False)
    found.promptTitle, found.prompt = column.heading[:30], f"Dari lembar {target.title}"[:250]
    found.showInputMessage = True
    return found


def _width(column: Column) -> int:
    least = {Kind.AMOUNT: 16, Kind.DAY: 12, Kind.IDENTITY: 19}.get(column.kind, 10)
    wide = 24 if column.kind == Kind.TEXT and (column.most or 0) > 60 else 0
    return max(len(column.heading) + 3, least, wide)


def _explain(page: Worksheet) -> None:
    page.title = EXPLANATIONS
    for letter, width in zip("ABCDE", (22, 24, 20, 12, 70), strict=True):
        page.column_dimensions[letter].width = width
    for line in _INTRODUCTION:
        page.append([line])
    page["A1"].font = Font(bold=True, size=14)
    page.append([])
    page.append(["Lembar", "Kolom", "Isi", "Harus diisi", "Penjelasan dan contoh"])
    for cell in page[page.max_row]:
        cell.font = _HEAD
    for sheet in SHEETS:
        page.append([sheet.title, None, None, None, sheet.help])
        page.cell(page.max_row, 1).font = _HEAD
        page.cell(page.max_row, 5).alignment = _WRAPPED
        for line in _lines(sheet):
            page.append(line)
            page.cell(page.max_row, 5).alignment = _WRAPPED


def _lines(sheet: Sheet) -> Iterator[list[str | None]]:
    example = sheet.examples[0] if sheet.examples else {}
    for column in sheet.columns:
        told = [column.help]
        if column.choices:
            told.append("Pilihan: " + ", ".join(wording for _, wording in column.choices) + ".")
        if column.refers:
            told.append(f"Dari lembar {BY_KEY[column.refers].title}.")
        if column.key in example:
            told.append(f"Contoh: {example[column.key]}")
        wanted = "ya" if column.required else ""
        text = " ".join(part for part in told if part)
        yield [None, column.heading, _KINDS[column.kind], wanted, text]
