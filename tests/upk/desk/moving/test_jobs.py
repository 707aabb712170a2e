"""From the preview to an office that has moved in, as its thread does it, and what can go wrong."""

import logging
from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from groups.models import Group
from loans.models import Loan
from tests import factories
from tests.parallel import run_together
from tests.upk.desk.moving.test_uploads import checked, later
from tests.upk.desk.moving.workbook import file_of, sheets
from upk.background import held, is_held, note_of
from upk.desk.check_books import check_books
from upk.desk.moving.jobs import CHANGED, OUR_FAULT, Step, carry_on, progress_of
from upk.desk.moving.models import MovedIn, Upload
from upk.desk.moving.uploads import check_again, confirm_upload, receive_upload
from upk.ledger.models import Account, Entry
from upk.offices.models import Office, Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def confirmed(manager, content: bytes | None = None) -> Upload:
    """Looked through, clean, and the manager has said yes."""
    upload = checked(manager, content or file_of())
    return confirm_upload(upload, request_key=uuid4(), by=manager)


def is_empty() -> bool:
    """Whether nothing of any office is there."""
    return not any(model.objects.exists() for model in (Entry, Loan, Group, Person, MovedIn))


def test_a_confirmed_file_is_moved_in_and_thrown_away(manager, django_capture_on_commit_callbacks):
    upload = confirmed(manager)
    path = upload.full_path

    with django_capture_on_commit_callbacks(execute=True):
        carry_on(upload.pk)

    upload.refresh_from_db()
    office = Office.objects.get()
    moved = MovedIn.objects.get()
    assert (upload.state, upload.path, path.exists()) == (Upload.State.DONE, "", False)
    assert (moved.sha256, moved.file_name) == (upload.sha256, "pindah.xlsx")
    assert (moved.moved_by, moved.row_count) == (manager, upload.row_count)
    assert office.books_closed_through == date(2009, 12, 31)
    assert Loan.objects.count() == 4
    assert not any(result.faults for result in check_books(Office.objects.all(), quarters=None))


def test_rows_written_are_told_while_it_moves(manager):
    upload = confirmed(manager)
    assert progress_of(upload) is None  # what is said there is how far the checking came

    carry_on(upload.pk)

    total = sum(map(len, sheets().values()))
    assert note_of(upload.work) == f"moving {total} {total}"
    assert progress_of(upload) == Step(total, total)
    assert progress_of(upload).percent == 100


def test_that_it_is_looked_through_once_more_is_told(manager, client):
    upload = confirmed(manager)
    client.force_login(manager)
    with held(upload.work) as hold:
        hold.note("moving 500 2000 again")

        page = client.get(reverse("desk:moving-upload", args=[upload.pk])).text

    assert progress_of(upload) == Step(500, 2_000, is_again=True)
    assert "Diperiksa sekali lagi sebelum dimasukkan: 500 dari 2.000 baris" in page


def test_a_preview_that_changed_meanwhile_is_shown_again(manager, client):
    """A setting of the office changes what the same file comes to: nobody has agreed to that."""
    upload = confirmed(manager)
    client.force_login(manager)
    Account.objects.filter(office=manager.office, code="1.1.01.01").update(name="Kas Besar")

    carry_on(upload.pk)
    page = client.get(reverse("desk:moving-upload", args=[upload.pk])).text
    upload.refresh_from_db()

    assert (upload.state, upload.message) == (Upload.State.READY, CHANGED)
    assert (CHANGED in page, "Kas Besar" in page) == (True, True)
    assert is_empty()
    confirm_upload(upload, request_key=uuid4(), by=manager)
    carry_on(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.message) == (Upload.State.DONE, "")


@pytest.mark.parametrize(
    "note",
    ["", "moving", "moving 12", "moving a b", "checking 1 2", "moving 1 2 3", "moving 1 again"],
)
def test_progress_that_says_nothing_is_none(manager, note):
    upload = confirmed(manager)
    with held(upload.work) as hold:
        hold.note(note)

    assert progress_of(upload) is None


