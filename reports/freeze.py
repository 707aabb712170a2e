"""Reports as text and back, without loss: what is stored when a quarter is issued.

``reports.render.json`` is for other programs and drops what they don't need; this keeps all that a
rendering prints, so that an issued report can be printed again from its stored text alone. Links
of screens are no part of a report's value and are left out. The same value gives the same text.
"""

import json
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from reports.value import Column, Kind, OfficeName, Part, Report, Row, Rule, Section, Unit, Value

DECIMAL, DATE = "%", "@"
"""Keys of the small objects that stand for a ``Decimal`` and a ``date``."""


def canonical(plain: object) -> str:
    """JSON text that doesn't depend on the order in which a dict was filled."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def frozen(report: Report) -> dict[str, Any]:
    """The report as lists, dicts, texts and whole numbers."""
    simple = {f.name: getattr(report, f.name) for f in fields(Report)}
    return simple | {
        "office": {f.name: getattr(report.office, f.name) for f in fields(OfficeName)},
        "period_from": report.period_from.isoformat(),
        "as_of": report.as_of.isoformat(),
        "columns": [
            [c.key, c.label, c.unit.value, c.group, c.width, c.adds] for c in report.columns
        ],
        "parts": [
            {
                "key": part.key,
                "title": part.title,
                "note": part.note,
                "sections": [
                    {
                        "key": section.key,
                        "title": section.title,
                        "rows": [_row(row) for row in section.rows],
                        "subtotal": section.subtotal and _row(section.subtotal),
                    }
                    for section in part.sections
                ],
                "totals": [_row(row) for row in part.totals],
            }
            for part in report.parts
        ],
        "totals": _values(report.totals),
        "total_rows": [_row(row) for row in report.total_rows],
        "rule": [[rule.key, rule.label, rule.text] for rule in report.rule],
    }


def thawed(plain: dict[str, Any]) -> Report:
    """The report that ``frozen`` made ``plain`` of."""
    return Report(
        **plain
        | {
            "office": OfficeName(**plain["office"]),
            "period_from": date.fromisoformat(plain["period_from"]),
            "as_of": date.fromisoformat(plain["as_of"]),
            "columns": tuple(
                Column(key, label, Unit(unit), group, width, adds)
                for key, label, unit, group, width, adds in plain["columns"]
            ),
            "parts": tuple(_part(part) for part in plain["parts"]),
            "totals": _values_back(plain["totals"]),
            "total_rows": tuple(_row_back(row) for row in plain["total_rows"]),
            "rule": tuple(Rule(*rule) for rule in plain["rule"]),
        }
    )


def _part(plain: dict[str, Any]) -> Part:
    sections = tuple(
        Section(
            s["key"],
            s["title"],
            tuple(_row_back(row) for row in s["rows"]),
            s["subtotal"] and _row_back(s["subtotal"]),
        )
        for s in plain["sections"]
    )
    totals = tuple(_row_back(row) for row in plain["totals"])
    return Part(plain["key"], plain["title"], sections, totals, plain["note"])


def _row(row: Row) -> list:
    return [row.key, row.kind.value, row.label, _values(row.values)]


def _row_back(plain: list) -> Row:
    key, kind, label, values = plain
    return Row(key, _values_back(values), Kind(kind), label)


def _values(values) -> dict[str, Any]:
    return {key: frozen_value(value) for key, value in values.items()}


def _values_back(values: dict[str, Any]) -> dict[str, Value]:
    return {key: thawed_value(value) for key, value in values.items()}


def frozen_value(value: Value) -> Any:
    """A value as JSON has it; a ``Decimal`` or ``date`` becomes a small object."""
    if isinstance(value, Decimal):
        return {DECIMAL: str(value)}
    if isinstance(value, date):
        return {DATE: value.isoformat()}
    return value


def thawed_value(plain: Any) -> Value:
    """The value that ``frozen_value`` made ``plain`` of."""
    if not isinstance(plain, dict):
        return plain
    if DECIMAL in plain:
        return Decimal(plain[DECIMAL])
    return date.fromisoformat(plain[DATE])
