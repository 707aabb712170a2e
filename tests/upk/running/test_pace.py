"""What one user may send and take away in a minute."""

import logging
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import factories, hostile
from upk.access import Role
from upk.ledger.models import Entry, EntryFile
from upk.running.pace import FILES, FORMS, MINUTE, Pace

HERE = {"HTTP_ORIGIN": "http://testserver"}
"""A browser says which page a form comes from; what was typed is only offered to our own."""


@pytest.fixture(autouse=True)
def begun_anew(settings):
    settings.FORMS_PER_MINUTE, settings.FILES_PER_MINUTE = 3, 2
    FORMS.forget()
    FILES.forget()
    yield
    FORMS.forget()
    FILES.forget()


@pytest.fixture
def manager(client, db):
    user = factories.create_user(Role.MANAGER)
    client.force_login(user)
    return user


def send(client, **extra):
    """A form that is refused and changes nothing: it is counted all the same."""
    return client.post(
        reverse("offices:village-add"), {"name": "beras untuk rapat"}, **HERE, **extra
    )


def test_a_minute_slides():
    pace = Pace()
    for second in (0.0, 10.0, 20.0):
        assert pace.wait(1, 3, second) == 0
        pace.count(1, second)

    assert pace.wait(1, 3, 30.5) == 30
    assert pace.wait(1, 3, MINUTE - 0.001) == 1
    assert pace.wait(1, 3, MINUTE) == 0
    assert pace.wait(2, 3, 30.5) == 0
    assert pace.wait(1, 0, 30.5) == 0


def test_a_lower_limit_waits_for_all_that_is_above_it():
    pace = Pace()
    for second in (0.0, 10.0, 20.0):
        pace.count(1, second)

    assert pace.wait(1, 1, 30.0) == 50


def test_counts_that_are_over_take_no_memory():
    pace = Pace()
    for user in range(3000):
        pace.count(user, user * 0.1)

    assert len(pace._times) < 1700


def test_too_many_forms_are_told_what_to_do_and_lose_nothing(client, manager, caplog):
    for _ in range(3):
        assert send(client).status_code != 429

    with caplog.at_level(logging.WARNING, "upk.running.pace"):
        pages = [send(client), send(client)]

    text = pages[0].content.decode()
    assert [page.status_code for page in pages] == [429, 429]
    assert 1 <= int(pages[0]["Retry-After"]) <= 60
    assert f"tunggu {pages[0]['Retry-After']} detik" in text
    assert 'value="beras untuk rapat"' in text
    assert caplog.messages.count(f"too many forms within a minute: user {manager.pk}") == 1


def test_reading_and_leaving_go_on_and_others_too(client, manager):
    for _ in range(4):
        last = send(client)
    assert last.status_code == 429

    assert client.get(reverse("desk:home")).status_code == 200
    assert client.post(reverse("offices:password-change")).status_code == 200
    assert client.post(reverse("signin:sessions-end-others")).status_code == 302
    assert client.post(reverse("offices:logout")).status_code == 302
    client.force_login(factories.create_user(Role.MANAGER))
    assert send(client).status_code != 429


def test_forms_refused_for_the_role_count_too(client, manager):
    for _ in range(3):
        assert client.post(reverse("desk:district-rules")).status_code in (403, 405)

    assert client.post(reverse("desk:district-rules")).status_code == 429


def test_files_are_counted_by_what_was_answered(client, manager):
    download = reverse("reports:download", args=["arrears", "csv"])
    for _ in range(2):
        assert client.get(download).status_code == 200

    page = client.get(download)

    assert page.status_code == 429
    assert "Lebih dari 2 berkas" in page.content.decode()


def test_whoever_took_too_many_files_works_on(client, manager):
    download = reverse("reports:download", args=["arrears", "csv"])
    upload = {"file": SimpleUploadedFile("kantor.xlsx", b"PK")}
    codes = [client.get(download).status_code for _ in range(3)]
    assert codes == [200, 200, 429]

    part = client.get(reverse("desk:office-copy"), headers={"HX-Request": "true"})

    assert part.status_code == 200
    assert client.get(reverse("desk:home")).status_code == 200
    assert send(client).status_code != 429
    assert client.post(reverse("desk:moving"), upload).status_code == 429
    assert client.get(reverse("desk:moving")).status_code == 200


def test_pages_and_photos_are_no_files(client, manager):
    cash = factories.account(manager.office, "1.1.01.01")
    factories.put_money_in(cash, 1_000, on=date(2010, 1, 5), by=manager)
    attach = reverse("ledger:entry-attach", args=[Entry.objects.get().pk])
    client.post(attach, {"file": SimpleUploadedFile("nota.jpg", hostile.photo())})
    photo = reverse("ledger:entry-file", args=[EntryFile.objects.get().pk])
    for _ in range(4):
        assert client.get(reverse("desk:home")).status_code == 200
        assert client.get(photo)["Content-Type"] == "image/jpeg"


def test_uploads_and_whole_numbers_are_counted_as_files(client, manager):
    person = factories.create_person(factories.create_village(manager.office))
    whole = reverse("offices:person-identity", args=[person.pk])
    upload = {"file": SimpleUploadedFile("kantor.xlsx", b"PK")}

    assert client.post(whole).status_code == 200
    assert client.post(reverse("desk:moving"), upload).status_code != 429
    assert client.post(whole).status_code == 429


def test_a_part_of_a_page_gets_a_sentence(client, manager):
    for _ in range(3):
        send(client)

    part = send(client, headers={"HX-Request": "true"})

    assert part.status_code == 429
    assert "Tunggu sebentar" in part.content.decode()
