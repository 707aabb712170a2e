"""A report as JSON, for other programs (design.md 7)."""

import json
from datetime import date
from decimal import Decimal

from reports.value import Column, Kind, Line, Report, Row, Value


def render_json(report: Report) -> bytes:
    """The report's JSON in UTF-8, with a line break at the end; the same value, the same bytes."""
    text = json.dumps(as_json(report), ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def as_json(report: Report) -> dict:
    """The report as plain lists and dicts.

    ``rows`` are the details, which add up to ``totals``; subtotals and figures beside are in
    ``totals["subtotals"]`` by their keys; texts, where there are any, in ``totals["notes"]``.
    Amounts and percentages are numbers, dates ISO.
    """
    columns = [*place_columns(report), *report.columns]
    rows = [
        {"key": line.row.key, **place_values(report, line), **_plain(report, line.row)}
        for line in report.rows()
    ]
    others = (line.row for line in report.lines() if line.row and line.kind != Kind.ROW)
    return {
        "report": report.name,
        "office": report.office.code,
        "as_of": report.as_of.isoformat(),
        "from": report.period_from.isoformat(),
        "rule": {rule.key: rule.text for rule in report.rule},
        "columns": [{"key": c.key, "label": c.full_label, "unit": c.unit.value} for c in columns],
        "rows": rows,
        "totals": {
            **{key: plain(value) for key, value in report.totals.items()},
            "subtotals": {row.key: _plain(report, row) for row in others},
            **_notes(report),
        },
    }


def _notes(report: Report) -> dict:
    """The texts of the parts, by their keys, where a report has any."""
    notes = {part.key: part.note for part in report.parts if part.note}
    return {"notes": notes} if notes else {}


def place_columns(report: Report) -> list[Column]:
    """Columns for the headings that a row stands under, where the report has any."""
    named = (("part", report.part_label), ("section", report.section_label))
    return [Column(key, label, width=16) for key, label in named if label]


def place_values(report: Report, line: Line) -> dict[str, str]:
    """The titles of the part and section that a line stands in, for ``place_columns``."""
    places = {
        "part": line.part.title if line.part else "",
        "section": line.section.title if line.section else "",
    }
    return {column.key: places[column.key] for column in place_columns(report)}


def _plain(report: Report, row: Row) -> dict:
    keys = [column.key for column in report.columns if column.key in row.values]
    return {key: plain(row.values[key]) for key in keys}


def plain(value: Value) -> int | float | str | None:
    """A value as JSON has it. A percentage has two decimals, which a float holds exactly enough."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    return value
