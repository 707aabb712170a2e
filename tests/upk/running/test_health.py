"""``/healthz`` says in one word whether the server can work, to anybody, and nothing else."""

import shutil

import pytest
from django.db import connection

from tests import databases
from tests.databases import triggers_lifted
from upk import triggers
from upk.running import maintenance

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR_DIR = settings.MEDIA_ROOT = tmp_path


def test_a_well_server_says_ok_without_login_host_session_or_cookie(
    client, django_assert_num_queries
):
    with django_assert_num_queries(2):
        response = client.get("/healthz?cari=x", headers={"Host": "192.0.2.1:8000"})

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def test_a_guard_that_is_gone_is_told(client):
    some = "guard_ledger_posting_update"
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON ledger_posting"
        cursor.execute(f"DROP TRIGGER {some}{on}")

    response = client.get("/healthz")

    assert (response.status_code, response.content) == (503, b"guards\n")
    assert triggers.absent(connection) == {some}


def test_a_guard_that_is_switched_off_is_told(client):
    if connection.vendor == "sqlite":
        return  # SQLite has no switch
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_posting DISABLE TRIGGER guard_ledger_posting_update")

    assert client.get("/healthz").content == b"guards\n"


def test_a_full_disk_is_told(client, settings):
    settings.LEAST_FREE_MEGABYTES = 10**9

    response = client.get("/healthz")

    assert (response.status_code, response.content) == (503, b"disk\n")


@pytest.mark.parametrize("full", ["VAR_DIR", "MEDIA_ROOT"])
def test_of_two_disks_the_fuller_one_counts(client, settings, tmp_path, monkeypatch, full):
    for name in ("VAR_DIR", "MEDIA_ROOT"):
        setattr(settings, name, tmp_path / name)
        (tmp_path / name).mkdir()
    free = {tmp_path / full: 10**6}
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(
        shutil, "disk_usage", lambda path: usage._replace(free=free.get(path, 10**12))
    )

    assert client.get("/healthz").content == b"disk\n"


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_told(client):
    with databases.connected_to("/tidak/ada"):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (503, b"database\n")


def test_maintenance_is_told(client):
    maintenance.begin(maintenance.Notice())

    assert client.get("/healthz").content == b"maintenance\n"


def test_the_cheap_look_and_the_thorough_one_agree():
    assert triggers.absent(connection) == set()
    with triggers_lifted():
        assert len(triggers.absent(connection)) > 100
