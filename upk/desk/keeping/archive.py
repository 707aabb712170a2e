"""The one file of a backup: how it is written, and read back only if it is whole.

It is a tar (``manifest.json``, the database, ``files/…``). With a passphrase it is a tar of
``key.age`` and ``content.tar.age``: the second is that tar, encrypted with age for a key made for
this archive alone, the first is that key under the passphrase (``age`` itself opens both). After
the tar stands the SHA-256 of all before it, which other programs pass over. Everything streams:
memory doesn't depend on how much is kept, but for the list of files.
"""

import json
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import SEEK_END
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import pyrage

from upk.desk.keeping.refused import Refused, WrongPassphrase

FORMAT = 1
MANIFEST, KEY, CONTENT, FILES = "manifest.json", "key.age", "content.tar.age", "files/"
CHUNK = 1 << 20
_TRAILER = 64 + 1  # the digest in hexadecimal, and a new line
_LARGEST_MANIFEST = 256 << 20

DAMAGED = (
    "Berkas cadangan ini rusak atau bukan cadangan Bergulir: isinya tidak cocok dengan sidik "
    "jarinya. Pakai salinan lain dari cadangan ini, atau cadangan sebelumnya."
)


class Damaged(Refused):
    """The archive isn't what was written."""

    def __init__(self) -> None:
        super().__init__(DAMAGED)


class FileChanged(Refused):
    """A file became another one, or went, while it was being copied."""

    def __init__(self, path: str) -> None:
        super().__init__(f"Berkas {path} berubah selagi dicadangkan. Jalankan sekali lagi.")


@dataclass(frozen=True, slots=True)
class Member:
    """A file that goes into the archive under ``name``, as it was when its digest was taken."""

    name: str
    source: Path
    size: int
    digest: str

    @classmethod
    def of(cls, name: str, source: Path) -> "Member":
        """Read the file once for its digest. Raises ``FileNotFoundError`` if it is gone."""
        with source.open("rb") as file:
            size, digest = _measure(file)
        return cls(name, source, size, digest)

    def described(self) -> dict[str, object]:
        """What the manifest says of it."""
        return {"name": self.name, "size": self.size, "sha256": self.digest}


def write(
    target: Path, about: Mapping[str, object], members: Iterable[Member], passphrase: str
) -> None:
    """Write an archive of ``members``; ``about`` is what else the manifest says, an empty
    ``passphrase`` leaves it unencrypted.

    Raises ``FileChanged``, ``OSError``; ``Refused`` if encrypting fails. The half-written file is
    the caller's to remove.
    """
    listed = list(members)
    manifest = {**about, "format": FORMAT, "members": [m.described() for m in listed]}
    blocks = _tar(json.dumps(manifest).encode(), listed)
    with target.open("x+b") as file:
        target.chmod(0o600)
        if passphrase:
            _write_encrypted(file, blocks, passphrase)
        else:
            file.writelines(blocks)
        file.flush()
        file.seek(0)
        _, digest = _measure(file)
        file.write(f"{digest}\n".encode())


