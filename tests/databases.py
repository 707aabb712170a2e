"""Making, copying and removing whole databases, the same way on SQLite and PostgreSQL.

On SQLite a database's name is the path of its file.
"""

import fcntl
import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Let the default connection, in every thread, be one to the database ``name``."""
    settings = connection.settings_dict  # one dict for the connections of all threads
    before = settings["NAME"]
    connection.close()
    settings["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        settings["NAME"] = before


@contextmanager
def triggers_lifted() -> Iterator[None]:
    """Take the triggers of the ledger away: emptying tables is what they exist to refuse."""
    from upk import triggers  # noqa: PLC0415 -- loads models

    triggers.drop_all(connection)
    try:
        yield
    finally:
        triggers.create_all(connection)


def _name(folder: Path, label: str) -> str:
    if connection.vendor == "sqlite":
        return str(folder / f"{label}.sqlite3")
    return f"{label}_{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"


def address_of(name: str) -> str:
    """``DATABASE_URL`` of a database, for a process of its own."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{name}"


def _execute(sql: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)


def remove(name: str) -> None:
    """Remove a database, if it is there."""
    if connection.vendor == "sqlite":
        for suffix in ("", "-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)
    else:
        _execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def create(folder: Path, label: str) -> str:
    """Make an empty database; return its name."""
    name = _name(folder, label)
    remove(name)
    if connection.vendor != "sqlite":  # which makes the file itself
        _execute(f'CREATE DATABASE "{name}"')
    return name


def copy(source: str, folder: Path, label: str) -> str:
    """Copy a database to which nobody is connected; return the copy's name."""
    name = _name(folder, label)
    remove(name)
    if connection.vendor == "sqlite":
        shutil.copyfile(source, name)
    else:
        _execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    return name


def build_once(
    folder: Path, label: str, fill: Callable[[], object], *, start: str | None = None
) -> str:
    """Make a database, let ``fill`` fill it, and return its name. ``start`` is what it copies.

    Guarantee: of all processes that share ``folder`` one builds it, the others wait for that.
    """
    done = folder / f"{label}.{connection.vendor}.done"
    with (folder / f"{label}.{connection.vendor}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        name = _name(folder, label)
        if not done.exists():
            if start is None:
                create(folder, label)
            else:
                copy(start, folder, label)
            with connected_to(name):
                fill()
            done.touch()
    return name


def migrate() -> None:
    """Bring the connected database to the newest migrations, guards included."""
    call_command("migrate", verbosity=0, interactive=False)


def analyze() -> None:
    """Let the connected database see how much it holds, for its plans."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
