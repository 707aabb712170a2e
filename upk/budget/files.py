"""Budgets as files that offices fill in with a spreadsheet: CSV and XLSX, both ways.

A row is an account: its code, its name (only to be read), and twelve months. What is given out
can be read back.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from openpyxl import Workbook

from upk import money
from upk.ledger.models import Account
from upk.periods import MONTHS
from upk.sheets import BrokenWorkbook, WorkbookTooLarge, is_workbook, rows_of_workbook, safe_text

HEAD = ("Kode", "Nama akun", *MONTHS)
LARGEST = 1_000_000
"""Bytes of a file that is read; a workbook of a chart needs a hundredth."""

MOST_ROWS = 1_000
Amounts = dict[Account, list[int]]


class UnreadableFile(ValueError):
    """The file is no budget; ``args[0]`` says in Indonesian what is wrong."""


def write_csv(amounts: Mapping[Account, Sequence[int]]) -> bytes:
    """The budget as CSV with semicolons, as spreadsheets with Indonesian settings expect."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([HEAD, *_rows(amounts)])
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(amounts: Mapping[Account, Sequence[int]]) -> bytes:
    """The budget as a workbook with one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Anggaran")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 12, 44
    for row in [HEAD, *_rows(amounts)]:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(amounts: Mapping[Account, Sequence[int]]) -> Iterator[list]:
    for account in sorted(amounts, key=lambda account: account.code):
        yield [account.code, safe_text(account.name), *amounts[account]]


def read_budget(content: bytes, accounts: Mapping[str, Account]) -> Amounts:
    """What a CSV or XLSX file says; ``accounts`` by code are those that may have a budget.

    Rows without any amount and empty rows are left out. Unit: whole rupiah.
    Raises ``UnreadableFile``.
    """
    if len(content) > LARGEST:
        raise UnreadableFile("Berkas terlalu besar.")
    rows = _cells_of_xlsx(content) if is_workbook(content) else _cells_of_csv(content)
    found: Amounts = {}
    for number, row in enumerate(rows, start=1):
        code = str(row[0] or "").strip() if row else ""
        if not code or code.casefold() == HEAD[0].casefold():
            continue
        if code not in accounts:
            raise UnreadableFile(f"Baris {number}: tidak ada akun pendapatan atau beban {code}.")
        if accounts[code] in found:
            raise UnreadableFile(f"Baris {number}: akun {code} sudah ada di atasnya.")
        months = [*row[2:14], *[None] * 12][:12]
        found[accounts[code]] = [_amount(cell, number) for cell in months]
    return {account: months for account, months in found.items() if any(months)}


def _amount(cell: object, number: int) -> int:
    """A cell's amount; empty is nothing. Workbooks hold numbers, CSV what people type."""
    if cell is None or str(cell).strip() in ("", "-"):
        return 0
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, int) and not isinstance(cell, bool) and 0 <= cell <= money.LARGEST_AMOUNT:
        return cell
    try:
        return money.parse_rupiah(str(cell))
    except (money.NotAnAmount, money.AmbiguousAmount):
        raise UnreadableFile(
            f"Baris {number}: {str(cell)[:20]} bukan jumlah rupiah bulat."
        ) from None


def _cells_of_csv(content: bytes) -> Iterable[Sequence[object]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile("Simpan berkas CSV dengan pengodean UTF-8.") from None
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))[:MOST_ROWS]
    except csv.Error:
        raise UnreadableFile("Berkas ini bukan CSV atau XLSX.") from None


def _cells_of_xlsx(content: bytes) -> Iterable[Sequence[object]]:
    try:
        return rows_of_workbook(content, most_rows=MOST_ROWS, most_columns=len(HEAD))
    except WorkbookTooLarge:
        raise UnreadableFile("Berkas terlalu besar.") from None
    except BrokenWorkbook:
        raise UnreadableFile("Berkas ini bukan CSV atau XLSX.") from None
