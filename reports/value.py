"""What a report is: a frozen value that every rendering prints, so that they can't differ.

A report has parts (a product, or the whole), a part has sections (a village, or the whole), a
section has rows. ``Report.lines`` walks all of it in the order of the paper. Figures are whole
rupiah (``int``), counts (``int``), percentages (``Decimal`` with two decimals) or dates; a
percentage without a base is ``None``. Keys are stable: an issued report is compared by them. They
are codes, numbers and dates of the office, never a row's number in the database, which is another
one wherever the office moves to.

Source: design.md 7; docs/decisions/003-reports-are-values.md.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Self

from upk.money import number
from upk.offices.models import Office
from upk.periods import format_date

FORMAT_VERSION = 6
"""Raised when a report's keys or meanings change; issued reports are compared within one.

1: "real" columns counted whatever lowered the debt, the balance sheet had one line of surplus.
2: the pack had no statements but the trial balance; a closed year's last day showed it closed.
3: the pack had nothing of grants, levies and infrastructure.
4: the pack had no chapters, letter and annexes, nothing of groups, goats and the budget.
5: balance sheet and cash flow had a line for each village's levies; grants, kinds of training,
   officers and documents were told by the database's own numbers.
"""

EN_DASH = "\N{EN DASH}"
RULE_CODES = "class_set_codes"
"""Key of the rule that names the settings by their codes."""

Value = int | Decimal | str | date | None


class Unit(StrEnum):
    """What a column holds."""

    RUPIAH = "rupiah"
    PERCENT = "percent"
    COUNT = "count"
    TEXT = "text"
    DATE = "date"


class Kind(StrEnum):
    """What a line of the paper is. Only ``ROW`` counts towards the sums."""

    PART = "part"
    SECTION = "section"
    ROW = "row"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    NOTE = "note"
    """A text below a part's heading, with the markup of ``loans.papers.markup``."""

    FIGURE = "figure"
    """A figure beside the sums: NPL, provision per class, …"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; neighbours with the same ``group`` share a head. ``width`` in characters.

    ``adds``: whether its figures may be added up (a row's number or months in arrears may not).
    """

    key: str
    label: str
    unit: Unit = Unit.TEXT
    group: str = ""
    width: int = 12
    adds: bool = True

    @property
    def is_figure(self) -> bool:
        """Whether it holds figures: printed at the right."""
        return self.unit in (Unit.RUPIAH, Unit.PERCENT, Unit.COUNT)

    @property
    def full_label(self) -> str:
        """The label with its group, for outputs with a single head."""
        return f"{self.group} {self.label}".strip()


