"""The office's archive: made beside the request, kept for a day, handed out once that is told."""

import io
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
import pyzipper
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from pyzipper import zipfile

from tests import databases, factories
from tests.upk.desk.privacy.test_pages import events, signed_in
from upk import background
from upk.access import Role
from upk.desk.moving.history.leaving import write_office
from upk.desk.privacy import departures
from upk.desk.privacy.archive import FOLDER, _encrypt, sweep, working_folder
from upk.desk.privacy.departures import (
    KEPT,
    Stage,
    archive_of,
    make_archive,
    take_archive,
    throw_away_old,
)
from upk.offices.models import Office, Village
from upk.offices.stored_files import store_file
from upk.sqlite.patience import one_moment
from upk.trail.events import Event
from upk.trail.models import TrailEntry

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[4]
SECRET = "empat kata yang panjang"
SENT = {"passphrase": SECRET, "again": SECRET}
PAGE, TAKEN, REMOVED = (
    reverse(f"desk:{name}") for name in ("office-copy", "office-copy-file", "office-copy-remove")
)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path / FOLDER


def make(world) -> None:
    make_archive(world.office.pk, SECRET, on=factories.TODAY, by=world.manager)


def lying(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def opened(content: bytes) -> pyzipper.AESZipFile:
    packed = pyzipper.AESZipFile(io.BytesIO(content))
    assert all(info.flag_bits & 1 for info in packed.infolist())
    with pytest.raises(RuntimeError, match="password"):
        packed.read(packed.namelist()[0])
    packed.setpassword(SECRET.encode())
    return packed


@pytest.mark.django_db(transaction=True)
def test_asked_for_on_its_page_it_is_made_beside_and_handed_out_once_that_is_told(world, folder):
    client, before, pk = signed_in(Role.MANAGER, world.office), events(), world.office.pk
    with background.held(FOLDER):  # nobody gets a working folder, so it waits there
        asked = client.post(PAGE, SENT)
        making = client.get(PAGE).text
        again = client.post(PAGE, {"passphrase": "kata sandi lain", "again": "kata sandi lain"})
        told = client.get(again.url).text
    with background.held(f"{FOLDER}-{pk}"):  # waits for the maker
        assert events() == [*before, Event.OFFICE_EXPORT]
    done = client.get(PAGE).text
    taken = client.post(TAKEN)

    packed = opened(b"".join(taken.streaming_content))
    code = world.office.code.lower()
    assert (asked.url, "Arsip mulai dibuat" in making, "hx-get" in making) == (PAGE, True, True)
    assert "dengan kata sandi yang pertama" in told
    assert ("Arsip siap diunduh" in done, "hx-get" in done) == (True, False)
    assert packed.read(f"{code}.xlsx").startswith(b"PK")
    assert packed.namelist() == [f"{code}.xlsx", f"{code}.berkas.zip"]
    assert taken["Cache-Control"] == "private, no-store"
    made, handed = TrailEntry.objects.filter(event=Event.OFFICE_EXPORT).order_by("pk")
    assert (made.user, handed.user, handed.office_id) == (client.user, client.user, pk)
    assert [entry.details["is_taken"] for entry in (made, handed)] == [False, True]
    assert made.details["rows"] == handed.details["rows"] > 50
    assert lying(folder) == [f"{pk}.json", f"{pk}.zip"]


def test_two_passphrases_that_differ_begin_nothing(world, folder):
    client, before = signed_in(Role.MANAGER, world.office), events()

    for sent in (SENT | {"again": "lain lain lain"}, {"passphrase": "pendek", "again": "pendek"}):
        refused = client.post(PAGE, sent)
        assert refused.context["form"].errors
        assert SECRET not in refused.text

    assert (events(), lying(folder)) == (before, [])


def test_the_passphrase_is_written_nowhere(world, folder, tmp_path):
    make(world)

    assert archive_of(world.office, timezone.now()).stage == Stage.DONE
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 3
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []
    assert [path for path in folder.rglob("*") if path.stat().st_mode & 0o077] == []
    assert SECRET not in "".join(map(str, TrailEntry.objects.values_list("about", "details")))


def test_the_manager_of_another_office_finds_nothing(world):
    make(world)
    client = signed_in(Role.MANAGER, factories.create_office())
    before = events()

    page, taken = client.get(PAGE), client.post(TAKEN)
    client.post(REMOVED)

    assert ("Buat arsip" in page.text, "siap diunduh" in page.text) == (True, False)
    assert (taken.url, events()) == (PAGE, before)
    assert archive_of(world.office, timezone.now()).stage == Stage.DONE


def test_after_a_day_it_is_gone(world, folder):
    make(world)
    archive = archive_of(world.office, timezone.now())
    last = archive.begun_at + KEPT - timedelta(seconds=1)
    past = time.time() - KEPT.total_seconds() - 1

    assert archive_of(world.office, last) == archive
    assert archive_of(world.office, last + timedelta(seconds=1)) is None
    assert take_archive(world.office, by=world.manager, now=last + timedelta(seconds=1)) is None
    throw_away_old()
    assert len(lying(folder)) == 2
    for path in folder.iterdir():
        os.utime(path, (past, past))
    throw_away_old()
    assert lying(folder) == []


def test_it_is_removed_before_if_the_manager_says_so(world, folder):
    client = signed_in(Role.MANAGER, world.office)
    make(world)
    with background.held(f"{FOLDER}-{world.office.pk}"):  # not while the next one is made
        client.post(REMOVED)
        assert len(lying(folder)) == 2

    client.post(REMOVED)

    assert lying(folder) == []
    assert "tidak ada (lagi)" in client.post(TAKEN, follow=True).text


def test_the_next_one_takes_the_place_of_the_last(world):
    make(world)
    first = archive_of(world.office, timezone.now())
    factories.create_person(world.loan.group.village)
    make(world)

    second = archive_of(world.office, timezone.now())

    assert second.begun_at > first.begun_at
    assert second.rows > first.rows


def test_a_failure_is_told_without_words_of_the_data(world, folder, caplog):
    Office.objects.filter(pk=world.office.pk).update(timezone="Nirgendwo/Kein")
    make(world)

    archive = archive_of(world.office, timezone.now())

    assert (archive.stage, archive.problem) == (Stage.FAILED, departures.OUR_FAULT)
    assert lying(folder) == [f"{world.office.pk}.json"]
    assert SECRET not in caplog.text
    Office.objects.filter(pk=world.office.pk).update(timezone="Asia/Jakarta")
    shown = signed_in(Role.MANAGER, world.office).get(PAGE).text
    assert "Arsip tidak jadi. Ada kesalahan di program" in shown


def test_a_disk_that_takes_nothing_is_told(world, folder):
    in_the_way = folder / f"{world.office.pk}.zip"
    in_the_way.mkdir(parents=True)
    before = events()

    make(world)

    archive = archive_of(world.office, timezone.now())
    assert (archive.stage, archive.problem) == (Stage.FAILED, departures.NOT_WRITTEN)
    assert events() == before


WORK = """
import sys, django
django.setup()
from datetime import date
from upk.desk.privacy.departures import make_archive
from upk.offices.models import User
manager = User.objects.get(pk=sys.argv[1])
make_archive(manager.office_id, sys.stdin.readline(), on=date(2010, 2, 15), by=manager)
"""


def begin(by, folder: Path) -> subprocess.Popen:
    """A process of its own makes the archive, as the server does by the manager's click."""
    env = os.environ | {
        "DATABASE_URL": databases.address_of(connection.settings_dict["NAME"]),
        "BERGULIR_VAR": str(folder),
        "MEDIA_ROOT": str(django_settings.MEDIA_ROOT),
        "DJANGO_SETTINGS_MODULE": "upk.settings", "SECRET_KEY": django_settings.SECRET_KEY,
        "IDENTITY_KEY": django_settings.IDENTITY_KEY,
        "IDENTITY_DIGEST_KEY": django_settings.IDENTITY_DIGEST_KEY,
    }  # fmt: skip
    command = [sys.executable, "-c", WORK, str(by.pk)]
    process = subprocess.Popen(command, env=env, cwd=ROOT, stdin=subprocess.PIPE, text=True)
    process.stdin.write(SECRET)
    process.stdin.close()
    return process


@pytest.mark.django_db(transaction=True)
def test_killed_while_it_is_made_it_says_so_and_leaves_nothing_in_clear(world, folder, tmp_path):
    for _ in range(2):
        large = SimpleUploadedFile("x.pdf", b"%PDF-1.4\n" + os.urandom(5_000_000) + b"\n%%EOF\n")
        store_file(world.office, large, by=world.manager)
    process = begin(world.manager, tmp_path)
    for _ in range(30_000):
        if any(path.stat().st_size for path in folder.glob("*/*.berkas.zip")):
            break
        assert process.poll() is None, "ended before anything was written"
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    assert process.wait(30) == -signal.SIGKILL
    client = signed_in(Role.MANAGER, world.office)

    stopped, taken = client.get(PAGE).text, client.post(TAKEN)

    assert ("Pembuatan terputus" in stopped, "hx-get" in stopped) == (True, False)
    assert taken.url == PAGE
    assert any(".xlsx" in name for name in lying(folder))  # in clear, until a server starts
    throw_away_old()
    assert lying(folder) == [f"{world.office.pk}.json"]
    assert Event.OFFICE_EXPORT not in events()


def test_a_disk_that_is_full_when_the_archive_is_locked_says_so(tmp_path):
    large = tmp_path / "a.xlsx"
    large.write_bytes(os.urandom(1_000_000))

    with pytest.raises(OSError, match="No space left"):
        _encrypt([large], Path("/dev/full"), SECRET)


def test_files_may_be_larger_than_a_plain_zip_allows(world, monkeypatch):
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 2_000)  # as if the workbook had over 2 GiB
    make(world)

    taken = take_archive(world.office, by=world.manager, now=timezone.now())

    with taken[1] as content:
        packed = opened(content.read())
    assert packed.testzip() is None
    assert max(info.file_size for info in packed.infolist()) > 2_000


