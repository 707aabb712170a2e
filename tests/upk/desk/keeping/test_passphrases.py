"""Encrypted backups through the commands: with the passphrase, with another one, with none.

Few of them look at a passphrase: each look takes seconds, which is what slows guessing.
"""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.upk.desk.keeping import world
from upk.desk.keeping import archive

PASSPHRASE = "rahasia kantor"
WRONG = "Kata sandi cadangan tidak cocok. Periksa huruf besar dan kecil, lalu coba lagi."
NONE = "Cadangan ini terenkripsi. Beri kata sandinya dengan --passphrase-file."


@pytest.fixture(scope="module")
def encrypted(backed_up, tmp_path_factory) -> Path:
    """The backup of ``backed_up`` under a passphrase, and a file with its keys."""
    folder = tmp_path_factory.mktemp("encrypted")
    with archive.opened(backed_up.path, "", folder) as content:
        content.extract(folder / "out")
        names = [member["name"] for member in content.manifest["members"]]
        members = [archive.Member.of(name, folder / "out" / name) for name in names]
        archive.write(folder / "a.backup", content.manifest, members, PASSPHRASE)
    (folder / "keys").write_text("\n".join(f"{k}={v}" for k, v in world.KEYS.items()))
    return folder / "a.backup"


@pytest.fixture
def at_no_terminal(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())


def called(command: str, path: Path, passphrase: str | None) -> str:
    """What the command says, with the passphrase in a file where there is one."""
    said, options = io.StringIO(), {}
    if command == "restore":
        options["keys"] = path.with_name("keys")
    if passphrase is not None:
        options["passphrase_file"] = path.with_name("passphrase")
        options["passphrase_file"].write_text(f"{passphrase}\n")
    call_command(command, path, stdout=said, **options)
    return said.getvalue()


@pytest.mark.parametrize("command", ["verify_backup", "restore"])
@pytest.mark.parametrize(
    ("given", "sentence"),
    [("Rahasia kantor", WRONG), (None, NONE), ("", "Berkas kata sandi cadangan .* kosong")],
    ids=["another", "none", "empty"],
)
def test_without_its_passphrase_nothing_opens_and_nothing_is_left(
    encrypted, empty_place, at_no_terminal, command, given, sentence
):
    before = world.traces(empty_place)

    with pytest.raises(CommandError, match=sentence):
        called(command, encrypted, given)

    assert world.traces(empty_place) == before
    assert connection.introspection.table_names() == []


def test_with_it_the_backup_is_restored(backed_up, encrypted, empty_place, at_no_terminal):
    assert "Pemeriksaan pembukuan bersih" in called("restore", encrypted, PASSPHRASE)

    assert world.rows_of_entries() == backed_up.rows


class Terminal(io.StringIO):
    """Where somebody sits; ``getpass`` itself reads from ``/dev/tty``."""

    def isatty(self) -> bool:
        return True


def nothing_typed(prompt: str) -> str:
    raise EOFError


@pytest.mark.parametrize(
    "answer", [lambda prompt: "", nothing_typed], ids=["nothing", "end of file"]
)
def test_at_a_terminal_nothing_typed_is_no_passphrase(encrypted, empty_place, monkeypatch, answer):
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("upk.desk.keeping.typed.getpass", answer)

    with pytest.raises(CommandError, match=NONE):
        called("verify_backup", encrypted, None)
