"""The quarterly pack as one PDF, as one web page, as a workbook, a ZIP of CSV files, as JSON.

Everything is drawn from the pack's value alone.
"""

import io
import json
import zipfile
from dataclasses import dataclass
from datetime import datetime, time

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from reports.pack import Pack
from reports.render import UnknownFormat
from reports.render.csv import render_csv
from reports.render.html import scrolling, stylesheet, table
from reports.render.json import as_json
from reports.render.paper import NO_AMOUNT, fit, paper_table, rules
from reports.render.pdf import make_pdf, printed_text
from reports.render.summary import summary_of
from reports.render.xlsx import render_sheets
from reports.value import Report, as_of_text
from upk.periods import format_date


@dataclass(frozen=True, slots=True)
class Issue:
    """What the cover says of an issued pack: revision, when, by whom, digest of its value."""

    revision: int
    issued_at: datetime
    issued_by: str
    sha256: str


@dataclass(frozen=True, slots=True)
class _Section:
    report: Report
    anchor: str
    page: str
    period: str
    table: SafeString
    rules: SafeString


def pack_html(pack: Pack, *, issue: Issue | None = None, printed_at: datetime | None = None) -> str:
    """The page that the PDF is made of; without an issue it is marked as a draft."""
    sections = [_paper_section(number, report) for number, report in enumerate(pack.reports, 1)]
    context = _context(pack, sections, issue, printed_at)
    return render_to_string("reports/print/pack.html", context)


def render_pack_html(
    pack: Pack, *, issue: Issue | None = None, printed_at: datetime | None = None
) -> bytes:
    """One web page with the PDF's sections; nothing has to be fetched to read or print it."""
    sections = [_web_section(number, report) for number, report in enumerate(pack.reports, 1)]
    context = {**_context(pack, sections, issue, printed_at), "css": stylesheet("report", "pack")}
    return render_to_string("reports/pack_file.html", context).encode()


def _context(
    pack: Pack, sections: list[_Section], issue: Issue | None, printed_at: datetime | None
) -> dict:
    return {
        "title": f"{pack.title} {pack.office.name}",
        "subject": f"{pack.title} ({as_of_text(pack.reports[-1])})",
        "pack": pack,
        "office": pack.office,
        "period": pack_period(pack),
        "issue": issue,
        "sections": sections,
        "summary": summary_of(pack),
        "printed": printed_text(printed_at),
    }


def pack_period(pack: Pack) -> str:
    """``1 Oktober 2009 s.d. 31 Desember 2009``."""
    return f"{format_date(pack.quarter.start)} s.d. {format_date(pack.quarter.end)}"


def render_pack_pdf(
    pack: Pack, *, issue: Issue | None = None, printed_at: datetime | None = None
) -> bytes:
    """One PDF with cover, contents, summary, all reports and signatures. Raises ``PdfError``."""
    return make_pdf(pack_html(pack, issue=issue, printed_at=printed_at))


def render_pack_json(pack: Pack) -> bytes:
    """The reports' JSON in a list, in the order of the paper."""
    text = json.dumps([as_json(report) for report in pack.reports], ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def render_pack_xlsx(pack: Pack) -> bytes:
    """A sheet for each report."""
    return render_sheets(pack.reports, f"{pack.title} {pack.office.name}")


def render_pack_csv(pack: Pack) -> bytes:
    """A ZIP with a CSV file for each report; the same value gives the same bytes."""
    out = io.BytesIO()
    moment = datetime.combine(pack.quarter.end, time()).timetuple()[:6]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, report in enumerate(pack.reports, 1):
            scope = f"-{report.scope}".lower() if report.scope else ""
            info = zipfile.ZipInfo(f"{number:02}-{report.name}{scope}.csv", date_time=moment)
            archive.writestr(info, render_csv(report), zipfile.ZIP_DEFLATED)
    return out.getvalue()


RENDERERS = {
    "pdf": render_pack_pdf,
    "xlsx": render_pack_xlsx,
    "csv": render_pack_csv,
    "json": render_pack_json,
    "html": render_pack_html,
}
SAYS_ISSUE = ("pdf", "html")
"""Formats with a cover, which says whether and when the pack was issued."""


def render_pack(pack: Pack, format_name: str, issue: Issue | None) -> bytes:
    """The pack in a format, as issued or, without an issue, as a draft.

    Raises ``UnknownFormat``, ``PdfError``.
    """
    if format_name not in RENDERERS:
        raise UnknownFormat(format_name)
    cover = {"issue": issue} if format_name in SAYS_ISSUE else {}
    return RENDERERS[format_name](pack, **cover)


def _web_section(number: int, report: Report) -> _Section:
    return _Section(
        report=report,
        anchor=f"laporan-{number}",
        page="report",
        period=as_of_text(report),
        table=scrolling(report, table(report, zero=NO_AMOUNT)),
        rules=rules(report),
    )


def _paper_section(number: int, report: Report) -> _Section:
    layout = fit(report)
    return _Section(
        report=report,
        anchor=f"laporan-{number}",
        page=layout.page,
        period=as_of_text(report),
        table=paper_table(report, layout),
        rules=rules(report),
    )
