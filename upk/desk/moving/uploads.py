"""Workbooks that managers upload: taken in, looked through beside the requests, thrown away.

A file that waits belongs to nobody but its office's manager: it is readable by the server alone,
and it goes when its office has moved in, when it was refused, when another comes in its place, and
after a day. What is under way is held by a thread (``upk.background``).
"""

import logging
import os
import secrets
from datetime import datetime, timedelta
from hashlib import file_digest
from pathlib import Path, PurePosixPath
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from upk.access import Role
from upk.asked import visible
from upk.background import STARTING, is_held, run_later, start_after_commit
from upk.desk.moving import jobs
from upk.desk.moving.models import MovedIn, Upload, folder_of_uploads
from upk.desk.moving.packed import LARGEST_FILE, MEGABYTE
from upk.desk.moving.writing.move import AlreadyMoved, reasons_against
from upk.ledger.services import claim_submission, lock_office_alone
from upk.offices.models import Office, User
from upk.refusing import raise_if_any

logger = logging.getLogger(__name__)
KEPT = timedelta(days=1)
"""How long a file may wait before it is thrown away: it is full of people's data."""

LONGEST_NAME = 100
BUSY = "Berkas lain dari kantor ini sedang diperiksa atau dimasukkan. Tunggu sampai selesai."


def receive_upload(file: UploadedFile, *, by: User) -> tuple[Upload, bool]:
    """Keep an uploaded workbook and begin to check it; whether it is a new one.

    The same file again is the upload that is there already. Another one takes the place of what
    waited. Raises ``PermissionDenied``, and ``ValidationError`` where the file is empty or too
    large, where the office has begun to work, or while another file is under way.
    """
    _must_be_manager(by)
    if not file.size:
        raise ValidationError("Berkas ini kosong. Pilih berkas lain.")
    if file.size > LARGEST_FILE:
        most = LARGEST_FILE // MEGABYTE
        raise ValidationError(f"Berkas ini terlalu besar: paling besar {most} MB.")
    throw_away_old(timezone.now())
    draft, digest = _write(file)
    try:
        return _take_in(draft, digest, file, by)
    finally:
        draft.unlink(missing_ok=True)


@transaction.atomic
def _take_in(draft: Path, digest: str, file: UploadedFile, by: User) -> tuple[Upload, bool]:
    office = lock_office_alone(by.office)
    _refuse_moved_in(office, digest)
    raise_if_any(reasons_against(office))
    own = Upload.objects.filter(office=office)
    same = own.filter(sha256=digest, state__in=_STILL_GOOD).first()
    if same and same.full_path.is_file():
        return same, False
    if (busy := own.under_way().first()) and not is_interrupted(busy, timezone.now()):
        raise ValidationError(BUSY)
    for earlier in [*own.under_way(), *own.lying()]:
        _throw_away(earlier)
    upload = Upload.objects.create(
        office=office, name=_plain_name(file.name), sha256=digest, size=file.size,
        path=f"{digest[:16]}-{secrets.token_hex(8)}", made_by=by, begun_at=timezone.now(),
    )  # fmt: skip
    os.replace(draft, upload.full_path)
    _start(upload)
    return upload, True


_STILL_GOOD = (*Upload.UNDER_WAY, Upload.State.PROBLEMS, Upload.State.READY)


@transaction.atomic
def check_again(upload: Upload, *, by: User) -> Upload:
    """Look through a file once more: one that was interrupted, that failed, or has problems.

    Raises ``PermissionDenied``, ``ValidationError`` where its file is gone.
    """
    upload = _locked(upload, by)
    if upload.state in Upload.UNDER_WAY and not is_interrupted(upload, timezone.now()):
        return upload
    if upload.state in (Upload.State.DONE, Upload.State.GONE, Upload.State.REFUSED):
        return upload
    _must_be_there(upload)
    upload.state, upload.begun_at = Upload.State.CHECKING, timezone.now()
    upload.message, upload.preview, upload.problem_count = "", None, 0
    upload.save()
    upload.problems.all().delete()
    _start(upload)
    return upload