def test_confirming_again_changes_nothing(manager):
    upload = checked(manager, file_of())
    key = uuid4()

    first = confirm_upload(upload, request_key=key, by=manager)
    second = confirm_upload(upload, request_key=key, by=manager)
    carry_on(upload.pk)
    for again in (key, uuid4()):
        assert confirm_upload(upload, request_key=again, by=manager).state == Upload.State.DONE
    carry_on(upload.pk)

    assert first.begun_at == second.begun_at
    assert (MovedIn.objects.count(), Loan.objects.count()) == (1, 4)


def test_the_same_file_after_the_move_changes_nothing(manager):
    content = file_of()
    carry_on(confirmed(manager, content).pk)
    entries = Entry.objects.count()

    with pytest.raises(ValidationError, match="Tidak ada yang diubah"):
        receive_upload(SimpleUploadedFile("lagi.xlsx", content), by=manager)

    assert Entry.objects.count() == entries


def test_another_file_after_the_move_is_refused(manager):
    carry_on(confirmed(manager).pk)
    rows = sheets()
    rows["villages"][1]["name"] = "Keden Baru"

    with pytest.raises(ValidationError, match="sudah pindah"):
        receive_upload(SimpleUploadedFile("lain.xlsx", file_of(rows)), by=manager)


def test_an_interrupted_move_left_nothing_and_is_tried_again(manager):
    upload = later(confirmed(manager))
    assert is_empty()

    again = check_again(upload, by=manager)
    carry_on(again.pk)
    again.refresh_from_db()
    assert again.state == Upload.State.READY
    confirm_upload(again, request_key=uuid4(), by=manager)
    carry_on(again.pk)

    assert MovedIn.objects.count() == 1


def test_what_the_database_refuses_leaves_nothing_and_is_told(manager, caplog):
    """A village of the same code, made between the preview and the manager's word."""
    upload = confirmed(manager)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TRIGGER broken BEFORE INSERT ON loans_repayment "
                       "BEGIN SELECT RAISE(ABORT, 'Contoh 1 tidak boleh'); END"
                       if connection.vendor == "sqlite" else
                       "ALTER TABLE loans_repayment ADD CHECK (principal < 0)")  # fmt: skip

    with caplog.at_level(logging.ERROR):
        carry_on(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, upload.message) == (Upload.State.FAILED, OUR_FAULT)
    assert is_empty()
    assert "Contoh" not in caplog.text
    assert "Error" in caplog.text
    assert "loans/opening.py" in caplog.text


def test_an_office_that_began_to_work_meanwhile_is_told(manager):
    upload = confirmed(manager)
    factories.create_person(factories.create_village(manager.office))

    carry_on(upload.pk)

    upload.refresh_from_db()
    assert upload.state == Upload.State.FAILED
    assert "1 orang" in upload.message


@pytest.mark.django_db(transaction=True)
def test_a_double_click_moves_in_once(manager):
    """Two browsers at once, each with threads of the server that really run."""
    upload, _ = receive_upload(SimpleUploadedFile("pindah.xlsx", file_of()), by=manager)
    carry_on(upload.pk)  # waits for its thread
    address = reverse("desk:moving-confirm", args=[upload.pk])

    def click(key):
        client = Client()
        client.force_login(manager)
        return client.post(address, {"request_key": key}).status_code

    same = uuid4()
    statuses = run_together([lambda key=key: click(key) for key in (same, same, uuid4())])
    carry_on(upload.pk)  # waits for the thread that moves

    upload.refresh_from_db()
    assert statuses == [302] * 3
    assert upload.state == Upload.State.DONE
    assert (MovedIn.objects.count(), Loan.objects.count()) == (1, 4)
    assert not upload.full_path.is_file()
    assert not is_held(upload.work)


@pytest.mark.django_db(transaction=True)
def test_two_files_at_once_are_one_after_the_other(manager):
    contents = [file_of(), file_of(sheets() | {"assets": []})]

    def send(content):
        try:
            return receive_upload(SimpleUploadedFile("pindah.xlsx", content), by=manager)[0].pk
        except ValidationError as error:
            return error.messages[0]

    sent = run_together([lambda content=content: send(content) for content in contents])
    for upload in Upload.objects.all():
        carry_on(upload.pk)

    assert Upload.objects.under_way().count() == 0
    assert all(isinstance(one, int) or "sedang diperiksa" in one for one in sent)
    assert Upload.objects.exclude(state=Upload.State.GONE).count() == 1
