"""The real server while it is stopped, and while its database is away: nothing is lost."""

import fcntl
import json
import os
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg2
import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection

from loans.models import Repayment
from tests import factories
from upk.access import Role
from upk.offices.backends import OfficeBackend
from upk.signin.sessions import SessionStore

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "a" * 32
LONGER_THAN_IMPATIENCE = 11
"""Seconds that a payment waits while the server stops; a PDF may take longer still."""

SAID = {
    "sqlite": "Server sedang sibuk menyimpan",
    "postgresql": "Basis data sedang tidak dapat dipakai",
}

pytestmark = pytest.mark.django_db(transaction=True)


class Installation:
    """A server that was started by its script, and a browser that is signed in as treasurer."""

    def __init__(self, var: Path, port: int, process: subprocess.Popen) -> None:
        self.var, self.address, self.process = var, f"http://127.0.0.1:{port}", process
        self.loan = factories.create_loan()
        self.user = factories.create_user(Role.TREASURER, self.loan.office)
        session = SessionStore()
        session[SESSION_KEY] = str(self.user.pk)
        session[BACKEND_SESSION_KEY] = f"{OfficeBackend.__module__}.{OfficeBackend.__qualname__}"
        session[HASH_SESSION_KEY] = self.user.get_session_auth_hash()
        session.save()
        self.cookies = f"sessionid={session.session_key}; csrftoken={TOKEN}"

    def ask(self, path: str, fields: dict | None = None) -> tuple[int, str, str]:
        """Status, text and place of an answer; redirects aren't followed."""
        body = urllib.parse.urlencode(fields).encode() if fields else None
        request = urllib.request.Request(self.address + path, body)
        request.add_header("Cookie", self.cookies)
        request.add_header("Origin", self.address)
        try:
            with urllib.request.build_opener(_Stay).open(request, timeout=60) as answer:
                return answer.status, answer.read().decode(errors="replace"), ""
        except urllib.error.HTTPError as error:
            place = error.headers.get("Location", "")
            return error.code, error.read().decode(errors="replace"), place

    def payment(self) -> dict[str, str]:
        row = f"loan-{self.loan.pk}"
        return {
            "csrfmiddlewaretoken": TOKEN,
            "langkah": "simpan",
            "request_key": str(uuid4()),
            "paid_on": factories.TODAY.isoformat(),
            "cash": str(self.loan.product.cash_id),
            f"{row}-amount": "1150000",
            f"{row}-principal": "1000000",
            f"{row}-interest": "150000",
            f"{row}-penalty": "",
            f"{row}-payer": "",
        }

    def pay(self, fields: dict[str, str]) -> tuple[int, str, str]:
        return self.ask(f"/pinjaman/{self.loan.pk}/angsuran/baru/", fields)

    def is_making_pdf(self) -> bool:
        """Whether a process that makes PDFs holds its place."""
        lock = self.var / "pdf" / "0.lock"
        if not lock.exists():
            return False
        with lock.open() as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def database_url() -> str:
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(600):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("it never came true")


@pytest.fixture
def installation(transactional_db, tmp_path) -> Iterator[Installation]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    names = ("SECRET_KEY", "IDENTITY_KEY", "IDENTITY_DIGEST_KEY")
    env = os.environ | {name: getattr(settings, name) for name in names}
    env |= {"DATABASE_URL": database_url(), "BERGULIR_VAR": str(tmp_path / "var")}
    process = subprocess.Popen(
        ["script/server", "--port", str(port)],
        cwd=ROOT,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        server = Installation(tmp_path / "var", port, process)
        connection.close()
        wait_for(lambda: _answers(server) or process.poll() is not None)
        assert process.poll() is None, process.communicate()
        yield server
    finally:
        process.terminate()  # not killed: its workers would live on
        process.communicate()


def _answers(server: Installation) -> bool:
    try:
        return server.ask("/healthz")[0] == 200
    except urllib.error.URLError:
        return False


@contextmanager
def nobody_can_pay(office_id: int) -> Iterator[None]:
    """Somebody holds what a payment needs, as another writer does."""
    if connection.vendor == "sqlite":
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
    else:
        other = psycopg2.connect(database_url())
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM offices_office WHERE id = %s FOR UPDATE", [office_id])
    try:
        yield
    finally:
        other.rollback()
        other.close()


def test_requests_under_way_are_finished_when_the_server_is_stopped(installation):
    report = "/laporan/trial-balance/unduh/pdf/"
    with ThreadPoolExecutor(2) as pool:
        with nobody_can_pay(installation.loan.office_id):
            payment = pool.submit(installation.pay, installation.payment())
            pdf = pool.submit(installation.ask, report)
            wait_for(installation.is_making_pdf)
            time.sleep(1)  # the payment waits by now
            installation.process.send_signal(signal.SIGTERM)
            time.sleep(LONGER_THAN_IMPATIENCE)
            assert not payment.done()
        status, page, place = payment.result()
        pdf_status, pdf_text, _ = pdf.result()
    output, errors = installation.process.communicate(timeout=60)

    assert (status, pdf_status) == (302, 200), page
    assert pdf_text.startswith("%PDF-")
    assert Repayment.objects.get().amount == 1_150_000
    assert "/kwitansi/" in place
    assert installation.process.returncode == 0
    assert "Traceback" not in output + errors
    with pytest.raises(urllib.error.URLError):
        installation.ask("/healthz")


@contextmanager
def database_away() -> Iterator[None]:
    """PostgreSQL ends all connections and takes none; on SQLite somebody else writes on and on."""
    if connection.vendor == "sqlite":
        with nobody_can_pay(0):
            yield
        return
    at = connection.settings_dict
    name = at["NAME"]
    other = psycopg2.connect(database_url().rpartition("/")[0] + "/postgres")
    other.autocommit = True
    with other.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        try:
            yield
        finally:
            cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    other.close()


def test_a_database_that_is_away_is_told_and_found_again_when_it_is_back(installation):
    with ThreadPoolExecutor(8) as pool:  # each thread of the server has its connection
        assert set(pool.map(lambda _: installation.ask("/")[0], range(32))) == {200}
    fields = installation.payment()

    with database_away():
        status, page, _ = installation.pay(fields)
        if connection.vendor == "postgresql":
            assert installation.ask("/healthz")[:2] == (503, "database\n")

    assert status == 503
    assert f"<h1>{SAID[connection.vendor]}</h1>" in page
    assert "Traceback" not in page
    assert "tidak tercatat dua kali" in page
    assert f'value="{fields["request_key"]}"' in page
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: installation.ask("/")[0], range(32))) == {200}
    assert [installation.pay(fields)[0] for _ in range(2)] == [302, 302]
    assert Repayment.objects.get().amount == 1_150_000
    installation.process.send_signal(signal.SIGTERM)
    _, errors = installation.process.communicate(timeout=60)
    lines = [json.loads(line) for line in errors.splitlines() if line.startswith("{")]
    [told] = [line for line in lines if line.get("status") == 503 and line["method"] == "POST"]
    is_error = {line.get("request") for line in lines if "error" in line}
    assert (told["request"] in is_error) == (connection.vendor == "postgresql")
    assert "1150000" not in errors
