"""Bundles: all packs of a quarter as one ZIP, begun here, made in the background, fetched later."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from upk.access import Role, roles
from upk.desk.district.bundles import (
    contents_of,
    is_interrupted,
    issues_of,
    request_bundle,
    resume_bundle,
)
from upk.desk.district.models import Bundle
from upk.desk.district.records import Rules
from upk.desk.district.views.asking import asked_of
from upk.htmx import render_page_or_fragment
from upk.paging import page_of
from upk.trail.events import Event
from upk.trail.services import record


@roles(Role.DISTRICT)
@require_safe
def bundles(request: HttpRequest) -> HttpResponse:
    """The bundles that were made, and the form to begin one of a quarter."""
    asked = asked_of(request)
    found = Bundle.objects.visible_to(request.user).select_related("district", "requested_by")
    page = page_of(request, found)
    now = timezone.now()
    context = asked.context() | {
        "page": page,
        "rows": [(bundle, is_interrupted(bundle, now)) for bundle in page],
        "count": issues_of(asked.district, asked.quarter).count(),
        "rule": Rules(asked.district).on(asked.today),
    }
    return render(request, "desk/district/bundles.html", context)


@roles(Role.DISTRICT)
@require_POST
def bundle_add(request: HttpRequest) -> HttpResponse:
    """Begin a bundle of the quarter in ``?triwulan=``; one that is there already is shown."""
    asked = asked_of(request)
    try:
        bundle = request_bundle(asked.district, asked.quarter, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("desk:district-bundles")
    return redirect("desk:district-bundle", pk=bundle.pk)


def _visible(request: HttpRequest, pk: int) -> Bundle:
    found = Bundle.objects.visible_to(request.user).select_related("district", "requested_by")
    return get_object_or_404(found, pk=pk)


@roles(Role.DISTRICT)
@require_safe
def bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """A bundle: how far it is (the part that is asked for again), or its file and digest."""
    found = _visible(request, pk)
    is_stopped = is_interrupted(found, timezone.now())
    is_done = found.state == Bundle.State.DONE
    _, contents = contents_of(found.district, found.period)
    context = {
        "bundle": found,
        "is_stopped": is_stopped,
        "is_making": found.state == Bundle.State.BUILDING and not is_stopped,
        "is_done": is_done,
        "is_behind": is_done and contents != found.contents,
        "is_lost": is_done and not found.full_path.exists(),
        "may_resume": is_stopped or found.state == Bundle.State.FAILED,
    }
    return render_page_or_fragment(
        request, "desk/district/bundle.html", "desk/district/_bundle.html", context
    )


@roles(Role.DISTRICT)
@require_POST
def bundle_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with one that failed or was interrupted."""
    resumed = resume_bundle(_visible(request, pk), by=request.user)
    return redirect("desk:district-bundle", pk=resumed.pk)


@roles(Role.DISTRICT)
@require_safe
def bundle_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The ZIP, sent from the disk piece by piece."""
    found = _visible(request, pk)
    try:
        file = found.full_path.open("rb") if found.state == Bundle.State.DONE else None
    except OSError:
        file = None
    if file is None:
        messages.error(request, "Berkas ZIP ini belum ada atau sudah dihapus. Buat lagi.")
        return redirect("desk:district-bundle", pk=found.pk)
    response = FileResponse(
        file, content_type="application/zip", as_attachment=True, filename=found.file_name
    )
    response["ETag"] = f'"{found.sha256}"'
    if request.method == "GET":
        record(
            event=Event.ISSUED_DOWNLOAD, user=request.user, office=None, about=found.file_name,
            subject=found, request=request,
        )  # fmt: skip
    return response
