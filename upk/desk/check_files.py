"""The proof of uploaded files: each row still has its content on the disk."""

from collections.abc import Sequence

from upk.desk.check_result import Result
from upk.offices.models import Office, StoredFile
from upk.offices.stored_files import LostFile, read_stored


def check_stored_files(offices: Sequence[Office]) -> Result:
    """Every uploaded photo and PDF that wasn't removed is there and has its digest; one query."""
    faults = []
    stored = StoredFile.objects.filter(office__in=offices, removed_at=None).select_related("office")
    count = 0
    for file in stored.iterator():
        count += 1
        try:
            read_stored(file)
        except LostFile:
            faults.append(
                f"{file.office.code}: {file.name} ({file.sha256[:12]}) hilang atau berubah"
            )
    return Result("stored_files", "Lampiran bukti", f"{count} berkas", tuple(faults))
