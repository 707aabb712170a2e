"""The sheets for people in a file with history: whether they still say what was exported.

Restoring reads the history sheets alone. Who mends a name on the sheet *Orang* of such a file would
lose the change without a word, so the file is refused. What a spreadsheet changes by saving
(whole numbers as decimals, looks) isn't a change: cells are compared as ``cells`` reads them.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from hashlib import sha256

from upk.desk.moving.cells import Unreadable, read_cell
from upk.desk.moving.columns import Column, Sheet
from upk.desk.moving.problems import CellProblem
from upk.desk.moving.reading import FURTHER
from upk.desk.moving.sheets import SHEETS
from upk.desk.moving.tables import Table
from upk.desk.moving.template import as_typed

CHANGED = (
    "Lembar untuk dibaca berubah sesudah diekspor, padahal pemulihan hanya memakai lembar-lembar "
    "Riwayat: perubahan itu akan hilang. Pulihkan berkas seperti yang diekspor, lalu perbaiki di "
    "Bergulir. Atau hapus lembar Isi riwayat dan semua lembar Riwayat: kantornya lalu masuk dari "
    "lembar-lembar ini, tanpa riwayat."
)
_END_OF_CELL, _END_OF_ROW = "\x1f", "\x1e"


class Digest:
    """Grows with the rows of a sheet as they are written or read."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self._hash = sheet, sha256()

    def add(self, raw: Iterable[object]) -> None:
        """Add a row of cells; an empty one is none."""
        cells = list(raw)
        width = len(self.sheet.columns)
        texts = [_text(*pair) for pair in zip(self.sheet.columns, cells, strict=False)]
        texts += ["?" for cell in cells[width:] if cell not in (None, "")]
        row = _END_OF_CELL.join(texts).rstrip(_END_OF_CELL)
        if row:
            self._hash.update((row + _END_OF_ROW).encode())

    def __str__(self) -> str:
        return self._hash.hexdigest()

    def passing(self, rows: Iterable[Mapping[str, object]]) -> Iterator[Mapping[str, object]]:
        """The rows (values by the columns' keys) on their way into the file."""
        for row in rows:
            self.add(as_typed(column, row.get(column.key)) for column in self.sheet.columns)
            yield row


def _text(column: Column, raw: object) -> str:
    try:
        value = read_cell(column, raw, today=date.max)
    except Unreadable as error:
        return f"!{error.found}"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return "" if value is None else str(value)


def changes(tables: Mapping[str, Table], digests: Mapping[str, str]) -> list[CellProblem]:
    """Sheets for people that were changed, added or taken out. Raises ``Refused``."""
    found = []
    for sheet in SHEETS:
        table = tables.get(sheet.title)
        if table is None and sheet.title not in digests:
            continue
        if table is None or digests.get(sheet.title) != _digest_of(sheet, table):
            what = "isi yang berubah" if table else "lembar tidak ada"
            found.append(CellProblem(sheet.title, 0, "", what, "seperti yang diekspor"))
    return found


def _digest_of(sheet: Sheet, table: Table) -> str:
    digest = Digest(sheet)
    rows = table.cells(len(sheet.columns) + FURTHER)
    next(rows, None)
    for row in rows:
        digest.add(row)
    return str(digest)
