"""Texts in cells of the history: each comes back as it was, through a workbook too."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from upk.desk.moving.history.texts import LONGEST, cells_of, text_of

TEXTS = {
    "empty": "",
    "backslash": "\\",
    "formula": "=HYPERLINK(\"http://x\")",
    "minus": "-1",
    "plus": "+62811",
    "at": "@SUM(A1)",
    "error": "#N/A",
    "tab first": "\t=1",
    "control": "a\x00b\x01c\x1f\x7f",
    "line ends": "a\r\nb\rc\nd",
    "blanks": "  a  ",
    "only blanks": " \n ",
    "looks escaped": "_x000D_ _x005F_ _xzzzz_ __x0041_",
    "no character": "\ufffe\uffff",
    "beyond the plane": "🐐" * 20_000,
    "long": "=" + "kambing\r\n" * 9_000,
    "escapes at the cut": "\x01" * 33_000,
    "markup": "<a href='x'>&amp;</a> ]]>",
}  # fmt: skip


def through_workbook(cells: list[str]) -> list[str]:
    book = Workbook(write_only=True)
    page = book.create_sheet("a")
    for cell in cells:
        page.append([cell])
    file = io.BytesIO()
    book.save(file)
    rows = load_workbook(file, read_only=True)["a"].iter_rows()
    found = [cell for [cell] in rows]
    assert {cell.data_type for cell in found} == {"s"}
    return [cell.value for cell in found]


@pytest.mark.parametrize("name", TEXTS)
def test_text_comes_back_through_a_workbook(name):
    cells = through_workbook(cells_of(TEXTS[name]))

    assert "".join(map(text_of, cells)) == TEXTS[name]
    assert max(len(cell.encode("utf-16-le")) // 2 for cell in cells) <= LONGEST + 1


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_comes_back(text):
    assert "".join(map(text_of, cells_of(text))) == text


@given(st.text("=+-@\\#_x05FfAa\t\r\n\x00", max_size=40))
def test_texts_of_odd_characters_come_back_and_are_no_formulas(text):
    [cell] = cells_of(text)

    assert text_of(cell) == text
    assert cell
    assert not cell.startswith(("=", "+", "-", "@", "#", "\t", "\r", "\n"))


def test_a_text_that_no_text_can_be_is_refused():
    with pytest.raises(ValueError, match="\ud800"):
        text_of("_xD800_")
