"""Reports on screen and their files, all from the same value."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from grants.models import Phase
from grants.rules.lifecycle import APPROVED
from grants.rules.sectors import PROPOSED
from reports.books.frame import year_start
from reports.forms import ReportForm
from reports.question import Question
from reports.registry import DEFINITIONS, Definition, UnknownReport, definition
from reports.render import FORMATS
from reports.render import render as render_as
from reports.render.charts import chart_of
from reports.render.html import table
from reports.render.pdf import PdfError
from reports.render.screen import ScreenPage, pages_of
from reports.value import Report, as_of_text
from upk.access import OFFICE, roles
from upk.asked import asked_id
from upk.money import number
from upk.paging import PARAMETER, page_of
from upk.periods import Quarter
from upk.trail.events import Event
from upk.trail.services import record

DRILL_DOWN = {
    "lpp-villages": "lpp",
    "collectibility-villages": "collectibility",
}
"""Which report shows the loans behind a village's row."""

SINCE_NEW_YEAR = ("income-statement", "cash-flow", "equity-changes")
"""Statements of the year so far: their lines lead to the account's book since 1 January."""


@roles(*OFFICE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list of reports, with what each is for."""
    allowed = [d for d in DEFINITIONS if request.user.role in d.roles]
    return render(request, "reports/index.html", {"definitions": allowed})


@roles(*OFFICE)
@require_safe
def report(request: HttpRequest, name: str) -> HttpResponse:
    """A report with its filters; nothing but the filters while they are wrong."""
    asked = _definition(request, name)
    form = _form(request, asked)
    value = _built(request, asked, form) if form.is_valid() else None
    page = _page(request, value) if value and not value.is_empty else None
    context = {
        "definition": asked,
        "form": form,
        "report": value,
        "period": as_of_text(value) if value else "",
        "page": page,
        "all_pages": ALL_PAGES,
        "chart": chart_of(value) if value else "",
        "table": table(value, _link_of(request, value), lines=page.lines) if page else "",
        "formats": FORMATS.values(),
    }
    return render(request, "reports/report.html", context)


def _page(request: HttpRequest, value: Report) -> Page:
    """The page of the report that the address asks for, with its ``lines``; or all of it."""
    if request.GET.get(PARAMETER) == ALL_PAGES:
        page = page_of(request, [ScreenPage(tuple(value.lines()), 1, value.row_count)])
    else:
        page = page_of(request, pages_of(value), size=1)
    return with_lines(page, value)


def with_lines(page: Page, value: Report) -> Page:
    """The page of a report with its ``lines``, and a ``caption`` that says which they are."""
    shown = page.object_list[0]
    page.lines = shown.lines
    page.caption = (
        f"Baris {number(shown.first)}–{number(shown.last)} dari {number(value.row_count)}"
    )
    return page


@roles(*OFFICE)
@require_safe
def download(request: HttpRequest, name: str, file_format: str) -> HttpResponse:
    """The report as a file, for the same filters as on screen; told where it names people."""
    asked = _definition(request, name)
    form = _form(request, asked)
    if file_format not in FORMATS or not form.is_valid():
        raise Http404
    value = _built(request, asked, form)
    try:
        answer = as_download(value, file_format)
    except PdfError as error:
        messages.error(request, str(error))
        query = request.GET.urlencode()
        return redirect(f"{reverse('reports:report', args=[name])}?{query}")
    if asked.names_people and request.method == "GET":
        record(
            event=Event.PERSONAL_EXPORT, user=request.user, office=request.user.office,
            about=value.full_title, details={"format": file_format}, request=request,
        )  # fmt: skip
    return answer


def as_download(value: Report, file_format: str) -> HttpResponse:
    """A report as a file to keep. Raises ``PdfError``."""
    content = render_as(value, file_format)
    response = HttpResponse(content, content_type=FORMATS[file_format].content_type)
    filename = f"{value.file_stem}.{file_format}"
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _definition(request: HttpRequest, name: str) -> Definition:
    try:
        found = definition(name)
    except UnknownReport:
        raise Http404 from None
    if request.user.role not in found.roles:
        raise PermissionDenied
    return found


def _form(request: HttpRequest, asked: Definition) -> ReportForm:
    narrowed = {"by_village": asked.by_village, "by_product": asked.by_product}
    return ReportForm(request.GET, user=request.user, **narrowed, asks=asked.asks)


def _built(request: HttpRequest, asked: Definition, form: ReportForm) -> Report:
    return asked.build(
        Question.of(
            request.user.office,
            form.period,
            user=request.user,
            villages=form.villages,
            product=form.cleaned_data.get("produk"),
            options=form.options,
        )
    )


def _link_of(request: HttpRequest, value: Report) -> Callable[[tuple[str, int]], str | None]:
    """Where a row's name leads: the loan's card, the account's book of the period, the entry,
    the village's loans, pieces, levies or helped households."""
    name, loan = value.name, _address("loans:loan-detail")
    account = _address("ledger:account-book")
    if account:
        since = year_start(value.as_of) if name in SINCE_NEW_YEAR else value.period_from
        account += f"?dari={since.isoformat()}&sampai={value.as_of.isoformat()}"
    village = None
    if name in DRILL_DOWN:
        asked = request.GET.copy()
        asked.pop(PARAMETER, None)
        asked["desa"] = str(PLACEHOLDER)
        below = reverse("reports:report", args=[DRILL_DOWN[name]])
        village = f"{below}?{asked.urlencode()}"
    targets = {
        "loan": loan,
        "account": account,
        "entry": _address("ledger:entry-detail"),
        "asset": _address("assets:detail"),
        "finding": _address("oversight:finding-detail"),
        "agreement": _address("oversight:agreement-detail"),
        "grant": _address("grants:grant-detail"),
        "village": village,
        **(_grants(request) if name.startswith(GRANTS) else {}),
        "levies": _address("maintenance:levy-card"),
        "all-levies": f"{reverse('reports:report', args=['levies'])}?{_period_of(value)}",
        "pieces": _pieces_of(Quarter.of(value.as_of)),
        "group_visits": _visits_of("kelompok", Quarter.of(value.as_of)),
        "village_visits": _visits_of("desa", Quarter.of(value.as_of)),
        "aid-year": _address("goats:aid-year"),
        "helped": f"{reverse('goats:household-list')}?keadaan=dibantu&desa={PLACEHOLDER}",
    }

    def link(target: tuple[str, int]) -> str | None:
        pattern = targets.get(target[0])
        return pattern.replace(str(PLACEHOLDER), str(target[1])) if pattern else None

    return link


def _period_of(value: Report) -> str:
    """The report's period as the filters of another report ask for it."""
    quarter = Quarter.of(value.as_of)
    if value.period.startswith(quarter.label):
        return f"triwulan={quarter}"
    return f"tanggal={value.as_of.isoformat()}"


def _visits_of(name: str, quarter: Quarter) -> str:
    """The visits of a group or a village in a quarter."""
    return f"{reverse('visits:visit-list')}?{name}={PLACEHOLDER}&triwulan={quarter}"


def _grants(request: HttpRequest) -> dict[str, str]:
    """Where the rows of an allocation lead: the approved proposals of its phase, or the phase."""
    approved = f"{reverse('grants:proposal-list')}?status={APPROVED}"
    if year := asked_id(request, "tahun"):
        phase = Phase.objects.filter(office=request.user.office, year=year).first()
        approved += f"&tahap={phase.pk}" if phase else ""
    found = {f"grants_{sector}": f"{approved}&bidang={sector}" for sector, _ in PROPOSED}
    village = f"{approved}&desa={PLACEHOLDER}"
    return found | {"grants_village": village, "phase": _address("grants:phase-detail")}


def _pieces_of(quarter: Quarter) -> str:
    """The pieces of a village in a quarter, inspected or not."""
    address = reverse("maintenance:inspection-list")
    return f"{address}?triwulan={quarter}&desa={PLACEHOLDER}&keadaan=semua"


GRANTS = "grants-by-"
PLACEHOLDER = 987654321012345
ALL_PAGES = "semua"
"""Instead of a page's number: the whole report, to print it."""


def _address(url_name: str) -> str | None:
    """The page's address with ``PLACEHOLDER`` for its row; one lookup for a whole table."""
    try:
        return reverse(url_name, args=[PLACEHOLDER])
    except NoReverseMatch:
        return None
