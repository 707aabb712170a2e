"""A backup back into an empty place: all of it, proved, or nothing.

In this order: the archive is whole, the place is empty, the keys are those of the backup; only then
rows and files are written, beside their places where that is possible. ``check_books`` has the
last word.
"""

import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from upk import triggers
from upk.background import held
from upk.desk import startup
from upk.desk.check_books import check_books
from upk.desk.keeping import archive, databases, files, keys
from upk.desk.keeping.backing_up import LOCK, clear_work, reason_of
from upk.desk.keeping.refused import Refused
from upk.desk.keeping.telling import tell
from upk.offices.models import Office
from upk.trail.events import Event

_VERIFYING, _WORK = "verify", ".verify-"


@dataclass(frozen=True, slots=True)
class Asking:
    """How what isn't in the backup is asked for.

    ``passphrase`` gives it; ``keys`` gets the names of the keys and gives them by name.
    """

    passphrase: Callable[[], str]
    keys: Callable[[Collection[str]], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Restored:
    """What stands again. ``migrations`` is how many the backup lacked."""

    manifest: dict
    rows: int
    files: int
    migrations: int


class BooksAreWrong(Refused):
    """What was restored doesn't hold; ``faults`` says where."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__(
            f"Pemeriksaan pembukuan menemukan {len(faults)} kesalahan. Tidak ada yang dipulihkan."
        )


def verify(path: Path, asking: Asking) -> dict:
    """Read a whole backup, compare everything with its digests; return its manifest.

    One after the other, so that what a killed one left in clear can go. Raises ``Refused``.
    """
    above = Path(settings.VAR_DIR)
    with _told(), held(_VERIFYING):
        for left in above.glob(f"{_WORK}*"):
            shutil.rmtree(left)
        return _verified(path, asking, above)


def _verified(path: Path, asking: Asking, above: Path) -> dict:
    with (
        TemporaryDirectory(prefix=_WORK, dir=above) as folder,
        _opened(path, asking, Path(folder)) as content,
    ):
        content.extract(None)
        return content.manifest


def restore(path: Path, asking: Asking) -> Restored:
    """Put a backup into the empty database and the empty folder of files that settings name.

    Keys that differ are kept in ``var/``. Raises ``Refused``, and then nothing is left behind.
    """
    with _told(), held(LOCK, wait=False) as hold:
        if hold is None:
            raise Refused("Pencadangan atau pemulihan lain sedang berjalan.")
        clear_work()
        databases.check_empty()
        files.clear_unfinished()
        files.check_empty()
        with (
            files.working_folder() as folder,
            _opened(path, asking, folder) as content,
        ):
            _check_fits(content.manifest)
            found = _keys_for(content.manifest["keys"], asking)
            extracted = folder / "content"
            content.extract(extracted)
            return _put_in_place(path.name, content.manifest, extracted, found)


def prove() -> None:
    """Raise ``BooksAreWrong`` unless guards and books of the default database are whole."""
    triggers.check_all(connection)
    results = check_books(Office.objects.all())
    faults = [f"{result.title}: {fault}" for result in results for fault in result.faults]
    if faults:
        raise BooksAreWrong(faults)


@contextmanager
def _told() -> Iterator[None]:
    """Errors of the disk and of the database as sentences."""
    try:
        yield
    except OSError as error:
        raise Refused(f"Tidak dapat membaca atau menulis: {reason_of(error)}") from error
    except (DatabaseError, triggers.MissingTriggers) as error:
        raise Refused(f"Basis data menolak: {str(error).strip()}") from error


@contextmanager
def _opened(path: Path, asking: Asking, folder: Path) -> Iterator[archive.Content]:
    archive.check_whole(path)
    secret = asking.passphrase() if archive.is_encrypted(path) else ""
    with archive.opened(path, secret, folder) as content:
        yield content


def _check_fits(manifest: Mapping) -> None:
    """Raise ``Refused`` where this installation can't take the backup."""
    kind = manifest["database"]
    if kind != connection.vendor:
        raise Refused(
            f"Cadangan ini dari {databases.NAMES[kind]}, instalasi ini memakai "
            f"{databases.NAMES[connection.vendor]}. Ubah DATABASE_URL, atau pindahkan kantor "
            "dengan export_office."
        )
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    newer = {f"{app}.{name}" for app, name in known}
    newer = [name for name in manifest["migrations"] if name not in newer]
    if newer:
        raise Refused(
            f"Cadangan ini dari Bergulir yang lebih baru ({manifest['version']}): {newer[0]} "
            "belum dikenal di sini. Pasang versi itu dahulu."
        )


def _keys_for(expected: Mapping[str, str], asking: Asking) -> Mapping[str, str]:
    """The keys of the backup: this installation's, else those that are asked for."""
    here = keys.current()
    if keys.fingerprints(here) == expected:
        return here
    found = asking.keys(expected.keys())
    keys.check_fit(found, expected)
    keys.check_can_be_kept(found)
    return found


def _put_in_place(
    name: str, manifest: Mapping, extracted: Path, found: Mapping[str, str]
) -> Restored:
    dump = extracted / databases.FILE_NAMES[connection.vendor]
    stored = extracted / archive.FILES
    stored.mkdir(exist_ok=True)
    with databases.loading(dump) as loaded:
        if databases.counted() != manifest["rows"]:
            raise Refused("Jumlah baris basis data tidak sama dengan yang dicadangkan.")
        with keys.in_force(found, MEDIA_ROOT=stored):
            migrations = startup.migrate()
            triggers.create_all(connection)
            keys.check_open_the_data()
            prove()
            tell(Event.RESTORED, name)
        with keys.kept(found), files.in_place(stored):
            loaded.keep()
    return Restored(
        dict(manifest), sum(manifest["rows"].values()), len(manifest["members"]) - 1, migrations
    )
