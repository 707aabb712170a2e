"""Being told to stop (a computer that shuts down) ends a backup or restore as an error would."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_ENDED_BY_SIGTERM = 128 + signal.SIGTERM


@contextmanager
def cleaning_up() -> Iterator[None]:
    """Within it SIGTERM raises ``SystemExit``, so that nothing half-written stays."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(_ENDED_BY_SIGTERM))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
