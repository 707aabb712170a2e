"""Papers of a batch as PDF: invitation, attendance list, certificates."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from training.models import Certificate
from training.papers import attendance_list_pdf, certificates_pdf, invitation_pdf
from training.records.roll import roll_of
from training.services.results import TAKERS
from training.views.common import pdf_page, visible_batch
from upk.access import STAFF, roles
from upk.asked import asked_id


@roles(*STAFF)
@require_safe
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter of invitation with the list of who is invited."""
    batch = visible_batch(request, pk)
    roll = roll_of(batch, request.user)
    return pdf_page(request, batch, lambda: invitation_pdf(batch, roll), "undangan")


@roles(*TAKERS)
@require_safe
def attendance_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The attendance list with a column to sign for each day."""
    batch = visible_batch(request, pk)
    roll = roll_of(batch, request.user)
    return pdf_page(request, batch, lambda: attendance_list_pdf(batch, roll), "daftar-hadir")


@roles(*STAFF)
@require_safe
def certificates(request: HttpRequest, pk: int) -> HttpResponse:
    """The standing certificates of a batch, a page each; ``?nomor=`` one of them."""
    batch = visible_batch(request, pk)
    rows = Certificate.objects.visible_to(request.user).standing()
    rows = rows.filter(participant__batch=batch)
    if one := asked_id(request, "nomor"):
        rows = rows.filter(pk=one)
    related = ("person", "user", "group", "village")
    rows = list(rows.select_related(*(f"participant__{name}" for name in related)))
    if not rows:
        messages.error(request, "Belum ada sertifikat. Terbitkan dahulu.")
        return redirect("training:batch-detail", batch.pk)
    return pdf_page(request, batch, lambda: certificates_pdf(batch, rows), "sertifikat")
