"""``script/server``, as somebody starts it: the real scripts, the real server."""

import os
import signal
import socket
import stat
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.db import connection

from tests import databases
from tests.odd_requests import ODD, SANE, ask

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def database_url(django_db_setup, django_db_blocker, tmp_path):
    """Address of an empty database without tables."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'server.sqlite3'}"
        return
    at = connection.settings_dict
    with django_db_blocker.unblock():
        name = databases.create(tmp_path, "server")
        yield f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{name}"
        databases.remove(name)


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def wait_for_status(url: str, server: subprocess.Popen) -> int:
    """Status of the first answer; waits as long as the server lives."""
    while server.poll() is None:
        try:
            return urllib.request.urlopen(url).status
        except urllib.error.HTTPError as error:
            return error.code
        except urllib.error.URLError:
            time.sleep(0.05)
    raise AssertionError(server.communicate()[0])


def test_server_starts_on_an_empty_database_serves_and_ends_with_ctrl_c(
    database_url, port, tmp_path
):
    env = os.environ | {"DATABASE_URL": database_url, "BERGULIR_VAR": str(tmp_path / "var")}
    server = subprocess.Popen(
        ["script/server", "--port", str(port)],
        cwd=ROOT,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        page = wait_for_status(f"http://127.0.0.1:{port}/", server)
        style = wait_for_status(f"http://127.0.0.1:{port}/static/css/app.css", server)
        sane = ask(("127.0.0.1", port), "localhost", SANE)
        odd = {what: ask(("127.0.0.1", port), "localhost", text) for what, text in ODD.items()}
        again = subprocess.run(
            ["script/server", "--port", str(port)],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
        )
    finally:
        os.killpg(server.pid, signal.SIGINT)
        output, _ = server.communicate()

    assert page < 500
    assert style == 200
    assert sane == [403, 200]
    assert {what for what, answers in odd.items() if answers not in ([400], [403])} == set()
    assert "with this one-time code: " in output
    assert "Traceback" not in output
    assert server.returncode == 0
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700
    assert again.returncode == 1
    assert f"Port {port} of 127.0.0.1 is taken" in again.stderr
