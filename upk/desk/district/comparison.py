"""Figures of the district's offices side by side, with trend, rank and what changed most.

All of them are published figures of the newest issue of each office (``IssuedFigure``). Queries:
one for the offices, two for the issues, two for the figures, and two for the trends of a page.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.safestring import SafeString

from reports.value import Column, Kind, Part, Report, Row, Section, Unit, Value
from upk.charts import short_number, sparkline
from upk.desk.district.consolidation import (
    OFFICE_COLUMNS,
    Coverage,
    consolidated,
    coverage_of,
)
from upk.desk.district.records import (
    Issue,
    labels,
    newest_issues,
    published,
    quarters_before,
)
from upk.desk.district.rules.changes import Change, most_absolute, most_relative
from upk.desk.district.rules.changes import Unit as Counted
from upk.desk.district.rules.figures import (
    BY_KEY,
    FIGURES,
    GRADE,
    Figure,
    signed,
    text_of,
    tone_of,
)
from upk.desk.district.rules.ranks import ranks
from upk.offices.models import District, Office
from upk.periods import Quarter

TREND_QUARTERS = 8
CHANGES_SHOWN = 10
KEYS = tuple(BY_KEY)


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of an office: as printed, its rank, and how it changed since the quarter before."""

    figure: Figure
    value: int | None
    rank: int | None
    change: Change
    note: str = ""

    @property
    def text(self) -> str:
        """The figure without its unit."""
        return text_of(self.value, self.figure.unit)

    @property
    def difference(self) -> str:
        """The change in the figure's unit, with its sign; empty where nothing changed."""
        absolute = self.change.absolute
        return signed(absolute, self.figure.unit) if absolute else ""

    @property
    def relative(self) -> str:
        """The change as a percentage, with its sign; empty where it has none."""
        share = self.change.relative
        return f"{signed(int(share * 100), Counted.PERCENT)}%" if share else ""

    @property
    def tone(self) -> str:
        """``better`` or ``worse``; empty where neither can be said."""
        return tone_of(self.figure, self.change.absolute)


@dataclass(frozen=True)
class OfficeLine:
    """An office of the comparison; without an issue its cells are empty.

    ``values`` and ``former`` are its figures now and a quarter ago, ``ranks`` its place by figure.
    Of hundreds of offices a page shows some: cells are made of those alone.
    """

    office: Office
    issue: Issue | None
    values: Mapping[str, int]
    former: Mapping[str, int]
    ranks: Mapping[str, int]
    grade: str = ""

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """A cell for each figure."""
        return tuple(
            Cell(
                figure,
                self.values.get(figure.key),
                self.ranks.get(figure.key),
                self.change(figure),
                self.grade if figure.key == "health_score" else "",
            )
            for figure in FIGURES
        )

    def change(self, figure: Figure) -> Change:
        """How a figure changed."""
        then, now = self.former.get(figure.key), self.values.get(figure.key)
        return Change(self.office.pk, figure.key, figure.unit, then, now)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All offices of the district in a quarter, in the order of the sub-districts."""

    coverage: Coverage
    lines: tuple[OfficeLine, ...]

    @property
    def sums(self) -> list[str]:
        """The sum of each figure that may be added up, as printed; else a dash."""
        return [
            text_of(
                sum(line.values.get(figure.key, 0) for line in self.lines) if figure.adds else None,
                figure.unit,
            )
            for figure in FIGURES
        ]

    def sorted_by(self, key: str, *, descending: bool) -> list[OfficeLine]:
        """By a figure, or by the office's name (any other key); offices without it come last."""
        if key not in BY_KEY:
            lines = sorted(self.lines, key=lambda line: (line.office.subdistrict, line.office.name))
            return lines[::-1] if descending else lines
        known = [line for line in self.lines if key in line.values]
        known.sort(key=lambda line: line.values[key], reverse=descending)
        return known + [line for line in self.lines if key not in line.values]

    def changes(self) -> list[Change]:
        """Every figure of every office, before and now."""
        return [line.change(figure) for line in self.lines for figure in FIGURES]


