"""A workbook's way from the upload to its problems: what is kept, who may, what is thrown away."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests import factories
from tests.upk.desk.moving.workbook import file_of, sheets
from upk.access import Role
from upk.background import STARTING, held
from upk.desk.moving.jobs import carry_on, masked
from upk.desk.moving.models import MovedIn, Upload
from upk.desk.moving.packed import LARGEST_FILE
from upk.desk.moving.uploads import (
    KEPT,
    check_again,
    confirm_upload,
    discard_upload,
    is_interrupted,
    receive_upload,
    throw_away_old,
)
from upk.ledger.models import Entry

pytestmark = pytest.mark.django_db
NIK = "3314123456789012"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def wrong(people: int = 1) -> bytes:
    """A workbook with so many people of an unknown village, and a group whose village is a NIK."""
    rows = sheets()
    rows["people"] += [
        {"code": f"X{n}", "name": f"Contoh {n}", "sex": "P", "village": "LAIN"}
        for n in range(people)
    ]
    rows["groups"][0]["village"] = NIK
    return file_of(rows)


def receive(manager, content: bytes, name: str = "pindah.xlsx") -> Upload:
    upload, _ = receive_upload(SimpleUploadedFile(name, content), by=manager)
    return upload


def checked(manager, content: bytes) -> Upload:
    """Received and looked through, as the thread does."""
    upload = receive(manager, content)
    carry_on(upload.pk)
    upload.refresh_from_db()
    return upload


def later(upload: Upload, past: timedelta = STARTING) -> Upload:
    """As if its thread had been meant to begin long ago."""
    Upload.objects.filter(pk=upload.pk).update(begun_at=timezone.now() - past - past)
    upload.refresh_from_db()
    return upload


def test_every_problem_is_kept_in_the_order_of_the_sheets(manager):
    upload = checked(manager, wrong(people=2))

    assert upload.state == Upload.State.PROBLEMS
    assert upload.problem_count == 3
    assert list(upload.problems.values_list("number", "sheet", "row", "column", "found")) == [
        (1, "Orang", 9, "Kode desa", "LAIN"),
        (2, "Orang", 10, "Kode desa", "LAIN"),
        (3, "Kelompok", 2, "Kode desa", "(nomor identitas)"),
    ]


def test_no_problem_repeats_an_identity():
    assert masked(f"kode {NIK}, 3314 1234.5678-9012") == "kode (nomor identitas), (nomor identitas)"
    assert masked("Rp 1.234.567, bukan 2009-12-31") == "Rp 1.234.567, bukan 2009-12-31"


def test_a_clean_file_waits_for_the_managers_word(manager):
    upload = checked(manager, file_of())

    rows = sum(map(len, sheets().values()))
    assert (upload.state, upload.problem_count, upload.row_count) == (Upload.State.READY, 0, rows)
    assert upload.preview["debit"] == upload.preview["credit"] == 23_250_000
    assert upload.preview["sums"]["outstanding"] == 9_000_000
    assert not Entry.objects.exists()


def test_a_file_that_is_no_workbook_is_refused_and_thrown_away(
    manager, django_capture_on_commit_callbacks
):
    upload = receive(manager, b"%PDF-1.4 bukan buku kerja")
    path = upload.full_path
    assert path.is_file()

    with django_capture_on_commit_callbacks(execute=True):
        carry_on(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, upload.path) == (Upload.State.REFUSED, "")
    assert "bukan buku kerja .xlsx" in upload.message
    assert not path.exists()


def test_another_file_comes_after_a_refused_one(manager, django_capture_on_commit_callbacks):
    """The refused one has no file any more; the folder of all uploads isn't it."""
    refused = checked(manager, b"%PDF-1.4 bukan buku kerja")

    with django_capture_on_commit_callbacks() as callbacks:
        upload = receive(manager, file_of())
    for run in callbacks:
        if run.__name__ == "<lambda>":  # what lets go of files; the others start threads
            run()

    refused.refresh_from_db()
    upload.refresh_from_db()
    assert (refused.state, upload.state) == (Upload.State.GONE, Upload.State.CHECKING)
    assert upload.full_path.is_file()


def test_only_the_server_reads_the_file(manager):
    upload = receive(manager, file_of())

    assert upload.full_path.stat().st_mode & 0o777 == 0o600
    assert upload.full_path.parent.stat().st_mode & 0o077 == 0
    assert [path.name for path in upload.full_path.parent.iterdir()
            if path.name.startswith(".")] == []  # fmt: skip


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\Data\\pindah.xlsx", "p\u202eindah.xlsx"])
def test_the_name_is_shown_and_never_a_path(manager, name):
    upload = receive(manager, file_of(), name)

    assert "/" not in upload.name
    assert "\\" not in upload.name
    assert "\u202e" not in upload.name
    assert name.rpartition("\\")[2][-5:] == upload.name[-5:]
    assert upload.path.startswith(upload.sha256[:16])


