"""PDFs, made by WeasyPrint in a process of its own (``upk.pdf_worker``).

At most ``PDF_WORKERS`` of these processes run at once on a machine, however often people click:
each holds one of as many lock files, which the system frees when the holder ends, however it ends.
"""

import fcntl
import logging
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header

from upk import pdf_worker
from upk.periods import format_date

logger = logging.getLogger(__name__)

BASE_STYLES = Path(__file__).with_name("print.css")
TRY_AGAIN = "Coba lagi sebentar lagi; bila tetap gagal, beri tahu pengelola."

NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Characters that no XML may hold; somebody may have pasted one into a name."""


class PdfError(Exception):
    """No PDF could be made; the text is for the user and says what to do."""


def printed_text(moment: datetime | None = None) -> str:
    """``Dicetak 24 November 2026 pukul 07.03 WIB``, by the real clock in the office's time zone."""
    moment = timezone.localtime(moment)
    zone = {7: "WIB", 8: "WITA", 9: "WIT"}.get(moment.utcoffset().total_seconds() // 3600, "")
    day = format_date(moment.date())
    return f"Dicetak menurut jam komputer: {day} pukul {moment:%H.%M} {zone}".strip()


def make_pdf(
    html: str,
    *stylesheets: Path,
    instead: str = "",
    attachments: Mapping[str, bytes] | None = None,
) -> bytes:
    """The PDF of a well-formed page; ``stylesheets`` come after the base.

    ``attachments`` are files inside it, by their names.
    Raises ``PdfError`` with a text for the user; ``instead`` is what else can be done.
    """
    with TemporaryDirectory(prefix="pdf-") as folder:
        options = []
        for name, content in (attachments or {}).items():
            path = Path(folder) / name
            path.write_bytes(content)
            options.append(f"{pdf_worker.ATTACH}{path}")
        return _work(html, [*map(str, (BASE_STYLES, *stylesheets)), *options], b"%PDF-", instead)


def make_pdfs(html: str, *stylesheets: Path, instead: str = "") -> dict[str, bytes]:
    """A PDF for each section of a page with ``data-files``, by the sections' ids.

    Raises ``PdfError`` as ``make_pdf`` does.
    """
    made = _work(html, [*map(str, (BASE_STYLES, *stylesheets))], b"PK", instead)
    with ZipFile(BytesIO(made)) as archive:
        return {name.removesuffix(".pdf"): archive.read(name) for name in archive.namelist()}


def _work(html: str, options: list[str], begins: bytes, instead: str) -> bytes:
    """What the worker makes of a page; it must begin with ``begins``. Raises ``PdfError``."""
    command = [sys.executable, "-m", pdf_worker.__name__, *options]
    with worker_slot(instead):
        try:
            done = subprocess.run(
                command,
                input=NOT_XML.sub("", html).encode(),
                capture_output=True,
                timeout=settings.PDF_TIMEOUT,
                cwd=settings.BASE_DIR,
                check=False,
            )
        except subprocess.TimeoutExpired:
            logger.error("PDF given up after %s seconds", settings.PDF_TIMEOUT)
            raise PdfError(
                f"PDF belum jadi setelah {settings.PDF_TIMEOUT} detik. {instead}".strip()
            ) from None
    if done.returncode == pdf_worker.NO_LIBRARIES:
        logger.error("WeasyPrint's libraries are missing: %s", done.stderr.decode(errors="replace"))
        raise PdfError(
            "PDF belum dapat dibuat: Pango tidak terpasang di server. Minta pengelola menjalankan "
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. "
            f"{instead}".strip()
        )
    if done.returncode != 0 or not done.stdout.startswith(begins):
        logger.error("PDF worker ended with %s: %s", done.returncode, _places(done.stderr))
        raise PdfError(f"PDF gagal dibuat. {TRY_AGAIN} {instead}".strip())
    return done.stdout


def _places(stderr: bytes) -> str:
    """Where the worker failed and over what kind of error; its words may repeat the page's."""
    lines = stderr.decode(errors="replace").splitlines()
    places = [line.strip() for line in lines if line.startswith('  File "')]
    kind = lines[-1].partition(":")[0] if places else ""
    return "; ".join([*places[-20:], kind])


def pdf_or_back(
    request: HttpRequest, make: Callable[[], bytes], stem: str, *back: object
) -> HttpResponse:
    """The PDF that ``make`` gives, to look at; or back to a page that says why there is none.

    ``stem`` is the file's name without its ending, ``back`` what ``redirect`` takes. ``make`` may
    raise ``PdfError``, and ``ValidationError`` where the paper may not be printed.
    """
    try:
        content = make()
    except (ValidationError, PdfError) as error:
        for sentence in getattr(error, "messages", [str(error)]):
            messages.error(request, sentence)
        return redirect(*back)
    return pdf_response(content, stem)


def pdf_response(content: bytes, stem: str) -> HttpResponse:
    """A PDF for the browser's own viewer; kept nowhere, since it may name people."""
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(False, f"{stem}.pdf".lower()),
            "Cache-Control": "private, no-store",
        },
    )


@contextmanager
def worker_slot(instead: str = "") -> Iterator[None]:
    """Hold one of the machine's places for PDF workers.

    Raises ``PdfError`` if none gets free within ``PDF_WAIT`` seconds.
    """
    folder = Path(settings.VAR_DIR) / "pdf"
    folder.mkdir(parents=True, exist_ok=True)
    give_up = time.monotonic() + settings.PDF_WAIT
    while (slot := _free_slot(folder)) is None:
        if time.monotonic() >= give_up:
            raise PdfError(f"Banyak PDF sedang dibuat. {TRY_AGAIN} {instead}".strip())
        time.sleep(0.1)
    try:
        yield
    finally:
        os.close(slot)


def _free_slot(folder: Path) -> int | None:
    """The handle of a lock file that nobody else holds, or ``None``."""
    for number in range(settings.PDF_WORKERS):
        handle = os.open(folder / f"{number}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
        else:
            return handle
    return None
