"""What all writers here share: days, and the papers that come with a form."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from upk.offices.models import Office, StoredFile, User
from upk.offices.stored_files import store_file
from upk.offices.uploads import ready_paper
from upk.periods import format_date, today
from upk.problems import Problem


def day_problems(office: Office, day: date, field: str) -> list[Problem]:
    """What is wrong with the day of a row: to come, or in books that are closed."""
    if day > today(office):
        return [Problem("future", f"{format_date(day)} belum tiba. Periksa tanggalnya.", field)]
    if office.is_closed(day):
        shut = format_date(office.books_closed_through)
        text = f"Sudah dilaporkan: buku ditutup sampai {shut}. Pilih tanggal sesudahnya."
        return [Problem("closed", text, field)]
    return []


def ready(upload: UploadedFile | None) -> UploadedFile | None:
    """The paper of a form made ready, before anything is locked; None without one.

    Raises ``ValidationError`` at the field ``file``.
    """
    if upload is None:
        return None
    try:
        return ready_paper(upload)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error


def name_of(upload: UploadedFile | None) -> str:
    """What the form's key keeps of a paper."""
    return upload.name if upload else ""


def keep(office: Office, paper: UploadedFile | None, *, by: User) -> StoredFile | None:
    """Store a paper that was made ready. Raises ``ValidationError`` at the field ``file``."""
    if paper is None:
        return None
    try:
        return store_file(office, paper, by=by)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
