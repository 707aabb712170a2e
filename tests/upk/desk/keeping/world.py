"""A small office whose installation is backed up, and an empty one for it to come back to."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from tests import databases, factories
from upk.ledger.attachments import attach_file
from upk.ledger.models import Entry
from upk.ledger.services import Move, post_entry
from upk.offices.models import Office, User

NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
NIK = "3315014107800001"
KEYS = {
    "IDENTITY_KEY": "bWVyYXBpLW1lcmJhYnUtbGF3dS1zbGFtZXQtc3VtYmk=",
    "IDENTITY_DIGEST_KEY": "kunci-pencari-milik-instalasi-yang-dicadangkan",
    "SECRET_KEY": "kunci-penanda-milik-instalasi-yang-dicadangkan",
}
OTHER_KEYS = {
    "IDENTITY_KEY": "c3VtYmluZy1zaW5kb3JvLXVuZ2FyYW4tbXVyaWEtZGk=",
    "IDENTITY_DIGEST_KEY": "kunci-pencari-yang-dibuat-komputer-baru",
    "SECRET_KEY": "kunci-penanda-yang-dibuat-komputer-baru",
}


def photo(number: int) -> SimpleUploadedFile:
    """A small picture like no other."""
    return SimpleUploadedFile(f"{number}.png", b"\x89PNG\r\n\x1a\n %d IEND\xaeB`\x82" % number)


def post(office: Office, by: User, amount: int) -> Entry:
    """Capital paid in; two postings."""
    cash, bank, capital = (
        factories.account(office, code) for code in ("1.1.01.01", "1.1.01.03", "3.1.01.01")
    )
    moves = [Move(cash, capital, amount), Move(bank, capital, 1)]
    return post_entry(office, happened_on=date(2009, 12, 1), memo="Modal", moves=moves, by=by)


def make_office(code: str = "UJI") -> SimpleNamespace:
    """An office with a person, an entry and a photo of its paper."""
    office = factories.create_office(code=code)
    by = factories.create_user(office=office)
    factories.create_person(factories.create_village(office), nik=NIK)
    entry = post(office, by, 1_000)
    attach_file(entry, photo(0), by=by)
    return SimpleNamespace(office=office, by=by, entry=entry)


@contextmanager
def installation(folder: Path, keys: dict[str, str], **others: object) -> Iterator[None]:
    """Settings of an installation of its own whose ``var`` is ``folder``."""
    folder.mkdir(exist_ok=True)
    places = {
        "VAR_DIR": folder, "MEDIA_ROOT": folder / "files", "BACKUP_DIR": folder / "backup",
        "IDENTITY_KEY_FILE": None, "IDENTITY_DIGEST_KEY_FILE": None,
        "IDENTITY_KEY_OLD": "", "IDENTITY_DIGEST_KEY_OLD": "",
        "BACKUP_PASSPHRASE": "", "BACKUP_PASSPHRASE_FILE": "",
    }  # fmt: skip
    with override_settings(**{**places, **keys, **others}):
        yield


@contextmanager
def empty_installation(folder: Path, keys: dict[str, str] = OTHER_KEYS) -> Iterator[None]:
    """The same with an empty database and its keys in ``var``."""
    folder.mkdir()
    for name, key in keys.items():
        (folder / name.lower()).write_text(key)
    database = databases.create(folder, "elsewhere")
    with installation(folder, keys), databases.connected_to(database):
        yield
    databases.remove(database)


def traces(folder: Path) -> dict[str, bytes | None]:
    """Everything below ``folder`` but the lock files: what a refused restore must not change."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
        if "work" not in path.relative_to(folder).parts
    }


def rows_of_entries() -> dict[int, tuple]:
    """Every entry with its postings and its files."""
    entries = Entry.objects.prefetch_related("postings", "files__file")
    return {
        entry.pk: (
            entry.label, entry.total, entry.posting_count,
            sorted((p.debit_id, p.credit_id, p.amount) for p in entry.postings.all()),
            sorted(f.file.sha256 for f in entry.files.all()),
        )
        for entry in entries
    }  # fmt: skip


def file_root() -> Path:
    """Where the installation in force keeps its files."""
    return Path(settings.MEDIA_ROOT)
