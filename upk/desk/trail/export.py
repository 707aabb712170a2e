"""The trail as a file: CSV and XLSX, masked, and safe against formulas."""

import csv
import io
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from upk.desk.trail.reading import Shown
from upk.offices.models import Office
from upk.sheets import safe_text

HEAD = (
    "Waktu", "Siapa", "Kejadian", "Jenis catatan", "Catatan", "Isi", "Sebelum", "Sesudah",
    "Alamat jaringan",
)  # fmt: skip
WIDTHS = (20, 24, 24, 22, 32, 24, 32, 32, 18)

MOST_ROWS = 20_000
"""Rows of the trail in one file; who needs older ones chooses other days."""


def render_csv(rows: Sequence[Shown], office: Office) -> bytes:
    """CSV with semicolons, as spreadsheets with Indonesian settings expect."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([HEAD, *_lines(rows, office)])
    return out.getvalue().encode("utf-8-sig")


def render_xlsx(rows: Sequence[Shown], office: Office) -> bytes:
    """A workbook with one sheet; every cell is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Jejak perubahan")
    sheet.freeze_panes = "A2"
    for number, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFGHI"[number]].width = width
    for line in [HEAD, *_lines(rows, office)]:
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FORMATS = {
    "csv": (render_csv, "text/csv; charset=utf-8"),
    "xlsx": (
        render_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


def _lines(rows: Sequence[Shown], office: Office) -> Iterator[list[str]]:
    """One line for each column that changed, at least one for each row of the trail."""
    zone = ZoneInfo(office.timezone)
    for row in rows:
        entry = row.entry
        at = entry.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
        head = [at, row.who, entry.get_event_display(), row.kind, row.about]
        told = [(change.label, change.before, change.after) for change in row.changes]
        told += [(label, "", value) for label, value in row.details]
        for label, before, after in told or [("", "", "")]:
            yield [_cell(text) for text in (*head, label, before, after, entry.address or "")]


def _cell(text: str) -> str:
    return safe_text(ILLEGAL_CHARACTERS_RE.sub("", text))
