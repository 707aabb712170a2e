"""Screens of the quarterly report: the list, what was issued, its files.

Issuing itself stands in ``upk.desk.issuing_views``, beside the checklist that it shows.
"""

import io
from dataclasses import dataclass

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports.drafts import STEPS, ask_for_draft, draft_of, read_draft
from reports.drafts import is_being_made as is_draft_made
from reports.issued_files import (
    Tampered,
    is_being_made,
    make_after_commit,
    make_file,
    read_file,
)
from reports.issuing import quarters_of
from reports.models import IssuedFile, IssuedReport
from reports.quarters import states_of
from reports.render import FORMATS
from reports.render.pdf import PdfError
from reports.verification import address, code
from upk.access import READERS, Role, roles
from upk.htmx import render_page_or_fragment
from upk.paging import page_of
from upk.periods import Quarter
from upk.trail.events import Event
from upk.trail.services import record

QUARTERS_SHOWN = 12
SUFFIXES = {IssuedFile.Kind.ANNEXES: "lampiran-desa", IssuedFile.Kind.PUBLIC: "umum"}


@roles(*READERS)
@require_safe
def quarter_list(request: HttpRequest) -> HttpResponse:
    """The office's quarters; those of all its offices stand on the start page of the district."""
    user = request.user
    page = page_of(request, quarters_of(user.office), QUARTERS_SHOWN)
    context = {
        "page": page,
        "states": states_of(user.office, page),
        "kinds": IssuedFile.IN_LISTS,
        "may_issue": user.role == Role.MANAGER,
    }
    return render(request, "reports/quarter_list.html", context)


@roles(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def quarter_draft(request: HttpRequest, quarter: str) -> HttpResponse:
    """The pack as it would be now, marked DRAF: how far it is. Posting it begins one."""
    office, asked = request.user.office, _draftable(request, quarter)
    if request.method == "POST":
        ask_for_draft(office, asked)
        return redirect("reports:quarter-draft", asked)
    is_making, draft = is_draft_made(office, asked), draft_of(office, asked)
    context = {
        "quarter": asked,
        "draft": draft,
        "is_making": is_making,
        "is_stopped": not is_making and draft is not None and draft.stage in STEPS,
        "steps": len(STEPS),
    }
    return render_page_or_fragment(
        request, "reports/quarter_draft.html", "reports/_draft.html", context
    )


@roles(*READERS)
@require_safe
def quarter_draft_file(request: HttpRequest, quarter: str) -> HttpResponse:
    """The PDF of a finished draft."""
    office, asked = request.user.office, _draftable(request, quarter)
    content = read_draft(office, asked)
    if content is None:
        messages.error(request, "Draf ini belum ada atau sudah dihapus. Buat lagi.")
        return redirect("reports:quarter-draft", asked)
    return FileResponse(
        io.BytesIO(content),
        content_type="application/pdf",
        as_attachment=True,
        filename=f"{office.code}-triwulan-{asked}-draf.pdf".lower(),
    )


def _draftable(request: HttpRequest, text: str) -> Quarter:
    """The quarter of an address, if the list offers it, or if a new office may begin with it."""
    asked, own = quarter_asked(text), quarters_of(request.user.office)
    if asked not in (*own, own[0].previous()):
        raise Http404
    return asked


@roles(*READERS, Role.DISTRICT)
@require_safe
def issued_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """An issued report: revisions, files, digest; refreshes itself while the PDF is made."""
    issued = _issued(request, pk)
    revisions = (
        IssuedReport.objects.visible_to(request.user)
        .filter(office=issued.office)
        .of_quarter(issued.period)
        .for_lists()
    )
    files = [_file_state(issued, *choice) for choice in IssuedFile.Kind.choices]
    context = {
        "issued": issued,
        "revisions": revisions,
        "files": files,
        "answers": issued.answers.all(),
        "code": code(issued),
        "address": address(issued),
        "is_making": any(file.is_making for file in files),
        "has_pdf": issued.file(IssuedFile.Kind.PDF) is not None,
        "reason": issued.reason if request.user.role in READERS else "",
        "may_issue": request.user.role == Role.MANAGER and issued.is_to_be_issued_again,
    }
    return render(request, "reports/issued_detail.html", context)


@dataclass(frozen=True, slots=True)
class FileState:
    """A kind of file of an issue, the file if it has been made, and whether somebody is at it."""

    kind: str
    label: str
    file: IssuedFile | None
    is_making: bool

    @property
    def is_asked_for(self) -> bool:
        """Whether it has to be asked for, since it takes long, before it can be fetched."""
        return self.file is None and self.kind in IssuedFile.MADE_BESIDE


def _file_state(issued: IssuedReport, kind: str, label: str) -> FileState:
    file = issued.file(kind)
    is_making = file is None and kind in IssuedFile.MADE_BESIDE and is_being_made(issued, kind)
    return FileState(kind, label, file, is_making)


@roles(*READERS, Role.DISTRICT)
@require_POST
def issued_make(request: HttpRequest, pk: int) -> HttpResponse:
    """Start making the PDF or the annexes (``kind``): asked for, or where making it failed."""
    issued = _issued(request, pk)
    kind = request.POST.get("kind", IssuedFile.Kind.PDF)
    if kind not in IssuedFile.MADE_BESIDE:
        raise Http404
    make_after_commit(issued, kind)
    return redirect("reports:issued-detail", pk=issued.pk)


@roles(*READERS, Role.DISTRICT)
@require_safe
def issued_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """An issued file, checked against its digest; made now if it never was."""
    issued = _issued(request, pk)
    if kind not in IssuedFile.Kind.values:
        raise Http404
    try:
        file = make_file(issued, kind)
        content = read_file(file)
    except PdfError as error:
        messages.error(request, str(error))
        return redirect("reports:issued-detail", pk=issued.pk)
    except Tampered:
        return render(request, "reports/issued_tampered.html", {"issued": issued}, status=409)
    stem = f"{issued.office.code}-triwulan-{issued.period}-rev{issued.revision}"
    part = "" if kind in FORMATS else f"-{SUFFIXES[kind]}"
    ending = IssuedFile.ending_of(kind)
    name = f"{stem}{part}.{ending}".lower()
    response = FileResponse(
        io.BytesIO(content),
        content_type=FORMATS[ending].content_type if ending in FORMATS else "application/zip",
        as_attachment=True,
        filename=name,
    )
    response["ETag"] = f'"{file.sha256}"'
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    if request.method == "GET" and answer is response:
        record(
            event=Event.ISSUED_DOWNLOAD, user=request.user, office=issued.office, about=name,
            subject=issued, request=request,
        )  # fmt: skip
    return answer


def quarter_asked(text: str) -> Quarter:
    """The quarter of an address like ``2009-4``; else there is no such page."""
    try:
        return Quarter.parse(text)
    except ValueError:
        raise Http404 from None


def _issued(request: HttpRequest, pk: int) -> IssuedReport:
    issues = IssuedReport.objects.visible_to(request.user).with_outdated().with_answer()
    return get_object_or_404(issues.select_related("office"), pk=pk)
