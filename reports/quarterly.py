"""The report called ``quarterly``: the pack in any format, as the command line asks for it."""

from reports.issued_files import make_file, read_file, render_issued
from reports.models import IssuedFile, IssuedReport
from reports.pack import build_pack
from reports.render.pack import render_pack
from upk.offices.models import Office
from upk.periods import Quarter

QUARTERLY = "quarterly"


def quarterly(office: Office, quarter: Quarter, format_name: str) -> bytes:
    """The newest issue of the quarter's pack if it holds, else a draft from the rows.

    Raises ``UnknownFormat``, ``PdfError``, ``Tampered``.
    """
    issues = IssuedReport.objects.filter(office=office).of_quarter(quarter)
    issued = issues.newest().with_outdated().first()
    if issued is None or issued.outdated:
        return render_pack(build_pack(office, quarter), format_name, issue=None)
    if format_name in IssuedFile.Kind.values:
        return read_file(make_file(issued, format_name))
    return render_issued(issued, format_name)
