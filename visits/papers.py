"""The minutes (notulen) of a visit on paper."""

from pathlib import Path

from django.template.loader import render_to_string

from upk.pdf import make_pdf, printed_text
from upk.periods import format_date
from visits.models import Visit
from visits.records import agreements_of

STYLES = Path(__file__).with_name("minutes.css")


def minutes_html(visit: Visit) -> str:
    """The page of a visit's minutes; its village's office and district loaded."""
    office = visit.village.office
    place = str(visit.group) if visit.group else f"Desa {visit.village.name}"
    context = {
        "office": office,
        "visit": visit,
        "place": place,
        "title": f"Notulen {visit.get_kind_display()}",
        "subject": format_date(visit.visited_on),
        "printed": printed_text(),
        "officers": visit.officers.select_related("membership__person"),
        "agreements": [agreed.agreement for agreed in agreements_of(visit, visit.visited_on)],
        "is_replaced": Visit.objects.filter(corrects=visit).exists(),
    }
    return render_to_string("visits/minutes_print.html", context)


def minutes_pdf(visit: Visit) -> bytes:
    """The minutes of a visit. Raises ``PdfError``."""
    return make_pdf(minutes_html(visit), STYLES)
