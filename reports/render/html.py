"""A report as an HTML table, for a page, for a file, and as the body of the PDF.

Built by hand and not by a template: a template takes ten times as long for a table of 36.000 cells.
Every text is escaped here.
"""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from loans.papers.markup import to_html
from reports.render.charts import chart_of
from reports.value import EN_DASH, Column, Kind, Line, Report, Row, Unit, as_of_text, printed

LinkOf = Callable[[tuple[str, int]], str | None]
"""Address for a row's link, or ``None`` where the reader may not go."""

ROW_CLASSES = {
    Kind.PART: "section part",
    Kind.SECTION: "section",
    Kind.ROW: "",
    Kind.SUBTOTAL: "subtotal",
    Kind.TOTAL: "total",
    Kind.NOTE: "note",
    Kind.FIGURE: "figure-row",
}
TEXT_CELL, CODE_CELL, FIGURE_CELL = '<td class="text">', '<td class="code">', "<td>"
"""Cells with figures or dates, of which there are most, have no class: a tenth of the weight."""

CODE_WIDTH = 9
"""Texts of narrow columns (class, tenor) stand in the middle, so that they don't touch figures."""


def render_html(report: Report) -> bytes:
    """A file of its own: title, table, rules; nothing has to be fetched to read it."""
    context = {
        "report": report,
        "table": scrolling(report, table(report)),
        "period": as_of_text(report),
        "css": stylesheet("report"),
        "chart": chart_of(report),
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


def table(
    report: Report,
    link_of: LinkOf | None = None,
    css_class: str = "table",
    *,
    lines: Iterable[Line] | None = None,
    zero: str = EN_DASH,
) -> SafeString:
    """The report's table: a head of one or two rows, a body for each section.

    ``link_of`` makes each row's name a link (screens); without it there are no links. ``lines``
    are those of a page of it, ``zero`` is how an amount of nothing is printed.
    """
    parts = [f'<table class="{css_class}"><caption class="visually-hidden">']
    parts.append(f"{escape(report.full_title)}, {escape(report.period)}</caption>")
    parts.append(_head(report))
    names = report.label_column
    place: object = object()
    for line in report.lines() if lines is None else lines:
        now = (line.part and line.part.key, line.section and line.section.key)
        if now != place:
            parts.append("</tbody><tbody>" if len(parts) > 3 else "<tbody>")
            place = now
        parts.append(_line(report.columns, names, line, link_of, zero))
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
    return f'<th scope="col"{span}>{escape(column.label)}</th>'


def _line(
    columns: Sequence[Column], names: Column, line: Line, link_of: LinkOf | None, zero: str
) -> str:
    row = line.row
    opening = f'<tr class="{ROW_CLASSES[line.kind]}">' if ROW_CLASSES[line.kind] else "<tr>"
    if line.kind == Kind.NOTE:
        text = to_html(line.title, {})
        return f'{opening}<td class="note" colspan="{len(columns)}">{text}</td></tr>'
    if row is None:
        title = f"<span>{escape(line.title)}</span>"
        return f'{opening}<th scope="rowgroup" colspan="{len(columns)}">{title}</th></tr>'
    cells = []
    for column in columns:
        text = _text(row, column, zero)
        if column is names:
            name = escape(row.label) or text
            href = link_of(row.link) if link_of and row.link else None
            name = f'<a href="{escape(href)}">{name}</a>' if href else name
            cells.append(f'<th scope="row">{name}</th>')
        else:
            cells.append(f"{_cell(column)}{text}</td>")
    return f"{opening}{''.join(cells)}</tr>"


def _cell(column: Column) -> str:
    if column.unit != Unit.TEXT:
        return FIGURE_CELL
    return CODE_CELL if column.width <= CODE_WIDTH else TEXT_CELL


def _text(row: Row, column: Column, zero: str) -> str:
    if column.key not in row.values:
        return ""
    value = row.values[column.key]
    if value == 0 and column.unit == Unit.RUPIAH:
        return zero
    return escape(printed(value, column.unit))
