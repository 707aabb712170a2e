"""What papers are built of besides wording: tables, facts, boxes; each a value with its HTML.

The HTML is written by hand and not by a template: the tables of a set have thousands of cells.
Everything is escaped here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape

from upk.money import number

TEXT, MONEY, COUNT, DAY, SIGN = "text", "money", "count", "day", "sign"
"""What a column holds; ``SIGN`` is room for a signature or a note by hand."""

Cell = int | str | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``width`` in millimetres, 0 for an equal part of what is left.

    Neighbours with one ``group`` share a head.
    """

    label: str
    holds: str = TEXT
    width: float = 0
    group: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with an optional heading and a line of totals."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] | None = None
    title: str = ""
    note: str = ""
    tall: bool = False
    """Rows high enough to sign in."""
    small: bool = False

    def html(self) -> str:
        css = "rows" + " tall" * self.tall + " small" * self.small
        holds = [column.holds for column in self.columns]
        body = "".join(_row(row, holds) for row in self.rows)
        if self.total is not None:
            body += _row(self.total, holds, css="total")
        title = f"<h4>{escape(self.title)}</h4>" if self.title else ""
        note = f'<p class="note">{escape(self.note)}</p>' if self.note else ""
        return (
            f'{title}<table class="{css}"><colgroup>{_cols(self.columns)}</colgroup>'
            f"<thead>{_head(self.columns)}</thead><tbody>{body}</tbody></table>{note}"
        )


def _cols(columns: Sequence[Column]) -> str:
    return "".join(f'<col style="width:{c.width}mm"/>' if c.width else "<col/>" for c in columns)


def _head(columns: Sequence[Column]) -> str:
    """One line of heads, or two where neighbours share one."""
    if not any(column.group for column in columns):
        return f"<tr>{''.join(f'<th>{escape(c.label)}</th>' for c in columns)}</tr>"
    upper, lower, i = [], [], 0
    while i < len(columns):
        group = columns[i].group
        same = i
        while group and same + 1 < len(columns) and columns[same + 1].group == group:
            same += 1
        if group:
            upper.append(f'<th colspan="{same - i + 1}">{escape(group)}</th>')
            lower += [f"<th>{escape(c.label)}</th>" for c in columns[i : same + 1]]
        else:
            upper.append(f'<th rowspan="2">{escape(columns[i].label)}</th>')
        i = same + 1
    return f"<tr>{''.join(upper)}</tr><tr>{''.join(lower)}</tr>"


def _row(cells: Sequence[Cell], holds: Sequence[str], css: str = "") -> str:
    shown = "".join(_cell(cell, kind) for cell, kind in zip(cells, holds, strict=True))
    return f'<tr class="{css}">{shown}</tr>' if css else f"<tr>{shown}</tr>"


def _cell(cell: Cell, holds: str) -> str:
    text = printed(cell, holds)
    return f"<td>{text}</td>" if holds == TEXT else f'<td class="{holds}">{text}</td>'


def printed(cell: Cell, holds: str = TEXT) -> str:
    """A cell's text, escaped: amounts with points, dates in figures."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d-%m-%Y}"
    if isinstance(cell, int):
        return number(cell)
    return escape(cell)


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a label and a text, each in a line."""

    pairs: Sequence[tuple[str, str]]
    title: str = ""
    wide: bool = False

    def html(self) -> str:
        title = f"<h4>{escape(self.title)}</h4>" if self.title else ""
        rows = "".join(
            f"<tr><td>{escape(label)}</td><td>:</td><td>{escape(text)}</td></tr>"
            for label, text in self.pairs
        )
        css = "facts wide" if self.wide else "facts"
        return f'{title}<table class="{css}"><tbody>{rows}</tbody></table>'


@dataclass(frozen=True, slots=True)
class Box:
    """A line set apart: an amount, a result."""

    label: str
    text: str = ""
    note: str = ""

    def html(self) -> str:
        note = f"<span>{escape(self.note)}</span>" if self.note else ""
        return f'<div class="box">{escape(self.label)} <b>{escape(self.text)}</b>{note}</div>'


@dataclass(frozen=True, slots=True)
class Lines:
    """Dotted lines to write on."""

    label: str
    count: int = 3

    def html(self) -> str:
        rows = '<div class="line"></div>' * self.count
        return f'<div class="lines"><h4>{escape(self.label)}</h4>{rows}</div>'


@dataclass(frozen=True, slots=True)
class SignHere:
    """Room for signatures beside each other: titles with names."""

    pairs: Sequence[tuple[str, str]]

    def html(self) -> str:
        titles, names = ("".join(f"<td>{escape(p[i])}</td>" for p in self.pairs) for i in (0, 1))
        room = "<td></td>" * len(self.pairs)
        return (
            f'<div class="signatures"><table><tbody><tr>{titles}</tr><tr class="space">{room}</tr>'
            f"<tr>{names}</tr></tbody></table></div>"
        )


@dataclass(frozen=True, slots=True)
class Apart:
    """Blocks that begin a page of their own: an attachment, the next member's form."""

    title: str
    blocks: Sequence = field(default=())
    note: str = ""

    def html(self) -> str:
        note = f"<p>{escape(self.note)}</p>" if self.note else ""
        inner = "".join(block.html() for block in self.blocks)
        return f'<div class="apart"><h3>{escape(self.title)}</h3>{note}{inner}</div>'


Block = Table | Facts | Box | Lines | SignHere | Apart


def html_of(blocks: Sequence[Block]) -> str:
    """The HTML of blocks, one after the other."""
    return "".join(block.html() for block in blocks)
