"""Papers of the herd: the official report of a hand-over, and labels with the tag as QR."""

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import segno
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from goats.models import Goat, GoatEvent, Household
from goats.rules.events import Kind
from upk.offices.models import Office
from upk.pdf import make_pdf, printed_text
from upk.periods import format_date

STYLES = Path(__file__).with_name("paper.css")
LABEL_STYLES = Path(__file__).with_name("labels.css")


def paper_of_event(event: GoatEvent) -> bytes:
    """The report of a recorded placement or hand-over. Raises ``PdfError``."""
    return make_pdf(paper_html(event.goat, event.giver, event.household, event), STYLES)


def paper_to_sign(goat: Goat, proposed: Household | None) -> bytes:
    """The form to take along, with the day left open. Raises ``PdfError``."""
    return make_pdf(paper_html(goat, goat.keeper, proposed, None), STYLES)


def paper_number(event: GoatEvent) -> str:
    """The report's number: tag, which receipt of the goat it is, and the year."""
    earlier = GoatEvent.objects.standing().filter(
        goat=event.goat, kind__in=[Kind.PLACED, Kind.HANDED_ON], happened_on__lte=event.happened_on
    )
    count = earlier.exclude(happened_on=event.happened_on, pk__gt=event.pk).count()
    return f"BAST/{event.goat.tag}/{count}/{event.happened_on.year}"


def paper_html(
    goat: Goat, giver: Household | None, receiver: Household | None, event: GoatEvent | None
) -> str:
    """The page of a report; blanks stand where it is written by hand."""
    office = goat.office
    on: date | None = event.happened_on if event else None
    context = {
        "office": office,
        "goat": goat,
        "giver": giver,
        "receiver": receiver,
        "event": event,
        "on": on,
        "number": paper_number(event) if event else "",
        "title": f"Berita Acara Serah Terima Kambing {goat.tag}",
        "subject": format_date(on) if on else "Formulir",
        "printed": printed_text(),
        "kids": goat.kids.real().filter(born_on__lte=on).count() if on else None,
    }
    return render_to_string("goats/handover_print.html", context)


def label_sheet_pdf(office: Office, goats: Sequence[Goat], address: str) -> bytes:
    """Sheets of labels: tag, sex, village, and a QR that opens the goat's page at ``address``.

    Raises ``PdfError``.
    """
    context = {
        "office": office,
        "labels": [(goat, qr_svg(f"{address}?cari={goat.tag}&buka=1")) for goat in goats],
        "title": "Label Kambing Bergulir",
        "subject": f"{goats[0].tag} sampai {goats[-1].tag}",
        "printed": printed_text(),
    }
    return make_pdf(render_to_string("goats/label_print.html", context), LABEL_STYLES)


def qr_svg(text: str) -> SafeString:
    """The text as a QR code, SVG that scales."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, omitsize=True, border=2, nl=False
    )
    return mark_safe(drawn.getvalue().decode())
