"""What a thread does with an uploaded workbook: look through it, or move it in.

Checking writes nothing but what it found, a few rows at a time, so that others may write meanwhile;
moving in is one transaction, in which the upload becomes done too. How far it is stands in the lock
file: nobody would see it in a row of that transaction.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from hashlib import file_digest
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from upk.background import Hold, Step, held, step_of, telling
from upk.desk.moving.checks import check
from upk.desk.moving.content import Content
from upk.desk.moving.history.contents import has_history
from upk.desk.moving.known import Known
from upk.desk.moving.models import Upload, UploadProblem
from upk.desk.moving.packed import Refused
from upk.desk.moving.preview import Preview, preview_of
from upk.desk.moving.problems import CellProblem
from upk.desk.moving.reading import MOST_PROBLEMS, Progress, read
from upk.desk.moving.sheets import SHEETS
from upk.desk.moving.tables import tables_of
from upk.desk.moving.writing.move import known_of, move_in
from upk.offices.models import Office
from upk.sqlite.patience import long_write

logger = logging.getLogger(__name__)
NOT_READ = "Berkasnya tidak dapat dibaca lagi di server. Unggah sekali lagi."
OUR_FAULT = (
    "Ada kesalahan di program; tidak ada yang dimasukkan. "
    "Beri tahu pengelola server, yang menemukan rinciannya di catatan server."
)
HISTORY = (
    "Berkas ini diekspor dari Bergulir dan berisi riwayat lengkap, yang dipulihkan pengelola "
    "server, bukan di halaman ini: manage.py import_office BERKAS.xlsx --dry-run untuk memeriksa, "
    "lalu tanpa --dry-run. Kantornya dibuat kembali seluruhnya. Bila riwayatnya tidak diperlukan, "
    "hapus lembar Isi riwayat dan semua lembar Riwayat, lalu unggah sekali lagi."
)
CHANGED = (
    "Yang akan ada berubah sejak Anda melihatnya, karena pengaturan kantor diubah; belum ada yang "
    "dimasukkan. Cocokkan sekali lagi, lalu setujui."
)
AT_IT = "Data sebuah kantor yang pindah ke Bergulir sedang dimasukkan"
_IDENTITY = re.compile(r"(?:[0-9][\s.'-]?){15,}[0-9]")
_TEXT = {"sheet": 60, "column": 120, "found": 500, "expected": 1_000}


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file holds, what its office has already, and everything that is wrong."""

    content: Content
    known: Known
    problems: list[CellProblem]

    @property
    def preview(self) -> Preview:
        """What would exist; only where nothing is wrong."""
        return preview_of(self.content, self.known)


def examine(
    file: BinaryIO, office: Office, *, progress: Progress = lambda done, total: None
) -> Examined:
    """Everything that a file holds, and everything that is wrong with it, in its sheets' order.

    Raises ``Refused`` for a file that isn't read at all.
    """
    if has_history(tables_of(file)):
        raise Refused(HISTORY)
    known = known_of(office)
    content, found = read(file, today=known.today, progress=progress)
    return Examined(content, known, all_problems(found, check(content, known)))


def all_problems(
    of_cells: Iterable[CellProblem], of_rows: Iterable[CellProblem]
) -> list[CellProblem]:
    """Each once, as the sheets, their rows and their columns stand in the workbook.

    A cell that can't be read has one problem: that it seems empty to the checks says nothing new.
    """
    unread = {(p.sheet, p.row, p.column) for p in of_cells if p.column}
    others = (p for p in of_rows if (p.sheet, p.row, p.column) not in unread)
    return sorted({*of_cells, *others}, key=_place)


_ORDER = {sheet.title: place for place, sheet in enumerate(SHEETS)}
_COLUMNS = {
    (sheet.title, column.heading): place
    for sheet in SHEETS
    for place, column in enumerate(sheet.columns)
}


def _place(problem: CellProblem) -> tuple:
    sheet = _ORDER.get(problem.sheet, -1)
    column = _COLUMNS.get((problem.sheet, problem.column), -1)
    return sheet, problem.sheet, problem.row, column, problem.found, problem.expected


def progress_of(upload: Upload) -> Step | None:
    """How far the thread is that holds it; ``None`` before it has said anything of this state."""
    return step_of(upload.work, upload.state)


