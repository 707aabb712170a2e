"""The quarterly pack as one PDF, as one web page, as a workbook, a ZIP of CSV files, as JSON.

Everything is drawn from the pack's value alone.
"""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import segno
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from loans.papers.markup import to_html
from reports.differences import TOTALS
from reports.figures import figure_labels
from reports.pack import Change, Pack, days_of
from reports.render import UnknownFormat
from reports.render.annexes import annexes_of, render_annexes
from reports.render.charts import chart_of
from reports.render.csv import render_csv
from reports.render.html import scrolling, stylesheet, table
from reports.render.json import as_json
from reports.render.paper import NO_AMOUNT, fit, paper_table, rules
from reports.render.pdf import make_pdf, printed_text
from reports.render.summary import summary_of
from reports.render.xlsx import render_sheets, zip_time
from reports.value import Report, Unit, Value, as_of_text, printed

CHANGES_PRINTED = 300
"""Changed figures that are printed; a page of the issue lists all of them."""


INSTEAD = "Server sedang sibuk; buat lagi sebentar lagi."
"""What else can be done where a pack's PDF took too long; a pack can't be asked for in parts."""


@dataclass(frozen=True, slots=True)
class Issue:
    """What the cover says of an issued pack: revision, when, by whom, digest of its value.

    ``code`` is that of the public check page as printed, ``address`` leads to it (empty: no QR).
    """

    revision: int
    issued_at: datetime
    issued_by: str
    sha256: str
    code: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class _Section:
    report: Report
    anchor: str
    page: str
    period: str
    table: SafeString
    rules: SafeString
    chart: SafeString
    chapter: str
    """Title of the chapter that begins here; empty within one."""


def pack_html(pack: Pack, *, issue: Issue | None = None, printed_at: datetime | None = None) -> str:
    """The page that the PDF is made of; without an issue it is marked as a draft."""
    context = {
        **_context(pack, _sections(pack, _paper_section), issue, printed_at),
        "annexes": list(annexes_of(pack, pack.villages)),
    }
    return render_to_string("reports/print/pack.html", context)


def render_pack_html(
    pack: Pack, *, issue: Issue | None = None, printed_at: datetime | None = None
) -> bytes:
    """One web page with the PDF's sections; nothing has to be fetched to read or print it."""
    context = _context(pack, _sections(pack, _web_section), issue, printed_at)
    context["css"] = stylesheet("report", "pack")
    return render_to_string("reports/pack_file.html", context).encode()


def _sections(pack: Pack, made: Callable[[int, Report, str], _Section]) -> list[_Section]:
    """A section for each report, in the order of the paper."""
    found: list[_Section] = []
    for title, reports in pack.in_chapters():
        for place, report in enumerate(reports):
            found.append(made(len(found) + 1, report, "" if place else title))
    return found


def _context(
    pack: Pack, sections: list[_Section], issue: Issue | None, printed_at: datetime | None
) -> dict:
    return {
        "title": f"{pack.title} {pack.office.name}",
        "subject": f"{pack.title} ({as_of_text(pack.reports[-1])})",
        "pack": pack,
        "office": pack.office,
        "period": days_of(pack.quarter),
        "issue": issue,
        "sections": sections,
        "summary": summary_of(pack),
        "letter": mark_safe(to_html(pack.letter, {})) if pack.letter else "",
        "changes": [printed_change(change) for change in pack.changes[:CHANGES_PRINTED]],
        "more": max(len(pack.changes) - CHANGES_PRINTED, 0),
        "qr": qr_svg(issue.address) if issue and issue.address else "",
        "printed": printed_text(printed_at),
    }


def printed_change(change: Change) -> dict[str, str]:
    """A changed figure as pages and paper print it."""
    return {
        "title": change.title,
        "label": change.label,
        "heading": _heading(change),
        "before": _figure(change.before, change.unit),
        "after": _figure(change.after, change.unit),
    }


def _heading(change: Change) -> str:
    """The column's head; of a named figure what it is called where it is published."""
    if change.row != TOTALS:
        return change.heading
    return figure_labels().get((change.report, change.column), change.heading)


def _figure(value: Value, unit: Unit) -> str:
    return "tidak ada" if value is None else printed(value, unit) if value else "0"


def qr_svg(address: str) -> SafeString:
    """The address of the check page as a QR code: SVG that scales, with a title for readers."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, omitsize=True, border=2, nl=False,
        title="Kode QR halaman pemeriksaan",
    )  # fmt: skip
    return mark_safe(drawn.getvalue().decode())


def render_pack_pdf(
    pack: Pack, *, issue: Issue | None = None, printed_at: datetime | None = None
) -> bytes:
    """One PDF with cover, contents, summary, all reports and signatures. Raises ``PdfError``.

    The data of its tables are inside it, as a workbook and as JSON.
    """
    data = {
        f"{pack.file_stem}.xlsx": render_pack_xlsx(pack),
        f"{pack.file_stem}.json": render_pack_json(pack),
    }
    html = pack_html(pack, issue=issue, printed_at=printed_at)
    return make_pdf(html, data, instead=INSTEAD)


def render_public_pdf(
    pack: Pack, *, issue: Issue | None = None, printed_at: datetime | None = None
) -> bytes:
    """The PDF of the edition for everybody. Raises ``PdfError``."""
    return render_pack_pdf(pack.public(), issue=issue, printed_at=printed_at)


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
    moment = zip_time(pack.quarter.end)
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
    "annexes": render_annexes,
    "public": render_public_pdf,
}
SAYS_ISSUE = ("pdf", "html", "public")
"""Formats with a cover, which says whether and when the pack was issued."""


def render_pack(pack: Pack, format_name: str, issue: Issue | None) -> bytes:
    """The pack in a format, as issued or, without an issue, as a draft.

    Raises ``UnknownFormat``, ``PdfError``.
    """
    if format_name not in RENDERERS:
        raise UnknownFormat(format_name)
    cover = {"issue": issue} if format_name in SAYS_ISSUE else {}
    return RENDERERS[format_name](pack, **cover)


def _web_section(number: int, report: Report, chapter: str) -> _Section:
    return _Section(
        report=report,
        anchor=f"laporan-{number}",
        page="report",
        period=as_of_text(report),
        table=scrolling(report, table(report, zero=NO_AMOUNT)),
        rules=rules(report),
        chart=chart_of(report),
        chapter=chapter,
    )


def _paper_section(number: int, report: Report, chapter: str) -> _Section:
    layout = fit(report)
    return _Section(
        report=report,
        anchor=f"laporan-{number}",
        page=layout.page,
        period=as_of_text(report),
        table=paper_table(report, layout),
        rules=rules(report),
        chart=chart_of(report),
        chapter=chapter,
    )
