"""The supervisor's official report of an examination, for both signatures."""

from datetime import date
from pathlib import Path

from django.template.loader import render_to_string

from oversight.models import Finding
from oversight.records import Shown, in_period, shown
from upk.access import Role
from upk.offices.models import Office
from upk.pdf import make_pdf, printed_text
from upk.periods import format_date

STYLES = Path(__file__).with_name("papers.css")


def minutes_pdf(office: Office, start: date, end: date) -> bytes:
    """The report about findings of some days and older ones, as PDF. Raises ``PdfError``."""
    return make_pdf(minutes_html(office, start, end), STYLES)


def minutes_html(office: Office, start: date, end: date) -> str:
    """The page of the report: what was found, and what became of earlier findings, by ``end``."""
    rows: list[Shown] = shown(in_period(office, start, end), end)
    context = {
        "office": office,
        "start": start,
        "end": end,
        "new": [item for item in rows if item.row.found_on >= start],
        "old": [item for item in rows if item.row.found_on < start],
        "severities": Finding.Severity,
        "supervisors": _names(office, Role.SUPERVISOR),
        "managers": _names(office, Role.MANAGER),
        "title": "Berita Acara Pemeriksaan",
        "subject": f"{format_date(start)} sampai {format_date(end)}",
        "printed": printed_text(),
    }
    return render_to_string("oversight/minutes_print.html", context)


def _names(office: Office, role: Role) -> list[str]:
    """Who signs: the active users of a role; nobody's name leaves a line to write on."""
    users = office.users.filter(role=role, is_active=True).order_by("pk")
    return list(users.values_list("name", flat=True))
