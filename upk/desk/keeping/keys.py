"""The keys of an installation: no part of a backup, but it says by fingerprints which they were.

Without the first two no NIK or KK can be read or found any more; ``SECRET_KEY`` signs.
"""

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from hashlib import scrypt
from pathlib import Path

from cryptography.fernet import InvalidToken
from django.conf import settings

from upk.desk.keeping import sheet_lines
from upk.desk.keeping.refused import Refused, WrongKeys
from upk.identity_keys import CIPHER, DIGEST, old_file, ring, write_key
from upk.offices.models import Person

_OLD = "_OLD"
LETTERS = {
    "A": CIPHER,
    "B": DIGEST,
    "C": "SECRET_KEY",
    "D": f"{CIPHER}{_OLD}",
    "E": f"{DIGEST}{_OLD}",
}
"""Which letter stands before a key's lines on the recovery sheet. The last two are there only
while the keys are being changed: some rows need the ones before."""


def current() -> dict[str, str]:
    """This installation's keys by name, as they are at this moment."""
    found = {"SECRET_KEY": settings.SECRET_KEY}
    for name in (CIPHER, DIGEST):
        found |= dict(zip((name, f"{name}{_OLD}"), ring(name), strict=False))
    return found


def fingerprints(keys: Mapping[str, str]) -> dict[str, str]:
    """What a backup may say of the keys: they can't be found from it, only be recognised.

    Slow by intent, for whoever set a key by hand that could be guessed.
    """
    return {name: _fingerprint(name, key) for name, key in keys.items()}


def _fingerprint(name: str, key: str) -> str:
    salt = f"bergulir {name}".encode()
    return scrypt(key.encode(), salt=salt, n=2**14, r=8, p=1, dklen=10).hex()


def check_fit(keys: Mapping[str, str], expected: Mapping[str, str]) -> None:
    """Raise ``WrongKeys``, naming them, unless ``keys`` have the fingerprints ``expected``."""
    found = fingerprints(keys)
    wrong = sorted(name for name in expected if found.get(name) != expected[name])
    if wrong:
        raise WrongKeys(
            f"Kunci ini bukan kunci cadangan itu: {', '.join(wrong)}. Pakai lembar pemulihan "
            "dari instalasi yang membuat cadangan."
        )


def letters_of(names: Collection[str]) -> dict[str, str]:
    """Those of ``LETTERS`` whose keys are wanted."""
    return {letter: name for letter, name in LETTERS.items() if name in names}


def parsed(text: str, names: Collection[str]) -> dict[str, str]:
    """Keys of these names: lines of the sheet, or ``NAME=value`` as its QR code says.

    Raises ``Refused`` with the line that is wrong or missing.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    named = dict(line.split("=", 1) for line in lines if line.partition("=")[0] in names)
    if set(named) == set(names):
        return named
    letters = letters_of(names)
    try:
        found = sheet_lines.keys_of(filter(sheet_lines.is_line, lines), letters)
    except sheet_lines.BadLine as error:
        raise Refused(f"Baris {error.line} salah ketik. Bandingkan dengan lembarnya.") from error
    except sheet_lines.MissingLines as error:
        raise Refused(
            f"Baris {', '.join(error.labels)} dari lembar pemulihan belum ada."
        ) from error
    return {letters[letter]: key for letter, key in found.items()}


def check_open_the_data() -> None:
    """Raise ``WrongKeys`` unless the keys in force read and find a person's number."""
    person = Person.objects.exclude(nik_digest=None).order_by("-pk").first()
    if person is None:
        return
    try:
        is_found = Person.objects.with_nik(person.nik).filter(pk=person.pk).exists()
    except InvalidToken:
        is_found = False
    if not is_found:
        raise WrongKeys("Kunci ini tidak membuka NIK di dalam cadangan. Tidak ada yang dipulihkan.")


@contextmanager
def in_force(keys: Mapping[str, str], **others: object) -> Iterator[None]:
    """Let this process use these keys, and other settings, for a while."""
    values = {f"{name}{_OLD}": "" for name in (CIPHER, DIGEST)}
    values |= {f"{name}_FILE": None for name in (CIPHER, DIGEST)}
    values |= {**keys, **others}
    before = {name: getattr(settings, name) for name in values}
    try:
        for name, value in values.items():
            setattr(settings, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(settings, name, value)


def check_can_be_kept(keys: Mapping[str, str]) -> None:
    """Raise ``Refused`` where the environment gives another key: a file would not be read."""
    here = current()
    given = [
        name
        for name, key in keys.items()
        if key != here.get(name)
        and {name, name.removesuffix(_OLD), f"{name.removesuffix(_OLD)}_FILE"} & os.environ.keys()
    ]
    if given:
        raise Refused(
            f"{', '.join(given)} ditetapkan di luar Bergulir dengan nilai lain. Tulis kunci dari "
            "lembar pemulihan di sana, lalu ulangi."
        )


@contextmanager
def kept(keys: Mapping[str, str]) -> Iterator[None]:
    """Write the keys that differ into ``var/``; what was there comes back if anything fails."""
    here = current()
    differing = {_place(name): key for name, key in keys.items() if key != here.get(name)}
    before = {path: path.read_text() if path.exists() else None for path in differing}
    try:
        for path, key in differing.items():
            write_key(path, key)
        yield
    except BaseException:
        for path, key in before.items():
            if key is None:
                path.unlink(missing_ok=True)
            else:
                write_key(path, key)
        raise


def _place(name: str) -> Path:
    """The file of a key; that of the one before lies beside the newest."""
    newest = Path(settings.VAR_DIR) / name.removesuffix(_OLD).lower()
    return old_file(newest) if name.endswith(_OLD) else newest
