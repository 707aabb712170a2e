"""The receipt list of a plan: households of a village sign for what they received."""

from collections.abc import Sequence
from pathlib import Path

from django.template.loader import render_to_string

from goats.aid.pages import ShownLine
from goats.aid.standings import PlanStanding
from goats.rules.aid import AidKind, PlanState
from upk.pdf import make_pdf, printed_text

STYLES = Path(__file__).with_name("receipts.css")


def receipt_list_html(standing: PlanStanding, lines: Sequence[ShownLine]) -> str:
    """A page for each village, the day left open where nothing was received; goats have their own
    official report and aren't listed. Before the decision it says that it is a draft."""
    plan = standing.plan
    villages: dict[str, list[ShownLine]] = {}
    for shown in lines:
        if shown.line.kind != AidKind.GOATS:
            villages.setdefault(shown.line.household.village.name, []).append(shown)
    context = {
        "office": plan.office,
        "plan": plan,
        "is_draft": standing.state == PlanState.WRITTEN,
        "villages": [
            (name, rows, sum(row.worth for row in rows)) for name, rows in villages.items()
        ],
        "title": f"Daftar Terima Bantuan {plan.code}",
        "subject": plan.purpose,
        "printed": printed_text(),
    }
    return render_to_string("goats/aid_receipts_print.html", context)


def receipt_list_pdf(standing: PlanStanding, lines: Sequence[ShownLine]) -> bytes:
    """The receipt list on paper. Raises ``PdfError``."""
    return make_pdf(receipt_list_html(standing, lines), STYLES)