def compare(district: District, quarter: Quarter) -> Comparison:
    """The comparison of a quarter with the one before; five queries."""
    coverage = coverage_of(district, quarter)
    now = {office.pk: issue for office, issue in coverage.included}
    offices = [office for office, _ in coverage.included] + list(coverage.missing)
    before = newest_issues([office.pk for office in offices], [quarter.previous()])
    earlier = {office: issue for (office, _), issue in before.items()}
    figures = published([*now.values(), *earlier.values()], KEYS)
    grades = labels(now.values(), GRADE)
    places = _places({office: figures[issue.pk] for office, issue in now.items()})

    def line(office: Office) -> OfficeLine:
        issue, former = now.get(office.pk), earlier.get(office.pk)
        return OfficeLine(
            office,
            issue,
            figures[issue.pk] if issue else {},
            figures[former.pk] if former else {},
            places[office.pk],
            grades.get(issue.pk, "") if issue else "",
        )

    lines = [line(office) for office in offices]
    lines.sort(key=lambda line: (line.office.subdistrict, line.office.name))
    return Comparison(coverage, tuple(lines))


def _places(values: Mapping[int, Mapping[str, int]]) -> dict[int, dict[str, int]]:
    """The rank of each office by figure, of the figures that have a best."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for figure in FIGURES:
        if figure.best:
            known = {office: own.get(figure.key) for office, own in values.items()}
            for office, rank in ranks(known, best_is_low=figure.best == "low").items():
                found[office][figure.key] = rank
    return found


def trends(offices: Collection[Office], quarter: Quarter, figure: Figure) -> dict[int, SafeString]:
    """A figure of each office over the last eight quarters, as small charts; two queries."""
    quarters = quarters_before(quarter, TREND_QUARTERS)
    values = history([office.pk for office in offices], quarters, [figure.key])
    drawn = {}
    for office in offices:
        line = [values.get((office.pk, q), {}).get(figure.key) for q in quarters]
        drawn[office.pk] = sparkline(
            f"{figure.label} {office.name}, {quarters[0].label} sampai {quarter.label}",
            line,
            desc=f"terakhir {text_of(line[-1], figure.unit)}",
        )
    return drawn


def history(
    offices: Iterable[int], quarters: Collection[Quarter], keys: Collection[str]
) -> dict[tuple[int, Quarter], dict[str, int]]:
    """Figures by office and quarter; two queries."""
    issues = newest_issues(offices, quarters)
    figures = published(issues.values(), keys)
    return {place: figures[issue.pk] for place, issue in issues.items()}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change as printed: whose, what, before, now, and how much in both measures."""

    office: Office
    figure: Figure
    before: str
    after: str
    absolute: str
    relative: str
    tone: str


@dataclass(frozen=True, slots=True)
class Biggest:
    """What changed most: a heading and its lines, the largest first."""

    title: str
    lines: tuple[ChangeLine, ...]


def biggest_changes(comparison: Comparison, count: int = CHANGES_SHOWN) -> list[Biggest]:
    """The largest changes of the district in three measures (``rules.changes``)."""
    changes = comparison.changes()
    offices = {line.office.pk: line.office for line in comparison.lines}
    found = (
        ("Terbesar dibanding triwulan lalu (persen)", most_relative(changes, count)),
        ("Terbesar dalam rupiah", most_absolute(changes, Counted.RUPIAH, count)),
        ("Terbesar dalam poin", most_absolute(changes, Counted.PERCENT, count)),
    )
    return [
        Biggest(title, tuple(change_line(offices[change.whose], change) for change in most))
        for title, most in found
    ]


def change_line(office: Office, change: Change) -> ChangeLine:
    """A change as printed."""
    figure = BY_KEY[change.key]
    cell = Cell(figure, change.after, None, change)
    return ChangeLine(
        office,
        figure,
        text_of(change.before, figure.unit),
        cell.text,
        cell.difference or _unchanged(change, figure),
        cell.relative or "–",
        cell.tone,
    )


def _unchanged(change: Change, figure: Figure) -> str:
    """A nought where the figure is the same as before; empty where it can't be compared."""
    return text_of(0, figure.unit) if change.absolute == 0 else ""


