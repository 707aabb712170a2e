"""The server is killed while an office is written: nothing of it is there, and it can go on."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.urls import reverse

from bench.moving import ROWS_OF_A_GROUP, large_workbook
from groups.models import Group
from loans.models import Loan
from tests import databases
from tests.upk.desk.moving.test_jobs import is_empty
from tests.upk.desk.moving.test_uploads import checked, later
from upk.background import is_held, note_of
from upk.desk.moving.jobs import carry_on
from upk.desk.moving.models import MovedIn, Upload
from upk.desk.moving.uploads import confirm_upload
from upk.ledger.models import Entry

ROOT = Path(__file__).resolve().parents[4]
GROUPS = 100
WORK = """
import sys, uuid, django
django.setup()
from upk.desk.moving.jobs import carry_on
from upk.desk.moving.models import Upload
from upk.desk.moving.uploads import confirm_upload
upload = Upload.objects.get(pk=sys.argv[1])
confirm_upload(upload, request_key=uuid.uuid4(), by=upload.made_by)
carry_on(upload.pk)  # waits for the thread that moves
"""

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def begin(upload: Upload, folder: Path) -> subprocess.Popen:
    """A process of its own is told to move in, as the server is by the manager's click."""
    env = os.environ | {
        "DATABASE_URL": databases.address_of(connection.settings_dict["NAME"]),
        "BERGULIR_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "upk.settings", "SECRET_KEY": django_settings.SECRET_KEY,
        "IDENTITY_KEY": django_settings.IDENTITY_KEY,
        "IDENTITY_DIGEST_KEY": django_settings.IDENTITY_DIGEST_KEY,
    }  # fmt: skip
    return subprocess.Popen([sys.executable, "-c", WORK, str(upload.pk)], env=env, cwd=ROOT)


def kill_while_it_writes(process: subprocess.Popen, upload: Upload) -> None:
    """As soon as it says that people are written; fails if it was through before."""
    for _ in range(12_000):
        state, *said = note_of(upload.work).split()
        if state == "moving" and len(said) == 2 and int(said[0]) > GROUPS:
            break
        assert process.poll() is None, "ended before anything was written"
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    assert process.wait(30) == -signal.SIGKILL
    done, total = map(int, note_of(upload.work).split()[1:3])
    assert 0 < done < total, "killed when it was through"


def test_a_server_that_is_killed_leaves_nothing_of_the_office(manager, client, tmp_path):
    upload = checked(manager, large_workbook(GROUPS))
    client.force_login(manager)
    page = reverse("desk:moving-upload", args=[upload.pk])

    kill_while_it_writes(begin(upload, tmp_path), upload)

    assert is_empty()
    assert not is_held(upload.work)
    upload.refresh_from_db()
    assert (upload.state, upload.full_path.is_file()) == (Upload.State.MOVING, True)
    later(upload)
    told = client.get(page).text
    assert "Terputus: server dimatikan atau dimulai ulang. Tidak ada yang dimasukkan" in told
    assert "Periksa sekali lagi" in told

    client.post(reverse("desk:moving-again", args=[upload.pk]))
    carry_on(upload.pk)  # waits for its thread
    upload.refresh_from_db()
    assert upload.state == Upload.State.READY
    confirm_upload(upload, request_key=uuid4(), by=manager)
    carry_on(upload.pk)

    assert MovedIn.objects.get().row_count == upload.row_count == GROUPS * ROWS_OF_A_GROUP + 5
    assert (Group.objects.count(), Loan.objects.count()) == (GROUPS, GROUPS)
    assert Entry.objects.filter(kind="opening").count() == GROUPS * 10 + 1
