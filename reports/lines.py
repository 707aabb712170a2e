"""Lines of an issue that can be added up over offices: by account code, class, or column.

They are kept beside the published figures (``IssuedFigure``), under keys with the report's name
before a slash, so that a district adds up its offices without reading one frozen pack:

- ``balance-sheet/SIDE/CODE/balance`` and ``…/previous``; ``reserve`` is the side of allowances in
  the older layout.
- ``income-statement/PART/CODE/within`` and ``…/through``
- ``cash-flow/ACTIVITY/in|out/CODE/within`` and ``…/through``; ``cash-flow/opening/…``
- ``provision/PRODUCT/CLASS/loans``, ``…/outstanding``, ``…/provision``;
  of the whole: ``provision/npl_outstanding``, ``provision/base``
- ``lpp-villages/COLUMN``, ``levies/COLUMN``, ``goats/COLUMN``: sums of the whole office

A line that is 0 has no row. Amounts in whole rupiah.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.pack import Pack
from reports.value import Kind, Report, Row, Unit

BALANCES = ("balance", "previous")
FLOWS = ("within", "through")
OF_CLASSES = ("loans", "outstanding", "provision")
SUMMED = ("lpp-villages", "levies", "goats")
SIDES = ("assets", "liabilities", "equity")
RESERVE = "reserve"
OPENING = "opening"


@dataclass(frozen=True, slots=True)
class SummableLine:
    """A line: its key, what it is called (an account's name), its unit and its figure."""

    key: str
    label: str
    unit: Unit
    value: int


def lines_of(pack: Pack) -> list[SummableLine]:
    """All lines of a pack that are not 0, each key once."""
    found: dict[str, SummableLine] = {}
    for report in pack.reports:
        for line in _of_report(report):
            if line.value and line.key not in found:
                found[line.key] = line
    return list(found.values())


def _of_report(report: Report) -> Iterator[SummableLine]:
    if report.name == "balance-sheet":
        yield from _balances(report)
    elif report.name == "income-statement":
        for part in report.parts:
            for section in part.sections:
                for row in section.rows:
                    yield from _cells(f"income-statement/{part.key}/{row.key}", row, FLOWS)
    elif report.name == "cash-flow":
        yield from _flows(report)
    elif report.name == "provision":
        for line in report.rows():
            yield from _classes(line.row)
        for key in ("npl_outstanding", "base"):
            yield SummableLine(f"provision/{key}", key, Unit.RUPIAH, report.totals[key])
    elif report.name in SUMMED:
        yield from _sums(report)


def _balances(report: Report) -> Iterator[SummableLine]:
    sides = iter(SIDES)
    side = next(sides)
    for part in report.parts:
        place = RESERVE if part.key == RESERVE else side
        for section in part.sections:
            for row in section.rows:
                yield from _cells(f"balance-sheet/{place}/{row.key}", row, BALANCES)
        if any(row.key == side for row in part.totals):
            side = next(sides, "")


def _flows(report: Report) -> Iterator[SummableLine]:
    for line in report.rows():
        yield from _cells(f"cash-flow/{line.row.key}", line.row, FLOWS)
    for row in report.total_rows:
        if row.key == OPENING:
            yield from _cells(f"cash-flow/{OPENING}", row, FLOWS)


def _classes(row: Row) -> Iterator[SummableLine]:
    for key in OF_CLASSES:
        unit = Unit.COUNT if key == "loans" else Unit.RUPIAH
        label = str(row.values["class"])
        yield SummableLine(f"provision/{row.key}/{key}", label, unit, row.values[key])


def _cells(key: str, row: Row, columns: tuple[str, ...]) -> Iterator[SummableLine]:
    name = str(row.values.get("name") or row.label)
    for column in columns:
        value = row.values.get(column) or 0
        yield SummableLine(f"{key}/{column}", name, Unit.RUPIAH, value)


def _sums(report: Report) -> Iterator[SummableLine]:
    """The sum of each column that may be added up, over the whole report."""
    of_parts = [row for part in report.parts for row in part.totals if row.key == part.key]
    for column in report.columns:
        if column.adds and column.unit in (Unit.RUPIAH, Unit.COUNT):
            value = sum(_whole(row, column.key) for row in of_parts if row.kind == Kind.TOTAL)
            yield SummableLine(f"{report.name}/{column.key}", column.full_label, column.unit, value)


def _whole(row: Row, key: str) -> int:
    value = row.values.get(key)
    return value if isinstance(value, int) else 0
