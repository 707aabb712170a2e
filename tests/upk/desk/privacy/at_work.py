"""An installation that does everything that leaves files, and in which everybody has numbers."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models.signals import pre_save
from django.test import Client
from django.urls import reverse

from reports.drafts import draft_of, make_draft
from reports.issued_files import make_file
from reports.models import IssuedFile, IssuedReport
from tests.searched import found_in
from tests.upk.desk.moving.test_uploads import NIK as NIK_IN_A_WRONG_CELL
from tests.upk.desk.moving.test_uploads import wrong
from tests.upk.desk.moving.workbook import SHEETS, file_of
from tests.upk.desk.test_first_run_page import answers
from tests.upk.ledger.world import create_world
from upk.desk.district.bundles import build_bundle
from upk.desk.district.models import Bundle
from upk.desk.first_run import create_first_office
from upk.desk.moving.jobs import carry_on
from upk.desk.moving.models import Upload
from upk.desk.moving.uploads import confirm_upload, receive_upload
from upk.desk.privacy.archive import write_archive
from upk.offices.models import Office, Person, User
from upk.periods import Quarter
from upk.running.logs import JsonLines

NIKS, KKS = "33140152037", "33140101011"
"""How everybody's numbers begin; five digits follow."""
MOVED_IN = [person["nik"] for person in SHEETS["people"] if person["nik"]]
_NUMBERS = [text.encode() for text in (NIKS, KKS, NIK_IN_A_WRONG_CELL, *MOVED_IN)]


def in_clear(content: bytes, where: str) -> list[str]:
    """Places in which anybody's number stands."""
    return found_in(content, where, _NUMBERS)


class Heard(logging.Handler):
    """Everything that is logged, as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(JsonLines())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def hearing() -> Iterator[Heard]:
    """What is logged within it, down to the least important."""
    handler, root = Heard(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield handler
    finally:
        root.removeHandler(handler)
        root.setLevel(before)


@dataclass
class AtWork:
    """The folder of the installation, the rows of its office, the backup and what was logged.

    ``files`` are those that can only be taken while an office moves in: by view and address.
    """

    var: Path
    rows: SimpleNamespace
    backup: Path
    logged: list[str]
    files: dict[str, dict[str, bytes]]


def work(var: Path) -> AtWork:
    """Everything that leaves files, in the empty database that is connected.

    A whole office moves in, another has one of everything; its quarter goes into a district's
    bundle, the office leaves, and all is backed up, unencrypted.
    """
    with hearing() as heard, everybody_numbered():
        problems = _move_in()
        with transaction.atomic():
            rows = create_world()
        _make_bundle(rows)
        if connection.vendor == "sqlite":  # they don't depend on the database, and take seconds
            _make_other_files(rows)
        office = Office.objects.get(pk=rows.office)
        write_archive(office, var / "keluar.zip", "rahasia kantor", on=date(2010, 3, 1))
        call_command("backup", verbosity=0)
    [backup] = (var / "backup").iterdir()
    return AtWork(var, rows, backup, heard.lines, {"desk:moving-problems": problems})


def _move_in() -> dict[str, bytes]:
    """First a workbook with a NIK in a wrong cell, then the right one; what was told of the first,
    by address.
    """
    data = answers(office_code="KALIJAMBE", district_code="SRAGEN", since=date(2010, 1, 1))
    manager = create_first_office(data)
    _uploaded(wrong(), Upload.State.PROBLEMS, manager)
    client, told = Client(), {}
    client.force_login(manager)
    for kind in ("xlsx", "csv"):
        address = reverse("desk:moving-problems", args=[manager.office.uploads.get().pk, kind])
        told[address] = client.get(address).content
    upload = _uploaded(file_of(SHEETS), Upload.State.READY, manager)
    confirm_upload(upload, request_key=uuid4(), by=manager)
    carry_on(upload.pk)
    upload.refresh_from_db()
    assert upload.state == Upload.State.DONE
    return told


def _uploaded(content: bytes, state: Upload.State, manager: User) -> Upload:
    """Received and looked through by its thread, for which ``carry_on`` waits."""
    upload, _ = receive_upload(SimpleUploadedFile("pindah.xlsx", content), by=manager)
    carry_on(upload.pk)
    upload.refresh_from_db()
    assert upload.state == state
    return upload


@contextmanager
def everybody_numbered() -> Iterator[None]:
    """Whoever is recorded within it without numbers gets some before anything is made of it."""
    numbers = count()

    def give(instance: Person, **kwargs) -> None:
        if instance.nik_digest is None:
            number = next(numbers)
            instance.set_identity(nik=f"{NIKS}{number:05}", kk=f"{KKS}{number:05}")

    pre_save.connect(give, sender=Person)
    try:
        yield
    finally:
        pre_save.disconnect(give, sender=Person)


def _make_bundle(rows: SimpleNamespace) -> None:
    """With the pack of the quarter as PDF and as XLSX, which are made for it."""
    build_bundle(rows.bundle)
    assert Bundle.objects.get(pk=rows.bundle).state == Bundle.State.DONE


def _make_other_files(rows: SimpleNamespace) -> None:
    """The annexes of the quarter, and a draft of the one that runs."""
    make_file(IssuedReport.objects.get(pk=rows.issued), IssuedFile.Kind.ANNEXES)
    running = Quarter(2010, 1)
    make_draft(rows.office, running)
    assert draft_of(Office.objects.get(pk=rows.office), running).is_done
