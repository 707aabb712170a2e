"""Files made to break the server, sent through the page: a sentence, no error, nothing kept."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.upk.desk.moving.books import changed
from tests.upk.desk.moving.by_hand import bytes_of, typed
from tests.upk.desk.moving.test_jobs import is_empty
from tests.upk.desk.moving.workbook import file_of, sheets
from upk.desk.moving.jobs import OUR_FAULT, carry_on
from upk.desk.moving.models import Upload
from upk.desk.moving.packed import LARGEST_FILE, LARGEST_PART, LARGEST_TEXTS, MEGABYTE

pytestmark = pytest.mark.django_db
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FIRST = "xl/worksheets/sheet1.xml"
TOO_MUCH, BROKEN = "terlalu banyak", "rusak atau terkunci"


@pytest.fixture(autouse=True)
def _signed_in(client, manager, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    client.force_login(manager)


def with_part(name: str, content: bytes, says: int = 0) -> bytes:
    """A good workbook in which one part is another; ``says``: how large it says that it is."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(file_of())) as good,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in good.namelist():
            if part != name:
                made.writestr(part, good.read(part))
        made.writestr(name, content)
        made.getinfo(name).file_size = says or len(content)
    return target.getvalue()


def sheet(rows: bytes, beside: bytes = b"") -> bytes:
    return (
        b'<?xml version="1.0"?><worksheet xmlns="' + MAIN + b'"><sheetData>' + rows
        + b"</sheetData>" + beside + b"</worksheet>"
    )  # fmt: skip


