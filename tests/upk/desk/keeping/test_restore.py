"""Restoring: proved, or refused with a sentence and without a trace."""

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from tests import databases
from tests.upk.desk.keeping import world
from upk import triggers
from upk.desk.keeping import archive, keys
from upk.desk.keeping.backing_up import back_up
from upk.desk.keeping.recovery import sheet_html
from upk.desk.keeping.refused import Refused, WrongKeys
from upk.desk.keeping.restoring import Asking, BooksAreWrong, restore, verify
from upk.desk.keeping.sheet_lines import lines_of
from upk.desk.keeping.typed import asking
from upk.ledger.models import Posting
from upk.trail.events import Event
from upk.trail.models import TrailEntry

BEFORE_THE_LAST = ("moving", "0001_moved_in")
"""An app on which no other stands, one migration back."""
ROOT = Path(__file__).resolve().parents[4]
NOTHING_ASKED = Asking(passphrase=lambda: "", keys=lambda names: world.KEYS)


def refused(path: Path, var: Path, asked: Asking = NOTHING_ASKED) -> Refused:
    """Why a restore refuses; it must leave everything as it was."""
    tables = connection.introspection.table_names()
    connection.close()
    before = world.traces(var)
    with pytest.raises(Refused) as raised:
        restore(path, asked)
    assert world.traces(var) == before
    assert connection.introspection.table_names() == tables
    return raised.value


def rewritten(backed_up, folder: Path, **changes) -> Path:
    """The backup with another manifest, whole all the same."""
    out = folder / "out"
    with archive.opened(backed_up.path, "", folder) as content:
        content.extract(out)
        about = content.manifest | changes
        names = [member["name"] for member in content.manifest["members"]]
    members = [archive.Member.of(name, out / name) for name in names]
    archive.write(folder / "rewritten", about, members, "")
    return folder / "rewritten"


def test_an_empty_place_gets_rows_files_keys_and_guards(backed_up, empty_place):
    restored = restore(backed_up.path, NOTHING_ASKED)

    assert world.rows_of_entries() == backed_up.rows
    assert restored.files == 1
    assert restored.rows == backed_up.made.rows
    assert [p.name for p in world.file_root().rglob("*") if p.is_file()] == [
        p.name for p in (backed_up.var / "files").rglob("*") if p.is_file()
    ]
    triggers.check_all(connection)
    assert TrailEntry.objects.get(event=Event.RESTORED).about == backed_up.path.name
    connection.close()
    places = {"elsewhere.sqlite3", "elsewhere.sqlite3-shm", "elsewhere.sqlite3-wal"}
    assert {path.name for path in empty_place.iterdir()} - places == {
        "files",
        "work",
        "secret_key",
        "identity_key",
        "identity_digest_key",
    }


def test_keys_are_typed_from_the_sheet_and_a_slip_is_asked_for_again(backed_up, monkeypatch):
    lines = [line for letter, name in zip("ABC", world.KEYS, strict=True)
             for line in lines_of(letter, world.KEYS[name])]  # fmt: skip
    slip = lines[0].replace(lines[0][5], "Z" if lines[0][5] != "Z" else "Y", 1)
    said: list[str] = []
    monkeypatch.setattr(sys, "stdin", iter([slip, *lines]))

    typed = asking(None, None, said.append).keys(world.KEYS)

    assert typed == world.KEYS
    assert any("Salah ketik: A1/" in line for line in said)


def test_the_sheet_shows_every_line_and_no_backup_holds_a_key(backed_up, django_db_blocker):
    with (
        django_db_blocker.unblock(),
        databases.connected_to(backed_up.database),
        world.installation(backed_up.var, world.KEYS),
    ):
        page = sheet_html()

    for letter, name in zip("ABC", world.KEYS, strict=True):
        for line in lines_of(letter, world.KEYS[name]):
            assert all(f">{group}</td>" in page for group in line.split())
    content = backed_up.path.read_bytes()
    manifest = verify_here(backed_up)
    for key in world.KEYS.values():
        assert key.encode() not in content
        assert key not in json.dumps(manifest)


def test_while_keys_are_changed_those_before_are_on_the_sheet_and_come_back(backed_up, tmp_path):
    old = {"IDENTITY_KEY_OLD": world.OTHER_KEYS["IDENTITY_KEY"]}
    with world.installation(backed_up.var, world.KEYS, **old):
        wanted = keys.current()
        fingerprints = keys.fingerprints(wanted)
    lines = [line for letter, name in keys.letters_of(wanted).items()
             for line in lines_of(letter, wanted[name])]  # fmt: skip

    assert wanted == world.KEYS | old
    assert keys.parsed("\n".join(lines), fingerprints.keys()) == wanted
    with world.installation(tmp_path / "var", world.KEYS), keys.kept(wanted):
        assert (tmp_path / "var" / "identity_key_old").read_text() == old["IDENTITY_KEY_OLD"]
        assert not (tmp_path / "var" / "identity_key").exists()  # it is the same already


def verify_here(backed_up) -> dict:
    with world.installation(backed_up.var, world.KEYS):
        return verify(backed_up.path, NOTHING_ASKED)


