"""How many wrong codes somebody may try at the public check page, and the trace they leave.

Like the login's limits (``upk.offices.throttle``): counted in the database, so that a restart and a
second process change nothing. Whoever is stopped adds no rows any more.
"""

import logging
from datetime import timedelta

from django.utils import timezone

from upk.profile.models import CodeGuess

logger = logging.getLogger(__name__)

LIMIT = 30
"""Wrong codes within ``WINDOW`` [chosen]: many people may stand behind one address."""

WINDOW = timedelta(minutes=15)
UNKNOWN = "0.0.0.0"
"""Stands for an address that the server was not told."""


def is_stopped(address: str | None) -> bool:
    """Whether that address has tried too many wrong codes of late (real clock)."""
    recent = CodeGuess.objects.filter(address=address or UNKNOWN)
    return recent.filter(guessed_at__gt=timezone.now() - WINDOW).count() >= LIMIT


def note_guess(address: str | None) -> None:
    """Count a wrong code, leave a line in the server's journal, forget what counts no more."""
    logger.warning("check page: wrong code or file from %s", address or UNKNOWN)
    CodeGuess.objects.filter(guessed_at__lte=timezone.now() - WINDOW).delete()
    CodeGuess.objects.create(address=address or UNKNOWN)
