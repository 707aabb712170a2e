"""The copy of what is held about a person, for the person: a PDF to read, JSON for programs."""

import json
from datetime import date, datetime
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import timezone

from upk.desk.privacy.held import Held, Section, Value
from upk.money import number
from upk.pdf import make_pdf, printed_text
from upk.periods import format_date

STYLES = Path(__file__).with_name("copy.css")


def copy_json(held: Held) -> bytes:
    """Days and times as ISO, amounts as numbers."""
    value = {
        "about": dict(held.facts),
        "office": held.person.office.name,
        "as_of": held.on,
        **{
            section.key: [dict(zip(section.columns, row, strict=True)) for row in section.rows]
            for section in held.sections
        },
    }
    return json.dumps(value, ensure_ascii=False, indent=2, default=_iso).encode()


def _iso(value: date | datetime) -> str:
    return value.isoformat()


def copy_pdf(held: Held) -> bytes:
    """Raises ``PdfError``."""
    context = {
        "title": f"Data yang disimpan tentang {held.person.name}",
        "office": held.person.office,
        "on": held.on,
        "facts": [(label, _shown(value)) for label, value in held.facts],
        "sections": [_table(section) for section in held.sections],
        "printed": printed_text(),
    }
    return make_pdf(render_to_string("desk/privacy/copy_print.html", context), STYLES)


def _table(section: Section) -> dict[str, object]:
    """The section as it is printed; each cell with whether its column holds numbers."""
    are_numbers = [
        any(isinstance(value, int) for value in column)
        for column in zip(*section.rows, strict=True)
    ]
    return {
        "title": section.title,
        "columns": list(zip(section.columns, are_numbers, strict=True)),
        "rows": [
            list(zip(map(_shown, row), are_numbers, strict=True)) for row in section.rows
        ],
    }  # fmt: skip


def _shown(value: Value) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d-%m-%Y %H.%M}"
    if isinstance(value, date):
        return format_date(value)
    return number(value) if isinstance(value, int) else str(value)


FORMATS = {
    "json": (copy_json, "application/json"),
    "pdf": (copy_pdf, "application/pdf"),
}
"""How it is written, and its content type."""
