"""The keys of NIK and KK: the one in use, and during a rotation the one before it.

A key stands in a file (mode 600, in ``var/``) or in the environment. A file is read again as soon
as it changes, so that a running server knows a new key at once; the key before lies beside it in
``NAME_old`` until no row needs it. A digest key that a rotation made begins with a mark,
``r3f9c1:KEY``, and so do the digests under it: a digest says which key it is of.
"""

import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

CIPHER, DIGEST = "IDENTITY_KEY", "IDENTITY_DIGEST_KEY"
MARK_LENGTH = 6
"""Letters of a mark: ``r`` and five hexadecimal digits."""


def ring(name: str) -> tuple[str, ...]:
    """The keys of that name, the newest first: one, or two while they are being changed.

    A setting that this process changed (restoring a backup does) comes before the file.
    """
    path: Path | None = getattr(settings, f"{name}_FILE")
    given = getattr(settings, name)
    if path is None or given != settings.IDENTITY_KEYS_AT_START[name]:
        found = (given, getattr(settings, f"{name}_OLD"))
    else:
        found = (_read(path), _read(old_file(path)))
    return tuple(dict.fromkeys(key for key in found if key))


def cipher() -> MultiFernet:
    """What is encrypted under ``IDENTITY_KEY``: written under the newest key, read under all."""
    return _cipher(ring(CIPHER))


def newest_cipher() -> MultiFernet:
    """The same, reading under the newest key alone."""
    return _cipher(ring(CIPHER)[:1])


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def old_file(path: Path) -> Path:
    """Where the key before lies."""
    return path.with_name(f"{path.name}_old")


def _read(path: Path) -> str:
    """What stands in a file; nothing where there is none. Read anew only after a change."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return ""
    return _read_once(path, stat.st_mtime_ns, stat.st_ino)


@lru_cache(maxsize=8)
def _read_once(path: Path, changed: int, inode: int) -> str:
    try:
        return path.read_text().strip()
    except FileNotFoundError:  # it went at that moment: the rotation has ended
        return ""


@dataclass(frozen=True, slots=True)
class DigestKey:
    """A key of digests and the mark that they begin with, empty for an installation's first."""

    mark: str
    secret: bytes

    @classmethod
    def of(cls, text: str) -> "DigestKey":
        mark, colon, secret = text.partition(":")
        if colon and is_mark(mark):
            return cls(mark, secret.encode())
        return cls("", text.encode())


def is_mark(text: str) -> bool:
    """Whether that is how a mark looks."""
    return len(text) == MARK_LENGTH and text[0] == "r" and set(text[1:]) <= set("0123456789abcdef")


def digest_keys() -> tuple[DigestKey, ...]:
    """The keys of digests, the newest first."""
    return tuple(map(DigestKey.of, ring(DIGEST)))


def begin() -> bool:
    """Make new keys, and keep those in use as the keys before; whether that was still to do.

    Interrupted at any point and called again it goes on; both pairs of files are whole at any time.
    Raises ``ImproperlyConfigured`` where keys come from the environment and no older one is given.
    """
    makers = {CIPHER: lambda: Fernet.generate_key().decode(), DIGEST: _new_digest_key}
    if all(len(ring(name)) == 2 for name in makers):
        return False
    for name, make in makers.items():
        path: Path | None = getattr(settings, f"{name}_FILE")
        if len(ring(name)) == 2:
            continue
        if path is None:
            raise ImproperlyConfigured(
                f"{name} comes from the environment: put a new key there, the one before into "
                f"{name}_OLD, start the server anew, then repeat."
            )
        write_key(old_file(path), ring(name)[0])
        write_key(path, make())
    return True


def end() -> None:
    """Forget the keys before. Only when no row needs them."""
    for name in (CIPHER, DIGEST):
        path: Path | None = getattr(settings, f"{name}_FILE")
        if path is not None:
            old_file(path).unlink(missing_ok=True)


def _new_digest_key() -> str:
    return f"r{secrets.token_hex(4)[: MARK_LENGTH - 1]}:{secrets.token_urlsafe(50)}"


def write_key(path: Path, key: str) -> None:
    """Put a key into a file that its owner alone can read, whole or not at all."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