class Content:
    """What an opened archive holds. ``manifest`` is there at once, the rest is read once."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive
        self.manifest = _read_manifest(archive)

    def extract(self, folder: Path | None) -> None:
        """Write all members under ``folder``; without one only compare them with their digests.

        Raises ``Damaged`` where a member is missing, not listed, or differs.
        """
        try:
            for listed in self.manifest["members"]:
                self._extract(listed, folder)
            if self._archive.next() is not None:
                raise Damaged
        except (tarfile.TarError, EOFError, KeyError, TypeError, ValueError) as error:
            raise Damaged from error

    def _extract(self, listed: Mapping, folder: Path | None) -> None:
        found = self._archive.next()
        path = PurePosixPath(listed["name"])
        is_safe = not path.is_absolute() and ".." not in path.parts
        if found is None or not found.isfile() or found.name != listed["name"] or not is_safe:
            raise Damaged
        source = self._archive.extractfile(found)
        if folder is None:
            measured = _measure(source)
        else:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                target.chmod(0o600)
                measured = _measure(source, file)
        if measured != (listed["size"], listed["sha256"]):
            raise Damaged


def check_whole(path: Path) -> None:
    """Raise ``Damaged`` unless the file is, byte for byte, what was written."""
    with path.open("rb") as file:
        length = file.seek(0, SEEK_END) - _TRAILER
        if length <= 0:
            raise Damaged
        file.seek(0)
        _, digest = _measure(file, length=length)
        if file.read() != f"{digest}\n".encode():
            raise Damaged


def is_encrypted(path: Path) -> bool:
    """Whether it needs a passphrase. Raises ``Damaged`` if it is no archive."""
    with _plain(path) as archive:
        return archive.next().name == KEY


@contextmanager
def opened(path: Path, passphrase: str, folder: Path) -> Iterator[Content]:
    """Open an archive; what has to be decrypted lies in ``folder`` meanwhile.

    Raises ``Damaged``, ``WrongPassphrase``, ``OSError``.
    """
    if not is_encrypted(path):
        with _plain(path) as archive:
            yield Content(archive)
        return
    plain = folder / "content.tar"
    with _plain(path) as archive:
        _decrypt(archive, passphrase, plain)
    try:
        with _plain(plain) as archive:
            yield Content(archive)
    finally:
        plain.unlink(missing_ok=True)


@contextmanager
def _plain(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        archive = tarfile.open(path, "r:")  # noqa: SIM115 -- closed below; only opening is guarded
    except (tarfile.TarError, EOFError) as error:
        raise Damaged from error
    with archive:
        yield archive


def _read_manifest(archive: tarfile.TarFile) -> dict:
    try:
        first = archive.next()
        if first is None or first.name != MANIFEST or first.size > _LARGEST_MANIFEST:
            raise Damaged
        manifest = json.load(archive.extractfile(first))
        if manifest["format"] != FORMAT:
            raise Refused("Cadangan ini dibuat oleh Bergulir yang lebih baru. Pakai versi itu.")
    except (tarfile.TarError, EOFError, KeyError, TypeError, ValueError) as error:
        raise Damaged from error
    return manifest


def _measure(
    source: BinaryIO, target: BinaryIO | None = None, *, length: int | None = None
) -> tuple[int, str]:
    """Size and digest of what is left to read (at most ``length``), copied to ``target``."""
    size, digest = 0, sha256()
    while chunk := source.read(CHUNK if length is None else min(CHUNK, length - size)):
        size += len(chunk)
        digest.update(chunk)
        if target is not None:
            target.write(chunk)
    return size, digest.hexdigest()


def _tar(manifest: bytes, members: Iterable[Member]) -> Iterator[bytes]:
    """The blocks of the tar. Raises ``FileChanged``."""
    yield _head(MANIFEST, len(manifest))
    yield manifest
    yield _padding(len(manifest))
    for member in members:
        yield _head(member.name, member.size)
        yield from _same_content(member)
        yield _padding(member.size)
    yield bytes(2 * tarfile.BLOCKSIZE)


def _same_content(member: Member) -> Iterator[bytes]:
    size, digest = 0, sha256()
    try:
        with member.source.open("rb") as file:
            while chunk := file.read(CHUNK):
                size += len(chunk)
                digest.update(chunk)
                yield chunk
    except FileNotFoundError as error:
        raise FileChanged(member.name) from error
    if (size, digest.hexdigest()) != (member.size, member.digest):
        raise FileChanged(member.name)


def _head(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.GNU_FORMAT)


def _padding(size: int) -> bytes:
    return bytes(-size % tarfile.BLOCKSIZE)


# Encryption


class _Blocks:
    """Blocks of bytes as a file that can only be read. ``error`` is what stopped them."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks, self._rest = blocks, b""
        self.error: Exception | None = None

    def read(self, size: int) -> bytes:
        try:
            while not self._rest:
                self._rest = next(self._blocks)
        except StopIteration:
            return b""
        except Exception as error:  # it passes through a library that would tell only its text
            self.error = error
            raise
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


def _write_encrypted(file: BinaryIO, blocks: Iterator[bytes], passphrase: str) -> None:
    identity = pyrage.x25519.Identity.generate()
    key = pyrage.passphrase.encrypt(str(identity).encode(), passphrase)
    file.write(_head(KEY, len(key)) + key + _padding(len(key)))
    head_at = file.tell()
    file.write(_head(CONTENT, 0))
    begin = file.tell()
    reader = _Blocks(blocks)
    try:
        pyrage.encrypt_io(reader, file, [identity.to_public()])
    except pyrage.EncryptError as error:
        if reader.error is not None:
            raise reader.error from None
        raise Refused(f"Cadangan tidak dapat ditulis: {error}") from error
    size = file.seek(0, SEEK_END) - begin
    file.write(_padding(size) + bytes(2 * tarfile.BLOCKSIZE))
    file.seek(head_at)
    file.write(_head(CONTENT, size))


def _decrypt(archive: tarfile.TarFile, passphrase: str, target: Path) -> None:
    try:
        key = archive.extractfile(archive.next()).read()
        content = archive.next()
        if content is None or content.name != CONTENT:
            raise Damaged
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise Damaged from error
    try:
        identity = pyrage.passphrase.decrypt(key, passphrase).decode()
    except pyrage.DecryptError as error:
        raise WrongPassphrase(
            "Kata sandi cadangan tidak cocok. Periksa huruf besar dan kecil, lalu coba lagi."
        ) from error
    with target.open("xb") as file:
        target.chmod(0o600)
        try:
            source = archive.extractfile(content)
            pyrage.decrypt_io(source, file, [pyrage.x25519.Identity.from_str(identity)])
        except pyrage.DecryptError as error:
            raise Damaged from error
