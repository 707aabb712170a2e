"""Workbooks for the tests of reading, as a person or somebody hostile would make them."""

import io
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook, load_workbook

from upk.desk.moving.template import template_workbook

OFFICE = (
    "KALIJAMBE", "UPK Kecamatan Kalijambe", "UPK", "Kalijambe", "SRAGEN", "Sragen", "Jawa Tengah",
    "WIB", "2009-12-31",
)  # fmt: skip


def filled(**sheets: Sequence[Sequence[object]]) -> Workbook:
    """The template with rows in the sheets of these titles (spaces as underscores)."""
    book = load_workbook(io.BytesIO(template_workbook()))
    for title, rows in {"Kantor": [OFFICE], "Desa": [("DONO", "Donoyudan")], **sheets}.items():
        page = book[title.replace("_", " ")]
        for n, row in enumerate(rows, start=2):
            for place, value in enumerate(row, start=1):
                page.cell(n, place, value)
    return book


def saved(book: Workbook) -> io.BytesIO:
    target = io.BytesIO()
    book.save(target)
    target.seek(0)
    return target


def changed(content: io.BytesIO, **parts: bytes) -> io.BytesIO:
    """A workbook with parts added or replaced; in names ``__`` is ``/`` and ``_`` is ``.``."""
    target = io.BytesIO()
    wanted = {name.replace("__", "/").replace("_", "."): data for name, data in parts.items()}
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if name not in wanted:
                new.writestr(name, old.read(name))
        for name, data in wanted.items():
            new.writestr(name, data, compress_type=zipfile.ZIP_DEFLATED)
    target.seek(0)
    return target


def csvs(**files: str) -> io.BytesIO:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name, text in files.items():
            packed.writestr(f"{name}.csv", text)
    target.seek(0)
    return target
