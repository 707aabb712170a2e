"""Screens of the quarterly report: the list, what was issued, its files.

Issuing itself stands in ``upk.desk.issuing_views``, beside the checklist that it shows.
"""

import io

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from reports.issued_files import (
    Tampered,
    is_being_made,
    make_file,
    make_pdf_after_commit,
    read_file,
)
from reports.issuing import quarters_of
from reports.models import IssuedFile, IssuedReport
from reports.pack import build_pack
from reports.quarters import states_of
from reports.render import FORMATS
from reports.render.pack import render_pack_pdf
from reports.render.pdf import PdfError
from upk.access import READERS, Role, roles
from upk.paging import page_of
from upk.periods import Quarter

QUARTERS_SHOWN = 12


@roles(*READERS)
@require_safe
def quarter_list(request: HttpRequest) -> HttpResponse:
    """The office's quarters; those of all its offices stand on the start page of the district."""
    user = request.user
    page = page_of(request, quarters_of(user.office), QUARTERS_SHOWN)
    context = {
        "page": page,
        "states": states_of(user.office, page),
        "kinds": IssuedFile.Kind.choices,
        "may_issue": user.role == Role.MANAGER,
    }
    return render(request, "reports/quarter_list.html", context)


@roles(*READERS)
@require_safe
def quarter_preview(request: HttpRequest, quarter: str) -> HttpResponse:
    """The pack as it would be now, as a PDF marked DRAF."""
    asked = quarter_asked(quarter)
    pack = build_pack(request.user.office, asked)
    try:
        content = render_pack_pdf(pack)
    except PdfError as error:
        messages.error(request, str(error))
        return redirect("reports:quarter-list")
    return FileResponse(
        io.BytesIO(content),
        content_type="application/pdf",
        as_attachment=True,
        filename=f"{pack.file_stem}-draf.pdf",
    )


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
    pdf = issued.file(IssuedFile.Kind.PDF)
    context = {
        "issued": issued,
        "revisions": revisions,
        "files": [(kind, label, issued.file(kind)) for kind, label in IssuedFile.Kind.choices],
        "is_making": pdf is None and is_being_made(issued, IssuedFile.Kind.PDF),
        "has_pdf": pdf is not None,
        "reason": issued.reason if request.user.role in READERS else "",
    }
    return render(request, "reports/issued_detail.html", context)


@roles(*READERS, Role.DISTRICT)
@require_POST
def issued_make(request: HttpRequest, pk: int) -> HttpResponse:
    """Start making the PDF, where it failed or the server was stopped."""
    issued = _issued(request, pk)
    make_pdf_after_commit(issued)
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
    name = f"{issued.office.code}-triwulan-{issued.period}-rev{issued.revision}.{kind}".lower()
    response = FileResponse(
        io.BytesIO(content),
        content_type=FORMATS[kind].content_type,
        as_attachment=True,
        filename=name,
    )
    response["ETag"] = f'"{file.sha256}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)


def quarter_asked(text: str) -> Quarter:
    """The quarter of an address like ``2009-4``; else there is no such page."""
    try:
        return Quarter.parse(text)
    except ValueError:
        raise Http404 from None


def _issued(request: HttpRequest, pk: int) -> IssuedReport:
    return get_object_or_404(
        IssuedReport.objects.visible_to(request.user).with_outdated().select_related("office"),
        pk=pk,
    )
