"""Making a report's public edition when somebody first asks for it, without keeping them waiting.

A PDF takes seconds and a place among the machine's workers: strangers never hold a thread of the
server for it, and make one at a time in a process, whatever they ask for.
"""

import logging
from threading import Lock, Thread

from django.db import connection

from reports.issued_files import Tampered, make_file
from reports.models import IssuedFile, IssuedReport
from reports.render.pdf import PdfError

logger = logging.getLogger(__name__)
_busy = Lock()

AGAIN_AFTER = 15
"""Seconds after which the page asks again [chosen]."""


def make_edition_soon(issued: IssuedReport) -> None:
    """Start making the edition in a thread, unless one is being made by this process."""
    if _busy.acquire(blocking=False):
        Thread(target=_make, args=(issued.pk,), name=f"public-edition-{issued.pk}").start()


def _make(pk: int) -> None:
    try:
        issued = IssuedReport.objects.select_related("office").get(pk=pk)
        make_file(issued, IssuedFile.Kind.PUBLIC)
    except (PdfError, Tampered) as error:
        logger.error("public edition of issued report %s: %s", pk, error)
    finally:
        connection.close()
        _busy.release()
