"""A backup from beginning to end: database first, then the files, one archive, old ones thinned.

Files are only ever added, each before the row that names it is committed: every file of the copied
database is still there when the files are read after it, and those that came since do no harm.
"""

import errno
import re
import shutil
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings
from django.db import connection

from upk.background import held
from upk.desk.keeping import archive, databases, files, keys, status
from upk.desk.keeping.refused import Refused
from upk.desk.keeping.thinning import superfluous

LOCK = "backup"
_PART = ".part-"
_NAME = re.compile(r"bergulir-(\d{8}T\d{6})Z\.backup")
_MOMENT = "%Y%m%dT%H%M%S"


_REASONS = {
    errno.ENOSPC: "tempat di cakram habis",
    errno.EDQUOT: "jatah tempat di cakram habis",
    errno.EROFS: "cakram hanya dapat dibaca",
    errno.EACCES: "tidak ada izin",
    errno.ENOENT: "tidak ada",
}
"""What the system says most often, in the words of the manager's page."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was written whole; ``removed`` are the older ones that went for it."""

    path: Path
    size: int
    is_encrypted: bool
    rows: int
    files: int
    removed: tuple[Path, ...]


def back_up(now: datetime) -> Made:
    """Write a backup into ``BACKUP_DIR``, thin the old ones, and remember how it went.

    ``now``: the real clock, for the name and the rule of thinning. Raises ``Refused`` with a
    sentence; then nothing was left behind or thinned.
    """
    try:
        with held(LOCK, wait=False) as hold:
            if hold is None:
                raise Refused("Pencadangan lain sedang berjalan. Tunggu sampai selesai.")
            made = _make(Path(settings.BACKUP_DIR), now)
        status.note_good(made.path, now)
    except OSError as error:
        raise _noted(f"Cadangan tidak dapat ditulis: {reason_of(error)}", now) from error
    except Refused as error:
        _noted(str(error), now)
        raise
    return made


def clear_work() -> None:
    """Remove what a restore that was killed left, in clear. Whoever calls it holds ``LOCK``."""
    databases.clear_work()
    files.clear_work()


def reason_of(error: OSError) -> str:
    """What the system says, without the words of Python."""
    place = f" ({error.filename})" if error.filename else ""
    return f"{_REASONS.get(error.errno) or error.strerror or error}{place}"


def passphrase() -> str:
    """What backups are encrypted with; empty if nothing was set.

    Raises ``Refused`` where a file is named that says nothing: no backup goes out in clear by
    mistake.
    """
    if settings.BACKUP_PASSPHRASE:
        return settings.BACKUP_PASSPHRASE
    if not settings.BACKUP_PASSPHRASE_FILE:
        return ""
    return read_passphrase(Path(settings.BACKUP_PASSPHRASE_FILE))


def read_passphrase(path: Path) -> str:
    """The first line of a file. Raises ``Refused`` if there is none."""
    try:
        first = path.read_text().partition("\n")[0].strip()
    except OSError as error:
        raise Refused(
            f"Berkas kata sandi cadangan tidak dapat dibaca: {reason_of(error)}"
        ) from error
    if not first:
        raise Refused(f"Berkas kata sandi cadangan {path} kosong.")
    return first


def version() -> str:
    """This Bergulir's version."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["project"]["version"]


def _noted(reason: str, now: datetime) -> Refused:
    try:
        status.note_failure(reason, now)
    except OSError as error:  # the disk is full: say that as well, and go on saying the reason
        return Refused(f"{reason} Catatannya pun tidak dapat ditulis: {reason_of(error)}")
    return Refused(reason)


def _make(folder: Path, now: datetime) -> Made:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    clear_work()
    for left in folder.glob(f"{_PART}*"):  # of a run that was killed: the lock says that none is on
        shutil.rmtree(left)
    secret = passphrase()
    target = folder / f"bergulir-{now.astimezone(UTC).strftime(_MOMENT)}Z.backup"
    if target.exists():
        raise Refused(f"{target} sudah ada.")
    part = Path(mkdtemp(prefix=_PART, dir=folder))
    try:
        copy = databases.copy_out(part)
        members = [archive.Member.of(copy.path.name, copy.path), *files.members()]
        draft = part / target.name
        archive.write(draft, _about(copy, now), members, secret)
        databases.sync(draft)
        draft.rename(target)
        databases.sync(target)
    finally:
        shutil.rmtree(part)
    return Made(
        path=target,
        size=target.stat().st_size,
        is_encrypted=bool(secret),
        rows=sum(copy.counts.values()),
        files=len(members) - 1,
        removed=tuple(_thin(folder, now)),
    )


def _about(copy: databases.Copy, now: datetime) -> dict[str, object]:
    return {
        "version": version(),
        "taken_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "database": connection.vendor,
        "migrations": copy.migrations,
        "rows": copy.counts,
        "keys": keys.fingerprints(keys.current()),
    }


def _thin(folder: Path, now: datetime) -> list[Path]:
    """Remove what the rule lets go; files with other names are nobody's business."""
    found = {
        datetime.strptime(match[1], _MOMENT).replace(tzinfo=UTC): path
        for path in folder.iterdir()
        if (match := _NAME.fullmatch(path.name))
    }
    removed = sorted(found[moment] for moment in superfluous(found, now))
    for path in removed:
        path.unlink()
    return removed
