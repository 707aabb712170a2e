"""Looking for numbers in anything that is kept: everything that can be unpacked is unpacked.

Archives (tar, ZIP, gzip), databases (SQLite, a dump of PostgreSQL) and PDFs are opened, and what
is in them is looked through in the same way, however deep it lies.
"""

import gzip
import io
import re
import sqlite3
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from functools import lru_cache

import pypdf

_BYTES_IN_A_DUMP = re.compile(rb"\\\\x((?:[0-9a-f]{2})+)")
_BETWEEN = b" .-\r\n\xc2\xa0\x00"
"""What may stand between digits on paper, and in UTF-16."""


def found_in(content: bytes, where: str, wanted: Collection[bytes]) -> list[str]:
    """Places in which one of the texts stands, each with its way through the archives.

    Digits are found spaced, dotted or dashed too.
    """
    close = content.translate(None, _BETWEEN)
    found = [where] if any(text in content or text in close for text in wanted) else []
    for name, part in parts_of(content):
        found += found_in(part, f"{where}/{name}", wanted)
    return found


def names_in(content: bytes, where: str) -> list[str]:
    """Every place that is looked through: what proves that an archive was opened."""
    parts = [names_in(part, f"{where}/{name}") for name, part in parts_of(content)]
    return [where, *(name for names in parts for name in names)]


def parts_of(content: bytes) -> tuple[tuple[str, bytes], ...]:
    """What is packed in it, by name; nothing if it is no container that is known here."""
    for begins, at, unpack in _KINDS:
        if content[at : at + len(begins)] == begins:
            return _unpacked(content, unpack)
    return ()


@lru_cache(maxsize=64)
def _unpacked(content: bytes, unpack: Callable) -> tuple[tuple[str, bytes], ...]:
    """Remembered, since the same file lies in a folder, in a bundle and in a backup."""
    return tuple(unpack(content))


def _in_zip(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for member in packed.infolist():
            if not member.flag_bits & 1:  # encrypted: a passphrase opens it, nothing else
                yield member.filename, packed.read(member)


def _in_tar(content: bytes) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(content)) as packed:
        for member in packed:
            if member.isfile():
                yield member.name, packed.extractfile(member).read()


def _in_gzip(content: bytes) -> Iterator[tuple[str, bytes]]:
    yield "gunzip", gzip.decompress(content)


def _in_pdf(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Its pages' text, what every object says of itself or packs, and the files in it."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
    except pypdf.errors.PdfReadError:  # it only begins like one
        return
    yield "text", "\n".join(page.extract_text() for page in reader.pages).encode()
    count = len(reader.xref_objStm) + sum(map(len, reader.xref.values()))
    objects = (reader.get_object(number) for number in range(1, count + 1))
    yield "objects", b"\n".join(map(_said_by, objects))
    for name, files in reader.attachments.items():
        for file in files:
            yield name, file


def _said_by(part: pypdf.generic.PdfObject | None) -> bytes:
    """An object's values, and what it packs unless that is a picture's points."""
    if not isinstance(part, pypdf.generic.StreamObject):
        return repr(part).encode()
    is_picture = part.get("/Subtype") == "/Image"
    return repr(dict(part)).encode() + (b"" if is_picture else part.get_data())


def _in_sqlite(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Each table's rows: a number may be kept as a number, or lie across two pages of the file."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(_without_wal(content))
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for [table] in tables:
            texts = []
            for row in database.execute(f'SELECT * FROM "{table}"'):
                texts.append(" | ".join(str(v) for v in row if not isinstance(v, bytes)))
                yield from ((f"{table} (bytes)", v) for v in row if isinstance(v, bytes))
            yield table, "\n".join(texts).encode()


def _without_wal(content: bytes) -> bytes:
    """The file without the mark that wants a journal beside it, which there is none in memory."""
    return content[:18] + b"\x01\x01" + content[20:]


def _in_dump(content: bytes) -> Iterator[tuple[str, bytes]]:
    """``pg_restore`` writes a dump's SQL and rows; columns of bytes stand in it as digits."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        command = ["pg_restore", "--file=-", file.name]
        text = subprocess.run(command, check=True, capture_output=True).stdout
    yield "rows", text
    for number, match in enumerate(_BYTES_IN_A_DUMP.finditer(text)):
        yield f"bytes-{number}", bytes.fromhex(match[1].decode())


_KINDS = (
    (b"PK\x03\x04", 0, _in_zip),
    (b"\x1f\x8b", 0, _in_gzip),
    (b"ustar", 257, _in_tar),
    (b"%PDF-", 0, _in_pdf),
    (b"SQLite format 3\x00", 0, _in_sqlite),
    (b"PGDMP", 0, _in_dump),
)
"""How a container begins, where, and what opens it."""
