"""An office written to a workbook: the sheets that people read, then every row of every table."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.fernet import InvalidToken
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from upk.desk.moving.exporting import EXPORTERS
from upk.desk.moving.history import contents, papers
from upk.desk.moving.history.layout import Layout, layouts
from upk.desk.moving.history.readable import Digest
from upk.desk.moving.sheets import SHEETS
from upk.desk.moving.template import add_tables
from upk.desk.ownership import rows_of
from upk.offices.models import District, Office, User

MOST_ROWS = 1_000_000
"""Rows of one sheet; a spreadsheet allows 48.576 more."""
_CHUNK = 2_000
_STEP = 500
_HEAD = Font(bold=True)

Progress = Callable[[int, int], None]
"""Called with the rows done and the rows there are."""


class CantLeave(Exception):
    """The office can't be written; the text says why, in Indonesian."""


@dataclass(frozen=True, slots=True)
class Left:
    """What was written: rows of the history, and files that are lost on this machine."""

    rows: int
    lost_files: tuple[str, ...]


def write_office(
    office: Office, target: Path, *, on: date, progress: Progress = lambda done, total: None
) -> Left:
    """Write an office as a workbook, and its files as a ZIP beside it.

    ``on``: the day as of which the readable sheets tell. Rows are as they were at one moment.
    Raises ``FileExistsError`` if one of the files is there already, ``CantLeave``.
    """
    beside = papers.beside(target)
    with _new_file(target), _new_file(beside), _one_moment(), _new_book() as book:
        digests = [Digest(sheet) for sheet in SHEETS if sheet.key in EXPORTERS]
        sheets = [(d.sheet, d.passing(EXPORTERS[d.sheet.key](office, on))) for d in digests]
        try:
            add_tables(book, sheets)
            leaving = _Leaving(book, office, progress)
            rows = leaving.write()
            for digest in digests:
                leaving.index.append(contents.readable_cells(digest.sheet.title, str(digest)))
        except InvalidToken as error:
            text = "NIK atau KK tidak terbaca dengan kunci di komputer ini (IDENTITY_KEY)."
            raise CantLeave(text) from error
        book.save(target)
        lost = papers.pack(office, beside)
    return Left(rows, tuple(map(str, lost)))


@contextmanager
def _new_file(path: Path) -> Iterator[None]:
    """Take a file's name; nothing is left of it if something goes wrong."""
    path.touch(mode=0o600, exist_ok=False)
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@contextmanager
def _new_book() -> Iterator[Workbook]:
    """A workbook that goes to the disk row by row; its drafts go if something goes wrong."""
    book = Workbook(write_only=True)
    try:
        yield book
    except BaseException:
        for page in book.worksheets:
            if not page.closed:
                page.close()
                page._writer.cleanup()
        raise


@contextmanager
def _one_moment() -> Iterator[None]:
    """Everything is read as it was when the first row was."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


class _Leaving:
    """One office on its way into a workbook."""

    def __init__(self, book: Workbook, office: Office, progress: Progress) -> None:
        self.book, self.office, self.progress = book, office, progress
        self.index = book.create_sheet(contents.TITLE)
        self.shared: dict[type[Model], set[int]] = {User: set(), District: set()}
        self.done = 0

    def write(self) -> int:
        """Write all tables; gives the number of rows."""
        rows = [(layout, self._rows(layout)) for layout in layouts() if layout.way]
        self.total = sum(found.count() for _, found in rows)
        for row in contents.head(self.office.code):
            self.index.append(row)
        for layout in layouts():  # users and districts come last: by then it is known which
            self._write_table(layout, self._rows(layout))
        self.progress(self.done, self.done)
        return self.done

    def _rows(self, layout: Layout) -> QuerySet:
        """The office's own rows; of users and districts also those that its rows point to."""
        if layout.model not in self.shared:
            return rows_of(layout.model, layout.way, self.office)
        wanted = layout.model._base_manager.filter(pk__in=self.shared[layout.model])
        if layout.way:
            wanted |= layout.model._base_manager.filter(**{layout.way: self.office.pk})
        return wanted.order_by("pk")

    def _write_table(self, layout: Layout, rows: QuerySet) -> None:
        names = [field.attname for field in layout.fields]
        targets = self._targets(layout)
        pages = _Pages(self.book, layout)
        count = least = most = 0
        for values in rows.values_list(*names).iterator(_CHUNK):
            for place, seen in targets:
                seen.add(values[place])
            pages.append(layout.cells(values))
            count, most = count + 1, values[0]
            least = least or most
            self._count()
        if count:
            line = contents.Line(tuple(pages.titles), layout.label, count, least, most)
            self.index.append(contents.cells(line))

    def _targets(self, layout: Layout) -> list[tuple[int, set[int]]]:
        """Which columns point to rows that others share, and where those are noted."""
        places = {field.attname: place for place, field in enumerate(layout.fields)}
        return [
            (places[part.fields[0].attname], self.shared[part.target])
            for part in layout.parts
            if part.target in self.shared
        ]

    def _count(self) -> None:
        self.done += 1
        if self.done % _STEP == 0:
            self.progress(self.done, max(self.done, self.total))


class _Pages:
    """The sheets of one table; a second one begins where the first is full."""

    def __init__(self, book: Workbook, layout: Layout) -> None:
        self.book, self.layout = book, layout
        self.titles: list[str] = []
        self.page: WriteOnlyWorksheet | None = None
        self.room = 0

    def append(self, cells: list[object]) -> None:
        """Add a row; texts that need several cells go on in rows without a number."""
        deepest = max((len(cell) for cell in cells if isinstance(cell, list)), default=1)
        if self.room < deepest:
            self._turn()
        for depth in range(deepest):
            self.page.append([_at(cell, depth) for cell in cells])
        self.room -= deepest

    def _turn(self) -> None:
        title = self.layout.title
        if self.titles:
            title = f"{title[:27]} {len(self.titles) + 1}"
        self.titles.append(title)
        self.page = self.book.create_sheet(title)
        self.page.freeze_panes = "B2"
        self.page.append([_heading(self.page, text) for text in self.layout.headings])
        self.room = MOST_ROWS


def _at(cell: object, depth: int) -> object:
    """What of a value stands in its row, or in the rows that go on."""
    if isinstance(cell, list):
        return cell[depth] if depth < len(cell) else None
    return None if depth else cell


def _heading(page: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, text)
    cell.font = _HEAD
    return cell
