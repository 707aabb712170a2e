"""The rows of an SQL dump, table by table, as they stand there: a stream, never the whole. Pure.

Read are ``CREATE TABLE`` (for the order of the columns) and ``INSERT``; everything else, triggers
with their own delimiter among it, is passed over.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from upk.desk.moving.dumps.broken import BrokenDump
from upk.desk.moving.dumps.source import LONGEST_VALUE, Source
from upk.desk.moving.dumps.sql_values import VALUE, decode

MOST_COLUMNS = 1_000
"""The tables of these applications have at most some hundred."""

_NAME = r'(?:`(?:[^`]|``)+`|"[^"]+"|[\w$]+)'
_TABLE = rf"({_NAME})(?:\s*\.\s*({_NAME}))?"
_IGNORING_CASE = re.IGNORECASE

_DELIMITER = re.compile(r"DELIMITER[ \t]+(\S+)[ \t]*\r?\n?", _IGNORING_CASE)
_CREATE = re.compile(rf"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?{_TABLE}\s*\(", _IGNORING_CASE)
_INSERT = re.compile(
    r"(?:INSERT|REPLACE)\s+(?:(?:LOW_PRIORITY|HIGH_PRIORITY|DELAYED|IGNORE)\s+)*(?:INTO\s+)?"
    rf"{_TABLE}\s*",
    _IGNORING_CASE,
)
_COLUMN_LIST = re.compile(rf"\(\s*({_NAME}(?:\s*,\s*{_NAME})*+)\s*\)\s*")
_VALUES = re.compile(r"VALUES?\s*(?=\()", _IGNORING_CASE)
_OPEN = re.compile(r"\s*\(")
_COMMA = re.compile(r"\s*,")
_ONE_NAME = re.compile(_NAME)
_NO_COLUMN = re.compile(
    r"(?:PRIMARY|KEY|UNIQUE|INDEX|FULLTEXT|SPATIAL|CONSTRAINT|FOREIGN|CHECK)\b", _IGNORING_CASE
)


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one table. ``columns``: their names, ``None`` where nothing names them.

    ``rows`` must be used up before the next part is asked for.
    """

    table: str
    columns: tuple[str, ...] | None
    rows: Iterator[list[str | None]]


def parts_of_sql(source: Source, wanted: Callable[[str], bool]) -> Iterator[Part]:
    """What the dump says about the tables that are wanted, by their names in small letters.

    A table's structure is a part without rows, so that an empty table isn't a missing one.

    Raises ``BrokenDump``.
    """
    columns: dict[str, tuple[str, ...]] = {}
    delimiter = ";"
    while source.skip_blank():
        if found := source.match(_DELIMITER):
            delimiter = found[1]
            continue
        if found := source.match(_CREATE):
            table = _table(found)
            _create(source, table, columns, wanted)
            if wanted(table):
                yield Part(table, columns[table], iter(()))
        elif found := source.match(_INSERT):
            table = _table(found)
            if wanted(table):
                yield _inserted(source, table, columns.get(table))
        source.skip_to(re.escape(delimiter))


def _table(found: re.Match[str]) -> str:
    return _plain(found[2] or found[1]).casefold()


def _plain(name: str) -> str:
    if name[0] == "`":
        return name[1:-1].replace("``", "`")
    return name.strip('"')


def _create(
    source: Source, table: str, columns: dict[str, tuple[str, ...]], wanted: Callable[[str], bool]
) -> None:
    """Keep the order of the columns; one table twice would double every row."""
    if table in columns and wanted(table):
        raise BrokenDump(
            f"Tabel {table} ada dua kali di berkas ini, jadi ada lebih dari satu basis data di "
            "dalamnya. Ekspor satu basis data saja."
        )
    columns[table] = tuple(_column_names(source, table))


