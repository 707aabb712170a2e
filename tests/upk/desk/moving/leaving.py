"""The file of an office that left, and how a test changes it."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from openpyxl import load_workbook

from tests.upk.desk.moving.world import Facts
from upk.desk.moving.history.layout import layouts
from upk.desk.moving.history.papers import beside


class Left(NamedTuple):
    """The file of an office that left, and what the office was."""

    path: Path
    facts: Facts


def changed(left: Left, folder: Path, change: Callable) -> Path:
    """A copy of the file in which ``change`` did something to the workbook."""
    book = load_workbook(left.path)
    change(book)
    path = folder / "diubah.xlsx"
    book.save(path)
    shutil.copy(beside(left.path), beside(path))
    return path


def cell_of(book, label: str, heading: str, row: int = 2):
    """A cell of a table's sheet, by its column's heading."""
    title = next(layout.title for layout in layouts() if layout.label == label)
    page = book[title]
    [place] = [cell.column for cell in page[1] if cell.value == heading]
    return page.cell(row, place)


def files_of_the_place() -> list[Path]:
    """Files that lie where this installation keeps its papers."""
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