def test_the_same_file_again_is_the_same_upload(manager):
    content = wrong()
    first = checked(manager, content)

    again = receive_upload(SimpleUploadedFile("lain.xlsx", content), by=manager)

    assert again == (first, False)
    assert Upload.objects.count() == 1
    assert first.problems.exists()


def test_another_file_takes_the_place_of_what_waits(manager):
    first = checked(manager, wrong())

    second = receive(manager, file_of())

    first.refresh_from_db()
    assert (first.state, first.path, first.problems.count()) == (Upload.State.GONE, "", 0)
    assert second.full_path.is_file()


def test_no_other_file_while_one_is_under_way(manager):
    first = receive(manager, file_of())

    with pytest.raises(ValidationError, match="sedang diperiksa"):
        receive(manager, wrong())
    with pytest.raises(ValidationError, match="sedang diperiksa"):
        discard_upload(first, by=manager)

    assert Upload.objects.get() == first


def test_one_that_was_interrupted_is_told_and_begun_again(manager):
    upload = later(receive(manager, file_of()))
    assert is_interrupted(upload, timezone.now())
    with held(upload.work):
        assert not is_interrupted(upload, timezone.now())
        assert check_again(upload, by=manager).begun_at == upload.begun_at

    again = check_again(upload, by=manager)
    carry_on(again.pk)

    again.refresh_from_db()
    assert again.state == Upload.State.READY


def test_a_file_that_changed_on_the_disk_is_not_read(manager):
    upload = receive(manager, file_of())
    upload.full_path.write_bytes(wrong())

    carry_on(upload.pk)

    upload.refresh_from_db()
    assert upload.state == Upload.State.FAILED
    assert "Unggah sekali lagi" in upload.message
    upload.full_path.unlink()
    with pytest.raises(ValidationError, match="tidak ada lagi"):
        check_again(upload, by=manager)


def test_what_waited_for_a_day_is_thrown_away(manager):
    upload = checked(manager, wrong())
    stray = upload.full_path.with_name("yatim")
    stray.write_bytes(b"x")
    now = timezone.now() + timedelta(seconds=1)
    os.utime(stray, (now.timestamp(), (now - 2 * KEPT).timestamp()))

    assert throw_away_old(now) == 1  # the stray file
    throw_away_old(now + KEPT + timedelta(minutes=1))

    upload.refresh_from_db()
    assert (upload.state, upload.path, upload.problems.count()) == (Upload.State.GONE, "", 0)
    assert not stray.exists()


def test_a_manager_throws_it_away(manager):
    upload = checked(manager, wrong())

    for _ in range(2):
        discard_upload(upload, by=manager)

    upload.refresh_from_db()
    assert upload.state == Upload.State.GONE


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", "kosong"), (b"x" * (LARGEST_FILE + 1), "terlalu besar")]
)
def test_empty_and_huge_files_are_refused_at_once(manager, content, sentence):
    with pytest.raises(ValidationError, match=sentence):
        receive(manager, content)

    assert not Upload.objects.exists()


def test_an_office_that_works_already_is_refused(manager):
    factories.create_group(factories.create_village(manager.office), member_count=2)

    with pytest.raises(ValidationError, match="1 kelompok"):
        receive(manager, file_of())


def test_an_office_that_begins_to_work_after_the_preview_is_refused(manager):
    upload = checked(manager, file_of())
    factories.create_person(factories.create_village(manager.office))

    with pytest.raises(ValidationError, match="1 orang"):
        confirm_upload(upload, request_key=uuid4(), by=manager)


def test_what_has_problems_is_not_moved_in(manager):
    upload = checked(manager, wrong())

    with pytest.raises(ValidationError, match="belum siap"):
        confirm_upload(upload, request_key=uuid4(), by=manager)


def test_a_file_that_was_moved_in_changes_nothing(manager):
    content = file_of()
    upload = checked(manager, content)
    MovedIn.objects.create(
        office=manager.office, sha256=upload.sha256, file_name="lama.xlsx", cut_over="2009-12-31",
        from_history=False, row_count=2, moved_by=manager, moved_by_name="Ibu Contoh",
    )  # fmt: skip

    with pytest.raises(ValidationError, match="dipindahkan oleh Ibu Contoh"):
        receive(manager, content)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MANAGER])
def test_nobody_but_the_manager(manager, role):
    upload = checked(manager, file_of())
    other = (
        factories.create_user(role)
        if role == Role.DISTRICT
        else factories.create_user(role, manager.office)
    )

    for act in (check_again, discard_upload):
        with pytest.raises(PermissionDenied):
            act(upload, by=other)
    with pytest.raises(PermissionDenied):
        confirm_upload(upload, request_key=uuid4(), by=other)
    with pytest.raises(PermissionDenied):
        receive_upload(SimpleUploadedFile("a.xlsx", file_of()), by=other)
    assert not Upload.objects.visible_to(other).exists()


def test_not_the_manager_of_another_office(manager):
    upload = checked(manager, file_of())
    stranger = factories.create_user()

    for act in (check_again, discard_upload):
        with pytest.raises(PermissionDenied):
            act(upload, by=stranger)
    assert not Upload.objects.visible_to(stranger).exists()
