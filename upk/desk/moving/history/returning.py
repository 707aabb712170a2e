"""An office made anew from its history: every row as it was, or nothing.

The guards would refuse rows that come without their services, so they are away while the rows
are written, within the one transaction that holds everything; constraints stay. Then the books are
proved: a single finding takes all back.
"""

from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction

from upk import triggers
from upk.desk.check_books import check_books
from upk.desk.moving.history import contents, papers, readable
from upk.desk.moving.history.layout import layouts
from upk.desk.moving.history.writing import Progress, Writing
from upk.desk.moving.models import MovedIn
from upk.desk.moving.problems import CellProblem
from upk.desk.moving.tables import Table, tables_of
from upk.offices.models import Office
from upk.trail.events import Event
from upk.trail.services import record

_UNPROVABLE = (
    ArithmeticError, AttributeError, DatabaseError, LookupError, ObjectDoesNotExist, TypeError,
    ValidationError, ValueError,
)  # fmt: skip
"""What the proof of the books may raise about rows that contradict each other."""

_FOREIGN_TABLES = """
    SELECT COUNT(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND c.relname = ANY(%s)
    AND NOT pg_has_role(current_user, c.relowner, 'USAGE')
"""


class NotRestored(Exception):
    """Nothing was written: the text says why, ``problems`` where."""

    def __init__(self, text: str, problems: tuple[CellProblem, ...] = ()) -> None:
        super().__init__(text)
        self.problems = problems


class AlreadyHere(NotRestored):
    """The office stands already, from this very file."""


@dataclass(frozen=True, slots=True)
class Restored:
    """The office that stands again. ``users`` can't sign in until they are let in."""

    office: Office
    rows: int
    users: tuple[str, ...]


def restore(
    path: Path,
    *,
    by_name: str,
    is_dry: bool = False,
    progress: Progress = lambda done, total: None,
) -> Restored:
    """Make the office of a file that ``leaving`` wrote; its files lie beside it.

    ``by_name``: who does it, for the auditor. ``is_dry``: everything is written and proved, then
    taken back, files too. Raises ``NotRestored``, and ``Refused`` for a file that isn't read at
    all; nothing is left of it then.
    """
    with path.open("rb") as file, papers.unpacking() as unpacked:
        digest = file_digest(file, "sha256").hexdigest()
        tables = {table.title: table for table in tables_of(file)}
        index = _index_of(tables)
        _check_place(index.code, digest)
        if changed := readable.changes(tables, index.digests):
            raise NotRestored(readable.CHANGED, tuple(changed))
        with transaction.atomic():
            triggers.drop_all(connection)
            writing = Writing(tables, index.lines, progress)
            office = _written(writing, index.code)
            MovedIn.objects.create(
                office=office, sha256=digest, file_name=path.name[-150:], from_history=True,
                row_count=writing.done, moved_by_name=by_name,
            )  # fmt: skip
            record(
                event=Event.MOVED_IN, user=None, office=office, about=path.name,
                details={"rows": writing.done, "sha256": digest},
            )  # fmt: skip
            triggers.create_all(connection)
            _check_files(office, papers.beside(path), unpacked)
            _prove(office)
            transaction.set_rollback(is_dry)
        if not is_dry:
            unpacked.keep()
    return Restored(office, writing.done, tuple(writing.users.names))


def _index_of(tables: dict[str, Table]) -> contents.Index:
    try:
        return contents.read(list(tables.values()))
    except contents.NoHistory as error:
        raise NotRestored(str(error)) from error


def _written(writing: Writing, code: str) -> Office:
    """The office with all its rows. Raises ``NotRestored`` with every problem."""
    writing.write(code)
    if writing.problems.found:
        raise NotRestored(
            "Riwayat ini berubah sesudah diekspor. Pakai berkas seperti yang diekspor.",
            tuple(writing.problems.found),
        )
    return _settle(code)


def _check_place(code: str, digest: str) -> None:
    """Raise ``NotRestored`` unless the office can be made here."""
    if MovedIn.objects.filter(office__code=code, sha256=digest).exists():
        raise AlreadyHere(f"Berkas ini sudah masuk: kantor {code} ada. Tidak ada yang diubah.")
    if Office.objects.filter(code=code).exists():
        raise NotRestored(
            f"Kantor {code} sudah ada di sini. Riwayat hanya dipulihkan ke tempat yang belum "
            "mempunyai kantor itu."
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_FOREIGN_TABLES, [[layout.table for layout in layouts()]])
            [foreign] = cursor.fetchone()
        if foreign:
            raise NotRestored(
                "Peran basis data ini bukan pemilik tabel, jadi penjaga tidak dapat dilepas. "
                "Jalankan perintah ini sebagai peran pemilik tabel (docs/operation.md)."
            )


def _settle(code: str) -> Office:
    """Let the database look at all keys, count on from the largest, and know its new size."""
    try:
        connection.check_constraints()
    except DatabaseError as error:
        raise NotRestored("Baris-baris riwayat ini tidak saling cocok.") from error
    with connection.cursor() as cursor:
        models = [layout.model for layout in layouts()]
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)
        cursor.execute("ANALYZE")
    return Office.objects.get(code=code)


def _check_files(office: Office, source: Path, unpacked: papers.Unpacked) -> None:
    wrong = papers.unpack(office, source, unpacked)
    if wrong:
        raise NotRestored(
            f"Ada lampiran yang hilang. Letakkan {source.name} di samping berkas .xlsx.",
            tuple(CellProblem(source.name, 0, "", text, "berkas yang utuh") for text in wrong),
        )


def _prove(office: Office) -> None:
    """Raise ``NotRestored`` for whatever ``check_books`` finds."""
    try:
        results = check_books(Office.objects.filter(pk=office.pk), quarters=None)
    except _UNPROVABLE as error:
        raise NotRestored("Baris-baris riwayat ini tidak saling cocok.") from error
    problems = tuple(
        CellProblem(result.title, 0, "", fault, "seperti sebelum diekspor")
        for result in results
        for fault in result.faults
    )
    if problems:
        raise NotRestored("Pemeriksaan pembukuan menemukan kesalahan.", problems)