@transaction.atomic
def confirm_upload(upload: Upload, *, request_key: UUID, by: User) -> Upload:
    """Begin to move in what the preview says; a second click finds that it has begun.

    Raises ``PermissionDenied``, ``ValidationError`` where it isn't ready or the office has begun
    to work meanwhile.
    """
    upload = _locked(upload, by)
    _, is_first = claim_submission(upload.office, request_key, {"upload": upload.pk}, by=by)
    if not is_first or upload.state in (Upload.State.MOVING, Upload.State.DONE):
        return upload
    if upload.state != Upload.State.READY:
        raise ValidationError("Berkas ini belum siap dimasukkan. Periksa keadaannya di bawah.")
    _must_be_there(upload)
    raise_if_any(reasons_against(upload.office))
    upload.state, upload.begun_at = Upload.State.MOVING, timezone.now()
    upload.confirmed_by, upload.message = by, ""
    upload.save(update_fields=["state", "begun_at", "confirmed_by", "message"])
    _start(upload)
    return upload


@transaction.atomic
def discard_upload(upload: Upload, *, by: User) -> None:
    """Throw a waiting file away. Raises ``PermissionDenied``, ``ValidationError`` while in use."""
    upload = _locked(upload, by)
    if upload.state in Upload.UNDER_WAY and not is_interrupted(upload, timezone.now()):
        raise ValidationError(BUSY)
    if upload.state not in (Upload.State.DONE, Upload.State.GONE):
        _throw_away(upload)


def is_interrupted(upload: Upload, now: datetime) -> bool:
    """Whether it should be under way but nobody works on it: the server was stopped."""
    is_meant = upload.state in Upload.UNDER_WAY and now - upload.begun_at > STARTING
    return is_meant and not is_held(upload.work)


def throw_away_old(now: datetime) -> int:
    """Throw away what has waited for more than a day, and files without a row; how many."""
    thrown = 0
    for upload in Upload.objects.exclude(path="").filter(begun_at__lt=now - KEPT):
        if not is_held(upload.work):
            with transaction.atomic():
                _throw_away(Upload.objects.select_for_update().get(pk=upload.pk))
            thrown += 1
    known = set(Upload.objects.exclude(path="").values_list("path", flat=True))
    oldest = (now - KEPT).timestamp()
    for path in folder_of_uploads().glob("*"):
        if path.name not in known and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
            thrown += 1
    return thrown


def _throw_away(upload: Upload) -> None:
    """The file goes, with what was told of it; the row stays, and that it was moved in."""
    upload.drop_file()
    if upload.state != Upload.State.DONE:
        upload.state, upload.message, upload.preview = Upload.State.GONE, "", None
    upload.save(update_fields=["state", "message", "preview", "path"])
    upload.problems.all().delete()


def _locked(upload: Upload, by: User) -> Upload:
    """The upload as it is now, held; its office before it."""
    _must_be_manager(by)
    if by.office_id != upload.office_id:
        raise PermissionDenied
    lock_office_alone(upload.office)
    held = Upload.objects.select_for_update(of=("self",)).select_related("office")
    return held.get(pk=upload.pk)


def _must_be_manager(by: User) -> None:
    if by.role != Role.MANAGER:
        raise PermissionDenied


def _must_be_there(upload: Upload) -> None:
    if not upload.path or not upload.full_path.is_file():
        raise ValidationError("Berkasnya tidak ada lagi di server. Unggah sekali lagi.")


def _refuse_moved_in(office: Office, digest: str) -> None:
    if moved := MovedIn.objects.filter(office=office, sha256=digest).first():
        raise AlreadyMoved(moved)


def _plain_name(name: str) -> str:
    last = PurePosixPath(visible(name).replace("\\", "/")).name
    return last.strip()[-LONGEST_NAME:] or "berkas"


def _write(file: UploadedFile) -> tuple[Path, str]:
    """Keep the content beside its place, for the server alone; its path and SHA-256."""
    folder = folder_of_uploads()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".{secrets.token_hex(8)}"
    with open(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        os.fsync(kept.fileno())
        kept.seek(0)
        return draft, file_digest(kept, "sha256").hexdigest()


def _start(upload: Upload) -> None:
    start_after_commit(upload.work, lambda: jobs.carry_on(upload.pk))
    transaction.on_commit(_throw_away_tomorrow)


def _throw_away_tomorrow() -> None:
    """A server that runs on looks by itself; one that starts looks too (``manage.py prepare``)."""
    run_later(KEPT + timedelta(minutes=1), lambda: throw_away_old(timezone.now()))
