"""What a pack says otherwise than another one of the same quarter, figure by figure. Pure.

Figures are compared by report, row and column, never by names, texts or the running number
(design.md 7). A report that only one of the two has is compared with nothing if it is asked for.
"""

from collections.abc import Iterable, Iterator, Mapping

from reports.pack import Change, Pack
from reports.value import Report, Row, Unit, Value

TOTALS = "totals"
"""Row key of a report's named figures."""

Key = tuple[str, str]


def changes_between(before: Pack, after: Pack) -> tuple[Change, ...]:
    """What ``after`` says otherwise than ``before``, in the order of the paper.

    Reports that only one of them has are left out: they were chosen, not changed.
    """
    earlier = by_key(before.reports)
    later = by_key(after.reports)
    found: list[Change] = []
    for key, report in later.items():
        if key in earlier:
            found += _told_once(report_changes(earlier[key], report))
    return tuple(found)


def _told_once(changes: Iterable[Change]) -> list[Change]:
    """Without named figures that a printed line of the report tells already, from what to what."""
    found = list(changes)
    printed = {(change.before, change.after) for change in found if change.row != TOTALS}
    return [c for c in found if c.row != TOTALS or (c.before, c.after) not in printed]


def by_key(reports: Iterable[Report]) -> dict[Key, Report]:
    """Reports by name and scope, in their order."""
    return {(report.name, report.scope): report for report in reports}


def report_changes(before: Report, after: Report) -> Iterator[Change]:
    """Figures of a report that were changed, added (``before`` is ``None``) or taken away."""
    then, now = before.figures(), after.figures()
    rows = {**_rows(before), **_rows(after)}
    headings = {c.key: c for report in (before, after) for c in report.columns}
    for row in dict.fromkeys([*now, *then]):
        old, new = then.get(row, {}), now.get(row, {})
        for column in dict.fromkeys([*new, *old]):
            values = old.get(column), new.get(column)
            if values[0] == values[1]:
                continue
            if row == TOTALS and _is_printed(after, column):
                continue
            head = headings.get(column)
            yield Change(
                report=after.name,
                scope=after.scope,
                title=after.full_title,
                row=row,
                label=after.name_of(rows[row]) if row in rows else "Angka laporan",
                column=column,
                heading=head.full_label if head else column,
                unit=head.unit if head else _unit(values),
                before=values[0],
                after=values[1],
            )


def _is_printed(report: Report, column: str) -> bool:
    """Whether a named figure is a column's sum, which its own line tells already."""
    return any(c.key == column for c in report.columns) and any(
        line.row.key in ("total", *(part.key for part in report.parts))
        for line in report.lines()
        if line.row
    )


def _rows(report: Report) -> Mapping[str, Row]:
    return {line.row.key: line.row for line in report.lines() if line.row}


def _unit(values: tuple[Value, Value]) -> Unit:
    """The unit of a named figure without a column: percentages are decimals."""
    is_whole = all(value is None or isinstance(value, int) for value in values)
    return Unit.RUPIAH if is_whole else Unit.PERCENT