def comparison_report(comparison: Comparison, lines: Sequence[OfficeLine]) -> Report:
    """The comparison as a report, for its files: each figure with its rank, in the order given."""
    units = {Counted.RUPIAH: Unit.RUPIAH, Counted.COUNT: Unit.COUNT, Counted.PERCENT: Unit.PERCENT}
    columns = list(OFFICE_COLUMNS)
    for figure in FIGURES:
        columns.append(
            Column(figure.key, figure.label, units[figure.unit], width=16, adds=figure.adds)
        )
        if figure.best:
            columns.append(
                Column(f"{figure.key}_rank", f"Urutan {figure.label}", Unit.COUNT, adds=False)
            )
    rows = tuple(_report_row(line) for line in lines)
    sums: dict[str, Value] = {
        f.key: sum(row.values[f.key] or 0 for row in rows) for f in FIGURES if f.adds
    }
    total = Row("total", sums, Kind.TOTAL, "Jumlah kabupaten")
    parts = (Part("total", "", (Section("offices", "", rows),), (total,)),) if rows else ()
    return consolidated(
        comparison.coverage, "comparison", "Perbandingan UPK", columns, parts, totals=sums
    )


def _report_row(line: OfficeLine) -> Row:
    values: dict[str, Value] = {
        "subdistrict": line.office.subdistrict,
        "office": line.office.name,
    }
    for cell in line.cells:
        values[cell.figure.key] = _stored(cell)
        if cell.figure.best:
            values[f"{cell.figure.key}_rank"] = cell.rank
    return Row(line.office.code, values)


def _stored(cell: Cell) -> Value:
    if cell.value is None or cell.figure.unit != Counted.PERCENT:
        return cell.value
    return Decimal(cell.value).scaleb(-2)


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A figure of one office over the quarters: its values, shortened, and its small chart."""

    figure: Figure
    texts: tuple[str, ...]
    trend: SafeString


@dataclass(frozen=True, slots=True)
class History:
    """All figures of one office over the quarters; empty if nothing was issued in them."""

    quarters: tuple[Quarter, ...]
    rows: tuple[HistoryRow, ...]
    is_empty: bool


def history_of(office: Office, quarter: Quarter) -> History:
    """The last eight quarters up to ``quarter``; two queries."""
    quarters = quarters_before(quarter, TREND_QUARTERS)
    values = history([office.pk], quarters, KEYS)
    rows = []
    for figure in FIGURES:
        line = [values.get((office.pk, q), {}).get(figure.key) for q in quarters]
        trend = sparkline(f"{figure.label}, {quarters[0].label} sampai {quarter.label}", line)
        rows.append(HistoryRow(figure, tuple(_short(value, figure) for value in line), trend))
    return History(tuple(quarters), tuple(rows), not values)


def _short(value: int | None, figure: Figure) -> str:
    """A figure in a narrow column: rupiah as ``3,01 M``, the rest as it is."""
    is_short = value is not None and figure.unit == Counted.RUPIAH
    return short_number(value) if is_short else text_of(value, figure.unit)


@dataclass(frozen=True, slots=True)
class OfficeChanges:
    """What changed in one office since the quarter before; the largest changes are marked."""

    lines: tuple[ChangeLine, ...]
    largest: tuple[str, ...]
    """Keys of the figures with the largest relative change, and the largest in points."""


def compare_office(office: Office, quarter: Quarter) -> OfficeChanges:
    """The changes of one office; two queries."""
    values = history([office.pk], [quarter.previous(), quarter], KEYS)
    past, now = (
        values.get((office.pk, quarter.previous()), {}),
        values.get((office.pk, quarter), {}),
    )
    changes = [
        Change(office.pk, figure.key, figure.unit, past.get(figure.key), now.get(figure.key))
        for figure in FIGURES
    ]
    largest = most_relative(changes, 1) + most_absolute(changes, Counted.PERCENT, 1)
    return OfficeChanges(
        tuple(change_line(office, change) for change in changes),
        tuple(change.key for change in largest),
    )