def carry_on(pk: int) -> None:
    """Do what an upload waits for. Whatever goes wrong is told on its page and in the log."""
    with held(f"upload-{pk}") as hold:
        upload = Upload.objects.select_related("office", "confirmed_by").get(pk=pk)
        run = {Upload.State.CHECKING: _check, Upload.State.MOVING: _move}.get(upload.state)
        if run is None:
            return
        try:
            run(upload, hold)
        except Refused as error:
            _end(upload, Upload.State.REFUSED, str(error))
        except ValidationError as error:
            _end(upload, Upload.State.FAILED, " ".join(error.messages))
        except OSError as error:
            logger.error("upload %s: %s", pk, type(error).__name__)
            _end(upload, Upload.State.FAILED, NOT_READ)
        except Exception as error:  # the thread's end: nobody above would tell the manager
            _log(upload, error)
            _end(upload, Upload.State.FAILED, OUR_FAULT)


def _log(upload: Upload, error: Exception) -> None:
    """Where it happened, without the error's words: a database's repeat people's data."""
    places = "".join(traceback.format_tb(error.__traceback__))
    logger.error("upload %s: %s\n%s", upload.pk, type(error).__name__, places)


def _check(upload: Upload, hold: Hold) -> None:
    found = _examined(upload, telling(hold, upload.state))
    if found.problems:
        _keep_problems(upload, found.problems)
        return
    upload.preview = as_json(found.preview)
    upload.row_count, upload.state = sum(1 for _ in found.content), Upload.State.READY
    upload.finished_at = timezone.now()
    upload.save()


def _move(upload: Upload, hold: Hold) -> None:
    """Look through it once more, since the office may have changed, and write it."""
    found = _examined(upload, telling(hold, upload.state, is_again=True))
    if found.problems:
        _keep_problems(upload, found.problems)
        return
    preview = as_json(found.preview)
    if preview != upload.preview:
        upload.preview, upload.message = preview, CHANGED
        upload.state, upload.finished_at = Upload.State.READY, timezone.now()
        upload.save()
        return
    with long_write(AT_IT), transaction.atomic():
        move_in(
            upload.office, found.content, sha256=upload.sha256, file_name=upload.name,
            by=upload.confirmed_by, progress=telling(hold, upload.state),
        )  # fmt: skip
        upload.state, upload.finished_at = Upload.State.DONE, timezone.now()
        _without_file(upload)


def _examined(upload: Upload, progress: Progress) -> Examined:
    with upload.full_path.open("rb") as file:
        if file_digest(file, "sha256").hexdigest() != upload.sha256:
            raise ValidationError(NOT_READ)
        file.seek(0)
        return examine(file, upload.office, progress=progress)


@transaction.atomic
def _keep_problems(upload: Upload, problems: list[CellProblem]) -> None:
    told = problems[:MOST_PROBLEMS]
    UploadProblem.objects.filter(upload=upload).delete()
    UploadProblem.objects.bulk_create(
        [
            UploadProblem(upload=upload, number=number, row=problem.row, **_texts(problem))
            for number, problem in enumerate(map(without_identities, told), start=1)
        ],
        batch_size=500,
    )
    upload.state, upload.problem_count = Upload.State.PROBLEMS, len(told)
    upload.preview, upload.finished_at = None, timezone.now()
    upload.save()


def _texts(problem: CellProblem) -> dict[str, str]:
    return {name: getattr(problem, name)[:most] for name, most in _TEXT.items()}


def without_identities(problem: CellProblem) -> CellProblem:
    """The problem as it may be told: whatever stood in a wrong cell."""
    return replace(problem, **{name: masked(getattr(problem, name)) for name in _TEXT})


def masked(text: str) -> str:
    """``text`` without anything that looks like a NIK or KK: it may stand in any wrong cell."""
    return _IDENTITY.sub("(nomor identitas)", text)


def as_json(preview: Preview) -> dict:
    """A preview as its page shows it: lists, texts and numbers, and the sums below them."""
    found = asdict(preview)
    sums = {
        name: sum(getattr(line, name) for line in preview.products) for name in _SUMS_OF_PRODUCTS
    }
    left = preview.debit - preview.credit
    shown = found | {"sums": sums, "debit": preview.debit, "credit": preview.credit, "left": left}
    return json.loads(json.dumps(shown, cls=DjangoJSONEncoder))  # as the database gives it back


_SUMS_OF_PRODUCTS = (
    "running", "settled", "late", "lent", "outstanding", "arrears_principal", "arrears_interest",
)  # fmt: skip


def _end(upload: Upload, state: Upload.State, message: str) -> None:
    """It stopped; why is for the manager. A file that can't be read isn't kept."""
    upload.refresh_from_db()
    upload.state, upload.message = state, message[:500]
    upload.finished_at = timezone.now()
    if state == Upload.State.REFUSED:
        with transaction.atomic():
            _without_file(upload)
    else:
        upload.save()


def _without_file(upload: Upload) -> None:
    upload.drop_file()
    upload.save()
