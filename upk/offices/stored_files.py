"""Files that people upload: checked, kept once by their digest, read back only if still the same.

A file is written beside its place and then linked to it, so nobody reads half of it and nothing is
ever written over. It lies outside of what the web server serves: each kind of parent has a view of
its own that hands it out.
"""

import logging
import os
import secrets
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from upk.offices.file_kinds import kind_of, safe_name
from upk.offices.models import Office, StoredFile, User

logger = logging.getLogger(__name__)
FOLDER = "stored"
MEGABYTE = 1024 * 1024


class LostFile(Exception):
    """A stored file is gone or lost its digest; the text says which."""


def path_of(digest: str) -> Path:
    """Where the content with that SHA-256 lies."""
    return Path(settings.MEDIA_ROOT) / FOLDER / digest[:2] / digest


def store_file(office: Office, upload: UploadedFile, *, by: User) -> StoredFile:
    """Keep an uploaded photo or PDF; the same content is kept once in an office.

    Call it inside the transaction that gives it a parent: a file without a row is harmless, a row
    without its file isn't. Raises ``ValidationError`` for what is too large, empty, or neither
    JPEG, PNG nor PDF.
    """
    limit = settings.UPLOAD_MEGABYTES
    if upload.size > limit * MEGABYTE:
        raise ValidationError(
            f"Berkas lebih besar dari {limit} MB. Perkecil fotonya, atau pindai sekali lagi."
        )
    content = upload.read()
    kind = kind_of(content)
    if kind is None:
        raise ValidationError("Hanya foto (JPEG, PNG) atau PDF yang utuh. Pilih berkas lain.")
    digest = sha256(content).hexdigest()
    if StoredFile.objects.filter(office=office, sha256=digest, removed_at__isnull=False).exists():
        raise ValidationError(
            "Berkas ini sudah dihapus menurut aturan penyimpanan data pribadi. Pilih berkas lain."
        )
    write_once(path_of(digest), content)
    stored, _ = StoredFile.objects.get_or_create(
        office=office,
        sha256=digest,
        defaults={
            "size": len(content),
            "content_type": kind.content_type,
            "name": safe_name(upload.name, kind),
            "stored_by": by,
        },
    )
    return stored


def write_once(target: Path, content: bytes) -> None:
    """Write a file so that nobody reads half of it; one that is there already stays."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, target)
    except FileExistsError:  # somebody stored the same content at that moment
        pass
    finally:
        draft.unlink(missing_ok=True)


def read_stored(stored: StoredFile) -> bytes:
    """The file's content. Raises ``LostFile`` if it is gone or lost its digest."""
    if stored.removed_at:
        raise LostFile(stored.sha256)
    try:
        content = path_of(stored.sha256).read_bytes()
    except OSError as error:
        logger.error("stored file %s can't be read: %s", stored.sha256, error)
        raise LostFile(stored.sha256) from error
    if sha256(content).hexdigest() != stored.sha256:
        logger.error("stored file %s lost its digest", stored.sha256)
        raise LostFile(stored.sha256)
    return content


def remove_from_disk(digests: Iterable[str]) -> None:
    """Delete the contents that no office keeps any more. Call it once the rows are committed."""
    wanted = set(digests)
    kept = StoredFile.objects.filter(sha256__in=wanted, removed_at__isnull=True)
    for digest in wanted.difference(kept.values_list("sha256", flat=True)):
        path_of(digest).unlink(missing_ok=True)


def file_response(stored: StoredFile) -> HttpResponse:
    """The file as an answer that can't run anything in the browser. Raises ``LostFile``.

    A photo is shown, a PDF is downloaded: it may hold scripts of its own.
    """
    is_download = not stored.content_type.startswith("image/")
    return HttpResponse(
        read_stored(stored),
        content_type=stored.content_type,
        headers={
            "Content-Disposition": content_disposition_header(is_download, stored.name),
            "Content-Security-Policy": "sandbox; default-src 'none'; img-src 'self'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
