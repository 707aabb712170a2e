"""A report's table as it fits on paper: which way the page lies, the type size, column widths.

Widths are worked out from what the cells hold and given to the table, because a table that has to
find them itself takes half as long again (``table-layout: fixed``).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from math import fsum

from django.utils.safestring import SafeString, mark_safe

from reports.render.html import table
from reports.value import NUMBER, Column, Report, Unit, printed

PORTRAIT, LANDSCAPE = "portrait", "landscape"
PAGE_WIDTH = {PORTRAIT: 527.0, LANDSCAPE: 784.0}
"""Points between the margins of A4 as upk/print.css sets them."""

SIZES = (
    *((PORTRAIT, size) for size in (9.0, 8.5, 8.0)),
    *((LANDSCAPE, size) for size in (8.5, 8.0, 7.5, 7.0, 6.6, 6.3, 6.0, 5.7, 5.4, 5.0)),
)
"""Ways to print a table, the best first: the first in which it fits is taken."""

NO_AMOUNT = ""
"""On paper an amount of nothing is an empty cell: easier to read, and a fifth of the time."""

PADDING = 5.0  # points: both sides of a cell and its line
BOLD = 1.05
HEAD = 1.12
TEXT_AT_MOST = 17.0  # em; longer texts wrap


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is printed: page, type size in points, widths of the columns in percent."""

    page: str
    size: float
    widths: tuple[float, ...]


@dataclass(slots=True)
class _Need:
    least: float  # em: below it figures or words would be cut
    wanted: float  # em: above it nothing is gained


def fit(report: Report, pages: Collection[str] = (PORTRAIT, LANDSCAPE)) -> Layout:
    """The largest type in which every figure stays on one line; upright pages before wide ones."""
    needs = _needs(report)
    for page, size in [layout for layout in SIZES if layout[0] in pages]:
        room = (PAGE_WIDTH[page] - PADDING * len(needs)) / size
        if fsum(need.least for need in needs) <= room:
            break
    grows = [column != NUMBER for column in report.columns]
    return Layout(page, size, _widths(needs, grows, room, size))


def paper_table(report: Report, layout: Layout | None = None) -> SafeString:
    """The table with its widths, for a page as ``fit`` chose it."""
    layout = layout or fit(report)
    columns = "".join(f'<col style="width:{width:.2f}%"/>' for width in layout.widths)
    names = "paper single" if len(report.parts) == 1 else "paper"
    html = table(report, css_class=f'{names}" style="font-size:{layout.size}pt', zero=NO_AMOUNT)
    html = html.replace("</caption>", f"</caption><colgroup>{columns}</colgroup>", 1)
    return mark_safe(html)


def _needs(report: Report) -> list[_Need]:
    longest: dict[str, float] = {column.key: 0.0 for column in report.columns}
    rows = [line.row for line in report.lines() if line.row]
    for column in report.columns:
        key = column.key
        texts = {printed(row.values[key], column.unit) for row in rows if key in row.values}
        if column is report.label_column:
            texts |= {row.label for row in rows}
        longest[key] = max((text_width(text) for text in texts), default=0.0)
    return [_need(column, longest[column.key], report) for column in report.columns]


def _need(column: Column, longest: float, report: Report) -> _Need:
    head = max((text_width(word) for word in column.label.split()), default=0.0) * HEAD
    if column.unit == Unit.TEXT:
        return _Need(max(min(longest, TEXT_AT_MOST), head), max(longest, head) * 1.05)
    least = max(longest * BOLD if column.unit != Unit.DATE else longest, head)
    return _Need(least, least)


def _widths(
    needs: Sequence[_Need], grows: Sequence[bool], room: float, size: float
) -> tuple[float, ...]:
    """Percent of the page: first what is needed, then texts that wrap, then all that may grow.

    Row numbers don't: far from their left edge they look like a figure of the row.
    """
    least = fsum(need.least for need in needs)
    missing = fsum(need.wanted - need.least for need in needs)
    spare = max(room - least, 0.0)
    given = min(spare, missing)
    widths = [
        need.least + (given * (need.wanted - need.least) / missing if missing else 0.0)
        for need in needs
    ]
    left = (spare - given) / max(sum(grows), 1)
    points = [
        (width + left * may) * size + PADDING for width, may in zip(widths, grows, strict=True)
    ]
    whole = fsum(points)
    return tuple(100 * width / whole for width in points)


@lru_cache(maxsize=50_000)
def text_width(text: str) -> float:
    """About how wide a text is in Inter, in em."""
    return fsum(_character_width(character) for character in text)


def _character_width(character: str) -> float:
    if character.isdigit():
        return 0.648
    if character in " .,:;'|!ijlI":
        return 0.28
    if character in "()[]t/r":
        return 0.4
    if character == "-":
        return 0.47
    if character in "MWmw%&@":
        return 0.9
    if character.isupper():
        return 0.74
    return 0.585


def rules(report: Report) -> SafeString:
    """The settings and formulas that the figures rest on, for under the table."""
    shown = [_rule(rule.label, rule.text) for rule in report.printed_rule]
    if any(column.unit == Unit.RUPIAH for column in report.columns):
        shown.append(_rule("Kolom jumlah yang kosong", "nol rupiah"))
    return mark_safe("".join(shown))


def _rule(label: str, text: str) -> str:
    return f"<p><b>{escape(label)}</b>: {escape(text)}.</p>"
