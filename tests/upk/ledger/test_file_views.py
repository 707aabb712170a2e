"""Photos and scans of an entry: attached, handed out to those who may see it, never deleted."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import factories, hostile
from upk.access import Role
from upk.ledger.models import Entry, EntryFile, EntryFileWithdrawal
from upk.ledger.services import close_books
from upk.offices.pictures import prepare_picture
from upk.offices.stored_files import path_of

pytestmark = pytest.mark.django_db

JPEG = hostile.photo()
DRAWN = prepare_picture(JPEG).content
PDF = b"%PDF-1.4 nota %%EOF"


@pytest.fixture
def treasurer(client):
    user = factories.create_user(Role.TREASURER)
    cash = factories.account(user.office, "1.1.01.01")
    factories.put_money_in(cash, 1_000, on=date(2010, 1, 5), by=user)
    client.force_login(user)
    return user


@pytest.fixture
def entry(treasurer):
    return Entry.objects.get(office=treasurer.office)


def attach(client, entry, content=JPEG, name="nota.jpg"):
    upload = SimpleUploadedFile(name, content)
    return client.post(reverse("ledger:entry-attach", args=[entry.pk]), {"file": upload})


def detail(client, entry) -> str:
    return client.get(reverse("ledger:entry-detail", args=[entry.pk])).text


def test_files_are_shown_with_their_entry(client, treasurer, entry):
    attach(client, entry)
    attach(client, entry, PDF, "kwitansi.pdf")

    page = detail(client, entry)

    for kept in EntryFile.objects.all():
        assert f'href="{reverse("ledger:entry-file", args=[kept.pk])}">{kept.file.name}' in page


def test_a_paper_may_come_after_the_books_were_closed(client, treasurer, entry):
    close_books(treasurer.office, through=date(2010, 1, 31), by=treasurer)

    attach(client, entry)

    assert EntryFile.objects.get().entry == entry


@pytest.mark.parametrize(
    ("content", "name", "disposition"),
    [
        (JPEG, "nota.jpg", 'inline; filename="nota.jpg"'),
        (PDF, "nota.pdf", 'attachment; filename="nota.pdf"'),
        (PDF, "nota.jpg", 'attachment; filename="nota.pdf"'),
    ],
)
def test_file_is_handed_out_so_that_nothing_in_it_runs(
    client, treasurer, entry, content, name, disposition
):
    attach(client, entry, content, name)

    answer = client.get(reverse("ledger:entry-file", args=[EntryFile.objects.get().pk]))

    assert answer.content == (DRAWN if content == JPEG else content)
    assert answer["Content-Disposition"] == disposition
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["Cache-Control"] == "private, no-store"


def test_the_same_photo_twice_is_one_file(client, treasurer, entry):
    for _ in range(2):
        attach(client, entry)

    assert EntryFile.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [(b"GIF89a", "nota.jpg", "Hanya foto"), (b"", "nota.jpg", "kosong")],
)
def test_what_cannot_be_kept_is_told(client, treasurer, entry, content, name, told):
    answer = attach(client, entry, content, name)

    assert answer.status_code == 302
    assert told in detail(client, entry)
    assert not EntryFile.objects.exists()


def test_nothing_chosen_is_told(client, treasurer, entry):
    client.post(reverse("ledger:entry-attach", args=[entry.pk]))

    assert "Pilih berkasnya dahulu." in detail(client, entry)


def test_an_entry_has_so_many_files_and_no_more(client, treasurer, entry, settings):
    settings.FILES_PER_ENTRY = 1
    attach(client, entry)

    attach(client, entry, PDF, "lagi.pdf")

    assert "Paling banyak 1 berkas" in detail(client, entry)
    assert EntryFile.objects.count() == 1


def test_a_wrong_file_is_marked_by_the_manager_and_stays(client, treasurer, entry):
    attach(client, entry)
    kept = EntryFile.objects.get()
    address = reverse("ledger:entry-file-withdraw", args=[kept.pk])
    by_treasurer = client.post(address, {"reason": "Bukti lain"})
    client.force_login(factories.create_user(Role.MANAGER, treasurer.office))

    without_reason = client.post(address, {"reason": " "})
    answers = [client.post(address, {"reason": "Bukti lain"}) for _ in range(2)]

    assert by_treasurer.status_code == 403
    assert "invalid-feedback" in without_reason.text
    assert [answer.status_code for answer in answers] == [302, 302]
    assert EntryFileWithdrawal.objects.get().reason == "Bukti lain"
    assert "Bukan bagian bukti ini" in detail(client, entry)
    assert client.get(reverse("ledger:entry-file", args=[kept.pk])).content == DRAWN
    attach(client, entry)
    assert "sudah pernah dilampirkan lalu ditarik" in detail(client, entry)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TREASURER, Role.SUPERVISOR])
def test_files_of_another_office_are_not_found(client, treasurer, entry, role):
    attach(client, entry)
    kept = EntryFile.objects.get()
    client.force_login(factories.create_user(role))

    assert client.get(reverse("ledger:entry-file", args=[kept.pk])).status_code == 404
    if role != Role.SUPERVISOR:
        assert attach(client, entry, PDF).status_code == 404


def test_a_file_that_is_gone_is_told(client, treasurer, entry):
    attach(client, entry)
    kept = EntryFile.objects.get()
    path_of(kept.file.sha256).unlink()

    page = client.get(reverse("ledger:entry-file", args=[kept.pk]), follow=True)

    assert "hilang atau berubah di server" in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_depend_on_the_files(
    client, treasurer, entry, count, django_assert_num_queries
):
    for n in range(count):
        attach(client, entry, PDF + b"\n" * n, "nota.pdf")
    detail(client, entry)

    with django_assert_num_queries(6):  # session, user, entry, postings, findings, files
        detail(client, entry)
