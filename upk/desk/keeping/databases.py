"""The database out into a file and back, on SQLite and PostgreSQL: one moment of it, whole.

On SQLite its own backup copies the pages in one reading transaction, beside whoever writes. On
PostgreSQL ``pg_dump`` sees the snapshot in which the rows are counted.
"""

import gzip
import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from upk.desk.keeping import postgresql
from upk.desk.keeping.refused import Refused

FILE_NAMES = {"sqlite": "database.sqlite3.gz", "postgresql": "database.dump"}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_STAGED = ".restore-"


@dataclass(frozen=True, slots=True)
class Copy:
    """A database in a file: the rows of each table, and the migrations it has had."""

    path: Path
    counts: dict[str, int]
    migrations: list[str]


def copy_out(folder: Path) -> Copy:
    """Write one moment of the default database into ``folder``.

    Guarantee: what was committed before the call is in it, a transaction wholly or not at all.
    Raises ``Refused`` if it can't be read or written.
    """
    path = folder / FILE_NAMES[connection.vendor]
    try:
        if connection.vendor == "sqlite":
            return _copy_sqlite(path)
        return _copy_postgresql(path)
    except (sqlite3.Error, DatabaseError) as error:
        raise Refused(f"Basis data tidak dapat disalin: {str(error).strip()}") from error


def _copy_sqlite(path: Path) -> Copy:
    plain = path.with_suffix("")
    source = connection.settings_dict["NAME"]
    if not Path(source).exists():
        raise Refused(f"Basis data {source} tidak ada.")
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(plain)) as there:
        there.execute("PRAGMA synchronous=OFF")
        here.backup(there)
    with _connected(str(plain)) as copy, copy.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        [verdict] = cursor.fetchone()
        if verdict != "ok":
            raise Refused(f"Basis data rusak: {verdict}. Jangan hapus cadangan lama.")
        counts, migrations = counted(copy), _migrations(cursor)
    with plain.open("rb") as content, gzip.open(path, "xb", compresslevel=1) as packed:
        shutil.copyfileobj(content, packed, 1 << 20)
    plain.unlink()
    return Copy(path, counts, migrations)


def _copy_postgresql(path: Path) -> Copy:
    with _connected(connection.settings_dict["NAME"]) as own, own.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        [snapshot] = cursor.fetchone()
        counts, migrations = counted(own), _migrations(cursor)
        postgresql.dump(path, snapshot)
        cursor.execute("COMMIT")
    return Copy(path, counts, migrations)


@contextmanager
def _connected(name: str) -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own to the database ``name``, with what Django adds to it."""
    own = connection.copy()
    own.settings_dict["NAME"] = name
    try:
        yield own
    finally:
        own.close()


def counted(own: BaseDatabaseWrapper = connection) -> dict[str, int]:
    """How many rows each table has."""
    with own.cursor() as cursor:
        counts = {}
        for table in sorted(own.introspection.table_names(cursor)):
            cursor.execute(f"SELECT COUNT(*) FROM {own.ops.quote_name(table)}")
            [counts[table]] = cursor.fetchone()
        return counts


def _migrations(cursor) -> list[str]:
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    return [f"{app}.{name}" for app, name in cursor.fetchall()]


# Back in


def clear_work() -> None:
    """Remove what a restore that was killed left beside the database's place.

    Nobody may be restoring meanwhile.
    """
    if connection.vendor == "sqlite":
        for left in Path(connection.settings_dict["NAME"]).parent.glob(f"{_STAGED}*.sqlite3*"):
            left.unlink()


def check_empty() -> None:
    """Raise ``Refused`` unless the default database has no tables. Leaves no file behind."""
    with _no_file_left():
        if connection.introspection.table_names():
            raise Refused(
                f"Basis data {connection.settings_dict['NAME']} tidak kosong. Cadangan hanya "
                "dipulihkan ke tempat yang kosong: hentikan server, lalu pindahkan yang lama "
                "(docs/operation.md)."
            )


@dataclass(frozen=True, slots=True)
class Loaded:
    """A database that has been loaded and waits for its place; ``keep`` gives it that place."""

    keep: Callable[[], None]


def loading(source: Path) -> AbstractContextManager[Loaded]:
    """Within it the default database holds what ``source`` holds, and after it if it is kept.

    The database must be empty, and stays so for everybody else until ``keep``: on SQLite another
    file is loaded that takes its place in one step, on PostgreSQL all is one transaction. So a
    process that is killed before leaves nothing in it.
    Raises ``Refused`` or ``DatabaseError`` if the file can't be loaded.
    """
    return (_loading_sqlite if connection.vendor == "sqlite" else _loading_postgresql)(source)


@contextmanager
def _loading_sqlite(source: Path) -> Iterator[Loaded]:
    settings = connection.settings_dict
    target = Path(settings["NAME"])
    staged = target.with_name(f"{_STAGED}{secrets.token_hex(4)}.sqlite3")

    def back_to_target() -> None:
        connections.close_all()
        settings["NAME"] = str(target)

    def take_place() -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        back_to_target()
        _remove_sqlite(target)  # empty, and so is what its journal holds
        staged.replace(target)
        sync(target)

    try:
        _unpack(source, staged)
        connections.close_all()
        settings["NAME"] = str(staged)
        yield Loaded(take_place)
    finally:
        back_to_target()
        _remove_sqlite(staged)


def _unpack(source: Path, target: Path) -> None:
    try:
        with gzip.open(source) as packed, target.open("xb") as file:
            target.chmod(0o600)
            shutil.copyfileobj(packed, file, 1 << 20)
            file.flush()
            os.fsync(file.fileno())
    except (EOFError, gzip.BadGzipFile) as error:
        raise Refused("Basis data di dalam cadangan tidak dapat dibuka.") from error


@contextmanager
def _no_file_left() -> Iterator[None]:
    """Looking at a SQLite database that isn't there makes its file: take it away again."""
    path = Path(connection.settings_dict["NAME"])
    is_new = connection.vendor == "sqlite" and not path.exists()
    try:
        yield
    finally:
        connection.close()  # and with it what SQLite keeps beside the file
        if is_new:
            _remove_sqlite(path)


def _remove_sqlite(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


@contextmanager
def _loading_postgresql(source: Path) -> Iterator[Loaded]:
    connection.close()
    connection.set_autocommit(False)
    try:
        postgresql.load(source)
        yield Loaded(connection.commit)
    finally:
        connection.close()  # what wasn't committed never was


def sync(path: Path) -> None:
    """Let the disk know a file and its place in its folder."""
    for place in (path, path.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
