"""The register of a village on paper: for the wall, and to note down what is found on the way."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.template.loader import render_to_string

from maintenance.models import CONDITION_LABELS, Infrastructure
from maintenance.register.lists import with_last_look
from upk.offices.models import Village
from upk.pdf import make_pdf, printed_text
from upk.periods import format_date

STYLESHEET = Path(__file__).with_name("sheet.css")


def sheet_html(village: Village, on: date) -> str:
    """The page of a village's register on a day; the village's office and district loaded."""
    pieces = with_last_look(Infrastructure.objects.filter(village=village).standing(on), on)
    rows = list(pieces.order_by("kind", "name", "id"))
    context = {
        "office": village.office,
        "village": village,
        "title": f"Daftar Prasarana Desa {village.name}",
        "subject": format_date(on),
        "printed": printed_text(),
        "on": on,
        "rows": rows,
        "cost": sum(row.cost for row in rows),
        "counted": _counted(rows),
    }
    return render_to_string("maintenance/sheet_print.html", context)


def _counted(rows: Sequence[Infrastructure]) -> str:
    """How many were last found in each condition, the never inspected last."""
    counted = Counter(row.condition for row in rows)
    named = [*CONDITION_LABELS.items(), (None, "Belum pernah diperiksa")]
    return ", ".join(f"{label.lower()} {counted[key]}" for key, label in named if counted[key])


def sheet_pdf(village: Village, on: date) -> bytes:
    """The register of a village on a day. Raises ``PdfError``."""
    return make_pdf(sheet_html(village, on), STYLESHEET)
