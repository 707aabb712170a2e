"""Writers of an office's profile: texts as versions, officers, legal documents.

Each holds the office first (shared with postings): nobody closes the books over its day meanwhile.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from upk.access import Role
from upk.ledger.services import claim_submission, lock_office
from upk.offices.models import Office, User
from upk.offices.stored_files import store_file
from upk.periods import format_date, today
from upk.problems import Problem
from upk.profile.models import LegalDocument, Officer, ProfileText
from upk.profile.rules import unknown_names
from upk.refusing import raise_if_any

WRITERS = (Role.MANAGER, Role.SECRETARY)
"""Who keeps the profile (the office's documents are the secretary's: domain.md 2)."""


@dataclass(frozen=True, slots=True)
class NewOfficer:
    """Somebody who takes office. ``signs``: the public sees the name too."""

    title: str
    name: str
    since: date
    signs: bool = False


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A legal document; ``kind`` is one of ``LegalDocument.Kind``."""

    kind: str
    number: str
    dated_on: date
    subject: str = ""
    is_public: bool = True


def first_open_day(office: Office) -> date | None:
    """The day after the closed books; ``None`` while nothing is closed."""
    shut = office.books_closed_through
    return shut + timedelta(days=1) if shut else None


@transaction.atomic
def write_text(
    office: Office, key: str, text: str, *, since: date, request_key: UUID, by: User
) -> ProfileText:
    """A new version of a text from ``since`` on; an empty one takes the section away. Idempotent.

    Raises ``ValidationError`` for a day to come or closed, a day before the newest version, and
    placeholders that don't exist; ``PermissionDenied`` unless ``by`` keeps the profile.
    """
    office = _held(office, by)
    text = text.replace("\r\n", "\n").strip()
    content = {"text": [key, text, since]}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return office.profile_texts.get(submission=submission)
    newest = office.profile_texts.filter(key=key).order_by("-since", "-id").first()
    problems = [*_day_problems(office, since, "since"), *_text_problems(text)]
    if newest and since < newest.since:
        told = f"Naskah terbaru berlaku mulai {format_date(newest.since)}. Pilih hari itu atau "
        problems.append(Problem("earlier", f"{told}sesudahnya.", "since"))
    raise_if_any(problems)
    return ProfileText.objects.create(
        office=office, key=key, text=text, since=since, written_by=by, submission=submission
    )


def _text_problems(text: str) -> list[Problem]:
    return [
        Problem("placeholder", f"{{{name}}} tidak dikenal. Pakai yang tertulis di bawah.", "text")
        for name in unknown_names(text)
    ]


@transaction.atomic
def add_officer(office: Office, new: NewOfficer, *, request_key: UUID, by: User) -> Officer:
    """Somebody takes office. Counts from that day, or from the first open one. Idempotent.

    Raises ``ValidationError`` for a day to come, ``PermissionDenied`` as ``write_text``.
    """
    office = _held(office, by)
    content = {"officer": [new.title, new.name, new.since, new.signs]}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return office.officers.get(submission=submission)
    counts_from = _counts_from(office, new.since)
    raise_if_any(_day_problems(office, new.since, "since", may_be_closed=True))
    return Officer.objects.create(
        office=office, title=" ".join(new.title.split()), name=" ".join(new.name.split()),
        signs=new.signs, since=new.since, counts_from=counts_from,
        recorded_by=by, submission=submission,
    )  # fmt: skip


@transaction.atomic
def end_officer(officer: Officer, *, until: date, by: User) -> Officer:
    """Write down an officer's last day. Idempotent: the same day again changes nothing.

    Raises ``ValidationError`` for a day to come or closed, before the beginning, or another day
    than the one that is written down already.
    """
    office = _held(officer.office, by)
    officer = Officer.objects.select_for_update().get(pk=officer.pk)
    if officer.until == until:
        return officer
    problems = _day_problems(office, until, "until")
    if officer.until or officer.withdrawn_on:
        problems.append(Problem("ended", "Masa jabatan ini sudah berakhir atau ditarik.", "until"))
    if until < officer.counts_from:
        told = f"Tercatat mulai {format_date(officer.counts_from)}. Pilih hari itu atau sesudahnya."
        problems.append(Problem("before", told, "until"))
    raise_if_any(problems)
    officer.until = until
    officer.save(update_fields=["until"])
    return officer


@transaction.atomic
def add_document(
    office: Office,
    new: NewDocument,
    *,
    upload: UploadedFile | None = None,
    request_key: UUID,
    by: User,
) -> LegalDocument:
    """Keep a legal document, with its file if there is one. Idempotent.

    Raises ``ValidationError`` for a day to come, a document that stands already, and a file that
    can't be kept (``store_file``); ``PermissionDenied`` as ``write_text``.
    """
    office = _held(office, by)
    content = {"document": [new.kind, new.number, new.dated_on, new.subject, new.is_public]}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return office.legal_documents.get(submission=submission)
    number, standing = (
        " ".join(new.number.split()),
        office.legal_documents.filter(withdrawn_on=None),
    )
    problems = _day_problems(office, new.dated_on, "dated_on", may_be_closed=True)
    if standing.filter(kind=new.kind, number__iexact=number).exists():
        told = "Dokumen dengan jenis dan nomor ini sudah ada. Tarik dulu yang keliru."
        problems.append(Problem("twice", told, "number"))
    raise_if_any(problems)
    return LegalDocument.objects.create(
        office=office, kind=new.kind, number=number, dated_on=new.dated_on,
        subject=" ".join(new.subject.split()), is_public=new.is_public,
        file=store_file(office, upload, by=by) if upload else None,
        counts_from=_counts_from(office, new.dated_on), recorded_by=by, submission=submission,
    )  # fmt: skip


@transaction.atomic
def withdraw(row: Officer | LegalDocument, *, by: User) -> None:
    """Mark a row as wrong from today on; it stays, and is shown no more. Idempotent.

    Raises ``ValidationError`` while today lies in the closed books.
    """
    office = _held(row.office, by)
    row = type(row).objects.select_for_update().get(pk=row.pk)
    if row.withdrawn_on:
        return
    on = max(today(office), row.counts_from)
    raise_if_any(_day_problems(office, on, "", may_come=True))
    row.withdrawn_on, row.withdrawn_by = on, by
    row.save(update_fields=["withdrawn_on", "withdrawn_by"])


def _held(office: Office, by: User) -> Office:
    """The office, held. Raises ``PermissionDenied`` unless ``by`` keeps its profile."""
    if by.role not in WRITERS or by.office_id != office.pk:
        raise PermissionDenied
    return lock_office(office)


def _counts_from(office: Office, day: date) -> date:
    return max(day, first_open_day(office) or day)


def _day_problems(
    office: Office, day: date, field: str, *, may_be_closed: bool = False, may_come: bool = False
) -> list[Problem]:
    """What is wrong with a day: to come, or in the closed books."""
    if not may_come and day > today(office):
        return [Problem("future", f"{format_date(day)} belum tiba. Periksa tanggalnya.", field)]
    if not may_be_closed and office.is_closed(day):
        shut = format_date(office.books_closed_through)
        text = f"Sudah dilaporkan: buku ditutup sampai {shut}. Pilih tanggal sesudahnya."
        return [Problem("closed", text, field)]
    return []
