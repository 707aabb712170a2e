"""Photos and scans of the papers behind entries."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from upk.ledger.models import Entry, EntryFile, EntryFileWithdrawal
from upk.offices.models import User
from upk.offices.stored_files import store_file


@transaction.atomic
def attach_file(entry: Entry, upload: UploadedFile, *, by: User) -> EntryFile:
    """Keep an uploaded photo or PDF with an entry, in closed books too: it changes no figure.

    The same content twice is one file. Raises ``ValidationError`` for what can't be kept, or where
    the entry has as many as an entry may have.
    """
    entry = Entry.objects.select_for_update().select_related(None).get(pk=entry.pk)
    stored = store_file(entry.office, upload, by=by)
    if found := EntryFile.objects.filter(entry=entry, file=stored).first():
        if hasattr(found, "withdrawal"):
            raise ValidationError("Berkas ini sudah pernah dilampirkan lalu ditarik.")
        return found
    if entry.files.filter(withdrawal__isnull=True).count() >= settings.FILES_PER_ENTRY:
        raise ValidationError(f"Paling banyak {settings.FILES_PER_ENTRY} berkas untuk satu bukti.")
    return EntryFile.objects.create(entry=entry, file=stored, attached_by=by)


@transaction.atomic
def withdraw_file(entry_file: EntryFile, *, reason: str, by: User) -> EntryFileWithdrawal:
    """Mark a file as not belonging to its entry; it stays readable.

    Raises ``ValidationError`` without a reason; twice is once.
    """
    EntryFile.objects.select_for_update().get(pk=entry_file.pk)
    if not reason.strip():
        raise ValidationError({"reason": "Tulis alasannya."})
    if found := EntryFileWithdrawal.objects.filter(entry_file=entry_file).first():
        return found
    return EntryFileWithdrawal.objects.create(
        entry_file=entry_file, reason=reason.strip(), made_by=by
    )
