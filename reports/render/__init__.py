"""Renderings of a report by format; each is a function from the value to bytes."""

from dataclasses import dataclass

from django.utils.module_loading import import_string

from reports.value import Report


class UnknownFormat(ValueError):
    """There is no rendering of that name."""


@dataclass(frozen=True, slots=True)
class Format:
    """How a rendering is offered for download."""

    name: str
    label: str
    content_type: str


FORMATS = {
    f.name: f
    for f in (
        Format("pdf", "PDF", "application/pdf"),
        Format(
            "xlsx",
            "Excel",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        Format("csv", "CSV", "text/csv; charset=utf-8"),
        Format("json", "JSON", "application/json"),
        Format("html", "HTML", "text/html; charset=utf-8"),
    )
}


RENDERERS = {
    "pdf": "reports.render.pdf.render_pdf",
    "xlsx": "reports.render.xlsx.render_xlsx",
    "csv": "reports.render.csv.render_csv",
    "json": "reports.render.json.render_json",
    "html": "reports.render.html.render_html",
}
"""Functions by name: the libraries of some are slow to import, so they are when needed."""


def render(report: Report, format_name: str) -> bytes:
    """The report in a format. Raises ``UnknownFormat``."""
    if format_name not in RENDERERS:
        raise UnknownFormat(format_name)
    return import_string(RENDERERS[format_name])(report)