def called_words(name: str, content: bytes) -> bytes:
    """A part that the list of types calls the words that all sheets share."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    book = with_part(name, content)
    with zipfile.ZipFile(io.BytesIO(book)) as made:
        types = made.read("[Content_Types].xml")
    line = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode()
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as made,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as last,
    ):
        for part in made.namelist():
            is_types = part == "[Content_Types].xml"
            last.writestr(part, types.replace(b"</Types>", line) if is_types else made.read(part))
    return target.getvalue()


def locked() -> bytes:
    """A ZIP whose parts say that they are encrypted."""
    content = bytearray(file_of())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def plus(**parts: bytes) -> bytes:
    return changed(io.BytesIO(file_of()), **parts).getvalue()


ENTITIES = '<?xml version="1.0"{}?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
FILES = {
    "a PDF that is called a workbook": (lambda: b"%PDF-1.7 " + bytes(99), "bukan buku kerja"),
    "a page": (lambda: b"<html><script>alert(1)</script>", "bukan buku kerja"),
    "a password": (lambda: b"\xd0\xcf\x11\xe0" + bytes(512), "kata sandi"),
    "locked parts": (locked, BROKEN),
    "cut off": (lambda: file_of()[:-400], BROKEN),
    "a ZIP of something else": (lambda: csvs_of({"../../etc/cron.d/x": b"* * *"}), "berisi CSV"),
    "macros": (lambda: plus(xl__vbaProject_bin=b"x"), "makro"),
    "links": (lambda: plus(xl__externalLinks__externalLink1_xml=b"<a/>"), "tautan"),
    "embedded": (lambda: plus(xl__embeddings__oleObject1_bin=b"x"), "berkas lain"),
    "entities": (lambda: with_part(FIRST, ENTITIES.format("").encode()), BROKEN),
    "entities in UTF-16": (
        lambda: with_part(FIRST, ENTITIES.format(' encoding="utf-16"').encode("utf-16")), BROKEN,
    ),
    "billions": (lambda: with_part(FIRST, billions()), BROKEN),
    "a bomb": (lambda: with_part("xl/worksheets/bomb.xml", b"x", 650 * MEGABYTE), "terlalu besar"),
    "styles without end": (lambda: with_part("xl/styles.xml", bytes(LARGEST_PART + 1)), TOO_MUCH),
    "a row without end": (
        lambda: with_part(FIRST, sheet(b"<row>" + b"<c/>" * 1_000_000 + b"</row>")), BROKEN,
    ),
    "a cell without end": (
        lambda: with_part(FIRST, sheet(b"<row><c><v>" + b"1" * 4_000_000 + b"</v></c></row>")),
        BROKEN,
    ),
    "a tag without end": (
        lambda: with_part(FIRST, sheet(b'<row a="' + b"1" * 4_000_000 + b'"/>')), BROKEN,
    ),
    "rubbish beside the rows": (
        lambda: with_part(FIRST, sheet(b"<row/><x/>" * 200_000)), BROKEN,
    ),
    "rows of another kind": (
        lambda: with_part(FIRST, sheet(b'<x:row xmlns:x="y"><c/></x:row>' * 100_000)), BROKEN,
    ),
    "words that lie elsewhere": (
        lambda: called_words(
            "xl/worksheets/w.xml", b'<sst xmlns="' + MAIN + b'">' + b"<si/>" * 600_000 + b"</sst>"
        ), TOO_MUCH,
    ),
    "CSV without end": (
        lambda: csvs_of({"Orang.csv": b"x;" * (LARGEST_TEXTS // 2 + 1)}), "terlalu besar",
    ),
    "CSV of one row": (
        lambda: csvs_of({"Orang.csv": b"Nomor orang;Nama\n" + b'"\n";' * 600_000}),
        "tidak dapat dibaca",
    ),
}  # fmt: skip


def csvs_of(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return target.getvalue()


def billions() -> bytes:
    """The entities stand behind a comment that is longer than what is looked at first."""
    declared = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "x"}">' for n in range(9))
    return f"<!--{'x' * 5_000}--><!DOCTYPE a [{declared}]><a>&a8;</a>".encode()


def send(client, content: bytes, name: str = "pindah.xlsx"):
    return client.post(reverse("desk:moving"), {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("kind", FILES)
def test_a_hostile_file_is_refused_with_a_sentence(
    client, kind, django_capture_on_commit_callbacks
):
    make, sentence = FILES[kind]

    assert send(client, make()).status_code == 302
    upload = Upload.objects.get()
    place = upload.full_path
    with django_capture_on_commit_callbacks(execute=True):
        carry_on(upload.pk)
    page = client.get(reverse("desk:moving-upload", args=[upload.pk]))

    upload.refresh_from_db()
    assert (upload.state, page.status_code) == (Upload.State.REFUSED, 200)
    assert sentence in upload.message
    assert sentence in page.text
    assert not place.exists()
    assert is_empty()


@pytest.mark.parametrize("name", ["pindah.pdf", "pindah", "pindah.xlsx.exe", "a\u202excod.xlsx"])
def test_the_name_decides_nothing(client, name):
    send(client, file_of(), name)
    upload = Upload.objects.get()
    carry_on(upload.pk)
    upload.refresh_from_db()

    assert upload.state == Upload.State.READY


def test_what_is_too_large_is_told_at_the_field(client):
    page = send(client, bytes(LARGEST_FILE + 1))

    assert page.status_code == 200
    assert "Berkas ini terlalu besar: paling besar 50 MB" in page.text
    assert not Upload.objects.exists()


FORMULAS = ("=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")', "=WEBSERVICE(A1)")


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_told_and_never_worked_out_nor_sent_on(client, formula):
    book = typed(sheets())
    book["Orang"]["B2"] = formula
    send(client, bytes_of(book))
    upload = Upload.objects.get()
    carry_on(upload.pk)
    upload.refresh_from_db()

    told = upload.problems.get(sheet="Orang", row=2, column="Nama")
    listed = client.get(reverse("desk:moving-problems", args=[upload.pk, "csv"])).content.decode()
    assert told.found.startswith(f"rumus {formula}")
    assert ";=" not in listed
    assert is_empty()


def test_scripts_in_cells_are_text_on_the_page(client):
    rows = sheets()
    rows["people"][0]["village"] = "<script>alert(1)</script>"
    send(client, file_of(rows), "<b>x</b>.xlsx")
    upload = Upload.objects.get()
    carry_on(upload.pk)

    page = client.get(reverse("desk:moving-upload", args=[upload.pk])).text

    assert "<script>alert" not in page
    assert "<b>x" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert OUR_FAULT not in page
