"""Figures side by side, and what changed most."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from reports.render import FORMATS
from reports.value import Report
from reports.views import as_download
from upk.access import Role, roles
from upk.desk.district.comparison import (
    Comparison,
    OfficeLine,
    biggest_changes,
    compare,
    comparison_report,
    trends,
)
from upk.desk.district.rules.changes import RULE_TEXT
from upk.desk.district.rules.figures import BY_KEY, FIGURES, Figure
from upk.desk.district.views.asking import asked_of
from upk.paging import page_of
from upk.pdf import PdfError

SHOWN = 25
FIRST = FIGURES[0].key


def _sorted(request: HttpRequest, comparison: Comparison) -> tuple[list[OfficeLine], Figure]:
    """The offices in the order of ``?urut=-npl``, and the figure whose trend is shown."""
    wanted = request.GET.get("urut", "")
    key = wanted.removeprefix("-")
    lines = comparison.sorted_by(key, descending=wanted.startswith("-"))
    return lines, BY_KEY.get(key, BY_KEY[FIRST])


@roles(Role.DISTRICT)
@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """All offices with their figures, ranks, the change to the quarter before, and a trend."""
    asked = asked_of(request)
    compared = compare(asked.district, asked.quarter)
    lines, figure = _sorted(request, compared)
    page = page_of(request, lines, SHOWN)
    drawn = trends([line.office for line in page], asked.quarter, figure)
    context = asked.context() | {
        "page": page,
        "rows": [(line, drawn[line.office.pk]) for line in page],
        "figures": FIGURES,
        "trend": figure,
        "sums": compared.sums,
        "coverage": compared.coverage,
        "formats": [FORMATS[name] for name in ("xlsx", "csv", "pdf")],
    }
    return render(request, "desk/district/comparison.html", context)


@roles(Role.DISTRICT)
@require_safe
def comparison_file(request: HttpRequest, file_format: str) -> HttpResponse:
    """The whole comparison as a file, in the order of the screen."""
    asked = asked_of(request)
    compared = compare(asked.district, asked.quarter)
    lines, _ = _sorted(request, compared)
    back = reverse("desk:district-comparison")
    return report_file(request, comparison_report(compared, lines), file_format, back)


def report_file(request: HttpRequest, value: Report, file_format: str, back: str) -> HttpResponse:
    """A report in a format, as a download; its page ``back`` says why no PDF could be made."""
    if file_format not in FORMATS:
        raise Http404
    try:
        return as_download(value, file_format)
    except PdfError as error:
        messages.error(request, str(error))
        return redirect(f"{back}?{request.GET.urlencode()}")


@roles(Role.DISTRICT)
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What changed most in the district since the quarter before, in three measures."""
    asked = asked_of(request)
    compared = compare(asked.district, asked.quarter)
    context = asked.context() | {
        "biggest": biggest_changes(compared),
        "former": asked.quarter.previous(),
        "coverage": compared.coverage,
        "rule": RULE_TEXT,
    }
    return render(request, "desk/district/changes.html", context)
