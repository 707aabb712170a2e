"""Opening what an office hands in: an SQL dump (plain, gzip or ZIP), or a folder or ZIP of CSV.

Texts are UTF-8; single bytes that aren't are read as cp1252, which MySQL calls latin1, since old
tables have both side by side. Files that unpack to more than ``LARGEST_UNPACKED`` are refused.
"""

import gzip
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from upk.desk.moving.dumps.broken import BrokenDump
from upk.desk.moving.dumps.delimited import part_of_csv
from upk.desk.moving.dumps.source import Source
from upk.desk.moving.dumps.sql import Part, parts_of_sql
from upk.desk.moving.packed import BROKEN_PARTS

LARGEST_UNPACKED = 2 << 30
"""Bytes; the largest office known has a tenth."""
MOST_FILES = 1_000
LONGEST_LINE = 1 << 20
"""Characters of a CSV file; a longer line is cut, which its number of values then shows."""

_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How UTF-16 begins, which the command line of Windows writes."""

_ODD = re.compile("[\udc80-\udcff]")
_TABLE_OF_FILE = re.compile(r"([^.]+)\.csv$", re.IGNORECASE)
_BROKEN = (*BROKEN_PARTS, OSError)
"""What the libraries raise about archives that are broken or encrypted."""


class Mended:
    """How many bytes weren't UTF-8 and were read as cp1252."""

    def __init__(self) -> None:
        self.count = 0

    def text(self, text: str) -> str:
        """The text with those bytes as letters."""
        if text.isascii():
            return text
        text, count = _ODD.subn(_letter, text)
        self.count += count
        return text


def _letter(found: re.Match[str]) -> str:
    return bytes([ord(found[0]) - 0xDC00]).decode("cp1252", errors="backslashreplace")


def parts_of_file(path: Path, wanted: Callable[[str], bool], mended: Mended) -> Iterator[Part]:
    """What a dump says about the tables that are wanted. Raises ``BrokenDump``."""
    try:
        yield from _parts(path, wanted, mended)
    except FileNotFoundError:
        raise BrokenDump(f"Berkas {path} tidak ada.") from None
    except _BROKEN as error:
        raise BrokenDump(
            f"Berkas {path.name} tidak dapat dibuka: rusak, terpotong, atau bersandi."
        ) from error


def _parts(path: Path, wanted: Callable[[str], bool], mended: Mended) -> Iterator[Part]:
    if path.is_dir():
        files = sorted(item for item in path.iterdir() if item.suffix.lower() == ".csv")
        yield from _csv_parts(((item.name, item.open("rb")) for item in files), wanted, mended)
        return
    with path.open("rb") as file:
        start = file.read(4)
        file.seek(0)
        if start == b"PK\x03\x04":
            yield from _zip_parts(file, wanted, mended)
        elif start[:2] == b"\x1f\x8b":
            with gzip.open(file) as unpacked:
                yield from _sql_parts(unpacked, wanted, mended)
        else:
            yield from _sql_parts(file, wanted, mended)


def _zip_parts(file: BinaryIO, wanted: Callable[[str], bool], mended: Mended) -> Iterator[Part]:
    with zipfile.ZipFile(file) as packed:
        members = [item for item in packed.infolist() if not item.is_dir()]
        if len(members) > MOST_FILES or sum(item.file_size for item in members) > LARGEST_UNPACKED:
            raise _too_large()
        dumps = [item for item in members if item.filename.lower().endswith(".sql")]
        tables = [item for item in members if item.filename.lower().endswith(".csv")]
        if len(dumps) == 1:
            with packed.open(dumps[0]) as unpacked:
                yield from _sql_parts(unpacked, wanted, mended)
        elif dumps:
            raise BrokenDump("ZIP ini berisi lebih dari satu berkas SQL. Sisakan satu.")
        elif tables:
            opened = ((Path(item.filename).name, packed.open(item)) for item in tables)
            yield from _csv_parts(opened, wanted, mended)
        else:
            raise BrokenDump("ZIP ini tidak berisi berkas SQL atau CSV.")


def _sql_parts(file: BinaryIO, wanted: Callable[[str], bool], mended: Mended) -> Iterator[Part]:
    with closing(_Reader(file, mended)) as reader:
        yield from parts_of_sql(Source(reader.chunk), wanted)


def _csv_parts(
    files: Iterator[tuple[str, BinaryIO]], wanted: Callable[[str], bool], mended: Mended
) -> Iterator[Part]:
    for name, file in files:
        with file:
            found = _TABLE_OF_FILE.search(name)
            if found and wanted(table := found[1].strip().casefold()):
                with closing(_Reader(file, mended)) as reader:
                    yield part_of_csv(_lines(reader), table)


def _lines(reader: "_Reader") -> Iterator[str]:
    return iter(lambda: reader.line(LONGEST_LINE), "")


class _Reader:
    """Reads a file as text, bit by bit, and stops where it gets too long."""

    def __init__(self, file: BinaryIO, mended: Mended) -> None:
        wide = file.read(2) in _WIDE
        file.seek(0)
        encoding = "utf-16" if wide else "utf-8-sig"
        self._text = io.TextIOWrapper(file, encoding=encoding, errors="surrogateescape", newline="")
        self._mended = mended
        self._total = 0

    def close(self) -> None:
        self._text.close()

    def chunk(self, size: int) -> str:
        return self._checked(self._text.read, size)

    def line(self, size: int) -> str:
        return self._checked(self._text.readline, size)

    def _checked(self, read: Callable[[int], str], size: int) -> str:
        try:
            text = read(size)
        except UnicodeError as error:
            raise BrokenDump("Berkas ini bukan teks yang dapat dibaca.") from error
        self._total += len(text)
        if self._total > LARGEST_UNPACKED:
            raise _too_large()
        if "\0" in text:
            raise BrokenDump("Berkas ini bukan dump SQL atau CSV: isinya bukan teks.")
        return self._mended.text(text)


def _too_large() -> BrokenDump:
    return BrokenDump(
        f"Berkas ini, setelah dibuka, lebih dari {LARGEST_UNPACKED >> 30} GB. Ekspor tabel satu "
        "kantor saja."
    )
