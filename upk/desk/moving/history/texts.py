"""Texts in cells so that each comes back as it was, down to the last character. Pure.

- An empty text is ``\\`` (an empty cell is no value at all). A text that begins with a backslash,
  or as a formula or an error does, has one more in front: it goes when the cell is read.
- Characters that XML can't hold are written as spreadsheets write them: ``_x000D_``; what looks
  like that already gets its underscore written so.
- A cell holds 32.767 characters: longer texts are cut into several.
"""

import re
from collections.abc import Iterator

LONGEST = 32_000
"""UTF-16 units in a cell: a little less than spreadsheets allow."""

MARK = "\\"
_STARTS = (MARK, "=", "+", "-", "@", "#", "\t", "\r", "\n")
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_UNWRITTEN = re.compile("[\ud800-\udfff]")


def cells_of(text: str) -> list[str]:
    """The cells that hold a text: one, or as many as it needs."""
    return [_cell(piece) for piece in _pieces(text)]


def text_of(cell: str) -> str:
    """The text (or the piece of one) that a cell holds.

    Raises ``ValueError`` for characters that no text has.
    """
    if cell.startswith(MARK):
        cell = cell[len(MARK) :]
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell)
    if _UNWRITTEN.search(text):
        raise ValueError(text)
    return text


def _cell(piece: str) -> str:
    escaped = _ODD.sub(lambda found: f"_x{ord(found[0]):04X}_", piece)
    return MARK + escaped if not piece or piece.startswith(_STARTS) else escaped


def _pieces(text: str) -> Iterator[str]:
    if len(text) < LONGEST and _length(text) < LONGEST:
        yield text
        return
    middle = min(len(text) // 2, LONGEST)
    yield from _pieces(text[:middle])
    yield from _pieces(text[middle:])


def _length(text: str) -> int:
    """UTF-16 units of the cell that holds a text."""
    return len(_cell(text).encode("utf-16-le")) // 2
