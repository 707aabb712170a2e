"""A PostgreSQL server of one's own for tests and benchmarks: on a free port, gone afterwards.

``python -m tests.postgres COMMAND …`` runs a command with ``DATABASE_URL`` set to such a server.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2

# The data is thrown away: nothing has to survive a crash of the machine.
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "200",
}
SAFE_OPTIONS = {"max_connections": "200"}
"""What a benchmark measures with: durable, as an office runs it."""


class NoPostgreSQL(Exception):
    """PostgreSQL's programs are missing, or the server doesn't start."""


def program(name: str) -> str:
    """Path of one of PostgreSQL's programs: from PATH, else the newest of Debian's folders."""
    if found := shutil.which(name):
        return str(Path(found).resolve())
    versions = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4])
    )
    if not versions:
        raise NoPostgreSQL(f"{name} is missing: apt-get install postgresql")
    return str(versions[-1])


def _owner() -> dict:
    """Who runs the server: oneself, but never root (initdb refuses it)."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _initialise(data: Path, password: str, owner: dict) -> None:
    password_file = data.parent / "password"
    password_file.write_text(password)
    if owner:
        os.chown(data.parent, owner["user"], owner["group"])
        os.chown(password_file, owner["user"], owner["group"])
    command = [program("initdb"), "--pgdata", str(data), "--username", "postgres", "--no-sync"]
    command += ["--encoding", "UTF8", "--locale", "C.UTF-8", "--auth", "scram-sha-256"]
    command += ["--pwfile", str(password_file)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=data.parent, **owner)
    if done.returncode:
        raise NoPostgreSQL(done.stdout + done.stderr)


def _wait_until_it_answers(server: subprocess.Popen, url: str, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            psycopg2.connect(url).close()
        except psycopg2.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise NoPostgreSQL(log.read_text())


class Cluster:
    """A server with its data in a folder: it stops and starts again at the same address.

    User postgres must be able to reach the folder where this runs as root.
    """

    def __init__(self, folder: Path, options: dict[str, str]) -> None:
        self._folder = folder
        self._owner = _owner()
        kept = folder / "password"
        if not (folder / "data").exists():
            folder.mkdir(parents=True, exist_ok=True)
            _initialise(folder / "data", secrets.token_hex(16), self._owner)
        port = _free_port()
        self.url = f"postgres://postgres:{kept.read_text()}@127.0.0.1:{port}/postgres"
        command = [program("postgres"), "-D", str(folder / "data"), "-p", str(port)]
        command += ["-k", str(folder), "-c", "listen_addresses=127.0.0.1", "-c", "timezone=UTC"]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        self._command = command
        self._server: subprocess.Popen | None = None

    def start(self) -> None:
        """Start and wait until it answers. Raises ``NoPostgreSQL``."""
        log = self._folder / "log"
        with log.open("w") as output:
            # A session of its own: Ctrl-C must not reach it before the tests have ended.
            self._server = subprocess.Popen(
                self._command, stdout=output, stderr=output, start_new_session=True,
                cwd=self._folder, **self._owner,
            )  # fmt: skip
        _wait_until_it_answers(self._server, self.url, log)

    def stop(self, how: int = signal.SIGINT) -> None:
        """Stop: ``SIGINT`` is "fast" (open connections are cut), ``SIGQUIT`` is a crash."""
        if self._server is None:
            return
        self._server.send_signal(how)
        try:
            self._server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait(timeout=20)

    def restart_if_gone(self) -> None:
        """Wait until it answers, after it was started again if it had given up."""
        if self._server is None or self._server.poll() is not None:
            self.start()
        else:
            _wait_until_it_answers(self._server, self.url, self._folder / "log")


@contextmanager
def temporary_server(options: dict[str, str] = OPTIONS) -> Iterator[str]:
    """Run a server of one's own and yield its ``DATABASE_URL``; remove everything at the end.

    Raises ``NoPostgreSQL`` if the programs are missing or the server doesn't start.
    """
    # User postgres can't reach a TMPDIR that belongs to root alone.
    folder = Path(tempfile.mkdtemp(prefix="bergulir-pg-", dir="/tmp" if _owner() else None))
    try:
        with kept_server(folder, options) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def kept_server(folder: Path, options: dict[str, str]) -> Iterator[str]:
    """The same with its data in ``folder``, which stays and serves again the next time."""
    cluster = Cluster(folder, options)
    try:
        cluster.start()
        yield cluster.url
    finally:
        cluster.stop()


def main() -> int:
    """Run a command against a temporary server; return its exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with temporary_server() as url:
        return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main())
