"""The databases that are tortured: where each lives, how it goes away and comes back."""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import SAFE_OPTIONS, Cluster, program
from tests.run import INSTALLATION
from torture.disk import Disk, small_disk
from torture.server import Server

# Not more log than the small disk holds.
OPTIONS = SAFE_OPTIONS | {
    "max_wal_size": "64MB",
    "min_wal_size": "32MB",
    "log_min_messages": "panic",
    "checkpoint_timeout": "60s",
}


class SQLite:
    """A file beside the installation's own files, both on the small disk."""

    name = "sqlite"
    workers = 1
    megabytes = 256

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self.can_be_full = True
        self.can_go_away = False
        self._file = disk.folder / "bergulir.sqlite3"
        self.url = f"sqlite:///{self._file}"

    def load(self, template: str) -> None:
        """Begin with a copy of a migrated database: the path of its file."""
        shutil.copyfile(template, self._file)

    @contextmanager
    def full(self, server: Server) -> Iterator[None]:
        """Within the block nothing more can be written."""
        with self.disk.full(server.pids()):
            # The log that was written has room for more of its own size: give that back.
            with contextlib.suppress(sqlite3.OperationalError):
                self._empty_log()
            self.disk.fill_again()
            yield

    def _empty_log(self) -> None:
        connection = sqlite3.connect(self._file, timeout=10)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()

    def recover(self) -> None:
        """Nothing to do: there is no server that could have given up."""

    def close(self) -> None:
        """Nothing to do either."""


class PostgreSQL:
    """A cluster of one's own, all of it on the small disk; as durable as an office's."""

    name = "postgresql"
    workers = 2
    megabytes = 512

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self.can_be_full = disk.is_mounted
        self.can_go_away = True
        self._cluster = Cluster(disk.folder / "postgresql", OPTIONS)
        try:
            self._cluster.start()
        except BaseException:
            self._cluster.stop()
            raise
        self.url = self._cluster.url

    def load(self, template: str) -> None:
        """Begin with a copy of a migrated database: its address."""
        programs = Path(program("postgres")).parent
        dump = subprocess.Popen(
            [programs / "pg_dump", "--no-owner", template], stdout=subprocess.PIPE
        )
        restore = [programs / "psql", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", self.url]
        subprocess.run(restore, stdin=dump.stdout, check=True, stdout=subprocess.DEVNULL)
        if dump.wait():
            raise subprocess.CalledProcessError(dump.returncode, "pg_dump")

    @contextmanager
    def away(self) -> Iterator[None]:
        """Within the block there is no database: it was stopped as by a crash."""
        self._cluster.stop(signal.SIGQUIT)
        try:
            yield
        finally:
            self._cluster.start()

    @contextmanager
    def full(self, server: Server) -> Iterator[None]:
        """Within the block nothing more can be written."""
        with self.disk.full([]):
            yield

    def recover(self) -> None:
        """Have it answer again; a full disk may have ended it."""
        self._cluster.restart_if_gone()

    def close(self) -> None:
        """Stop it."""
        self._cluster.stop()


ENGINES = {kind.name: kind for kind in (SQLite, PostgreSQL)}
Database = SQLite | PostgreSQL


@contextmanager
def database(name: str, *, mount: bool = True) -> Iterator[Database]:
    """The engine of that name on a small disk; both are gone afterwards."""
    kind = ENGINES[name]
    with small_disk(kind.megabytes, mount=mount) as disk:
        made = kind(disk)
        try:
            yield made
        finally:
            made.close()


def installation(database: Database, beside: Path) -> dict[str, str]:
    """The environment of the server: nothing of the caller's installation leaks in."""
    env = {name: value for name, value in os.environ.items() if name not in INSTALLATION}
    return env | {
        "DATABASE_URL": database.url,
        "BERGULIR_VAR": str(database.disk.folder / "var"),
        "STATIC_ROOT": str(beside / "static"),
        "DJANGO_SETTINGS_MODULE": "upk.settings",
        "THREADS": "8",
        "FORMS_PER_MINUTE": "0",  # few users send what a whole district does
        "FILES_PER_MINUTE": "0",
    }
