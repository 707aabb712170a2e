"""The index of the history sheets: which sheet holds which table, how many rows, which numbers;
and what the sheets for people said when they were written.

Whoever reads the file knows from it what must be there, before anything is read.
"""

from dataclasses import dataclass

from upk.desk.moving.history.values import Odd, whole_of
from upk.desk.moving.tables import Table

TITLE = "Isi riwayat"
FORMAT = 2
"""Raised when the same sheets come to mean something else."""
HEADINGS = ("Lembar", "Tabel", "Baris", "No terkecil", "No terbesar", "Sidik")
EXPLANATION = (
    "Lembar-lembar Riwayat memulihkan kantor ini di Bergulir lain persis seperti adanya. "
    "Jangan diubah, juga lembar-lembar lain: berkas yang berubah ditolak seluruhnya. Tanpa lembar "
    "ini dan semua lembar Riwayat, lembar-lembar lain dapat diubah dan diunggah di Pindah ke "
    "Bergulir, tanpa riwayat."
)


class NoHistory(ValueError):
    """The file has no history sheets, or their index can't be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """A table's line: its sheets (several where one is full), and its rows."""

    titles: tuple[str, ...]
    label: str
    count: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Index:
    """The office's code, the tables' lines by label, digests of readable sheets by title."""

    code: str
    lines: dict[str, Line]
    digests: dict[str, str]


def head(office_code: str) -> list[list[object]]:
    """The rows above the lines."""
    return [[EXPLANATION], ["Kantor", office_code, "Susunan", FORMAT], list(HEADINGS)]


def cells(line: Line) -> list[object]:
    """A line as a row."""
    return ["; ".join(line.titles), line.label, line.count, line.least, line.most, None]


def readable_cells(title: str, digest: str) -> list[object]:
    """The row of a sheet for people."""
    return [title, None, None, None, None, digest]


def has_history(tables: list[Table]) -> bool:
    """Whether a file is what another Bergulir exported."""
    return any(table.title == TITLE for table in tables)


def read(tables: list[Table]) -> Index:
    """What the index says. Raises ``NoHistory``, ``Refused``."""
    found = [table for table in tables if table.title == TITLE]
    if len(found) != 1:
        raise NoHistory("Berkas ini tidak berisi riwayat dari Bergulir.")
    rows = found[0].cells(len(HEADINGS))
    next(rows, None)
    office, headings = next(rows, []), next(rows, [])
    if len(office) < 4 or not isinstance(office[1], str):
        raise NoHistory(f"Lembar {TITLE} berubah. Pakai berkas seperti yang diekspor.")
    if office[3] != FORMAT:
        raise NoHistory("Berkas ini dari Bergulir versi lain. Samakan versinya, lalu ekspor lagi.")
    if tuple(headings) != HEADINGS:
        raise NoHistory(f"Lembar {TITLE} berubah. Pakai berkas seperti yang diekspor.")
    index = Index(office[1], {}, {})
    for number, row in enumerate(rows, start=4):
        _take(index, number, row)
    return index


def _take(index: Index, number: int, row: list[object]) -> None:
    titles, label, *numbers, digest = [*row, *[None] * len(HEADINGS)][: len(HEADINGS)]
    if digest is not None:
        index.digests[str(titles)] = str(digest)
    else:
        try:
            count, least, most = map(whole_of, numbers)
            line = Line(tuple(titles.split("; ")), str(label), count, least, most)
            index.lines[line.label] = line
        except (Odd, ValueError, AttributeError) as error:
            text = f"Lembar {TITLE} baris {number} berubah. Pakai berkas seperti yang diekspor."
            raise NoHistory(text) from error
