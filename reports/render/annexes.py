"""Annexes of the villages on paper: a part of the pack, or a ZIP with a PDF and a workbook each.

Tables follow each other on lying pages, since most have few rows.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from reports.annexes import annex_of
from reports.pack import Pack, days_of
from reports.render.paper import LANDSCAPE, fit, paper_table
from reports.render.pdf import make_pdfs, printed_text
from reports.render.xlsx import render_sheets, zip_time
from reports.value import Report


@dataclass(frozen=True, slots=True)
class Annex:
    """The annex of a village: its code and name, and its tables with their titles."""

    code: str
    name: str
    reports: tuple[Report, ...]
    tables: tuple[tuple[str, SafeString], ...]

    @property
    def anchor(self) -> str:
        """The id of its first page."""
        return f"lampiran-{self.code}"

    @property
    def file_stem(self) -> str:
        """Name of a file of it, without the ending: text that any system takes."""
        return f"{self.code}-{self.name}".replace("/", "-").replace(" ", "-")


def annexes_of(pack: Pack, villages: tuple[tuple[str, str], ...]) -> Iterator[Annex]:
    """The annexes of those villages, in their order; villages without a line have none."""
    for code, name in villages:
        reports = annex_of(pack, code, name)
        tables = [(_heading(report, name), _table(report)) for report in reports]
        if tables:
            yield Annex(code, name, reports, tuple(tables))


def _heading(report: Report, village: str) -> str:
    """The report's title with its product; the village stands above them all."""
    scope = report.scope.removesuffix(f"Desa {village}").removesuffix(", ")
    return replace(report, scope=scope).full_title


def _table(report: Report) -> SafeString:
    return paper_table(report, fit(report, (LANDSCAPE,)))


def villages_of(pack: Pack) -> tuple[tuple[str, str], ...]:
    """Codes and names of the villages of a pack, whether it prints their annexes or not."""
    if pack.villages:
        return pack.villages
    groups = pack.report("groups") or pack.report("levies")
    if groups is None:
        return ()
    return tuple((line.row.key, line.row.values["village"]) for line in groups.rows())


def render_annexes(pack: Pack) -> bytes:
    """A ZIP with a PDF and a workbook for each village. Raises ``PdfError``."""
    annexes = list(annexes_of(pack, villages_of(pack)))
    context = {
        "title": f"Lampiran {pack.title}",
        "subject": f"Lampiran {pack.title} per desa",
        "pack": pack,
        "office": pack.office,
        "period": days_of(pack.quarter),
        "annexes": annexes,
        "printed": printed_text(),
    }
    made = make_pdfs(render_to_string("reports/print/annexes.html", context)) if annexes else {}
    out = io.BytesIO()
    moment = zip_time(pack.quarter.end)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for annex in annexes:
            files = {
                "pdf": made[annex.anchor],
                "xlsx": render_sheets(annex.reports, f"{pack.title} Desa {annex.name}"),
            }
            for ending, content in files.items():
                info = zipfile.ZipInfo(f"{annex.file_stem}.{ending}", date_time=moment)
                archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
