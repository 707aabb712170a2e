"""The surplus decision as a paper: attachment to the minutes of the meeting."""

from pathlib import Path

from django.template.loader import render_to_string

from closing.models import SurplusDecision, SurplusShare
from upk.access import Role
from upk.money import in_words
from upk.offices.models import User
from upk.pdf import make_pdf, printed_text
from upk.periods import format_date

STYLESHEET = Path(__file__).with_name("decision.css")


def decision_pdf(made: SurplusDecision) -> bytes:
    """The paper of a decision with its shares loaded. Raises ``PdfError``."""
    return make_pdf(decision_html(made), STYLESHEET)


def decision_html(made: SurplusDecision) -> str:
    """The page that the PDF is made of."""
    shares = list(made.shares.all())
    parts = SurplusShare.Part
    reserve = sum(share.amount for share in shares if share.part == parts.RESERVE)
    office = made.office
    context = {
        "office": office,
        "title": f"Pembagian Surplus {made.year}",
        "subject": f"Keputusan {made.decision} tanggal {format_date(made.decided_on)}",
        "printed": printed_text(),
        "made": made,
        "reserve": reserve,
        "net": made.divided - reserve,
        "shares": [share for share in shares if share.part == parts.SHARE],
        "shared": sum(share.amount for share in shares if share.part == parts.SHARE),
        "capital": sum(share.amount for share in shares if share.part == parts.CAPITAL),
        "words": in_words(made.divided),
        "manager": _only_manager(made),
        "withdrawal": getattr(made, "withdrawal", None),
    }
    return render_to_string("closing/decision_print.html", context)


def _only_manager(made: SurplusDecision) -> str:
    """Name of the office's manager, if it has exactly one; else room to write."""
    managers = User.objects.filter(office=made.office, role=Role.MANAGER, is_active=True)
    names = list(managers.values_list("name", flat=True)[:2])
    return names[0] if len(names) == 1 else ""
