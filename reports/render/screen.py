"""A long report on screen, a page at a time, so that a page stays light on a weak line.

A page holds whole sections (villages) as long as they fit; a section that is longer than a page is
cut, and its subtotal, which is that of the whole section, stands under its last row. The totals
close every page: they are always those of the whole report.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.value import Kind, Line, Part, Report, Row, Section

CELLS_A_PAGE = 780
"""Measured: 3 to 4 kB on the wire, beside up to 6.5 kB for the rest (a choice of accounts)."""

CONTINUED = "(lanjutan)"
WHOLE_REPORT = "Seluruh laporan"


@dataclass(frozen=True, slots=True)
class ScreenPage:
    """The lines of a page, and which of the report's rows (from 1) it shows."""

    lines: tuple[Line, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """Rows of one section that stay together; ``starts`` and ``ends`` the section or not."""

    part: Part
    section: Section
    rows: Sequence[Row]
    starts: bool
    ends: bool

    @property
    def count(self) -> int:
        """How many of its rows count: a figure among them (an opening balance) doesn't."""
        return sum(1 for row in self.rows if row.kind == Kind.ROW)


def pages_of(report: Report, size: int | None = None) -> list[ScreenPage]:
    """The report in pages of at most ``size`` rows (default: by the number of columns).

    Guarantee: every row and subtotal is on one page, in the order of the paper. A report that
    fits on one page is as it is printed.
    """
    size = size or max(CELLS_A_PAGE // len(report.columns), 1)
    count = report.row_count
    if count <= size:
        return [ScreenPage(tuple(report.lines()), min(count, 1), count)]
    pages, held, started, first = [], [], set(), 1
    for piece in [*_pieces(report, size), None]:
        rows = sum(other.count for other in held)
        if held and (piece is None or rows + piece.count > size):
            lines = (*_lines(held, started), *_totals(report))
            pages.append(ScreenPage(lines, first, first + rows - 1))
            held, first = [], first + rows
        held.append(piece)
    return pages


def _pieces(report: Report, size: int) -> Iterator[_Piece]:
    for part in report.parts:
        for section in part.sections:
            count = len(section.rows)
            for at in range(0, max(count, 1), size):
                rows = section.rows[at : at + size]
                yield _Piece(part, section, rows, starts=at == 0, ends=at + size >= count)


def _lines(pieces: Sequence[_Piece], started: set[str]) -> Iterator[Line]:
    """The pieces with their headings; ``started`` are the parts that earlier pages began."""
    above = None
    for piece in pieces:
        part, section = piece.part, piece.section
        if part is not above and part.title:
            title = f"{part.title} {CONTINUED}" if part.key in started else part.title
            yield Line(Kind.PART, title, part, None)
        if part.note and part.key not in started:
            yield Line(Kind.NOTE, part.note, part, None)
        above = part
        started.add(part.key)
        if section.title:
            title = section.title if piece.starts else f"{section.title} {CONTINUED}"
            yield Line(Kind.SECTION, title, part, section)
        for row in piece.rows:
            yield Line(row.kind, "", part, section, row)
        if piece.ends and section.subtotal:
            yield Line(Kind.SUBTOTAL, "", part, section, section.subtotal)


def _totals(report: Report) -> Iterator[Line]:
    yield Line(Kind.PART, WHOLE_REPORT, None, None)
    for rows in (*(part.totals for part in report.parts), report.total_rows):
        for row in rows:
            yield Line(row.kind, "", None, None, row)
