"""Screens of the quarterly report: the list, issuing, what was issued, its files."""

import io
import logging
from threading import Thread
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports.issued_files import Tampered, is_being_made, make_file, read_file
from reports.issuing import issue_quarter, quarters_of, receivable_differences, why_not
from reports.models import IssuedFile, IssuedReport
from reports.pack import PackQuestion, build_pack
from reports.quarters import district_quarters, state_of, states_of
from reports.render import FORMATS
from reports.render.pack import render_pack_pdf
from reports.render.pdf import PdfError
from upk.access import READERS, Role, roles
from upk.offices.models import Office
from upk.paging import page_of
from upk.periods import Quarter

logger = logging.getLogger(__name__)
QUARTERS_SHOWN = 12
DISTRICT_QUARTERS_SHOWN = 4


@roles(*READERS, Role.DISTRICT)
@require_safe
def quarter_list(request: HttpRequest) -> HttpResponse:
    """The office's quarters; for the district the issued reports of all its offices."""
    user = request.user
    if user.role == Role.DISTRICT:
        offices = list(Office.objects.visible_to(user).order_by("subdistrict", "name"))
        page = page_of(request, district_quarters(offices), DISTRICT_QUARTERS_SHOWN)
        context = {"page": page, "kinds": IssuedFile.Kind.choices}
        return render(request, "reports/quarter_list_district.html", context)
    page = page_of(request, quarters_of(user.office), QUARTERS_SHOWN)
    context = {
        "page": page,
        "states": states_of(user.office, page),
        "kinds": IssuedFile.Kind.choices,
        "may_issue": user.role == Role.MANAGER,
    }
    return render(request, "reports/quarter_list.html", context)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def quarter_issue(request: HttpRequest, quarter: str) -> HttpResponse:
    """What issuing will do and whether all is in order; posting it issues."""
    office, asked = request.user.office, _quarter(quarter)
    if request.method == "POST":
        try:
            key = UUID(request.POST.get("request_key", ""))
            issued = issue_quarter(office, asked, by=request.user, render=False, request_key=key)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("reports:quarter-issue", quarter=quarter)
        except ValueError:
            messages.error(request, "Formulir tidak lengkap. Muat ulang halaman ini.")
            return redirect("reports:quarter-issue", quarter=quarter)
        _make_pdf_after_commit(issued)
        messages.success(request, f"{issued.label} sudah diterbitkan.")
        return redirect("reports:issued-detail", pk=issued.pk)
    state = state_of(office, asked)
    question = PackQuestion.of_quarter(office, asked)
    differences = receivable_differences(question)
    problem = "" if state.issued and not state.issued.outdated else why_not(office, asked)
    context = {
        "quarter": asked,
        "state": state,
        "is_closed": office.is_closed(asked.end),
        "office": office,
        "problem": problem,
        "differences": differences,
        "outstanding": sum(p.outstanding for p in question.owed_at_end()),
        "can_issue": state.can_issue and not differences,
        "request_key": uuid4(),
    }
    return render(request, "reports/quarter_issue.html", context)


@roles(*READERS)
@require_safe
def quarter_preview(request: HttpRequest, quarter: str) -> HttpResponse:
    """The pack as it would be now, as a PDF marked DRAF."""
    asked = _quarter(quarter)
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
    }
    return render(request, "reports/issued_detail.html", context)


@roles(*READERS, Role.DISTRICT)
@require_POST
def issued_make(request: HttpRequest, pk: int) -> HttpResponse:
    """Start making the PDF, where it failed or the server was stopped."""
    issued = _issued(request, pk)
    _make_pdf_after_commit(issued)
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


def _quarter(text: str) -> Quarter:
    try:
        return Quarter.parse(text)
    except ValueError:
        raise Http404 from None


def _issued(request: HttpRequest, pk: int) -> IssuedReport:
    return get_object_or_404(
        IssuedReport.objects.visible_to(request.user).with_outdated().select_related("office"),
        pk=pk,
    )


def _make_pdf_after_commit(issued: IssuedReport) -> None:
    """Make the PDF in a thread that only waits for the process that makes it.

    If the server stops meanwhile, the page offers to make it, and so does the first download.
    """
    thread = Thread(target=_make_pdf, args=(issued.pk,), name=f"pdf-{issued.pk}")
    transaction.on_commit(thread.start)


def _make_pdf(pk: int) -> None:
    try:
        issued = IssuedReport.objects.select_related("office").get(pk=pk)
        make_file(issued, IssuedFile.Kind.PDF)
    except (PdfError, Tampered) as error:
        logger.error("PDF of issued report %s: %s", pk, error)
    finally:
        connection.close()
