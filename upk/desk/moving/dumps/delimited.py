"""The rows of one table as phpMyAdmin writes them to CSV: a stream, never the whole. Pure.

Columns are separated by ``;``, ``,`` or a tab, told apart by the first row, which must hold the
columns' names. NULL is written without quotation marks or as ``\\N``.
"""

import csv
from collections.abc import Iterator
from itertools import chain, islice

from upk.desk.moving.dumps.broken import BrokenDump
from upk.desk.moving.dumps.sql import MOST_COLUMNS, Part

_SEPARATORS = (";", ",", "\t")
_NULLS = ("NULL", r"\N")
_LOOKED_AT = 500
"""Lines that say whether quotation marks are escaped by a backslash."""


def part_of_csv(lines: Iterator[str], table: str) -> Part:
    """What the lines of a file say about the table. Raises ``BrokenDump``."""
    beginning = list(islice(lines, _LOOKED_AT))
    head = beginning[0] if beginning else ""
    separator = max(_SEPARATORS, key=head.count)
    escape = "\\" if any('\\"' in line for line in beginning) else None
    rows = csv.reader(chain(beginning, lines), delimiter=separator, escapechar=escape, strict=True)
    names = tuple(name.strip().casefold() for name in next(_safely(rows, table), []))
    if not any(names):
        raise BrokenDump(f"Berkas CSV tabel {table} kosong.")
    if len(names) > MOST_COLUMNS:
        raise BrokenDump(f"Berkas CSV tabel {table} mempunyai lebih dari {MOST_COLUMNS} kolom.")
    return Part(table, names, _rows(rows, table, len(names)))


def _rows(rows: Iterator[list[str]], table: str, width: int) -> Iterator[list[str | None]]:
    for number, row in enumerate(_safely(rows, table), start=2):
        if not row:
            continue
        if len(row) != width:
            raise BrokenDump(
                f"Berkas CSV tabel {table}, baris {number}: berisi {len(row)} nilai, kolomnya "
                f"{width}. Ekspor sekali lagi dengan judul kolom pada baris pertama."
            )
        yield [None if value in _NULLS else value for value in row]


def _safely(rows: Iterator[list[str]], table: str) -> Iterator[list[str]]:
    try:
        yield from rows
    except csv.Error as error:
        raise BrokenDump(
            f"Berkas CSV tabel {table} rusak: ada tanda kutip yang tidak ditutup atau nilai yang "
            "terlalu panjang. Ekspor sekali lagi."
        ) from error
