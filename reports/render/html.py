"""A report as an HTML table, for a page, for a file, and as the body of the PDF.

Built by hand and not by a template: a template takes ten times as long for a table of 36.000 cells.
Every text is escaped here.
"""

from collections.abc import Callable
from html import escape
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from reports.value import Column, Kind, Line, Report, Unit, as_of_text, printed

LinkOf = Callable[[tuple[str, int]], str | None]
"""Address for a row's link, or ``None`` where the reader may not go."""

ROW_CLASSES = {
    Kind.PART: "section part",
    Kind.SECTION: "section",
    Kind.ROW: "",
    Kind.SUBTOTAL: "subtotal",
    Kind.TOTAL: "total",
    Kind.FIGURE: "figure-row",
}
CELL_CLASSES = {
    Unit.RUPIAH: ' class="money"',
    Unit.PERCENT: ' class="number"',
    Unit.COUNT: ' class="number"',
    Unit.DATE: ' class="day"',
    Unit.TEXT: "",
}


def render_html(report: Report) -> bytes:
    """A file of its own: title, table, rules; nothing has to be fetched to read it."""
    context = {
        "report": report,
        "table": scrolling(report, table(report)),
        "period": as_of_text(report),
        "css": stylesheet("report"),
    }
    return render_to_string("reports/file.html", context).encode()


def stylesheet(*names: str) -> SafeString:
    """The text of stylesheets of ``static/css``, to stand inside a page."""
    paths = [Path(finders.find(f"css/{name}.css")) for name in names]
    return mark_safe("".join(path.read_text(encoding="utf-8") for path in paths))


def scrolling(report: Report, html: SafeString) -> SafeString:
    """The table in a box that scrolls sideways where the window is narrower than it."""
    label = escape(report.full_title)
    return mark_safe(
        f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">{html}</div>'
    )


def table(report: Report, link_of: LinkOf | None = None, css_class: str = "table") -> SafeString:
    """The report's table: a head of one or two rows, a body for each section.

    ``link_of`` makes each row's name a link (screens); without it there are no links.
    """
    parts = [f'<table class="{css_class}"><caption class="visually-hidden">']
    parts.append(f"{escape(report.full_title)}, {escape(report.period)}</caption>")
    parts.append(_head(report))
    place: object = object()
    for line in report.lines():
        now = (line.part and line.part.key, line.section and line.section.key)
        if now != place:
            parts.append("</tbody><tbody>" if len(parts) > 3 else "<tbody>")
            place = now
        parts.append(_line(report, line, link_of))
    parts.append("</tbody></table>" if len(parts) > 3 else "</table>")
    return mark_safe("".join(parts))


def _head(report: Report) -> str:
    groups = report.head_groups()
    two_rows = any(group for group, _ in groups)
    top, bottom = [], []
    for group, columns in groups:
        if group:
            top.append(f'<th scope="colgroup" colspan="{len(columns)}">{escape(group)}</th>')
            bottom += [_head_cell(column) for column in columns]
        else:
            top.append(_head_cell(columns[0], ' rowspan="2"' if two_rows else ""))
    rows = [f"<tr>{''.join(top)}</tr>"]
    if two_rows:
        rows.append(f"<tr>{''.join(bottom)}</tr>")
    return f"<thead>{''.join(rows)}</thead>"


def _head_cell(column: Column, span: str = "") -> str:
    return (
        f'<th scope="col"{span}{CELL_CLASSES[column.unit]} data-key="{column.key}">'
        f"{escape(column.label)}</th>"
    )


def _line(report: Report, line: Line, link_of: LinkOf | None) -> str:
    row = line.row
    opening = f'<tr class="{ROW_CLASSES[line.kind]}">' if ROW_CLASSES[line.kind] else "<tr>"
    if row is None:
        span = len(report.columns)
        title = escape(line.title)
        return f'{opening}<th scope="rowgroup" colspan="{span}">{title}</th></tr>'
    columns = list(report.columns)
    cells = []
    if row.label:
        skipped = next((i for i, c in enumerate(columns) if c.key in row.values), len(columns))
        cells.append(f'<th scope="row" colspan="{max(skipped, 1)}">{escape(row.label)}</th>')
        columns = columns[max(skipped, 1) :]
    head = "" if row.label else next((c.key for c in columns if c.unit == Unit.TEXT), "")
    for column in columns:
        text = escape(printed(row.values.get(column.key), column.unit))
        if column.key not in row.values:
            text = ""
        if column.key == head:
            href = link_of(row.link) if link_of and row.link else None
            name = f'<a href="{escape(href)}">{text}</a>' if href else text
            cells.append(f'<th scope="row">{name}</th>')
        else:
            cells.append(f"<td{CELL_CLASSES[column.unit]}>{text}</td>")
    return f"{opening}{''.join(cells)}</tr>"
