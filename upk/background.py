"""Work that goes on beside the requests, in a thread, and how one sees that it does.

Whoever works holds a lock file of the work's name. The lock goes with the process, so work that is
said to be under way and that nobody holds was interrupted. Only processes of one machine see it.
The file may tell how far the work is: a transaction that is open for minutes can't, and on SQLite
nobody else could write it either.
"""

import fcntl
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Thread, Timer

from django.conf import settings
from django.db import connection, transaction

from upk.sqlite.patience import STEADFAST, waiting

FOLDER = "work"
STARTING = timedelta(seconds=20)
"""How long a thread may need to take its lock before the work counts as interrupted."""

LONGEST_START, LOOK_EVERY = 2_000, 20
"""Milliseconds to wait until a thread has begun its work, and between two looks."""

_LONGEST_NOTE = 200
_BETWEEN = 0.3
"""Seconds between two words of progress."""

_AGAIN = " again"
_NOTE = re.compile(rf"(?P<state>\w+) (?P<done>\d+) (?P<total>\d+)(?P<again>{_AGAIN})?")

Progress = Callable[[int, int], None]
"""Called with what is done and what there is to do."""


@contextmanager
def held(work: str, *, wait: bool = True) -> Iterator["Hold | None"]:
    """Hold the right to do the work of that name; waits for whoever holds it.

    Without ``wait`` the value is ``None`` if somebody has it.
    """
    handle = _open(work)
    try:
        if wait:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield Hold(handle)
        else:
            yield Hold(handle) if _take(handle) else None
    finally:
        os.close(handle)


def _take(handle: int) -> bool:
    """Take the lock unless somebody works; one who only looks is gone in a moment."""
    while True:
        if _lock(handle, fcntl.LOCK_EX):
            return True
        if not _lock(handle, fcntl.LOCK_SH):
            return False
        fcntl.flock(handle, fcntl.LOCK_UN)


def _lock(handle: int, way: int) -> bool:
    """Whether it could be locked that way (exclusively or shared), without waiting."""
    try:
        fcntl.flock(handle, way | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Hold:
    """A lock that is held, and what its holder tells the others."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def note(self, text: str) -> None:
        """Say how far the work is, in place of what was said before."""
        content = text.encode()[:_LONGEST_NOTE]
        os.pwrite(self._handle, content.ljust(_LONGEST_NOTE), 0)


@dataclass(frozen=True, slots=True)
class Step:
    """How far a thread is: rows done of how many; whether it looks through them once more."""

    done: int
    total: int
    is_again: bool = False

    @property
    def percent(self) -> int:
        """0 to 100."""
        return self.done * 100 // self.total if self.total else 0


def telling(hold: Hold, state: str, *, is_again: bool = False) -> Progress:
    """Says in the lock file how far it is with what, now and then; ``step_of`` reads it."""
    last, phase = 0.0, _AGAIN if is_again else ""

    def progress(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _BETWEEN or done == total:
            last = now
            hold.note(f"{state} {done} {total}{phase}")

    return progress


def step_of(work: str, state: str) -> Step | None:
    """How far the holder is with ``state``; ``None`` before it has said anything of it."""
    found = _NOTE.fullmatch(note_of(work))
    if found and found["state"] == state:
        return Step(int(found["done"]), int(found["total"]), bool(found["again"]))
    return None


def is_held(work: str) -> bool:
    """Whether somebody on this machine does the work right now.

    Looking keeps nobody from working, and others who look aren't taken for somebody who works.
    """
    handle = _open(work)
    try:
        return not _lock(handle, fcntl.LOCK_SH)
    finally:
        os.close(handle)


def note_of(work: str) -> str:
    """What the last holder told; empty if nothing."""
    try:
        return _path(work).read_text(errors="replace").strip()
    except OSError:
        return ""


def start_after_commit(work: str, run: Callable[[], None]) -> None:
    """Do the work in a thread once the transaction is through; ``run`` takes the lock itself.

    Returns when the thread is at it, so that the page that comes next says so.
    """
    thread = Thread(target=_run, args=(run,), name=work)

    def start() -> None:
        thread.start()
        for _ in range(LONGEST_START // LOOK_EVERY):
            if is_held(work) or not thread.is_alive():
                return
            thread.join(LOOK_EVERY / 1000)

    transaction.on_commit(start)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there as a whole or not at all; for this system's user alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f".{path.name}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.replace(part, path)


def run_later(after: timedelta, run: Callable[[], None]) -> None:
    """Do something once so much time has passed, if the server goes on so long."""
    timer = Timer(after.total_seconds(), _in_timer, args=(run,))
    timer.daemon = True
    timer.start()


def _in_timer(run: Callable[[], None]) -> None:
    try:
        run()
    finally:
        connection.close()


def _run(run: Callable[[], None]) -> None:
    """Nobody would begin it again, so it waits for whoever writes before it."""
    try:
        with waiting(STEADFAST):
            run()
    finally:
        connection.close()


def _path(work: str) -> Path:
    return Path(settings.VAR_DIR) / FOLDER / f"{work}.lock"


def _open(work: str) -> int:
    path = _path(work)
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
