"""Files that somebody sends to break the server, or whoever opens them later."""

import io
import struct
import zipfile
import zlib

from PIL import Image

HTML = b"<!doctype html><script>alert(1)</script>"
SCRIPT, ARCHIVE = b"<script", b"PK\x03\x04"


def photo(kind: str = "JPEG") -> bytes:
    """A small one that nothing is wrong with."""
    made = io.BytesIO()
    Image.new("RGB", (30, 20), "green").save(made, kind)
    return made.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    """A ZIP, which a workbook is too."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return made.getvalue()


def png_that_claims(side: int) -> bytes:
    """A PNG of a hundred bytes that says it is ``side`` pixels wide and high."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    b'content-types"><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    b"</Types>"
)
_ELSEWHERE = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    b'relationships"><Relationship Id="rId1" TargetMode="External" Target="http://jahat.example/x"'
    b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"'
    b"/></Relationships>"
)

REFUSED = {
    "bom.jpg": packed({"nol": b"\0" * 60_000_000}),
    "bom.xlsx": packed({"[Content_Types].xml": _TYPES, "xl/workbook.xml": b" " * 60_000_000}),
    "halaman.png": HTML,
    "gambar.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "kosong.pdf": b"",
    "sampah.jpg": b"\xff" * 5_000,
    "setengah.jpg": photo()[:60],
    "raksasa.png": png_that_claims(30_000),
    "makro.xlsx": packed(
        {
            "[Content_Types].xml": _TYPES,
            "xl/vbaProject.bin": b"Sub Auto_Open",
            "xl/externalLinks/_rels/externalLink1.xml.rels": _ELSEWHERE,
        }
    ),
}
"""By their names; no form keeps any of them, whatever it is for."""

DRAWN_ANEW = {
    "halaman.html": photo()[:-2] + HTML + b"\xff\xd9",
    "arsip.zip": photo() + ARCHIVE + HTML + b"\xff\xd9",
}
"""Photos and something else besides; what is kept is the photo alone."""

PDF_WITH_SCRIPT = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
NAME = b"..\\..\\../../etc/\x07\x1b[2J\xe2\x80\xae'\"; rm -rf.jpg"
"""What a browser of somebody's own making may call a file."""
