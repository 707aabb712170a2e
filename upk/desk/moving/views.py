"""Moving in: the template, a file that is uploaded, its problems or preview, the word to do it."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from upk.access import Role, roles
from upk.asked import asked_text
from upk.desk.moving.forms import ConfirmForm, UploadForm
from upk.desk.moving.jobs import progress_of
from upk.desk.moving.known import OPENING_ACCOUNT
from upk.desk.moving.models import MovedIn, Upload
from upk.desk.moving.problem_files import FILES
from upk.desk.moving.reading import MOST_PROBLEMS
from upk.desk.moving.template import template_workbook
from upk.desk.moving.uploads import (
    KEPT,
    check_again,
    confirm_upload,
    discard_upload,
    is_interrupted,
    receive_upload,
)
from upk.desk.moving.writing.move import reasons_against
from upk.htmx import render_page_or_fragment
from upk.paging import page_of

TEMPLATE_NAME = "pindah-ke-bergulir.xlsx"
UPLOADS_SHOWN = 10


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def moving(request: HttpRequest) -> HttpResponse:
    """What moving in is, the template, the form for a file, and the files that came before."""
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    if form.is_valid():
        try:
            found, is_new = receive_upload(form.cleaned_data["file"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if not is_new:
                messages.info(request, "Berkas ini sama dengan yang sudah diunggah.")
            return redirect("desk:moving-upload", found.pk)
    now = timezone.now()
    uploads = Upload.objects.visible_to(request.user).select_related("made_by")[:UPLOADS_SHOWN]
    context = {
        "form": form,
        "reasons": [reason.message for reason in reasons_against(request.user.office)],
        "moves": MovedIn.objects.visible_to(request.user),
        "uploads": [(upload, is_interrupted(upload, now)) for upload in uploads],
        "hours_kept": int(KEPT.total_seconds() // 3600),
    }
    return render(request, "desk/moving/moving.html", context)


@roles(Role.MANAGER)
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The empty workbook."""
    return _download(
        template_workbook(),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        TEMPLATE_NAME,
    )


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _visible(request: HttpRequest, pk: int) -> Upload:
    found = Upload.objects.visible_to(request.user).select_related("office", "made_by")
    return get_object_or_404(found, pk=pk)


@roles(Role.MANAGER)
@require_safe
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """A file: how far its checking is (the part that asks again), its problems, its preview."""
    found = _visible(request, pk)
    is_stopped = is_interrupted(found, timezone.now())
    is_working = found.state in Upload.UNDER_WAY and not is_stopped
    context = {
        "upload": found,
        "is_stopped": is_stopped,
        "is_working": is_working,
        "progress": progress_of(found) if is_working else None,
        "may_retry": is_stopped or found.state == Upload.State.FAILED,
        "cut_over": date.fromisoformat(found.preview["cut_over"]) if found.preview else None,
    }
    if found.state == Upload.State.PROBLEMS:
        context |= _problems(request, found)
    elif found.state == Upload.State.READY:
        context |= {"form": ConfirmForm(), "account": OPENING_ACCOUNT}
    return render_page_or_fragment(
        request, "desk/moving/upload.html", "desk/moving/_upload.html", context
    )


def _problems(request: HttpRequest, found: Upload) -> dict:
    """The problems of the sheet that is asked for, of all sheets otherwise; four queries."""
    sheets = found.problems.values("sheet").annotate(count=Count("pk"), first=Min("number"))
    chosen = asked_text(request, "lembar")
    wanted = found.problems.filter(sheet=chosen) if chosen else found.problems.all()
    return {
        "sheets": list(sheets.order_by("first")),
        "chosen": chosen,
        "page": page_of(request, wanted),
        "is_cut": found.problem_count >= MOST_PROBLEMS,
    }


@roles(Role.MANAGER)
@require_safe
def problems_file(request: HttpRequest, pk: int, file_format: str) -> HttpResponse:
    """All problems as a list to be ticked off."""
    found = _visible(request, pk)
    if file_format not in FILES or found.state != Upload.State.PROBLEMS:
        raise Http404
    write, content_type = FILES[file_format]
    content = write(found.problems.values_list("sheet", "row", "column", "found", "expected"))
    return _download(content, content_type, f"perbaikan-{found.pk}.{file_format}")


@roles(Role.MANAGER)
@require_POST
def upload_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Look through a file once more."""
    return _done(request, pk, lambda found: check_again(found, by=request.user))


@roles(Role.MANAGER)
@require_POST
def upload_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Move in what the preview says."""
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.non_field_errors()))
        return redirect("desk:moving-upload", _visible(request, pk).pk)
    key = form.cleaned_data["request_key"]
    return _done(request, pk, lambda found: confirm_upload(found, request_key=key, by=request.user))


@roles(Role.MANAGER)
@require_POST
def upload_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a waiting file away."""
    return _done(request, pk, lambda found: discard_upload(found, by=request.user))


def _done(request: HttpRequest, pk: int, act) -> HttpResponse:
    """Do something with an upload, say why if it can't be done, and show it."""
    found = _visible(request, pk)
    try:
        act(found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("desk:moving-upload", found.pk)
