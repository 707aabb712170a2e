"""The office's archive is made beside the request, waits for a day, and is handed out on request.

One at a time for an office. The passphrase lives in the memory of the thread that needs it and
nowhere else, so an archive that was interrupted must be begun anew, with a passphrase anew. What is
known of an archive is no record: it stands in a file beside it and goes with it. What counts, that
the archive was made and that somebody took it, stands in the audit trail.
"""

import json
import logging
import os
import traceback
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.utils import timezone

from upk import background
from upk.background import Hold, Step
from upk.desk.moving.history.leaving import CantLeave
from upk.desk.privacy.archive import (
    FOLDER,
    folder_of_archives,
    sweep,
    working_folder,
    write_archive,
)
from upk.offices.models import Office, User
from upk.trail.events import Event
from upk.trail.services import record

logger = logging.getLogger(__name__)

KEPT = timedelta(days=1)
"""So long an archive waits for the manager [chosen]; then it is removed."""

NOT_WRITTEN = "Arsip tidak dapat ditulis di server: mungkin cakramnya penuh. Beri tahu pengelola."
OUR_FAULT = (
    "Ada kesalahan di program; arsipnya tidak jadi. Beri tahu pengelola server, yang menemukan "
    "rinciannya di catatan server."
)


class Stage(StrEnum):
    """How far an archive is."""

    MAKING = "making"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Archive:
    """What is known of an office's archive: begun when (ISO), called how, why it failed.

    ``rows`` of the history are in it, ``lost`` files are not since they aren't on this machine.
    """

    stage: Stage
    begun: str
    name: str
    rows: int = 0
    lost: int = 0
    size: int = 0
    problem: str = ""

    @property
    def begun_at(self) -> datetime:
        """The moment as of which it tells."""
        return datetime.fromisoformat(self.begun)

    @property
    def kept_until(self) -> datetime:
        """When it is removed."""
        return self.begun_at + KEPT


def archive_of(office: Office, now: datetime) -> Archive | None:
    """The office's archive, if there is one that isn't past its time.

    Of one that a version told of that knew other things of it, nothing is known.
    """
    try:
        plain = json.loads(_path(office.pk, "json").read_text(encoding="utf-8"))
        found = Archive(**plain | {"stage": Stage(plain["stage"])})
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    is_there = found.stage != Stage.DONE or _path(office.pk, "zip").exists()
    return found if is_there and now < found.kept_until else None


def is_being_made(office: Office) -> bool:
    """Whether somebody on this machine makes it."""
    return background.is_held(_work(office.pk))


def progress_of(office: Office) -> Step | None:
    """How many rows are written; ``None`` before the first."""
    return background.step_of(_work(office.pk), Stage.MAKING)


def ask_for_archive(office: Office, passphrase: str, *, on: date, by: User) -> bool:
    """Begin an archive as of ``on`` that replaces the last one; not while one is being made.

    Gives whether it was begun: a second click's passphrase is thrown away.
    """
    if is_being_made(office):
        return False
    make = partial(make_archive, office.pk, passphrase, on=on, by=by)
    background.start_after_commit(_work(office.pk), make)
    return True


def make_archive(office_id: int, passphrase: str, *, on: date, by: User) -> None:
    """Make it now, unless somebody is at it. Whatever goes wrong is told on its page."""
    with background.held(_work(office_id), wait=False) as hold:
        if hold is None:
            return
        office = Office.objects.select_related("district").get(pk=office_id)
        name = f"{office.code.lower()}-{on:%Y-%m-%d}.zip"
        hold.note("")
        begun = Archive(Stage.MAKING, timezone.now().isoformat(), name)
        _tell(office_id, begun)
        try:
            done = _made(office, begun, passphrase, on, by, hold)
        except CantLeave as error:
            done = _failed(begun, str(error))
        except OSError as error:
            logger.error("archive of office %s: %s", office_id, type(error).__name__)
            done = _failed(begun, NOT_WRITTEN)
        except Exception as error:  # the thread's end: nobody above would tell the manager
            places = "".join(traceback.format_tb(error.__traceback__))
            logger.error("archive of office %s: %s\n%s", office_id, type(error).__name__, places)
            done = _failed(begun, OUR_FAULT)
        _tell(office_id, done)
    background.run_later(KEPT + timedelta(minutes=1), throw_away_old)


def _made(
    office: Office, begun: Archive, passphrase: str, on: date, by: User, hold: Hold
) -> Archive:
    """Write it in the last one's place, once the trail tells that it was made."""
    _path(office.pk, "zip").unlink(missing_ok=True)
    with working_folder() as folder, timezone.override(office.timezone):
        target = folder / begun.name
        progress = background.telling(hold, Stage.MAKING)
        left = write_archive(office, target, passphrase, on=on, progress=progress)
        size = target.stat().st_size
        _record(office, begun.name, left.rows, by=by, is_taken=False)
        os.replace(target, _path(office.pk, "zip"))
    lost = len(left.lost_files)
    return Archive(Stage.DONE, begun.begun, begun.name, rows=left.rows, lost=lost, size=size)


def take_archive(office: Office, *, by: User, now: datetime) -> tuple[Archive, BinaryIO] | None:
    """The finished archive and its content, told before it is handed out; ``None`` without one."""
    found = archive_of(office, now)
    if found is None or found.stage != Stage.DONE:
        return None
    try:
        content = _path(office.pk, "zip").open("rb")  # stays readable when the file is removed
    except FileNotFoundError:
        return None
    _record(office, found.name, found.rows, by=by, is_taken=True)
    return found, content


def _record(office: Office, name: str, rows: int, *, by: User, is_taken: bool) -> None:
    record(
        event=Event.OFFICE_EXPORT, user=by, office=office, about=name,
        details={"rows": rows, "is_taken": is_taken},
    )  # fmt: skip


def throw_away(office: Office) -> None:
    """Remove the office's archive, if there is one."""
    for ending in ("zip", "json"):
        _path(office.pk, ending).unlink(missing_ok=True)


def throw_away_old() -> None:
    """Remove what nobody works on any more: archives past their time, folders of killed processes.

    Called by a server that goes on so long, and by each that starts (``manage.py prepare``).
    """
    sweep()
    oldest = (timezone.now() - KEPT).timestamp()
    for path in folder_of_archives().glob("*.*"):
        if path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _failed(begun: Archive, problem: str) -> Archive:
    return Archive(Stage.FAILED, begun.begun, begun.name, problem=problem)


def _tell(office_id: int, archive: Archive) -> None:
    background.write_whole(_path(office_id, "json"), json.dumps(asdict(archive)).encode())


def _path(office_id: int, ending: str) -> Path:
    return folder_of_archives() / f"{office_id}.{ending}"


def _work(office_id: int) -> str:
    return f"{FOLDER}-{office_id}"
