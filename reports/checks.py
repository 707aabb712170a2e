"""What ``check_books`` asks of issued reports: do values and files still have their digests?"""

from collections.abc import Iterable
from hashlib import sha256

from reports.issued_files import Tampered, read_file
from reports.models import IssuedFile, IssuedReport
from reports.value import FORMAT_VERSION
from upk.offices.models import Office


def check_issued(offices: Iterable[Office]) -> tuple[str, tuple[str, ...]]:
    """What was looked at, and a sentence for each stored value or file that isn't as issued.

    Reports of an older ``FORMAT_VERSION`` are counted apart and are no fault: they stay as issued.
    """
    offices, faults = list(offices), []
    reports = IssuedReport.objects.filter(office__in=offices).select_related("office")
    count = older = 0
    for report in reports.order_by("office_id", "year", "quarter", "revision").iterator(50):
        count += 1
        older += report.format_version < FORMAT_VERSION
        if sha256(report.value.encode()).hexdigest() != report.value_sha256:
            faults.append(f"{report.office.code} {report.label}: isi laporan berubah")
    files = IssuedFile.objects.filter(report__office__in=offices).defer("report__value")
    files = list(files.select_related("report__office").order_by("id"))
    for file in files:
        try:
            read_file(file)
        except Tampered:
            faults.append(
                f"{file.report.office.code} {file.report.label}: "
                f"berkas {file.kind.upper()} hilang atau berubah"
            )
    seen = f"{count} laporan terbit, {len(files)} berkas"
    if older:
        seen += f"; {older} laporan memakai susunan lama"
    return seen, tuple(faults)
