"""The real server on a free port of this machine, started with the words of script/server."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

HOST = "127.0.0.1"
THREADS = 8


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.create_server((HOST, 0)) as probe:
        return probe.getsockname()[1]


def command(port: int, workers: int) -> list[str]:
    """What ``script/server`` runs in the end."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(THREADS),
        "--blocking-threads-idle-timeout", "600",
        "--workers-kill-timeout", "10", "--log-level", "error", "--no-access-log",
        "upk.wsgi:application",
    ]  # fmt: skip


@contextmanager
def running_server() -> Iterator[str]:
    """Serve the database that Django is connected to; yield the address.

    Raises ``RuntimeError`` if it ends by itself.
    """
    port = free_port()
    manage = [sys.executable, "manage.py", "prepare", "--host", HOST, "--port", str(port)]
    subprocess.run(manage, check=True, stdout=subprocess.DEVNULL)
    workers = 1 if connection.vendor == "sqlite" else 2
    server = subprocess.Popen(command(port, workers), env=os.environ, start_new_session=True)
    try:
        _wait(server, port)
        yield f"http://{HOST}:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(server: subprocess.Popen, port: int) -> None:
    while server.poll() is None:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server ended by itself")
