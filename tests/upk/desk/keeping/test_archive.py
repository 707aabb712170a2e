"""The file of a backup, without any database: what comes out is what went in, or nothing."""

import random
import subprocess
import tarfile

import pytest

from upk.desk.keeping import archive
from upk.desk.keeping.refused import WrongPassphrase

CONTENT = {"database.dump": b"baris" * 50_000, "files/a/b": b"", f"files/{'x' * 150}": b"foto"}


@pytest.fixture
def members(tmp_path):
    made = []
    for number, (name, content) in enumerate(CONTENT.items()):
        path = tmp_path / f"source{number}"
        path.write_bytes(content)
        made.append(archive.Member.of(name, path))
    return made


@pytest.fixture
def plain(tmp_path, members):
    archive.write(tmp_path / "plain", {"about": "ini"}, members, "")
    return tmp_path / "plain"


def read(path, folder, passphrase=""):
    """The content of an archive as restore reads it."""
    archive.check_whole(path)
    folder.mkdir()
    with archive.opened(path, passphrase, folder) as content:
        content.extract(folder / "out")
        assert content.manifest["about"] == "ini"
    assert [entry.name for entry in folder.iterdir()] == ["out"]  # nothing decrypted is left
    return {
        str(path.relative_to(folder / "out")): path.read_bytes()
        for path in (folder / "out").rglob("*")
        if path.is_file()
    }


def test_what_went_in_comes_out(plain, tmp_path):
    assert read(plain, tmp_path / "read") == CONTENT


def test_any_flipped_bit_is_refused(plain):
    content = plain.read_bytes()
    chosen = random.Random(9)
    places = {0, len(content) - 1, *(chosen.randrange(len(content)) for _ in range(100))}
    for at in places:
        spoilt = bytearray(content)
        spoilt[at] ^= 1 << chosen.randrange(8)
        plain.write_bytes(spoilt)
        with pytest.raises(archive.Damaged):
            archive.check_whole(plain)


@pytest.mark.parametrize("size", [0, 10, 64, 65, 66, 5_000])
def test_a_cut_file_is_refused(plain, size):
    plain.write_bytes(plain.read_bytes()[:size])

    with pytest.raises(archive.Damaged):
        archive.check_whole(plain)


def test_members_that_differ_from_the_manifest_are_refused(plain, tmp_path):
    """Somebody may make a new digest for the whole: each member has its own all the same."""
    content = plain.read_bytes()
    at = content.index(b"foto")
    forged = content[:at] + b"futu" + content[at + 4 : -65]
    plain.write_bytes(forged)
    (tmp_path / "read").mkdir()

    with (
        archive.opened(plain, "", tmp_path / "read") as opened,
        pytest.raises(archive.Damaged),
    ):
        opened.extract(None)


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "files/../../outside"])
def test_a_member_never_leaves_its_folder(tmp_path, name):
    source = tmp_path / "source"
    source.write_bytes(b"x")
    evil = archive.Member(name, source, 1, archive.Member.of("x", source).digest)
    archive.write(tmp_path / "evil", {}, [evil], "")
    (tmp_path / "a" / "b").mkdir(parents=True)

    with (
        archive.opened(tmp_path / "evil", "", tmp_path / "a") as opened,
        pytest.raises(archive.Damaged),
    ):
        opened.extract(tmp_path / "a" / "b")

    assert not list(tmp_path.rglob("outside"))


def test_a_file_that_changes_meanwhile_is_told(tmp_path, members):
    members[2].source.write_bytes(b"FOTO")

    with pytest.raises(archive.FileChanged):
        archive.write(tmp_path / "plain", {}, members, "")


def test_tar_itself_opens_it(plain):
    listed = subprocess.run(["tar", "tf", plain], capture_output=True, text=True, check=True)

    assert listed.stdout.splitlines() == [archive.MANIFEST, *CONTENT]


def test_encrypted_it_opens_with_its_passphrase_alone(tmp_path, members):
    """One test, since each look at a passphrase takes seconds: that is what slows guessing."""
    path = tmp_path / "encrypted"
    archive.write(path, {"about": "ini"}, members, "rahasia kantor")

    assert b"baris" not in path.read_bytes()
    assert archive.is_encrypted(path)
    with tarfile.open(path) as outer:
        assert outer.getnames() == [archive.KEY, archive.CONTENT]
    assert read(path, tmp_path / "read", "rahasia kantor") == CONTENT
    (tmp_path / "wrong").mkdir()
    with (
        pytest.raises(WrongPassphrase),
        archive.opened(path, "Rahasia kantor", tmp_path / "wrong"),
    ):
        pass
    assert list((tmp_path / "wrong").iterdir()) == []
