"""The files of an issued report: made once from its frozen value, kept, checked before use.

A file is written beside its place and then linked to it, so nobody reads half of it and nothing is
ever written over; its name holds its digest, so that whoever was faster can't be in the way.
"""

import logging
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from reports import verification
from reports.models import IssuedFile, IssuedReport
from reports.pack import Pack
from reports.render.pack import Issue, render_pack
from reports.render.pdf import PdfError
from upk.background import held, is_held, start_after_commit
from upk.offices.stored_files import write_once

logger = logging.getLogger(__name__)


class Tampered(Exception):
    """A stored value or file no longer has its digest, or is gone; the text says which."""


def pack_of(issued: IssuedReport) -> Pack:
    """The pack as it was issued. Raises ``Tampered`` if the stored text lost its digest."""
    if sha256(issued.value.encode()).hexdigest() != issued.value_sha256:
        logger.error("issued report %s: the stored value lost its digest", issued.pk)
        raise Tampered(f"value of issued report {issued.pk}")
    return Pack.of_text(issued.value)


def render_issued(issued: IssuedReport, kind: str) -> bytes:
    """The pack in any format from the frozen value alone.

    Raises ``UnknownFormat``, ``PdfError``, ``Tampered``.
    """
    issue = Issue(
        issued.revision, issued.issued_at, issued.issued_by_name, issued.value_sha256,
        code=verification.code(issued), address=verification.address(issued),
    )  # fmt: skip
    return render_pack(pack_of(issued), kind, issue)


def make_file(issued: IssuedReport, kind: str) -> IssuedFile:
    """The stored file of that kind, made now if there is none yet; one maker at a time.

    Raises ``PdfError`` if no PDF could be made, ``Tampered`` if the value isn't what was issued.
    """
    with held(_work(issued, kind)):
        if found := IssuedFile.objects.filter(report=issued, kind=kind).first():
            return found
        content = render_issued(issued, kind)
        digest = sha256(content).hexdigest()
        path = _write_once(issued, f"{digest[:16]}.{IssuedFile.ending_of(kind)}", content)
        try:
            with transaction.atomic():
                return IssuedFile.objects.create(
                    report=issued, kind=kind, path=path, size=len(content), sha256=digest
                )
        except IntegrityError:  # made on another machine meanwhile
            return IssuedFile.objects.get(report=issued, kind=kind)


def is_being_made(issued: IssuedReport, kind: str) -> bool:
    """Whether somebody on this machine is making the file right now."""
    return is_held(_work(issued, kind))


def read_file(file: IssuedFile) -> bytes:
    """The file's content. Raises ``Tampered`` if it is gone or lost its digest."""
    try:
        content = file.full_path.read_bytes()
    except OSError as error:
        logger.error("issued file %s can't be read: %s", file.path, error)
        raise Tampered(file.path) from error
    if sha256(content).hexdigest() != file.sha256:
        logger.error("issued file %s lost its digest", file.path)
        raise Tampered(file.path)
    return content


def _stem(issued: IssuedReport) -> str:
    return f"{issued.period}-rev{issued.revision}"


def _work(issued: IssuedReport, kind: str) -> str:
    return f"issued-{issued.pk}-{kind}"


def _write_once(issued: IssuedReport, ending: str, content: bytes) -> str:
    """Write a file and give its path under MEDIA_ROOT; it is there as a whole or not at all."""
    path = Path("issued") / issued.office.code / f"{_stem(issued)}-{ending}"
    write_once(Path(settings.MEDIA_ROOT) / path, content)
    return str(path)


def make_after_commit(issued: IssuedReport, kind: str) -> None:
    """Make a file in a thread that only waits for the process that makes its PDFs.

    If the server stops meanwhile, the page offers to make it, and so does the first download.
    """
    start_after_commit(_work(issued, kind), lambda: _make(issued.pk, kind))


def _make(pk: int, kind: str) -> None:
    try:
        issued = IssuedReport.objects.select_related("office").get(pk=pk)
        make_file(issued, kind)
    except (PdfError, Tampered) as error:
        logger.error("%s of issued report %s: %s", kind, pk, error)
