"""Work that takes too long for a request: a thread does it, a lock file says that it goes on.

The lock is the system's: it is free when its holder ends, however it ends, so what should be in the
making and isn't held was interrupted. It is of one machine: several servers don't see each other's.
A thread is enough where the work mostly waits for the process that makes PDFs (``upk.pdf``).
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from django.conf import settings
from django.db import connection, transaction

LONGEST_START, LOOK_EVERY = 2_000, 20
"""Milliseconds to wait until a thread has begun, and between two looks."""


@contextmanager
def holding(name: str, *, waits: bool = True) -> Iterator[bool]:
    """Hold the work of that name; whoever else holds it is waited for, or (``waits`` false) it is
    ``False``."""
    folder = Path(settings.VAR_DIR) / "pdf"
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if waits else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def is_held(name: str) -> bool:
    """Whether somebody on this machine is at it right now."""
    with holding(name, waits=False) as is_free:
        return not is_free


def start(name: str, work: Callable[[], None]) -> None:
    """Do ``work``, which holds ``name``, in a thread as soon as the transaction is through.

    Returns when it is at it (or after two seconds), so that the page that comes next says so.
    """
    thread = Thread(target=_run, args=(work,), name=name)

    def begin() -> None:
        thread.start()
        for _ in range(LONGEST_START // LOOK_EVERY):
            if is_held(name) or not thread.is_alive():
                return
            thread.join(LOOK_EVERY / 1000)

    transaction.on_commit(begin)


def _run(work: Callable[[], None]) -> None:
    try:
        work()
    finally:
        connection.close()
