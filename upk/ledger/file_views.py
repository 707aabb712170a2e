"""The files of an entry: attaching one, handing it out, marking a wrong one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from upk.access import READERS, STAFF, Role, roles
from upk.forms import form_page
from upk.ledger.attachments import attach_file, withdraw_file
from upk.ledger.file_forms import AttachForm, WithdrawForm
from upk.ledger.models import Entry, EntryFile
from upk.offices.stored_files import LostFile, file_response


@roles(*STAFF)
@require_POST
def entry_attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a photo or PDF with an entry."""
    entry = get_object_or_404(Entry.objects.visible_to(request.user), pk=pk)
    form = AttachForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise ValidationError([e for errors in form.errors.values() for e in errors])
        kept = attach_file(entry, form.cleaned_data["file"], by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{kept.file.name} dilampirkan pada {entry.label}.")
    return redirect("ledger:entry-detail", pk)


def _entry_file(request: HttpRequest, pk: int) -> EntryFile:
    """A file of an entry that the user may see."""
    found = EntryFile.objects.filter(entry__in=Entry.objects.visible_to(request.user))
    return get_object_or_404(found.select_related("entry", "file"), pk=pk)


@roles(*READERS)
@require_safe
def entry_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file itself, to those who may see its entry."""
    found = _entry_file(request, pk)
    try:
        return file_response(found.file)
    except LostFile:
        messages.error(
            request, f"{found.file.name} hilang atau berubah di server. Beri tahu pengelola."
        )
        return redirect("ledger:entry-detail", found.entry_id)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def entry_file_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a file that was attached by mistake."""
    found = _entry_file(request, pk)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        withdraw_file(found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, f"{found.file.name} ditandai bukan bagian {found.entry.label}.")
        return redirect("ledger:entry-detail", found.entry_id)
    back = (reverse("ledger:entry-detail", args=[found.entry_id]), found.entry.label)
    note = "Berkas tidak dihapus: ia tetap dapat dibuka, dengan tanda dan alasannya."
    return form_page(request, form, f"Tarik lampiran {found.file.name}", back, note=note)
