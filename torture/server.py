"""The server as ``script/server`` runs it, on a port of its own, to be killed and started again."""

import http.client
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from bench.server import HOST, command, free_port

ROOT = Path(__file__).resolve().parent.parent
WAIT = 90
"""Seconds until a server that doesn't answer counts as broken; the machine may be busy."""


class Broken(AssertionError):
    """The server doesn't come up, or doesn't end."""


class Server:
    """One server; ``start`` it again after each ``kill``."""

    def __init__(self, env: dict[str, str], workers: int, log: Path) -> None:
        self.port = free_port()
        self.address = f"http://{HOST}:{self.port}"
        self._env = env
        self._workers = workers
        self._log = log
        self._process: subprocess.Popen | None = None

    def prepare(self) -> None:
        """What ``script/server`` does before the server starts."""
        manage = [sys.executable, "manage.py", "prepare", "--port", str(self.port)]
        subprocess.run(manage, check=True, stdout=subprocess.DEVNULL, env=self._env, cwd=ROOT)

    def start(self) -> None:
        """Start it and wait until it answers, whatever it says."""
        with self._log.open("a") as output:
            # A session of its own: Ctrl-C is for who tortures, who then ends the server.
            self._process = subprocess.Popen(
                command(self.port, self._workers), env=self._env, cwd=ROOT,
                stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + WAIT
        while time.monotonic() < deadline and self._process.poll() is None:
            if self._answers():
                return
            time.sleep(0.05)
        raise Broken(f"the server doesn't start: {self._log.read_text()[-2000:]}")

    def _answers(self) -> bool:
        """Whether a worker is there already: connections are taken before."""
        asked = http.client.HTTPConnection(HOST, self.port, timeout=WAIT)
        try:
            asked.request("GET", "/masuk/")
            asked.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asked.close()
        return True

    def pids(self) -> list[int]:
        """The server and its workers, those that live."""
        return [] if self._process is None else [self._process.pid, *self.workers()]

    def workers(self) -> list[int]:
        """Its worker processes, and theirs."""
        return _below(self._process.pid)

    def kill(self, victims: list[int] | None = None) -> None:
        """SIGKILL, by default to all its processes at once; then nothing of it is left.

        Where only some are killed the others must end by themselves: a worker without its
        server, a server without its worker.
        """
        everybody = self.pids()
        for pid in everybody if victims is None else victims:
            _signal(pid, signal.SIGKILL)
        try:
            self._process.wait(timeout=WAIT)
            self._wait_until_gone(everybody)
        finally:
            for pid in everybody:
                _signal(pid, signal.SIGKILL)

    def stop(self) -> None:
        """End it as Ctrl-C does, and whatever is left of it by force."""
        if self._process is None:
            return
        everybody = self.pids()
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=30)
        finally:
            for pid in everybody:
                _signal(pid, signal.SIGKILL)
            self._process.wait()

    def _wait_until_gone(self, pids: list[int]) -> None:
        deadline = time.monotonic() + 20
        while any(map(_lives, pids)):
            if time.monotonic() > deadline:
                raise Broken("a worker goes on after its server was killed")
            time.sleep(0.05)


def _below(pid: int) -> list[int]:
    """Ids of a process's children and theirs; empty if it is gone."""
    try:
        own = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [below for child in map(int, own) for below in (child, *_below(child))]


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
