"""An office written to a workbook: the sheets that people read, then every row of every table."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import mkstemp

from cryptography.fernet import InvalidToken
from django.db.models import Model, QuerySet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import ALL_TEMP_FILES, WorksheetWriter

from upk.background import Progress
from upk.desk.moving.exporting import EXPORTERS
from upk.desk.moving.history import contents, papers
from upk.desk.moving.history.layout import Layout, layouts
from upk.desk.moving.history.readable import Digest
from upk.desk.moving.sheets import SHEETS
from upk.desk.moving.template import add_tables
from upk.desk.ownership import rows_of
from upk.offices.models import District, Office, User
from upk.sqlite.patience import one_moment

MOST_ROWS = 1_000_000
"""Rows of one sheet; a spreadsheet allows 48.576 more."""
_CHUNK = 2_000
_STEP = 500
_HEAD = Font(bold=True)


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
    with _new_file(target), _new_file(beside), one_moment(), _new_book(target) as book:
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
def _new_book(target: Path) -> Iterator[Workbook]:
    """A workbook that goes to the disk row by row; its drafts go if something goes wrong."""
    book = _Book(target)
    try:
        yield book
    except BaseException:
        for page in book.worksheets:
            if not page.closed:
                page.close()
                page._writer.cleanup()
        raise


class _Book(Workbook):
    """Keeps the drafts of its sheets beside itself.

    openpyxl would put them among everybody's temporary files, where a killed process leaves them.
    """

    def __init__(self, target: Path) -> None:
        super().__init__(write_only=True)
        self.target = target

    def create_sheet(self, title: str | None = None, index: int | None = None) -> "_Page":
        page = _Page(self, title)
        self._add_sheet(page, index)
        return page

    def new_draft(self) -> str:
        number = len(self.worksheets)
        handle, name = mkstemp(prefix=f".{self.target.stem}-{number}-", dir=self.target.parent)
        os.close(handle)
        ALL_TEMP_FILES.append(name)
        return name


class _Page(WriteOnlyWorksheet):
    def _get_writer(self) -> None:
        if self._writer is None:
            self._writer = WorksheetWriter(self, out=self.parent.new_draft())
            self._writer.write_top()


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
