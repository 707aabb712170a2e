"""What a sheet's XML says besides its cells, read before the library reads it. Pure.

The library keeps a row whole while it reads it, and everything outside of rows until the end; so a
part that is made to fill the memory is found here, where nothing is kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

_CHUNK = 256 * 1024
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROW, WORD = f"{_NAMESPACE} row", f"{_NAMESPACE} si"
"""What the library reads one at a time: of a sheet, and of the words that sheets share."""

MOST_ITEMS = 1_100_000
"""A spreadsheet has at most 1.048.576 rows."""
LONGEST_ITEM = 1024 * 1024
"""Bytes of XML in one of them, or between two: many times what a spreadsheet can hold in a row."""
MOST_OUTSIDE = 100_000
"""Elements outside of them: columns, merged cells, drop-downs."""


@dataclass(slots=True)
class Structure:
    """``hidden``: numbers of hidden rows; ``merged``: references like ``B2:C3``."""

    rows: int = 0
    hidden: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


def structure_of(stream: BinaryIO, item: str = ROW) -> Structure:
    """Read through a sheet once, a piece at a time; with ``WORD`` the words, counted as rows.

    Raises ``ValueError`` for broken XML, and for what no spreadsheet would write.
    """
    return _Scan(item).of(stream)


class _Scan:
    """One reading: what was found, and where the last item began or ended."""

    def __init__(self, item: str) -> None:
        self.item, self.found = item, Structure()
        self.is_inside, self.outside, self.since = False, 0, 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end

    def of(self, stream: BinaryIO) -> Structure:
        fed = 0
        try:
            while piece := stream.read(_CHUNK):
                self.parser.Parse(piece, False)
                fed += len(piece)
                if fed - self.since > LONGEST_ITEM + _CHUNK:
                    raise ValueError("a row, or something beside the rows, is too long")
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise ValueError(str(error)) from error
        return self.found

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == self.item:
            self.found.rows += 1
            if self.found.rows > MOST_ITEMS:
                raise ValueError("too many rows")
            self.is_inside, self.since = True, self.parser.CurrentByteIndex
            if attributes.get("hidden") in ("1", "true"):
                self.found.hidden.append(int(attributes.get("r", self.found.rows)))
        elif not self.is_inside:
            self.outside += 1
            if self.outside > MOST_OUTSIDE:
                raise ValueError("too much beside the rows")
            if name.rpartition(" ")[2] == "mergeCell":
                self.found.merged.append(attributes.get("ref", "?"))

    def _end(self, name: str) -> None:
        if name == self.item:
            self.is_inside, self.since = False, self.parser.CurrentByteIndex


def in_ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Runs of numbers that follow one another: ``[3, 4, 5, 9]`` → ``[(3, 5), (9, 9)]``."""
    runs: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
