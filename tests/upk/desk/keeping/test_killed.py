"""A restore that is killed: nothing is in its place, and the next one goes through."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests import databases
from tests.upk.desk.keeping import world
from upk.desk.keeping.backing_up import back_up
from upk.desk.keeping.refused import Refused
from upk.desk.keeping.restoring import Asking, restore, verify

ROOT = Path(__file__).resolve().parents[4]
NOTHING_ASKED = Asking(passphrase=lambda: "", keys=lambda names: world.KEYS)
AT_THE_END = """
import os, signal, sys
from pathlib import Path
from upk.desk.keeping import files
with files.in_place(Path(sys.argv[1])):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def process(*command: str, **env: str) -> subprocess.Popen:
    """Python as a process of its own, in the installation that is in force."""
    given = world.KEYS | {"BERGULIR_VAR": str(settings.VAR_DIR), **env}
    return subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=os.environ | given,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip


def writes_rows(var: Path, database: str) -> bool:
    """Whether somebody is putting rows into the database, or into the file that takes its place."""
    if connection.vendor == "sqlite":
        return any(path.stat().st_size for path in var.glob(".restore-*.sqlite3"))
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_xid IS NOT NULL",
            [database],
        )
        return cursor.fetchone() != (0,)


def left_in(var: Path) -> list[str]:
    """Names of what lies in ``var`` and isn't the new installation's own."""
    own = {"work", "elsewhere.sqlite3", *(name.lower() for name in world.KEYS)}
    return sorted(path.name for path in var.iterdir() if path.name not in own)


def test_a_restore_that_is_killed_leaves_an_empty_place(backed_up, empty_place):
    name = connection.settings_dict["NAME"]
    connection.close()
    killed = process(
        "manage.py", "restore", str(backed_up.path), DATABASE_URL=databases.address_of(name)
    )
    deadline = time.monotonic() + 120
    while not writes_rows(empty_place, name):
        assert killed.poll() is None, "ended before anything was written"
        assert time.monotonic() < deadline
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    assert killed.wait(30) == -signal.SIGKILL

    assert connection.introspection.table_names() == []
    connection.close()
    assert not (empty_place / "files").exists()
    assert any(left.startswith(".restore-") for left in left_in(empty_place))

    restored = restore(backed_up.path, NOTHING_ASKED)

    assert (restored.rows, restored.files) == (backed_up.made.rows, 1)
    assert world.rows_of_entries() == backed_up.rows
    connection.close()
    assert left_in(empty_place) == ["files"]
    assert [path for path in (empty_place / "files").iterdir() if path.is_file()] == []


@pytest.fixture
def killed_at_the_end(empty_place, tmp_path) -> Path:
    """The stored files after a restore that was killed between them and the database."""
    (tmp_path / "var" / "out").mkdir()
    (tmp_path / "var" / "out" / "foto").write_bytes(b"dari cadangan")
    killed = process("-c", AT_THE_END, str(tmp_path / "var" / "out"),
                     DJANGO_SETTINGS_MODULE="upk.settings")  # fmt: skip
    assert killed.wait(60) == -signal.SIGKILL
    assert (world.file_root() / "foto").exists()
    return world.file_root()


def test_files_of_a_restore_that_was_killed_before_its_database_came_make_way(
    backed_up, killed_at_the_end
):
    restored = restore(backed_up.path, NOTHING_ASKED)

    assert restored.files == 1
    assert not (killed_at_the_end / "foto").exists()


def test_files_that_came_after_it_are_not_touched(backed_up, killed_at_the_end):
    later = killed_at_the_end / "baru"
    later.write_bytes(b"sesudahnya")
    moment = time.time() + 5
    os.utime(later, (moment, moment))

    with pytest.raises(Refused, match="tidak kosong"):
        restore(backed_up.path, NOTHING_ASKED)

    assert {path.name for path in killed_at_the_end.iterdir()} >= {"foto", "baru"}


def test_what_was_decrypted_when_it_was_killed_goes_with_the_next_backup_or_look(
    backed_up, django_db_blocker, tmp_path
):
    var = tmp_path / "var"
    left = {name: var / f"{name}x1" / "content.tar" for name in (".restore-", ".verify-")}
    for path in left.values():
        path.parent.mkdir(parents=True)
        path.write_bytes(b"NIK")

    with (
        django_db_blocker.unblock(),
        databases.connected_to(backed_up.database),
        world.installation(var, world.KEYS),
    ):
        made = back_up(world.NOW)
        assert [path.exists() for path in left.values()] == [False, True]
        verify(made.path, NOTHING_ASKED)

    assert not left[".verify-"].parent.exists()
