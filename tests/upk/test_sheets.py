"""Workbooks that people upload: each odd one is refused as what it is, none breaks the reader."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from upk import sheets
from upk.sheets import BrokenWorkbook, WorkbookTooLarge, is_workbook, rows_of_workbook

SHEET, KINDS = "xl/worksheets/sheet1.xml", "[Content_Types].xml"


def workbook(*rows: list) -> bytes:
    book, kept = Workbook(), io.BytesIO()
    for row in rows or [["Tanggal", 1000]]:
        book.active.append(row)
    book.save(kept)
    return kept.getvalue()


def altered(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook whose part says something else, and surely does."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as source, zipfile.ZipFile(kept, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert change(content) != content
                content = change(content)
            target.writestr(name, content, zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def flagged(mark: bytes, place: int, value: int) -> bytes:
    """A workbook with a byte of each of its entries set, ``place`` bytes after ``mark``."""
    content = bytearray(workbook())
    at = content.find(mark)
    while at >= 0:
        content[at + place] = value
        at = content.find(mark, at + 4)
    return bytes(content)


def read(content: bytes) -> list[tuple]:
    return rows_of_workbook(content, most_rows=3, most_columns=2)


def test_cells_are_read_within_bounds():
    day = datetime(2010, 2, 5)  # noqa: DTZ001 -- as spreadsheets have it
    content = workbook(["a", 1, "c"], [day, 2.5], [None, True], ["later"])

    assert is_workbook(content)
    assert read(content) == [("a", 1), (date(2010, 2, 5), 2.5), (None, True)]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        workbook()[:300],
        altered(SHEET, lambda xml: xml[:60]),
        altered(SHEET, lambda xml: xml.replace(b"<v>1000</v>", b"<v>abc</v>")),
        altered(SHEET, lambda xml: xml.replace(b'"B1"', b'"1B"')),
        altered(SHEET, lambda xml: xml.replace(b'"B1"', b'"ZZZZZ99999999"')),
        altered(SHEET, lambda xml: xml.replace(b't="n"', b't="b"').replace(b"1000", b"x")),
        altered(SHEET, lambda xml: xml.replace(b't="n"', b't="d"').replace(b"1000", b"x")),
        altered(KINDS, lambda xml: b"<x/>"),
        altered("xl/styles.xml", lambda xml: xml.replace(b'numFmtId="0"', b'numFmtId="x"')),
        altered("xl/workbook.xml", lambda xml: xml.replace(b"<sheets>", b"<sheets2>")),
        flagged(b"PK\x01\x02", 8, 1),  # encrypted
        flagged(b"PK\x01\x02", 10, 99),  # packed in a way that nobody knows
    ],
)
def test_a_workbook_that_cannot_be_read_is_refused(content):
    with pytest.raises(BrokenWorkbook):
        read(content)


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(monkeypatch):
    content = altered(SHEET, lambda xml: xml.replace(b"</row>", b"<c/>" * 10**6 + b"</row>"))
    monkeypatch.setattr(sheets, "LARGEST_UNPACKED", 10**6)

    assert len(content) < 50_000
    with pytest.raises(WorkbookTooLarge):
        read(content)


@given(st.integers(30, 4_000), st.binary(min_size=1, max_size=40))
def test_damage_anywhere_is_refused_or_harmless(place, damage):
    content = bytearray(workbook())
    content[place : place + len(damage)] = damage

    try:
        rows = read(bytes(content))
    except BrokenWorkbook:
        rows = []

    assert len(rows) <= 3
