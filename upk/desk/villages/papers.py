"""The village sheet on paper: what waits in a village, to take along."""

from pathlib import Path

from django.template.loader import render_to_string

from upk.desk.villages.value import VillageSheet
from upk.pdf import make_pdf, printed_text
from upk.periods import format_date

STYLES = Path(__file__).with_name("sheet.css")


def sheet_html(sheet: VillageSheet) -> str:
    """The page of a sheet; its village's office and district loaded."""
    context = {
        "office": sheet.village.office,
        "sheet": sheet,
        "village": sheet.village,
        "title": f"Lembar Desa {sheet.village.name}",
        "subject": format_date(sheet.as_of),
        "printed": printed_text(),
    }
    return render_to_string("desk/village_print.html", context)


def sheet_pdf(sheet: VillageSheet) -> bytes:
    """The sheet as PDF. Raises ``PdfError``."""
    return make_pdf(sheet_html(sheet), STYLES)
