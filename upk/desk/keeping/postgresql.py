"""PostgreSQL's own programs: a database into a file, and the file back within a transaction.

``pg_restore`` connects to nothing here. It writes SQL and rows, which go through Django's own
connection: so loading is part of the transaction that is committed when everything is proved, and
whoever is killed before leaves nothing behind.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from django.db import connection

from upk.desk.keeping.refused import Refused

_CHUNK = 1 << 20
_END_OF_ROWS = b"\\.\n"
_PSQL_ALONE = (b"\\restrict ", b"\\unrestrict ")
"""Lines for ``psql``, which may do more than the database: it isn't asked here."""


def dump(target: Path, snapshot: str) -> None:
    """Write what a transaction that exported ``snapshot`` sees. Raises ``Refused``."""
    settings = connection.settings_dict
    asked, given = connection.client.settings_to_cmd_args_env(settings, [])
    command = [
        _program("pg_dump"), "--no-password", "--format=custom", "--no-owner", "--no-privileges",
        f"--snapshot={snapshot}", f"--file={target}", *asked[1:-1], f"--dbname={asked[-1]}",
    ]  # fmt: skip
    done = subprocess.run(  # the password isn't an argument
        command, env={**os.environ, **(given or {})}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise _failed("pg_dump", done.stderr, done.returncode)


def load(source: Path) -> None:
    """Make the tables of a dump and fill them, in the transaction of the default connection.

    Constraints are checked with each statement from then on: a table with checks that still wait
    can't be altered by a migration in the same transaction. Raises ``Refused``, ``DatabaseError``.
    """
    with connection.cursor() as cursor:
        for section in ("pre-data", "data", "post-data"):
            with _written(source, section) as lines:
                _run_script(cursor, lines, has_rows=section == "data")
        for setting in ("search_path", "check_function_bodies", "row_security"):
            cursor.execute(f"RESET {setting}")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ANALYZE")  # the proof reads everything, and nobody else could look yet


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Refused(f"{name} tidak ada di komputer ini: apt-get install postgresql-client")
    return found


def _failed(program: str, said: str, code: int) -> Refused:
    reason = (said.strip().splitlines() or [f"kode {code}"])[0]
    return Refused(f"{program} gagal: {reason}")


@contextmanager
def _written(source: Path, section: str) -> Iterator[BinaryIO]:
    """What ``pg_restore`` writes of a part of the dump."""
    command = [
        _program("pg_restore"), "--no-owner", "--no-privileges", f"--section={section}",
        "--file=-", str(source),
    ]  # fmt: skip
    with (
        TemporaryFile() as said,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said) as process,
    ):
        yield process.stdout
        process.stdout.close()
        if process.wait():
            said.seek(0)
            raise _failed("pg_restore", said.read().decode(errors="replace"), process.returncode)


def _run_script(cursor, lines: BinaryIO, *, has_rows: bool) -> None:
    """Statements as they stand; where ``has_rows``, what follows ``COPY`` as the table's rows."""
    waiting: list[bytes] = []
    for line in iter(lines.readline, b""):
        if line.startswith(_PSQL_ALONE):
            continue
        waiting.append(line)
        if has_rows and line.startswith(b"COPY ") and line.endswith(b" FROM stdin;\n"):
            command = waiting.pop().decode()
            _execute(cursor, waiting)
            with connection.wrap_database_errors:
                cursor.copy_expert(command, _Rows(lines), size=_CHUNK)
    _execute(cursor, waiting)


def _execute(cursor, waiting: list[bytes]) -> None:
    """Run the statements and forget them; what is only comments is no statement."""
    if any(line.strip() and not line.startswith(b"--") for line in waiting):
        cursor.execute(b"".join(waiting).decode())
    waiting.clear()


class _Rows:
    """The rows of one table, up to their end, as a file that can only be read."""

    def __init__(self, lines: BinaryIO) -> None:
        self._lines, self._rest, self._is_over = lines, b"", False

    def read(self, size: int) -> bytes:
        parts, length = [self._rest], len(self._rest)
        while length < size and not self._is_over:
            line = self._lines.readline()
            self._is_over = line in (_END_OF_ROWS, b"")
            if not self._is_over:
                parts.append(line)
                length += len(line)
        content = b"".join(parts)
        self._rest = content[size:]
        return content[:size]