def test_a_folder_in_which_somebody_works_stays(folder):
    with working_folder() as own:
        (own / "a.xlsx").write_bytes(b"x")
        sweep()
        assert (own / "a.xlsx").exists()

    assert lying(folder) == []


def test_a_folder_that_went_while_another_began_keeps_nobody_from_working(folder):
    folder.mkdir()
    (folder / "work-gone").symlink_to(folder / "nowhere")  # seen by name, and not there any more

    with working_folder() as own:
        assert own.is_dir()


@pytest.mark.parametrize("told", ["", "[]", "{}", '{"stage": "lost"}', '{"stage": "done", "x": 1}'])
def test_of_an_archive_that_cannot_be_read_nothing_is_known(world, folder, told):
    make(world)
    (folder / f"{world.office.pk}.json").write_text(told)
    client = signed_in(Role.MANAGER, world.office)

    page, taken = client.get(PAGE), client.post(TAKEN, follow=True)

    assert "Buat arsip" in page.text
    assert "tidak ada (lagi)" in taken.text


def test_drafts_of_sheets_lie_beside_the_workbook(world, tmp_path):
    beside, seen = tmp_path / "kantor", set()
    beside.mkdir()

    def look(done: int, total: int) -> None:
        seen.update(path.name for path in beside.iterdir())

    write_office(world.office, beside / "a.xlsx", on=factories.TODAY, progress=look)

    assert any(name.startswith(".a-") for name in seen)
    assert sorted(path.name for path in beside.iterdir()) == ["a.berkas.zip", "a.xlsx"]


@pytest.mark.django_db(transaction=True)
def test_reading_one_moment_keeps_nobody_from_writing_and_writes_nothing(world):
    village = world.loan.group.village
    refused = "readonly|read-only"

    with one_moment():
        if connection.vendor == "sqlite":
            assert connection.queue.acquire(0)  # nobody has a turn to write
            connection.queue.release()
        assert Village.objects.filter(pk=village.pk).exists()
        with pytest.raises(DatabaseError, match=refused), transaction.atomic():
            Village.objects.filter(pk=village.pk).update(name="Lain")

    assert Village.objects.filter(pk=village.pk).update(name="Lain") == 1
