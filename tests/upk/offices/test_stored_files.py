"""Uploaded files are what their bytes say, kept once, and read back only unchanged."""

import stat

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from upk.desk.check_files import check_stored_files
from upk.offices.file_kinds import KINDS, LONGEST_NAME, kind_of, safe_name
from upk.offices.models import StoredFile
from upk.offices.stored_files import LostFile, path_of, read_stored, store_file

JPEG = b"\xff\xd8\xff\xe0 foto \xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n gambar IEND\xaeB`\x82"
PDF = b"%PDF-1.4 isi %%EOF\n"
BY_ENDING = {kind.ending: kind for kind in KINDS}


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (JPEG, "jpg"),
        (PNG, "png"),
        (PDF, "pdf"),
        (JPEG[:-2], None),
        (PNG[:-4], None),
        (PDF[:10], None),
        (b"", None),
        (b"<svg onload=alert(1)>\xff\xd9", None),
        (b"<html>%PDF-1.4 %%EOF", None),
        (b"MZ\x90" + PDF, None),
    ],
)
def test_kind_is_told_by_the_bytes(content, ending):
    assert kind_of(content) == BY_ENDING.get(ending)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("nota listrik.JPG", "nota listrik.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\x\\nota.pdf", "nota.pdf"),
        ("nota.pdf.exe", "nota.pdf.pdf"),
        ('a"b;\r\nSet-Cookie: x.pdf', "a-b-Set-Cookie- x.pdf"),
        (".pdf", "berkas.pdf"),
        ("", "berkas.pdf"),
        ("ж" * 300 + ".pdf", "ж" * (LONGEST_NAME - 4) + ".pdf"),
    ],
)
def test_name_is_made_harmless(given, kept):
    assert safe_name(given, BY_ENDING["pdf"]) == kept


@given(st.text())
def test_any_name_is_short_printable_and_has_no_folder(name):
    kept = safe_name(name, BY_ENDING["png"])

    assert 4 < len(kept) <= LONGEST_NAME
    assert kept.isprintable()
    assert not set(kept) & set('/\\"<>|:;')


@pytest.fixture
def by(db):
    return factories.create_user()


def store(by, content=PDF, name="nota.pdf"):
    return store_file(by.office, SimpleUploadedFile(name, content), by=by)


def test_file_is_kept_readable_by_its_owner_alone(by):
    stored = store(by)

    path = path_of(stored.sha256)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (stored.size, stored.content_type) == (len(PDF), "application/pdf")
    assert read_stored(stored) == PDF
    assert [p for p in path.parent.iterdir() if p.name.startswith(".")] == []


def test_same_content_is_one_file_in_an_office(by):
    other = factories.create_user()

    first, second, elsewhere = store(by), store(by, name="lagi.pdf"), store(other)

    assert first == second
    assert (elsewhere.sha256, elsewhere.office) == (first.sha256, other.office)
    assert StoredFile.objects.count() == 2


def test_what_is_no_photo_or_pdf_or_too_large_is_refused(by, settings):
    settings.UPLOAD_MEGABYTES = 1

    with pytest.raises(ValidationError, match="Hanya foto"):
        store(by, b"GIF89a")
    with pytest.raises(ValidationError, match="lebih besar dari 1 MB"):
        store(by, JPEG[:4] + b" " * 1024 * 1024 + JPEG[-2:])
    assert not StoredFile.objects.exists()


def test_a_file_that_changed_or_went_is_noticed(by):
    changed, gone = store(by), store(by, PNG)
    path_of(changed.sha256).write_bytes(b"lain")
    path_of(gone.sha256).unlink()

    for stored in (changed, gone):
        with pytest.raises(LostFile):
            read_stored(stored)
    result = check_stored_files([by.office])
    path_of(changed.sha256).unlink()

    assert result.looked_at == "2 berkas"
    assert [fault.split(": ")[0] for fault in result.faults] == [by.office.code] * 2
