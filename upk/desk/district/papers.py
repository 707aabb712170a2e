"""Letters that remind offices of a quarter's report, a page each, printed from the rows alone."""

from collections.abc import Sequence
from pathlib import Path

from django.template.loader import render_to_string

from upk.desk.district.models import Reminder
from upk.offices.models import District
from upk.pdf import make_pdf, printed_text

STYLES = Path(__file__).with_name("letter.css")


def letters_pdf(district: District, reminders: Sequence[Reminder]) -> bytes:
    """One PDF with a letter for each reminder, its office loaded. Raises ``PdfError``."""
    return make_pdf(letters_html(district, reminders), STYLES)


def letters_html(district: District, reminders: Sequence[Reminder]) -> str:
    """The letters' page."""
    context = {
        "office": {"name": district.name, "district": district.province, "code": district.code},
        "district": district,
        "reminders": reminders,
        "title": f"Pengingat laporan {reminders[0].period.label}",
        "subject": f"{len(reminders)} surat",
        "printed": printed_text(),
    }
    return render_to_string("desk/district/letters_print.html", context)
