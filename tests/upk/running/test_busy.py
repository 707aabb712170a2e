"""While somebody writes for minutes: who reads isn't disturbed, who saves is told and keeps all.

SQLite alone: on PostgreSQL nobody waits for another office.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from threading import Event, Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from tests import factories
from upk.offices.models import District, User, Village
from upk.running.busy import TRY_AGAIN, BusyMiddleware
from upk.signin.models import Session
from upk.sqlite.patience import SCARCELY, USUAL, Busy, busy_behind, long_write, waiting

pytestmark = pytest.mark.django_db(transaction=True)
__test__ = connection.vendor == "sqlite"
HERE = {"HTTP_ORIGIN": "http://testserver"}
"""What a browser says of a form of our own pages."""
WHAT = "Contoh pekerjaan yang lama"
NEW = {"code": "baru", "name": 'Desa <Baru> & "lama"', "payment_day": "7"}


@contextmanager
def somebody_writes(what: str = WHAT) -> Iterator[None]:
    """Another thread has written and doesn't commit until the end of the block."""
    begun, may_end = Event(), Event()

    def write() -> None:
        with long_write(what), transaction.atomic():
            factories.create_district()
            begun.set()
            may_end.wait(60)
        connections.close_all()

    thread = Thread(target=write)
    thread.start()
    assert begun.wait(10)
    try:
        yield
    finally:
        may_end.set()
        thread.join()


def signed_in(client, *, idle_minutes: float = 0) -> User:
    user = factories.create_user()
    client.force_login(user, backend="upk.offices.backends.OfficeBackend")
    used(client, minutes_ago=idle_minutes)
    return user


def used(client, *, minutes_ago: float) -> None:
    session = client.session
    session["last_used"] = int(time.time() - minutes_ago * 60)
    session.save()


def timed(call) -> tuple[HttpResponse, float]:
    begin = time.monotonic()
    return call(), time.monotonic() - begin


def test_a_page_that_is_read_needs_no_turn(client):
    signed_in(client)
    client.get(reverse("desk:moving"))  # what a first page has to load isn't timed
    used(client, minutes_ago=5)  # so long that its time would be written

    with somebody_writes():
        page, seconds = timed(lambda: client.get(reverse("desk:moving")))
        stays = client.session["last_used"]
    client.get(reverse("desk:moving"))

    assert page.status_code == 200
    assert seconds < 2
    assert stays < time.time() - 200
    assert client.session["last_used"] > time.time() - 60  # the next request has written it


def test_a_session_that_was_idle_too_long_ends_meanwhile_too(client):
    signed_in(client, idle_minutes=31)

    with somebody_writes():
        page, seconds = timed(lambda: client.get(reverse("desk:home")))

    assert (page.status_code, seconds < 2) == (302, True)
    assert page.url.startswith(reverse("offices:login"))
    assert client.cookies["sessionid"].value == ""
    assert Session.objects.count() == 1  # the row stays, and lets nobody in


@pytest.mark.parametrize("name", ["offices:village-add", "offices:user-add"])
def test_what_was_typed_is_kept_and_sent_again(client, name):
    """One of them is saved in a transaction, the other by a statement of its own."""
    user = signed_in(client)
    typed = {
        "offices:village-add": NEW,
        "offices:user-add": {"username": "baru", "name": 'Ibu "Contoh"', "role": "treasurer"},
    }[name]
    address = reverse(name) + "?dari=sini&ke=sana"
    before = (Village.objects.count(), User.objects.count())

    with somebody_writes():
        page, seconds = timed(lambda: client.post(address, typed, **HERE))
        saved = (Village.objects.count(), User.objects.count())
    again = client.post(address, resent(page.text))

    assert (page.status_code, page["Retry-After"]) == (503, str(TRY_AGAIN))
    assert USUAL.behind_long <= seconds < USUAL.behind_long + 3
    assert WHAT in page.text
    assert "belum tersimpan, tetapi tidak hilang" in page.text
    assert unescape(re.search(r'<form method="post" action="([^"]*)"', page.text)[1]) == address
    assert saved == before
    assert resent(page.text) == typed
    assert again.status_code in (200, 302)
    assert (Village.objects.count(), User.objects.count()) != before
    assert user.office.villages.filter(name=NEW["name"]).count() == (name == "offices:village-add")


def resent(page: str) -> dict[str, str]:
    """What the button of the page sends."""
    pairs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return {unescape(name): unescape(value) for name, value in pairs if "csrf" not in name}


def test_a_password_is_not_written_into_the_page(client):
    user = factories.create_user()
    typed = {"username": user.username, "password": factories.PASSWORD}

    with somebody_writes():
        page = client.post(reverse("offices:login"), typed)

    assert page.status_code == 503
    assert "Kembali ke formulir" in page.text
    assert factories.PASSWORD not in page.text
    assert client.post(reverse("offices:login"), typed).status_code == 302


def answer_to(request) -> HttpResponse:
    return BusyMiddleware(lambda _: HttpResponse()).process_exception(request, Busy(WHAT))


def test_a_file_is_chosen_again_and_the_way_back_is_one_of_ours():
    make = RequestFactory()
    typed = {"note": "x", "photo": SimpleUploadedFile("a.jpg", b"x")}

    own = answer_to(make.post("/a/", typed, HTTP_REFERER="http://testserver/a/?b=1")).text
    foreign = answer_to(make.post("/a/", typed, HTTP_REFERER="http://lain.test/a/")).text
    read = answer_to(make.get("/a/", {"b": "1"})).text

    assert '<input class="form-control" type="file" name="photo">' in own
    assert 'enctype="multipart/form-data"' in own
    assert 'href="/a/?b=1">Buka' in own
    assert "lain.test" not in foreign
    assert ('href="/a/">Kembali' in foreign, "Kirim lagi" in foreign) == (True, False)
    assert ('href="/a/?b=1">Coba lagi' in read, "Kirim lagi" in read) == (True, False)


def test_another_error_is_none_of_its_business():
    assert busy_behind(ValueError("database is locked")) is None
    assert BusyMiddleware(lambda _: None).process_exception(None, ZeroDivisionError()) is None


def test_a_short_writer_is_waited_for_and_another_process_too(tmp_path):
    """Nobody says here that it takes long; a foreign process can't say so at all."""
    with somebody_writes(""), waiting(SCARCELY), pytest.raises(Busy) as caught:
        factories.create_district()
    assert caught.value.behind == ""
    begun = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    other = connections.create_connection("default")
    other.settings_dict["NAME"] = connection.settings_dict["NAME"]
    other.inc_thread_sharing()
    other.ensure_connection()
    other.connection.execute("BEGIN IMMEDIATE")  # past the queue, as another process is
    try:
        with waiting(SCARCELY), pytest.raises(Exception, match="locked") as locked:
            factories.create_district()
    finally:
        other.connection.execute("ROLLBACK")
        other.close()

    assert busy_behind(locked.value) is not None
    assert time.monotonic() - begun < 5
    factories.create_district()
    assert District.objects.count() == 2
