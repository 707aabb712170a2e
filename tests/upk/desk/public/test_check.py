"""The public check page: a right code or file says what was issued, anything else nothing."""

import logging
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from reports import verification
from reports.issued_files import make_file, read_file
from reports.issuing import issue_quarter
from reports.models import IssuedFile
from tests.reports.office import create_books
from upk.ledger.services import reopen_books
from upk.offices.models import Office
from upk.periods import Quarter
from upk.profile.models import CodeGuess
from upk.profile.services.guesses import LIMIT, WINDOW

pytestmark = pytest.mark.django_db
CHECK = reverse("desk:check")
WRONG = reverse("desk:report-check", args=["AAAA-BBBB-CCCC"])


@pytest.fixture
def books():
    return create_books()


@pytest.fixture
def issued(books):
    return issue_quarter(books.office, Quarter(2009, 4), by=books.manager, render=False)


def upload_of(content: bytes, name: str = "laporan.json") -> dict:
    return {"berkas": SimpleUploadedFile(name, content)}


def test_the_code_says_which_report_it_is(client, issued):
    answers = [
        client.get(verification.path(issued)),
        client.get(CHECK, {"kode": issued.check_code}),
    ]

    for answer in answers:
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "asli dan berlaku" in page
        for told in (issued.office.name, "Triwulan IV 2009", issued.value_sha256):
            assert told in page
        assert answer["Cache-Control"] == "no-store"
        assert not answer.cookies
    assert not CodeGuess.objects.exists()


def test_a_reopened_report_is_told_as_outdated(client, issued, books):
    office = Office.objects.get(pk=books.office.pk)
    reopen_books(office, through=date(2009, 9, 30), reason="Salah", by=books.manager)

    page = client.get(verification.path(issued)).content.decode()
    assert "bukunya dibuka kembali" in page

    issue_quarter(books.office, Quarter(2009, 4), by=books.manager, render=False)
    page = client.get(verification.path(issued)).content.decode()
    assert "yang berlaku revisi 2" in page


@pytest.mark.parametrize("typed", ["AAAA-BBBB-CCCC", "1", "é", "x" * 500, "../../", "%", "🐐"])
def test_a_wrong_code_shows_nothing_and_leaves_a_trace(client, issued, caplog, typed):
    with caplog.at_level(logging.WARNING):
        answer = client.get(CHECK, {"kode": typed}, REMOTE_ADDR="192.0.2.7")

    assert answer.status_code == 404
    assert issued.office.name not in answer.content.decode()
    assert issued.value_sha256 not in answer.content.decode()
    assert CodeGuess.objects.get().address == "192.0.2.7"
    assert "192.0.2.7" in caplog.text


def test_an_empty_code_is_no_guess(client, issued):
    assert client.get(CHECK, {"kode": "  "}).status_code == 200
    assert not CodeGuess.objects.exists()


def test_who_guesses_too_often_is_stopped_alone(client, issued):
    for _ in range(LIMIT):
        assert client.get(WRONG, REMOTE_ADDR="192.0.2.7").status_code == 404

    right = verification.path(issued)
    stopped = client.get(right, REMOTE_ADDR="192.0.2.7")
    assert stopped.status_code == 429
    assert issued.office.name not in stopped.content.decode()
    assert client.post(CHECK, upload_of(b"x"), REMOTE_ADDR="192.0.2.7").status_code == 429
    assert CodeGuess.objects.count() == LIMIT  # who is stopped writes nothing more
    assert client.get(right, REMOTE_ADDR="192.0.2.8").status_code == 200


def test_guesses_are_forgotten(client, issued):
    for _ in range(LIMIT):
        client.get(WRONG)
    CodeGuess.objects.update(guessed_at=timezone.now() - WINDOW - timedelta(seconds=1))

    assert client.get(verification.path(issued)).status_code == 200
    client.get(WRONG)
    assert CodeGuess.objects.count() == 1


def test_a_file_is_compared_by_its_digest(client, issued, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path  # others damage files of the same content
    file = make_file(issued, IssuedFile.Kind.JSON)
    content = read_file(file)

    same = client.post(CHECK, upload_of(content, "disimpan dengan nama lain.json"))
    other = client.post(CHECK, upload_of(content + b" "))

    assert (same.status_code, other.status_code) == (200, 404)
    assert "sama persis" in same.content.decode()
    assert file.sha256 in same.content.decode()
    assert issued.office.name not in other.content.decode()
    assert CodeGuess.objects.count() == 1
    assert not same.cookies
    assert not other.cookies


def test_what_is_no_file_is_told(client, issued, monkeypatch):
    monkeypatch.setattr("upk.desk.public.check_views.MEGABYTES", 0)

    assert "Pilih dulu berkasnya" in client.post(CHECK, {}).content.decode()
    assert "Pilih dulu berkasnya" in client.post(CHECK, upload_of(b"")).content.decode()
    large = client.post(CHECK, upload_of(b"x"))
    assert large.status_code == 400
    assert "lebih besar dari" in large.content.decode()