def _column_names(source: Source, table: str) -> list[str]:
    names: list[str] = []
    depth = 1
    stop = ","
    while depth:
        if stop == "," and depth == 1:
            source.skip_blank()
            if not source.match(_NO_COLUMN) and (found := source.match(_ONE_NAME)):
                names.append(_plain(found[0]).casefold())
            if len(names) > MOST_COLUMNS:
                raise BrokenDump(
                    f"Tabel {table} mempunyai lebih dari {MOST_COLUMNS} kolom: ini bukan tabel "
                    "aplikasi yang dikenal."
                )
        stop = source.skip_to("[(),]")
        if not stop:
            raise BrokenDump(f"Berkas ini terpotong di dalam CREATE TABLE {table}.")
        depth += {"(": 1, ")": -1}.get(stop, 0)
    return names


def _inserted(source: Source, table: str, columns: tuple[str, ...] | None) -> Part:
    line = source.line
    if found := source.match(_COLUMN_LIST):
        columns = tuple(_plain(name).casefold() for name in _ONE_NAME.findall(found[1]))
    if not source.match(_VALUES):
        raise BrokenDump(
            f"Baris {line}: INSERT ke tabel {table} tanpa VALUES yang dapat dibaca. Ekspor datanya "
            "dengan mysqldump atau phpMyAdmin."
        )
    return Part(table, columns, _rows(source, table, len(columns) if columns else None))


def _rows(source: Source, table: str, width: int | None) -> Iterator[list[str | None]]:
    plain = _plain_row(width) if width else None
    while True:
        found = plain and plain.match(source.text, source.at)
        if found and found.end() < len(source.text):
            source.at = found.end()
            *values, comma = found.groups()
            yield [None if v == "NULL" else v[1:-1] if v[0] == "'" else v for v in values]
            if comma:
                continue
            return
        if not source.match(_OPEN):
            raise BrokenDump(f"Baris {source.line}: INSERT ke tabel {table} terpotong atau rusak.")
        row = _row(source, table, width or MOST_COLUMNS)
        if width is not None and len(row) != width:
            raise BrokenDump(
                f"Baris {source.line}: satu baris tabel {table} berisi {len(row)} nilai, kolomnya "
                f"{width}. Ekspor sekali lagi, dengan struktur tabelnya."
            )
        yield row
        if not source.match(_COMMA):
            return


@lru_cache(maxsize=64)
def _plain_row(width: int) -> re.Pattern[str]:
    """A whole row of so many values without escapes, which most rows are: 10 times as fast.

    A doubled quotation mark isn't followed by a comma, so such a row doesn't match.
    """
    value = r"\s*('[^'\\]*+'|-?\d++(?:\.\d++)?|NULL)\s*"
    return re.compile(rf"\s*\({','.join([value] * width)}\)\s*(,?)")


def _row(source: Source, table: str, most: int) -> list[str | None]:
    """The values up to the closing bracket."""
    row: list[str | None] = []
    match = VALUE.match
    while True:
        found = match(source.text, source.at)
        if found is None or (found.end() == len(source.text) and not source.ended):
            if source.ended or len(source.text) - source.at > LONGEST_VALUE:
                raise _unreadable(source, table)
            source.more()
            continue
        source.at = found.end()
        row.append(decode(found[1]))
        if found[2] == ")":
            return row
        if len(row) > most:
            raise BrokenDump(
                f"Baris {source.line}: satu baris tabel {table} berisi lebih dari {most} nilai."
            )


def _unreadable(source: Source, table: str) -> BrokenDump:
    seen = source.text[source.at : source.at + 1].strip() or source.text[source.at + 1 :][:1]
    if seen in ("'", '"'):
        return BrokenDump(
            f"Baris {source.line}: sebuah nilai di tabel {table} tidak ditutup tanda kutipnya, "
            f"atau lebih panjang dari {LONGEST_VALUE} huruf. Berkas ini terpotong atau rusak."
        )
    return BrokenDump(
        f"Baris {source.line}: sebuah nilai di tabel {table} tidak dapat dibaca. Ekspor datanya "
        "dengan mysqldump atau phpMyAdmin."
    )
