"""When the last good backup was made and why the last one failed, where the server sees it.

A file in ``var/``, not a row: it must be written while the database is away. The manager's start
page warns by it.
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from upk.access import Role
from upk.offices.models import User

LATE = timedelta(hours=26)
"""A day, and two hours in which today's backup may begin and end."""

NEW = timedelta(days=1)
"""So long nobody expects a backup of a new installation."""


@dataclass(frozen=True, slots=True)
class Good:
    """A backup that was written whole."""

    at: str
    file: str
    size: int


@dataclass(frozen=True, slots=True)
class Failed:
    """A backup that failed, and the sentence that says why."""

    at: str
    reason: str


@dataclass(frozen=True, slots=True)
class Status:
    """What the last runs left; ``failed`` is gone as soon as one went well."""

    good: Good | None = None
    failed: Failed | None = None


@dataclass(frozen=True, slots=True)
class Warned:
    """Why the manager is warned: ``last`` is when the last good backup was made, if ever."""

    last: datetime | None
    reason: str
    failed_at: datetime | None


def read() -> Status:
    """The status; an empty one where none was written or it can't be read."""
    try:
        kept = json.loads(_path().read_text())
        good, failed = kept["good"], kept["failed"]
        return Status(good and Good(**good), failed and Failed(**failed))
    except (OSError, ValueError, KeyError, TypeError):
        return Status()


def note_good(file: Path, at: datetime) -> None:
    """Remember a backup that was written whole."""
    _write(Status(Good(at.isoformat(), str(file), file.stat().st_size)))


def note_failure(reason: str, at: datetime) -> None:
    """Remember why there is none, beside the last good one."""
    _write(Status(read().good, Failed(at.isoformat(), reason)))


def last_good(status: Status) -> datetime | None:
    """When the last good backup was made; ``None`` if its file is gone or isn't that one."""
    if status.good is None:
        return None
    try:
        is_there = Path(status.good.file).stat().st_size == status.good.size
    except OSError:
        is_there = False
    return datetime.fromisoformat(status.good.at) if is_there else None


def warning(user: User, now: datetime) -> Warned | None:
    """What the manager must hear about backups, if anything; ``now`` is the real clock.

    Nothing for an office that practises, and nothing in the first day of an installation. One
    query, only where the last good backup is too old.
    """
    if user.role != Role.MANAGER or user.office is None or user.office.practice_date:
        return None
    status = read()
    last = last_good(status)
    if (last is not None and now - last <= LATE) or _is_new(now):
        return None
    failed = status.failed
    return Warned(
        last, failed.reason if failed else "", failed and datetime.fromisoformat(failed.at)
    )


def _is_new(now: datetime) -> bool:
    """Whether the database was made within the last day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT MIN(applied) FROM django_migrations")
        [made] = cursor.fetchone()
    if isinstance(made, str):  # SQLite keeps moments as text, in UTC
        made = datetime.fromisoformat(made)
    if made is not None and timezone.is_naive(made):
        made = timezone.make_aware(made, timezone.get_fixed_timezone(0))
    return made is None or now - made < NEW


def _path() -> Path:
    return Path(settings.VAR_DIR) / "backup.json"


def _write(status: Status) -> None:
    draft = _path().with_name(f".backup.json.{os.getpid()}")
    draft.write_text(json.dumps(asdict(status)))
    draft.replace(_path())
