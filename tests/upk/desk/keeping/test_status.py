"""Who is warned of missing backups, when, and what it says."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.upk.desk.keeping import world
from upk.access import Role
from upk.desk.keeping import status
from upk.desk.keeping.backing_up import back_up
from upk.desk.keeping.refused import Refused
from upk.trail.events import Event
from upk.trail.models import TrailEntry

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_var(tmp_path):
    with world.installation(tmp_path / "var", world.KEYS):
        yield


@pytest.fixture
def manager():
    """Of an office that works in earnest, in an installation that is a week old."""
    age_of_installation(timezone.now() - timedelta(days=7))
    return factories.create_user(Role.MANAGER, factories.create_office(practice_date=None))


def age_of_installation(made: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET applied = %s", [made])


@pytest.fixture
def file(tmp_path):
    (tmp_path / "backup").write_bytes(b"utuh")
    return tmp_path / "backup"


def test_no_backup_yet(manager, client):
    client.force_login(manager)

    page = client.get(reverse("desk:home")).content.decode()

    assert "Belum ada salinan cadangan (backup) yang berhasil." in page
    assert "manage.py backup" in page


@pytest.mark.parametrize(("hours", "is_warned"), [(0, False), (25, False), (27, True)])
def test_the_last_good_one_may_be_a_day_old(manager, file, hours, is_warned):
    status.note_good(file, NOW - timedelta(hours=hours))

    warned = status.warning(manager, NOW)

    assert (warned is not None) == is_warned
    assert warned is None or warned.last == NOW - timedelta(hours=hours)


def test_a_backup_whose_file_is_gone_or_cut_is_none(manager, file):
    status.note_good(file, NOW)
    file.write_bytes(b"utu")
    cut = status.warning(manager, NOW)
    file.unlink()

    assert cut.last is None
    assert status.warning(manager, NOW).last is None


def test_why_the_last_one_failed_stands_on_the_page_until_one_went_well(
    manager, client, tmp_path, settings, file
):
    settings.BACKUP_DIR = tmp_path / "no-folder"
    settings.BACKUP_DIR.write_text("")
    with pytest.raises(Refused):
        back_up(timezone.now())
    client.force_login(manager)

    page = client.get(reverse("desk:home")).content.decode()
    status.note_good(file, timezone.now())
    later = client.get(reverse("desk:home")).content.decode()

    assert "gagal: Cadangan tidak dapat ditulis: File exists" in page
    assert "manage.py backup" not in later
    assert status.read().failed is None


def test_a_passphrase_file_that_is_missing_stops_the_backup(manager, settings, tmp_path):
    """Rather none than one in clear."""
    settings.BACKUP_PASSPHRASE_FILE = str(tmp_path / "nowhere")

    with pytest.raises(Refused, match="kata sandi"):
        back_up(NOW)

    assert list(Path(settings.BACKUP_DIR).iterdir()) == []
    assert "kata sandi" in status.read().failed.reason


def test_the_command_tells_the_trail_and_the_page_is_quiet(manager, settings, client):
    call_command("backup", stdout=StringIO())
    [backup] = Path(settings.BACKUP_DIR).iterdir()
    settings.BACKUP_PASSPHRASE_FILE = "/nowhere"
    with pytest.raises(CommandError, match="kata sandi"):
        call_command("backup")

    told = TrailEntry.objects.visible_to(manager).filter(event__startswith="backup")

    assert sorted(told.values_list("event", "about")) == [
        (Event.BACKUP, backup.name),
        (Event.BACKUP_FAILED, status.read().failed.reason),
    ]
    assert status.warning(manager, timezone.now()) is None


def test_offices_that_practise_new_installations_and_others_are_left_alone(manager):
    assert status.warning(manager, NOW) is not None

    for role in (Role.TREASURER, Role.FACILITATOR, Role.DISTRICT):
        assert status.warning(factories.create_user(role, manager.office), NOW) is None
    practising = factories.create_user(Role.MANAGER, factories.create_office())
    assert status.warning(practising, NOW) is None
    age_of_installation(NOW - timedelta(hours=23))
    assert status.warning(manager, NOW) is None


def test_a_status_that_nobody_can_read_is_none(manager, settings):
    for text in ("", "{", "[]", json.dumps({"good": {"at": 1}, "failed": None})):
        (settings.VAR_DIR / "backup.json").write_text(text)
        assert status.warning(manager, NOW).last is None
