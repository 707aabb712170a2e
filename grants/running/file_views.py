"""Scans that belong to grants, handed out to those who may see the grant; and papers as PDF."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from grants.models import Agreement, Decree, Grant, GrantMove, GrantPaper, Progress
from grants.running.pages import visible_grant
from grants.running.prints import check_html, decree_html, pdf_of, pledge_html, receipt_html
from grants.running.standings import standing_of
from upk.access import OFFICE, READERS, roles
from upk.offices.models import StoredFile
from upk.offices.stored_files import LostFile, file_response
from upk.pdf import pdf_or_back
from upk.periods import today


def _handed_out(
    request: HttpRequest, stored: StoredFile | None, back: tuple[str, int]
) -> HttpResponse:
    """The file; where it is lost, the page above says so. 404 where there is none."""
    if stored is None:
        raise Http404
    try:
        return file_response(stored)
    except LostFile:
        text = f"{stored.name} hilang atau berubah di server. Beri tahu pengelola."
        messages.error(request, text)
        return redirect(*back)


@roles(*OFFICE)
@require_safe
def paper_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The scan of a paper."""
    found = GrantPaper.objects.visible_to(request.user).select_related("file")
    paper = get_object_or_404(found, pk=pk)
    return _handed_out(request, paper.file, ("grants:grant-detail", paper.grant_id))


@roles(*OFFICE)
@require_safe
def agreement_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The scan of an agreement."""
    found = Agreement.objects.filter(grant__in=Grant.objects.visible_to(request.user))
    agreement = get_object_or_404(found.select_related("file"), pk=pk)
    return _handed_out(request, agreement.file, ("grants:grant-detail", agreement.grant_id))


@roles(*OFFICE)
@require_safe
def progress_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The photo of a measurement."""
    found = Progress.objects.filter(grant__in=Grant.objects.visible_to(request.user))
    progress = get_object_or_404(found.select_related("file"), pk=pk)
    return _handed_out(request, progress.file, ("grants:grant-detail", progress.grant_id))


@roles(*READERS)
@require_safe
def decree_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The scan of a decree."""
    found = Decree.objects.visible_to(request.user).select_related("file")
    decree = get_object_or_404(found, pk=pk)
    return _handed_out(request, decree.file, ("grants:decree-detail", decree.pk))


def _printed(
    request: HttpRequest, html: Callable[[], str], name: str, back: tuple[str, int]
) -> HttpResponse:
    """The paper as PDF; where none can be made, the page above says why."""
    return pdf_or_back(request, lambda: pdf_of(html()), name, *back)


@roles(*READERS)
@require_safe
def decree_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Form 28."""
    found = Decree.objects.visible_to(request.user).select_related("phase", "office__district")
    decree = get_object_or_404(found, pk=pk)
    name = f"{decree.office.code}-spc-{decree.pk}"
    back = ("grants:decree-detail", decree.pk)
    return _printed(request, lambda: decree_html(decree), name, back)


@roles(*OFFICE)
@require_safe
def move_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt of money that went to a team, or came back from it."""
    kinds = GrantMove.Kind
    found = GrantMove.objects.visible_to(request.user).filter(reverses__isnull=True)
    found = found.filter(kind__in=(kinds.TRANCHE, kinds.RETURN, kinds.ALLOTMENT))
    move = get_object_or_404(
        found.exclude(allotment="upk").select_related(
            "office__district", "entry", "phase", "village", "tranche", "recorded_by",
            "reversed_by__entry",
        ),
        pk=pk,
    )  # fmt: skip
    back: tuple = ("grants:fund-list",)
    if move.grant_id:
        move.grant = visible_grant(request, move.grant_id)
        back = ("grants:grant-detail", move.grant_id)
    return _printed(request, lambda: receipt_html(move), f"kwitansi-{move.entry.label}", back)


@roles(*OFFICE)
@require_safe
def check_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Form 28.a of the grant ``pk``: the last check, or a blank."""
    grant = visible_grant(request, pk)
    paper = grant.papers.standing().filter(kind=GrantPaper.Kind.CHECK).last()
    day = today(grant.office)
    back = ("grants:grant-detail", grant.pk)
    return _printed(request, lambda: check_html(grant, paper, day), f"28a-{grant.code}", back)


@roles(*OFFICE)
@require_safe
def pledge_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Form 6 of the grant ``pk``; 404 before its agreement."""
    grant = visible_grant(request, pk)
    day = today(grant.office)
    agreement = standing_of(grant, max(day, grant.decree.decided_on)).agreement
    if agreement is None:
        raise Http404
    back = ("grants:grant-detail", grant.pk)
    name = f"form6-{grant.code}"
    return _printed(request, lambda: pledge_html(grant, agreement, day), name, back)
