"""Statements and reports of the whole district, on screen and as files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from reports.render import FORMATS
from reports.render.html import table
from reports.render.screen import pages_of
from reports.value import Report, as_of_text
from reports.views import with_lines
from upk.access import Role, roles
from upk.desk.district.consolidated import DEFINITIONS, UnknownReport, build, definition
from upk.desk.district.consolidation import coverage_of
from upk.desk.district.views.asking import Asked, asked_of
from upk.desk.district.views.comparing import report_file
from upk.paging import page_of


@roles(Role.DISTRICT)
@require_safe
def consolidated(request: HttpRequest) -> HttpResponse:
    """The list of the district's reports, with which offices are in them and which are missing."""
    asked = asked_of(request)
    coverage = coverage_of(asked.district, asked.quarter)
    context = asked.context() | {
        "definitions": DEFINITIONS,
        "coverage": coverage,
        "total": len(coverage.included) + len(coverage.missing),
        "page": page_of(request, coverage.included),
    }
    return render(request, "desk/district/consolidated.html", context)


@roles(Role.DISTRICT)
@require_safe
def consolidated_report(request: HttpRequest, name: str) -> HttpResponse:
    """One of them, a page at a time."""
    asked = asked_of(request)
    value = _built(asked, name)
    page = None
    if not value.is_empty:
        page = with_lines(page_of(request, pages_of(value), size=1), value)
    context = asked.context() | {
        "definition": definition(name),
        "report": value,
        "period": as_of_text(value),
        "page": page,
        "table": table(value, _link, lines=page.lines) if page else "",
        "formats": FORMATS.values(),
    }
    return render(request, "desk/district/consolidated_report.html", context)


@roles(Role.DISTRICT)
@require_safe
def consolidated_file(request: HttpRequest, name: str, file_format: str) -> HttpResponse:
    """The same as a file."""
    back = reverse("desk:district-consolidated-report", args=[name])
    return report_file(request, _built(asked_of(request), name), file_format, back)


def _built(asked: Asked, name: str) -> Report:
    try:
        return build(name, asked.district, asked.quarter)
    except UnknownReport:
        raise Http404 from None


def _link(target: tuple[str, int]) -> str | None:
    """An office's row leads to its page."""
    kind, pk = target
    return reverse("desk:district-office", args=[pk]) if kind == "office" else None