def test_a_flipped_byte_is_refused(backed_up, empty_place, tmp_path):
    spoilt = bytearray(backed_up.path.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    (tmp_path / "spoilt").write_bytes(spoilt)

    assert isinstance(refused(tmp_path / "spoilt", empty_place), archive.Damaged)


def test_wrong_keys_are_refused(backed_up, empty_place):
    half = world.KEYS | {"IDENTITY_KEY": world.OTHER_KEYS["IDENTITY_KEY"]}

    error = refused(backed_up.path, empty_place, Asking(lambda: "", lambda names: half))

    assert isinstance(error, WrongKeys)
    assert "IDENTITY_KEY." in str(error)


def test_keys_that_pass_for_others_are_found_out_by_the_data(backed_up, empty_place, tmp_path):
    """The manifest's fingerprints are somebody's word; the ciphertexts are the proof."""
    forged = rewritten(backed_up, tmp_path, keys=keys.fingerprints(world.OTHER_KEYS))

    assert "tidak membuka NIK" in str(refused(forged, empty_place))


def test_keys_set_in_the_environment_are_not_written_beside_it(backed_up, empty_place, monkeypatch):
    monkeypatch.setenv("IDENTITY_KEY", world.OTHER_KEYS["IDENTITY_KEY"])

    assert "IDENTITY_KEY ditetapkan di luar" in str(refused(backed_up.path, empty_place))


def test_files_that_are_there_are_not_mixed_with(backed_up, empty_place):
    world.file_root().mkdir()
    (world.file_root() / "foto").write_bytes(b"x")

    assert "tidak kosong" in str(refused(backed_up.path, empty_place))


def test_a_database_with_tables_is_left_alone(backed_up, empty_place):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE milik_orang (id integer)")

    assert "tidak kosong" in str(refused(backed_up.path, empty_place))


def test_a_backup_of_a_newer_bergulir_is_refused(backed_up, empty_place, tmp_path):
    newer = rewritten(backed_up, tmp_path, migrations=["ledger.0001_initial", "loans.9999_later"])

    assert "loans.9999_later" in str(refused(newer, empty_place))


def test_a_backup_of_the_other_database_is_refused(backed_up, empty_place, tmp_path):
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]

    assert "DATABASE_URL" in str(
        refused(rewritten(backed_up, tmp_path, database=other), empty_place)
    )


def test_lost_rows_are_noticed(backed_up, empty_place, tmp_path):
    rows = verify_here(backed_up)["rows"]
    more = rewritten(backed_up, tmp_path, rows=rows | {"ledger_entry": rows["ledger_entry"] + 1})

    assert "Jumlah baris" in str(refused(more, empty_place))


def test_books_that_do_not_add_up_are_not_restored(
    backed_up, empty_template, django_db_blocker, tmp_path
):
    source = databases.copy(backed_up.database, tmp_path, "spoilt")
    with databases.connected_to(source), world.installation(tmp_path / "bad", world.KEYS):
        with databases.triggers_lifted():
            Posting.objects.update(amount=7)
        path = back_up(world.NOW).path
    databases.remove(source)

    with world.empty_installation(tmp_path / "var"):
        error = refused(path, tmp_path / "var")

    assert isinstance(error, BooksAreWrong)
    assert any("Bukti lengkap" in fault for fault in error.faults)


def test_an_older_backup_is_migrated(backed_up, tmp_path, django_db_blocker):
    source = databases.copy(backed_up.database, tmp_path, "older")
    with databases.connected_to(source), world.installation(tmp_path / "old", world.KEYS):
        shutil.copytree(backed_up.var / "files", tmp_path / "old" / "files")
        call_command("migrate", *BEFORE_THE_LAST, verbosity=0)
        path = back_up(world.NOW).path
    databases.remove(source)

    with world.empty_installation(tmp_path / "var"):
        restored = restore(path, NOTHING_ASKED)

        assert restored.migrations == 1
        assert world.rows_of_entries() == backed_up.rows
        triggers.check_all(connection)


def run_with_little_disk(var: Path, database: str, limit: int, *arguments: str):
    """``manage.py`` in a process that may write no file beyond ``limit`` bytes."""
    given = world.KEYS | {"DATABASE_URL": databases.address_of(database), "BERGULIR_VAR": str(var)}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=os.environ | given, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip


def test_a_full_disk_while_backing_up_is_told_and_leaves_nothing(backed_up, tmp_path):
    done = run_with_little_disk(tmp_path / "var", backed_up.database, 40_000, "backup")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "CommandError: " in done.stderr
    assert list((tmp_path / "var" / "backup").iterdir()) == []
    status = json.loads((tmp_path / "var" / "backup.json").read_text())
    assert status["good"] is None
    assert status["failed"]["reason"] in done.stderr


@pytest.mark.parametrize("limit", [40_000, 1_000_000])
def test_a_full_disk_while_restoring_is_told_and_leaves_nothing(
    backed_up, empty_place, limit, tmp_path
):
    if connection.vendor == "postgresql":
        limit = 40_000  # its server writes the tables, not we
    before = world.traces(empty_place)
    name = connection.settings_dict["NAME"]
    connection.close()

    done = run_with_little_disk(empty_place, name, limit, "restore", str(backed_up.path))

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "Tidak dapat membaca atau menulis" in done.stderr
    assert world.traces(empty_place) == before
    assert connection.introspection.table_names() == []
