"""Files that somebody hands in, looked at from outside before anything of them is unpacked.

A workbook is a ZIP of XML: a small file can unpack to gigabytes, hold programs, or point to other
files. What an office's own data never needs is refused with a sentence. Pure.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO
from xml.etree import ElementTree

from upk.desk.moving.structure import WORD, structure_of

MEGABYTE = 1024 * 1024
LARGEST_FILE = 50 * MEGABYTE
LARGEST_UNPACKED = 600 * MEGABYTE
"""Of all parts: a history of 25 years unpacks to less."""
LARGEST_WORDS, MOST_WORDS = 60 * MEGABYTE, 500_000
"""Of the words that all sheets share, which are kept in memory whole."""
LARGEST_TEXTS = 25 * MEGABYTE
"""Of all CSV files, which are kept in memory whole."""
LARGEST_PART = 5 * MEGABYTE
"""Of what is neither a sheet nor the words: styles, the list of sheets. All of it is kept."""
MOST_PARTS = 2_000

_OLD_OFFICE_FILE = b"\xd0\xcf\x11\xe0"
_PACKED = b"PK\x03\x04"
_TYPES = "[Content_Types].xml"
SHEET = re.compile(r"xl/worksheets/[^/]+[.]xml")
"""Parts that may be large: they are read row by row."""
_IS_SHEET, _IS_WORDS = "worksheet+xml", "sharedStrings+xml"
_UNWANTED = {
    "vbaproject": "makro",
    "externallinks/": "tautan ke berkas lain",
    "embeddings/": "berkas lain di dalamnya",
    "activex/": "program kecil (ActiveX)",
}
_PROLOGUE = 2_048
"""Bytes at the beginning of a part, within which a document type would be declared."""


class Refused(ValueError):
    """The file isn't read at all; the text says why and what to do."""


@contextmanager
def opened(file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """The parts of a workbook, or of a ZIP of CSV files. Raises ``Refused``.

    What breaks later, in the middle of a part, is refused too.
    """
    _check_outside(file)
    with _looked_through(file) as packed:
        try:
            yield packed
        except BROKEN_PARTS as error:
            raise Refused(BROKEN) from error


BROKEN_PARTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What the library raises about parts that are broken, locked, or packed in unknown ways."""


def _looked_through(file: BinaryIO) -> zipfile.ZipFile:
    try:
        packed = zipfile.ZipFile(file)
        _check_parts(packed.infolist())
        _check_prologues(packed)
        _check_sizes(packed)
    except Refused:
        raise
    except (*BROKEN_PARTS, OSError, SyntaxError, ValueError) as error:  # places beyond its ends
        raise Refused(BROKEN) from error
    return packed


BROKEN = "Berkas ini rusak atau terkunci. Simpan ulang sebagai .xlsx tanpa kata sandi."


def _check_outside(file: BinaryIO) -> None:
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    if not size:
        raise Refused("Berkas ini kosong. Pilih berkas yang sudah diisi.")
    if size > LARGEST_FILE:
        most = LARGEST_FILE // MEGABYTE
        raise Refused(f"Berkas ini terlalu besar: paling besar {most} MB.")
    if start == _OLD_OFFICE_FILE:
        raise Refused(
            "Berkas ini dikunci dengan kata sandi, atau berformat lama (.xls). "
            "Simpan ulang sebagai .xlsx tanpa kata sandi."
        )
    if start != _PACKED:
        raise Refused("Berkas ini bukan buku kerja .xlsx atau .zip berisi CSV.")


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS:
        raise Refused(f"Berkas ini berisi terlalu banyak bagian ({len(parts)}).")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(BROKEN)
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Refused("Isi berkas ini terlalu besar setelah dibuka. Bagi menjadi beberapa berkas.")
    for part in parts:
        name = part.filename.casefold()
        for word, what in _UNWANTED.items():
            if word in name:
                raise Refused(
                    f"Berkas ini berisi {what}. Salin isinya ke templat yang baru, "
                    "lalu unggah templat itu."
                )


def _check_prologues(packed: zipfile.ZipFile) -> None:
    """A part that declares words of its own (entities) could grow without end."""
    for part in packed.infolist():
        if not part.filename.endswith((".xml", ".rels")):
            continue
        with packed.open(part) as stream:
            if b"<!" in stream.read(_PROLOGUE).replace(b"<!--", b""):
                raise Refused(BROKEN)


def _check_sizes(packed: zipfile.ZipFile) -> None:
    """What is kept in memory whole must be small; only sheets are read row by row."""
    texts = 0
    for part in packed.infolist():
        name = part.filename.casefold()
        if name.endswith(".csv"):
            texts += part.file_size
        elif not SHEET.fullmatch(part.filename):
            most = LARGEST_WORDS if name.endswith("sharedstrings.xml") else LARGEST_PART
            _check_size(part, most)
    if texts > LARGEST_TEXTS:
        raise Refused("Berkas CSV di dalamnya terlalu besar. Pakai .xlsx, atau bagi isinya.")
    if _TYPES in packed.namelist():
        _check_types(packed)


def _check_size(part: zipfile.ZipInfo, most: int) -> None:
    if part.file_size > most:
        raise Refused(TOO_MUCH)


TOO_MUCH = (
    "Teks, format, atau gambar di berkas ini terlalu banyak. Salin isinya ke templat yang baru, "
    "lalu unggah templat itu."
)


def _check_types(packed: zipfile.ZipFile) -> None:
    """The library takes for words, or for the workbook, what the list of types calls so."""
    there = set(packed.namelist())
    for entry in ElementTree.fromstring(packed.read(_TYPES)):
        name = entry.get("PartName", "").removeprefix("/")
        kind = entry.get("ContentType", "")
        if name not in there or kind.endswith(_IS_SHEET):
            continue
        is_words = kind.endswith(_IS_WORDS)
        _check_size(packed.getinfo(name), LARGEST_WORDS if is_words else LARGEST_PART)
        if is_words:
            with packed.open(name) as stream:
                if structure_of(stream, WORD).rows > MOST_WORDS:
                    raise Refused(TOO_MUCH)
