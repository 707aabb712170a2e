"""Files are judged by what they hold, never by their names: every form that takes one."""

import io

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver
from PIL import Image

from tests import factories
from tests.test_access import views
from upk.access import Role
from upk.offices.stored_files import file_response, store_file
from upk.offices.uploads import ready_paper, ready_photo
from upk.sheets import BrokenWorkbook, is_workbook, rows_of_workbook

PHOTO, PAPER, TABLE = "photo, drawn anew", "paper, by its bytes", "table, read and not handed out"

FORMS = {
    "goats.herd.forms.PhotoForm": PHOTO,
    "goats.households.forms.PhotoForm": PHOTO,
    "grants.running.forms.AgreementForm": PAPER,
    "grants.running.forms.CheckForm": PAPER,
    "grants.running.forms.DecreeForm": PAPER,
    "grants.running.forms.FinishBuiltForm": PAPER,
    "grants.running.forms.FinishForm": PAPER,
    "grants.running.forms.MeetingForm": PAPER,
    "grants.running.forms.PlanForm": PAPER,
    "grants.running.forms.ProgressForm": PAPER,
    "grants.running.forms.SheetForm": PAPER,
    "grants.running.forms.UseForm": PAPER,
    "maintenance.levies.forms.RuleForm": PAPER,
    "maintenance.register.forms.InspectionForm": PHOTO,
    "maintenance.register.forms.PhotoForm": PHOTO,
    "maintenance.register.forms.PhotosMixin": PHOTO,
    "maintenance.register.forms.RepairForm": PHOTO,
    "oversight.forms.AgreementForm": PAPER,
    "oversight.forms.FindingForm": PAPER,
    "oversight.forms.PaperForm": PAPER,
    "oversight.forms.StepForm": PAPER,
    "upk.budget.forms.FileForm": TABLE,
    "upk.cash.statement_forms.StatementForm": TABLE,
    "upk.desk.moving.forms.UploadForm": TABLE,
    "upk.ledger.file_forms.AttachForm": PAPER,
    "upk.offices.photo_forms.PhotosMixin": PHOTO,
    "upk.profile.forms.DocumentForm": PAPER,
    "visits.forms.PhotoForm": PHOTO,
    "visits.forms.VisitForm": PHOTO,
}
"""Every form with a file, and how it is judged. A new one must find its place here."""

HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def photo(kind: str = "JPEG") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (30, 20), "green").save(made, kind)
    return made.getvalue()


HOSTILE = {
    "halaman.jpg": HTML,
    "gambar.svg": SVG,
    "gambar.png": SVG,
    "program.pdf": b"MZ\x90\x00" + b"\x00" * 60,
    "program.jpg": b"#!/bin/sh\nrm -rf ~\n",
    "setengah.jpg": photo()[:40],
    "nota.gif": b"GIF89a" + HTML,
}
POLYGLOTS = {
    "halaman.html": photo()[:-2] + HTML + b"\xff\xd9",
    "arsip.zip": photo() + b"PK\x03\x04" + HTML + b"\xff\xd9",
}


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


def with_files(parent: type) -> set[str]:
    found = set()
    for form in parent.__subclasses__():
        found |= with_files(form)
        fields = getattr(form, "base_fields", {}).values()
        if any(isinstance(field, forms.FileField) for field in fields):
            found.add(f"{form.__module__}.{form.__qualname__}")
    return found


def test_every_form_with_a_file_is_judged_as_listed():
    list(views(get_resolver()))  # loads every form

    found = {name for name in with_files(forms.BaseForm) if not name.startswith("tests.")}
    assert found == set(FORMS)


@pytest.mark.django_db
@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_photo_and_no_paper_is_refused_by_either_way(name):
    user = factories.create_user(Role.TREASURER)
    content = HOSTILE[name]

    with pytest.raises(ValidationError):
        ready_photo(upload(content, name))
    with pytest.raises(ValidationError):
        store_file(user.office, ready_paper(upload(content, name)), by=user)


@pytest.mark.parametrize("name", POLYGLOTS)
def test_what_is_a_photo_and_something_else_is_a_photo_afterwards(name):
    for ready in (ready_photo, ready_paper):
        made = ready(upload(POLYGLOTS[name], name))
        content = made.picture.content if ready is ready_photo else made.read()

        assert b"<script" not in content
        assert b"PK\x03\x04" not in content
        assert Image.open(io.BytesIO(content)).format == "JPEG"


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*POLYGLOTS, "surat.html"])
def test_what_is_kept_is_handed_out_as_what_it_is_and_runs_nowhere(name):
    user = factories.create_user(Role.TREASURER)
    content = POLYGLOTS.get(name, b"%PDF-1.4\n" + HTML + b"\n%%EOF\n")

    answer = file_response(store_file(user.office, upload(content, name), by=user))

    is_photo = name in POLYGLOTS
    assert answer["Content-Type"] == ("image/jpeg" if is_photo else "application/pdf")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    ending, way = ("jpg", "inline") if is_photo else ("pdf", "attachment")
    assert answer["Content-Disposition"] == f'{way}; filename="{name.rpartition(".")[0]}.{ending}"'


@pytest.mark.parametrize("content", [HTML, SVG, photo(), b"PK\x03\x04" + HTML])
def test_what_is_no_workbook_is_not_read_as_one(content):
    if is_workbook(content):
        with pytest.raises(BrokenWorkbook):
            rows_of_workbook(content, most_rows=5, most_columns=5)
    else:
        assert not content.startswith(b"PK")