NUMBER = Column("no", "No", Unit.COUNT, width=5, adds=False)
"""The running number that the familiar reports begin with; figures are never compared by it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line with figures. ``link`` (``("loan", pk)``) is for screens alone, no part of the value.

    ``label`` is printed over the leading text columns of a subtotal, total or figure.
    """

    key: str
    values: Mapping[str, Value]
    kind: Kind = Kind.ROW
    label: str = ""
    link: tuple[str, int] | None = field(default=None, compare=False)

    def without(self, *keys: str) -> "Row":
        """The same row without some values."""
        if not any(key in self.values for key in keys):
            return self
        return replace(self, values={k: v for k, v in self.values.items() if k not in keys})


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a heading (empty: none), with their subtotal."""

    key: str
    title: str
    rows: tuple[Row, ...]
    subtotal: Row | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Sections under a heading (empty: none), with their totals and figures beside them.

    ``note`` is a text below the heading.
    """

    key: str
    title: str
    sections: tuple[Section, ...]
    totals: tuple[Row, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A dated setting or formula that the figures rest on, as printed under the table."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class OfficeName:
    """What a report prints of its office; frozen with it."""

    code: str
    name: str
    subdistrict: str
    district: str
    province: str

    @classmethod
    def of(cls, office: Office) -> "OfficeName":
        """Copy it from the office; asks for its district."""
        district = office.district
        return cls(office.code, office.name, office.subdistrict, district.name, district.province)

    @property
    def where(self) -> str:
        """``Kecamatan Kalijambe``; of a whole district, which has no sub-district: all of them."""
        return f"Kecamatan {self.subdistrict}" if self.subdistrict else "seluruh kecamatan"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the paper: a heading or note (``title``), or a row; with its part and section."""

    kind: Kind
    title: str
    part: Part | None
    section: Section | None
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report as of a date. ``totals`` are its named figures; see the module."""

    name: str
    title: str
    office: OfficeName
    period_from: date
    as_of: date
    period: str
    columns: tuple[Column, ...]
    parts: tuple[Part, ...]
    totals: Mapping[str, Value]
    total_rows: tuple[Row, ...] = ()
    rule: tuple[Rule, ...] = ()
    scope: str = ""
    """Which part of the office it covers (villages, product); empty: all of it."""
    part_label: str = ""
    section_label: str = ""
    format_version: int = FORMAT_VERSION

    @property
    def full_title(self) -> str:
        """The title with the scope."""
        return f"{self.title}: {self.scope}" if self.scope else self.title

    @property
    def printed_rule(self) -> tuple[Rule, ...]:
        """The rules for people; codes are for programs."""
        return tuple(rule for rule in self.rule if rule.key != RULE_CODES)

    @property
    def file_stem(self) -> str:
        """Name of a file of it, without the ending."""
        return f"{self.office.code}-{self.name}-{self.as_of:%Y-%m-%d}".lower()

    @property
    def is_empty(self) -> bool:
        """Whether there is no row, figure or note in it."""
        shown = (Kind.ROW, Kind.FIGURE, Kind.NOTE)
        return not any(line.kind in shown for line in self.lines())

    @property
    def row_count(self) -> int:
        """How many rows count towards its sums."""
        return sum(1 for _ in self.rows())

    def lines(self) -> Iterator[Line]:
        """Every line in the order of the paper: headings, rows, subtotals, totals."""
        for part in self.parts:
            if part.title:
                yield Line(Kind.PART, part.title, part, None)
            if part.note:
                yield Line(Kind.NOTE, part.note, part, None)
            for section in part.sections:
                if section.title:
                    yield Line(Kind.SECTION, section.title, part, section)
                for row in section.rows:
                    yield Line(row.kind, "", part, section, row)
                if section.subtotal:
                    yield Line(Kind.SUBTOTAL, "", part, section, section.subtotal)
            for row in part.totals:
                yield Line(row.kind, "", part, None, row)
        for row in self.total_rows:
            yield Line(row.kind, "", None, None, row)

    def rows(self) -> Iterator[Line]:
        """The lines that count towards the sums."""
        return (line for line in self.lines() if line.kind == Kind.ROW)

    def figures(self) -> dict[str, dict[str, Value]]:
        """Every figure by row key and column key (no names or texts): what a check compares."""
        keys = [c.key for c in self.columns if c.is_figure and c.key != NUMBER.key]
        found = {
            line.row.key: {key: line.row.values[key] for key in keys if key in line.row.values}
            for line in self.lines()
            if line.row
        }
        return found | {"totals": {k: v for k, v in self.totals.items() if not isinstance(v, str)}}

    @property
    def label_column(self) -> Column:
        """Where a total's label stands: the first of the widest columns of text, that of names."""
        return max((c for c in self.columns if c.unit == Unit.TEXT), key=lambda c: c.width)

    def name_of(self, row: Row) -> str:
        """What the paper calls a line: its label, or the name that stands in it."""
        return row.label or str(row.values.get(self.label_column.key) or row.key)

    def without(self, *keys: str) -> Self:
        """The same report without some columns (phone, address …) and what stands in them."""
        columns = tuple(c for c in self.columns if c.key not in keys)
        parts = tuple(
            replace(
                part,
                sections=tuple(
                    replace(
                        section,
                        rows=tuple(row.without(*keys) for row in section.rows),
                        subtotal=section.subtotal and section.subtotal.without(*keys),
                    )
                    for section in part.sections
                ),
                totals=tuple(row.without(*keys) for row in part.totals),
            )
            for part in self.parts
        )
        return replace(self, columns=columns, parts=parts)

    def head_groups(self) -> list[tuple[str, list[Column]]]:
        """Columns with their shared heads, from left to right: (group, its columns)."""
        groups: list[tuple[str, list[Column]]] = []
        for column in self.columns:
            if column.group and groups and groups[-1][0] == column.group:
                groups[-1][1].append(column)
            else:
                groups.append((column.group, [column]))
        return groups


def printed(value: Value, unit: Unit) -> str:
    """A value as screens and PDF print it: ``1.234.567``, ``62,87``, ``31-01-2010``.

    Zero rupiah and a percentage without a base are a dash, so that wide tables stay readable.
    """
    if value is None:
        return EN_DASH if unit == Unit.PERCENT else ""
    if unit == Unit.RUPIAH:
        return number(value) if value else EN_DASH
    if unit == Unit.COUNT:
        return number(value)
    if unit == Unit.PERCENT:
        return f"{value:.2f}".replace(".", ",")
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    return str(value)


def sums(rows: Iterable[Row], columns: Iterable[Column]) -> dict[str, int]:
    """Sum of each rupiah and count column over ``rows``; a missing value counts as 0."""
    keys = [c.key for c in columns if c.adds and c.unit in (Unit.RUPIAH, Unit.COUNT)]
    totals = dict.fromkeys(keys, 0)
    for row in rows:
        for key in keys:
            totals[key] += row.values.get(key) or 0
    return totals


def as_of_text(report: Report) -> str:
    """``Triwulan IV 2009 (1 Oktober 2009 s.d. 31 Desember 2009)``."""
    start, end = format_date(report.period_from), format_date(report.as_of)
    return f"{report.period} ({start} s.d. {end})"
