"""A report as PDF (``upk.pdf``)."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.template.loader import render_to_string

from reports.render.charts import chart_of
from reports.render.paper import fit, paper_table, rules
from reports.value import Report, as_of_text
from upk import pdf
from upk.pdf import PdfError, printed_text

__all__ = ["PdfError", "make_pdf", "make_pdfs", "printed_text", "render_pdf"]

STYLESHEET = Path(__file__).with_name("print.css")
INSTEAD = "Persempit laporannya (satu desa atau satu produk), atau unduh sebagai Excel."


def render_pdf(report: Report, *, printed_at: datetime | None = None) -> bytes:
    """One report with the office's name, its table and rules. Raises ``PdfError``."""
    layout = fit(report)
    context = {
        "title": report.full_title,
        "subject": f"{report.full_title}, {as_of_text(report)}",
        "office": report.office,
        "report": report,
        "page": layout.page,
        "period": as_of_text(report),
        "chart": chart_of(report),
        "table": paper_table(report, layout),
        "rules": rules(report),
        "printed": printed_text(printed_at),
    }
    return make_pdf(render_to_string("reports/print/report.html", context))


def make_pdf(
    html: str, attachments: Mapping[str, bytes] | None = None, *, instead: str = INSTEAD
) -> bytes:
    """The PDF of a page that uses print.css, perhaps with files in it.

    Raises ``PdfError`` with a text for the user; ``instead`` is what else can be done.
    """
    return pdf.make_pdf(html, STYLESHEET, instead=instead, attachments=attachments)


def make_pdfs(html: str) -> dict[str, bytes]:
    """A PDF for each section of a page that uses print.css, by id. Raises ``PdfError``."""
    return pdf.make_pdfs(html, STYLESHEET, instead=INSTEAD)
