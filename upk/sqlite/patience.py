"""How long somebody waits for SQLite's one writer, and that a writer will take long.

A request that wants to save waits for those before it, but not for one that takes minutes: its
thread would be missing for those who only read. It is told so instead (``upk.running.busy``). On
PostgreSQL nobody waits for other offices, and all but ``one_moment`` changes nothing.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.utils import OperationalError


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that a transaction waits for its turn: in all, and behind one that takes long."""

    usual: float
    behind_long: float


USUAL = Patience(usual=20, behind_long=3)
SCARCELY = Patience(usual=0.5, behind_long=0)
"""For what may as well be written by the next request."""
STEADFAST = Patience(usual=900, behind_long=900)
"""For work beside the requests, which nobody would begin again."""


class Busy(OperationalError):
    """The turn didn't come in time; nothing was written. ``behind``: what takes so long, or ""."""

    def __init__(self, behind: str = "") -> None:
        super().__init__("database is locked")
        self.behind = behind


@contextmanager
def waiting(patience: Patience) -> Iterator[None]:
    """Whatever is written within waits so long for its turn."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    before = connection.patience
    connection.patience = patience
    try:
        yield
    finally:
        connection.patience = before


@contextmanager
def long_write(what: str) -> Iterator[None]:
    """The transaction within takes long; ``what`` (Indonesian) tells those who come meanwhile."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.long_write = what
    try:
        yield
    finally:
        connection.long_write = ""


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read within is as it was at one moment, and nobody waits for it.

    Nothing may be written within, on either database. Within a transaction it is that one's
    moment, and nothing else changes.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
    elif connection.vendor == "sqlite":
        with _only_reading(), transaction.atomic():
            yield
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


@contextmanager
def _only_reading() -> Iterator[None]:
    connection.ensure_connection()
    connection.only_reads = True
    connection.connection.execute("PRAGMA query_only = ON")
    try:
        yield
    finally:
        connection.only_reads = False
        if connection.connection is not None:
            connection.connection.execute("PRAGMA query_only = OFF")


def what_takes_long() -> str:
    """What is being written right now and takes long (Indonesian); empty if nothing is."""
    return connection.queue.long_write if connection.vendor == "sqlite" else ""


def busy_behind(error: BaseException) -> Busy | None:
    """The want of a turn that ``error`` comes from, however it was wrapped; else ``None``."""
    seen = error
    while seen is not None:
        if isinstance(seen, Busy):
            return seen
        if getattr(seen, "sqlite_errorcode", None) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return Busy()
        seen = seen.__cause__ or seen.__context__
    return None
