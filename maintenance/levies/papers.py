"""What is printed of the levies, as PDF."""

from collections.abc import Sequence
from pathlib import Path

from django.template.loader import render_to_string

from maintenance.models import LevyPayment
from upk.pdf import make_pdf, printed_text

STYLESHEET = Path(__file__).with_name("papers.css")


def receipts_html(payments: Sequence[LevyPayment]) -> str:
    """The receipts, a page each; loaded with office, village, entry and who recorded them."""
    first = payments[0]
    context = {
        "office": first.office,
        "title": f"Kwitansi Iuran {first.entry.label}",
        "subject": first.quarter.label,
        "printed": printed_text(),
        "receipts": payments,
    }
    return render_to_string("maintenance/levy_receipt_print.html", context)


def receipts_pdf(payments: Sequence[LevyPayment]) -> bytes:
    """The receipts of a sheet, A5 across. Raises ``PdfError``."""
    return make_pdf(receipts_html(payments), STYLESHEET)
