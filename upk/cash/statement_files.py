"""Reading a bank's statement from CSV or XLSX: every line, or every fault with its row and column.

The first row names the columns in the bank's or the office's words (``HEADS``). Amounts are whole
rupiah, money in and money out each in its column, as banks print them: *Kredit* is money in.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from upk.money import LARGEST_AMOUNT, AmbiguousAmount, NotAnAmount, parse_rupiah
from upk.sheets import BrokenWorkbook, WorkbookTooLarge, is_workbook, rows_of_workbook

MOST_LINES = 2_000
MOST_FAULTS = 10
LONGEST_TEXT = 200
MOST_COLUMNS = 50
HEADS = {
    "day": ("tanggal", "tgl", "date"),
    "text": ("uraian", "keterangan", "deskripsi", "description"),
    "money_in": ("masuk", "kredit", "credit"),
    "money_out": ("keluar", "debet", "debit"),
}
LABELS = {"day": "Tanggal", "text": "Uraian", "money_in": "Masuk", "money_out": "Keluar"}
_DAY_FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y")


class BadStatement(ValueError):
    """The file can't be read as a statement; ``faults`` say where and what, for the user."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = list(faults)
        super().__init__("; ".join(self.faults))


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A movement of the account: in > 0, out < 0, whole rupiah."""

    day: date
    text: str
    amount: int


def read_statement(content: bytes) -> list[ReadLine]:
    """The lines of a CSV or XLSX file, told apart by the bytes. Raises ``BadStatement``."""
    table = _xlsx_rows(content) if is_workbook(content) else _csv_rows(content)
    rows = [(n, row) for n, row in enumerate(table, 1) if any(_text(cell) for cell in row)]
    if not rows:
        raise BadStatement(["Berkas ini kosong."])
    columns = _columns(rows[0][1])
    if len(rows) - 1 > MOST_LINES:
        raise BadStatement([f"Paling banyak {MOST_LINES} baris dalam satu berkas."])
    faults: list[str] = []
    lines = [line for n, row in rows[1:] if (line := _line(n, row, columns, faults))]
    if faults:
        more = len(faults) - MOST_FAULTS
        raise BadStatement(faults[:MOST_FAULTS] + ([f"dan {more} lagi"] if more > 0 else []))
    if not lines:
        raise BadStatement(["Berkas ini tidak berisi mutasi di bawah judul kolomnya."])
    return lines


def _csv_rows(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise BadStatement(["Hanya berkas CSV atau XLSX. Simpan dahulu dalam bentuk itu."])
    head = text.lstrip().split("\n", 1)[0]
    mark = max((";", "\t", ","), key=head.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise BadStatement(["Berkas CSV ini rusak. Simpan sekali lagi."]) from error


def _xlsx_rows(content: bytes) -> list[tuple]:
    try:
        return rows_of_workbook(content, most_rows=2 * MOST_LINES, most_columns=MOST_COLUMNS)
    except WorkbookTooLarge as error:
        raise BadStatement(["Berkas XLSX ini terlalu besar."]) from error
    except BrokenWorkbook as error:
        raise BadStatement(["Berkas XLSX ini rusak. Simpan sekali lagi."]) from error


def _columns(head: Sequence) -> dict[str, int]:
    """Where each column stands; all but the text must be there, and none twice."""
    names = [_text(cell).casefold() for cell in head]
    found: dict[str, int] = {}
    for place, name in enumerate(names):
        for key in (key for key, words in HEADS.items() if name in words):
            if key in found:
                raise BadStatement([f"Baris 1: ada dua kolom {LABELS[key]}. Sisakan satu."])
            found[key] = place
    missing = [LABELS[key] for key in ("day", "money_in", "money_out") if key not in found]
    if missing:
        raise BadStatement(
            [f"Baris 1: tidak ada kolom {', '.join(missing)}. Judul kolom: "
             "Tanggal, Uraian, Masuk (atau Kredit), Keluar (atau Debet)."]
        )  # fmt: skip
    return found


def _line(n: int, row: Sequence, columns: dict[str, int], faults: list[str]) -> ReadLine | None:
    """The row as a line; otherwise what is wrong goes to ``faults``."""
    cells = {key: row[place] if place < len(row) else None for key, place in columns.items()}
    before = len(faults)
    day = _read(n, "day", cells, _day, faults)
    money_in = _read(n, "money_in", cells, _amount, faults)
    money_out = _read(n, "money_out", cells, _amount, faults)
    if len(faults) > before:
        return None
    if bool(money_in) == bool(money_out):
        faults.append(f"Baris {n}: isi Masuk atau Keluar, salah satu saja.")
        return None
    text = _text(cells.get("text"))[:LONGEST_TEXT]
    return ReadLine(day, text, money_in or -money_out)


def _read(n: int, key: str, cells: dict, read, faults: list[str]):
    try:
        return read(cells.get(key))
    except ValueError as error:
        faults.append(f"Baris {n}, kolom {LABELS[key]}: {error}")
        return None


def _text(cell) -> str:
    return "" if cell is None else " ".join(str(cell).replace("\0", "").split())


def _day(cell) -> date:
    if isinstance(cell, date):
        return cell
    for form in _DAY_FORMATS:
        try:
            return datetime.strptime(_text(cell), form).date()  # noqa: DTZ007 -- a day, no time
        except ValueError:
            continue
    raise ValueError(f"“{_text(cell)[:40]}” bukan tanggal seperti 31-01-2010.")


def _amount(cell) -> int:
    """The amount; 0 where the cell is empty or a dash."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if not 0 <= cell <= LARGEST_AMOUNT or cell != int(cell):
            raise ValueError(f"“{cell}” bukan rupiah bulat.")
        return int(cell)
    text = _text(cell)
    if text in ("", "-", "–"):
        return 0
    try:
        return parse_rupiah(text)
    except (NotAnAmount, AmbiguousAmount):
        raise ValueError(f"“{text[:40]}” bukan rupiah bulat seperti 1.500.000.") from None
