"""The public pages: offices to choose from, and an office's profile with its published figures."""

import io

from django.core.paginator import Paginator
from django.db.models import Max, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from loans.papers.markup import to_html
from reports.issued_files import Tampered, read_file
from reports.models import IssuedFile, IssuedReport
from upk.access import public
from upk.asked import asked_text
from upk.desk.public.editions import AGAIN_AFTER, make_edition_soon
from upk.desk.public.pages import answered, public_page
from upk.desk.public.published import (
    counts_of,
    figures_of,
    headlines,
    issues_of,
    sector_chart,
    sectors_of,
    villages_of,
)
from upk.offices.models import Office
from upk.offices.stored_files import LostFile, file_response
from upk.paging import PARAMETER
from upk.periods import Quarter, today
from upk.profile.models import ProfileText
from upk.profile.records import Profile, profile_of
from upk.profile.rules import filled

OFFICES_SHOWN = 30
REPORTS_SHOWN = 12


@public
@require_safe
def office_list(request: HttpRequest) -> HttpResponse:
    """The offices of this installation; where there is one, its page."""
    offices = Office.objects.select_related("district")
    only = list(offices[:2])
    if len(only) == 1:
        return redirect("desk:public-office", only[0].code)
    asked = asked_text(request)
    if asked:
        offices = offices.filter(
            Q(name__icontains=asked) | Q(subdistrict__icontains=asked)
            | Q(district__name__icontains=asked)
        )  # fmt: skip
    newest = Max("issued_reports__as_of")
    rows = offices.annotate(newest=newest).order_by("district__name", "subdistrict", "name", "pk")
    page = Paginator(rows, OFFICES_SHOWN).get_page(request.GET.get(PARAMETER))
    return public_page(request, "public/list.html", {"page": page, "asked": asked})


@public
@require_safe
def office_page(request: HttpRequest, code: str) -> HttpResponse:
    """An office: who it is today, and what it published of the chosen quarter (the newest)."""
    office = _office(code)
    issues = issues_of(office)
    issued = _chosen(issues, request.GET.get("triwulan"))
    figures = figures_of(issued) if issued else {}
    profile = profile_of(office, today(office))
    sectors = sectors_of(figures)
    context = {
        "office": office,
        "issued": issued,
        "is_newest": issued is None or issued == issues[0],
        "issues": issues,
        "reports": issues[:REPORTS_SHOWN],
        "headlines": headlines(figures),
        "sectors": sectors,
        "sector_chart": sector_chart(sectors),
        "villages": villages_of(figures),
        "motto": filled(profile.texts.get(ProfileText.Key.MOTTO, ""), counts_of(figures)),
        "texts": _texts(profile, counts_of(figures)),
        "officers": profile.officers,
        "documents": [d for d in profile.documents if d.is_public],
    }
    return public_page(request, "public/office.html", context)


@public
@require_safe
def document(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The file of a legal document that the office shows."""
    office = _office(code)
    shown = office.legal_documents.counted(today(office)).filter(is_public=True)
    found = get_object_or_404(shown.exclude(file=None).select_related("file"), pk=pk)
    try:
        response = file_response(found.file)
    except LostFile:
        raise Http404 from None
    return answered(request, response, response.content)


@public
@require_safe
def report(request: HttpRequest, code: str, quarter: str) -> HttpResponse:
    """The public edition of a quarter's newest issue: a PDF, made when first asked for."""
    issued = _chosen(issues_of(_office(code)), quarter)
    file = issued.file(IssuedFile.Kind.PUBLIC)
    if file is None:
        make_edition_soon(issued)
        return _not_yet(request)
    try:
        content = read_file(file)
    except Tampered:  # told in the journal
        raise Http404 from None
    name = f"{issued.office.code}-triwulan-{issued.period}-publik.pdf".lower()
    response = FileResponse(
        io.BytesIO(content), content_type="application/pdf", as_attachment=True, filename=name
    )
    return answered(request, response, content)


def _not_yet(request: HttpRequest) -> HttpResponse:
    context = {"seconds": AGAIN_AFTER}
    response = public_page(request, "public/no_file.html", context, status=503)
    response["Retry-After"] = str(AGAIN_AFTER)
    return response


def _office(code: str) -> Office:
    return get_object_or_404(Office.objects.select_related("district"), code=code.upper())


def _chosen(issues: list[IssuedReport], asked: str | None) -> IssuedReport | None:
    """The issue of the quarter that the address names, else the newest.

    Raises ``Http404`` for a quarter that wasn't issued: nobody should read other figures for it.
    """
    if not asked:
        return issues[0] if issues else None
    try:
        quarter = Quarter.parse(asked)
    except ValueError:
        raise Http404 from None
    found = [issued for issued in issues if issued.period == quarter]
    if not found:
        raise Http404
    return found[0]


def _texts(profile: Profile, counts: dict[str, int]) -> list[tuple[str, SafeString]]:
    """The texts but the motto, as HTML, with their figures."""
    return [
        (ProfileText.Key(key).label, mark_safe(to_html(filled(text, counts), {})))
        for key, text in profile.texts.items()
        if key != ProfileText.Key.MOTTO
    ]
