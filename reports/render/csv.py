"""A report as CSV for Excel as it is set up in Indonesia (docs/decisions/003)."""

import csv
import io
from datetime import date
from decimal import Decimal

from reports.render.json import place_columns, place_values
from reports.value import Kind, Report, Value
from upk.sheets import safe_text

KINDS = {
    Kind.ROW: "rincian",
    Kind.SUBTOTAL: "subjumlah",
    Kind.TOTAL: "jumlah",
    Kind.FIGURE: "angka lain",
    Kind.NOTE: "catatan",
}


def render_csv(report: Report) -> bytes:
    """UTF-8 with a byte order mark, semicolons, decimal comma, one head line, CRLF."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    places = place_columns(report)
    columns = [c.full_label for c in (*places, *report.columns)]
    writer.writerow(["Jenis", "Kunci", *map(safe_text, columns)])
    for line in report.lines():
        if line.kind == Kind.NOTE:
            standing = [safe_text(text) for text in place_values(report, line).values()]
            texts = [
                safe_text(line.title) if c is report.label_column else "" for c in report.columns
            ]
            writer.writerow([KINDS[line.kind], safe_text(line.part.key), *standing, *texts])
        if line.row is None:
            continue
        values = dict(line.row.values)
        if line.row.label:  # what a total is called stands where its names would
            values = {report.label_column.key: line.row.label, **values}
        cells = [_cell(values.get(column.key)) for column in report.columns]
        standing = [safe_text(text) for text in place_values(report, line).values()]
        writer.writerow([KINDS[line.kind], safe_text(line.row.key), *standing, *cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:.2f}".replace(".", ",")
    if isinstance(value, date):
        return value.isoformat()
    return safe_text(value) if isinstance(value, str) else str(value)
