"""The template filled in by a new user: as it should be, and with the mistakes that people make."""

import io
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell

from tests.upk.desk.moving.workbook import Sheets, sheets
from upk.desk.moving.columns import Column, Kind
from upk.desk.moving.sheets import BY_KEY, SHEETS
from upk.desk.moving.template import template_workbook

TITLES = {sheet.title: sheet for sheet in SHEETS}
SAME_NIK = "3314010000000001"


def typed(rows: Sheets | None = None) -> Workbook:
    """The template that is handed out, with these rows typed into it."""
    book = load_workbook(io.BytesIO(template_workbook()))
    for key, found in (rows or sheets()).items():
        page = book[BY_KEY[key].title]
        for number, row in enumerate(found, start=2):
            for place, column in enumerate(BY_KEY[key].columns, start=1):
                page.cell(number, place).value = as_typed(column, row.get(column.key))
    return book


def as_typed(column: Column, value: object) -> object:
    if value is None:
        return None
    if column.kind == Kind.YES_NO:
        return "ya" if value else "tidak"
    if column.kind == Kind.CHOICE:
        return dict(column.choices)[value]
    return float(value) if isinstance(value, Decimal) else value


def bytes_of(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def cell(book: Workbook, title: str, row: int, heading: str) -> Cell:
    """The cell of a sheet by its row and what stands above it in the template."""
    headings = [column.heading for column in TITLES[title].columns]
    return book[title].cell(row, headings.index(heading) + 1)


WRONG_CELLS: tuple[tuple[str, int, str, object], ...] = (
    # sheet, row, heading, what was typed instead
    ("Saldo awal", 2, "Debet", "1 juta lebih"),
    ("Saldo awal", 3, "Debet", "8,000.000"),
    ("Saldo awal", 4, "Debet", -500_000),
    ("Kelompok", 2, "Tanggal berdiri", "12 Mei 2004"),
    ("Kelompok", 3, "Tanggal berdiri", 38_484),
    ("Kelompok", 4, "Tingkat", "Madya"),
    ("Anggota kelompok", 2, "Sejak", date(2090, 1, 1)),
    ("Pemanfaat", 2, "Pokok", 7_000_000),
    ("Orang", 4, "Kode desa", "DONOO"),
    ("Orang", 5, "Nama", None),
    ("Orang", 6, "NIK", 3_314_010_000_000_005),
    ("Orang", 9, "Nomor orang", "7"),
    ("Orang", 9, "NIK", SAME_NIK),
    ("Produk pinjaman", 2, "Akun kas atau bank", "1.1.01.99"),
    ("Pembayaran", 2, "Tanggal", date(2009, 3, 1)),
    ("Pembayaran", 13, "Pokok", 5_000_000),
    ("Inventaris", 2, "Harga satuan", "=500000+250000"),
)

Change = Callable[[Workbook], None]


def _without_row(book: Workbook) -> None:
    book["Jadwal angsuran"].delete_rows(3)


WRONG_SHAPES: tuple[tuple[Change, Change], ...] = (
    # what was done to the workbook, and how it is mended
    (
        lambda book: book["Desa"].merge_cells("C2:C3"),
        lambda book: book["Desa"].unmerge_cells("C2:C3"),
    ),
    (
        lambda book: setattr(book["Inventaris"].row_dimensions[3], "hidden", True),
        lambda book: setattr(book["Inventaris"].row_dimensions[3], "hidden", False),
    ),
    (
        lambda book: setattr(book["Inventaris"]["H1"], "value", "Keterangan"),
        lambda book: setattr(book["Inventaris"]["H1"], "value", None),
    ),
    (lambda book: book["Jadwal angsuran"].insert_rows(3), _without_row),
    (
        lambda book: setattr(book["Anggota kelompok"]["C1"], "value", "Position"),
        lambda book: setattr(book["Anggota kelompok"]["C1"], "value", "Jabatan"),
    ),
    (
        lambda book: book.create_sheet("Catatan saya"),
        lambda book: book.remove(book["Catatan saya"]),
    ),
)


def rows_by_hand() -> Sheets:
    """The small office, and one person more, who will be entered with another's number."""
    rows = sheets()
    rows["people"].append({"code": "8", "name": "Contoh 8", "sex": "P", "village": "KEDEN"})
    return rows


def spoil(book: Workbook) -> Iterator[Change]:
    """Make all mistakes; gives what mends each of them."""
    for title, row, heading, value in WRONG_CELLS:
        place = cell(book, title, row, heading)
        kept = place.value, place.number_format
        place.value = value
        if isinstance(value, int) and heading in ("Tanggal berdiri", "NIK"):
            place.number_format = "General"  # as in a workbook of one's own
        yield lambda _, place=place, kept=kept: (
            setattr(place, "value", kept[0]), setattr(place, "number_format", kept[1]),
        )  # fmt: skip
    for spoiling, mending in WRONG_SHAPES:
        spoiling(book)
        yield mending
