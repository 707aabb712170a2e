import csv
import io
import json
from datetime import date

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from reports.books.note_texts import BY_KEY, NOTES, PLACEHOLDERS, change_note, texts_of
from reports.freeze import frozen, thawed
from reports.render import render
from tests import factories
from tests.reports.books.ledger import END, at, create_ledger, keyed, made
from tests.reports.office import create_books
from upk.access import Role
from upk.ledger.services import close_books

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return create_ledger()


def note(report, key):
    return next(part.note for part in report.parts if part.key == key)


def test_tables_have_the_figures_of_the_statements(by):
    report = made("calk", by)

    lines = keyed(report, "now", "previous")
    assert lines["aset"] == (129_700, 115_000)
    assert lines["utang"] == (2_000, 0)
    assert lines["modal"] == (127_700, 115_000)
    assert lines["hasil"] == (15_700, 15_000)
    assert lines["hasil/4.1.01.01"] == (18_000, 20_000)
    assert lines["hasil/5.1.01.01"] == (0, -5_000)
    sheet = made("balance-sheet", by).totals
    assert {
        k: report.totals[k] for k in ("assets", "liabilities", "equity", "economic_assets")
    } == {k: sheet[k] for k in ("assets", "liabilities", "equity", "economic_assets")}


def test_texts_tell_the_figures(by):
    report = made("calk", by)

    assert note(report, "hasil") == (
        "Pendapatan sejak 1 Januari 2009 sampai dengan 31 Desember 2009 Rp 18.500 dan beban "
        "Rp 2.800, sehingga surplus tahun berjalan Rp 15.700. Kolom pembanding memuat tahun "
        "sebelumnya secara penuh."
    )
    assert all("{" not in part.note and part.note for part in report.parts)
    assert [part.title for part in report.parts] == [n.title for n in NOTES]


def test_quality_of_loans_is_that_of_the_collectibility_report():
    by = create_books().manager
    report = made("calk", by)

    lines = keyed(report, "now", "provision")
    assert lines["pinjaman"] == (69_200_000, 22_580_000)
    assert lines["pinjaman/UEP/IV"] == (24_000_000, 12_000_000)
    assert (report.totals["loans"], report.totals["arrears"]) == (6, 28_400_000)


def test_our_wordings_name_only_what_there_is(by):
    for section in NOTES:
        texts = texts_of(by.office, END)
        change_note(by.office, section, body=texts[section.key], since=END, by=by)

    assert texts_of(by.office, END) == texts


def test_own_wording_holds_from_its_day_until_the_next(by):
    umum = BY_KEY["umum"]
    change_note(by.office, umum, body="Kantor kami: {kantor}.", since=date(2009, 7, 1), by=by)
    change_note(by.office, umum, body="", since=date(2010, 1, 1), by=by)

    own = f"Kantor kami: {by.office.name}."
    assert note(at("calk", by, date(2009, 12, 31)), "umum") == own
    assert note(at("calk", by, date(2009, 6, 30)), "umum") != own
    assert note(at("calk", by, date(2010, 1, 1)), "umum") != own


def test_unknown_placeholder_and_closed_day_are_refused(by):
    with pytest.raises(
        ValidationError, match=r"Tidak ada isian \{kantr\}\. Maksudnya \{kantor\}\?"
    ):
        change_note(by.office, BY_KEY["umum"], body="{kantr}", since=END, by=by)
    close_books(by.office, through=END, by=by)
    with pytest.raises(ValidationError, match="Buku sudah ditutup"):
        change_note(by.office, BY_KEY["umum"], body="Teks", since=END, by=by)


def test_every_format_has_the_texts_and_none_takes_html(by):
    body = "**Judul**\n\nTeks <script>alert(1)</script> {kantor}\n\n1. satu\n2. dua"
    change_note(by.office, BY_KEY["umum"], body=body, since=END, by=by)
    report = made("calk", by)

    html = render(report, "html").decode()
    assert "<h3>Judul</h3>" in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>" not in html
    assert json.loads(render(report, "json"))["totals"]["notes"]["umum"].startswith("**Judul**")
    rows = csv.reader(io.StringIO(render(report, "csv").decode("utf-8-sig")), delimiter=";")
    notes = [row for row in rows if row[0] == "catatan"]
    assert [row[1] for row in notes] == [n.key for n in NOTES]
    sheet = openpyxl.load_workbook(io.BytesIO(render(report, "xlsx"))).active
    texts = [str(cell.value) for row in sheet.rows for cell in row if cell.value]
    assert any(text.startswith("Judul\n\nTeks <script>") for text in texts)
    assert thawed(frozen(report)) == report


def test_manager_words_a_note_on_its_page(client, by):
    client.force_login(by)
    url = reverse("reports:note-edit", args=["umum"])
    data = {"since": "2010-02-01", "body": "Kantor {kantor}.", "langkah": "simpan"}

    assert client.post(url, data).status_code == 302
    assert texts_of(by.office, date(2010, 2, 1))["umum"] == "Kantor {kantor}."
    page = client.get(url).content.decode()
    assert "Kembali ke naskah bawaan" in page
    assert all(f"{{{name}}}" in page for name in PLACEHOLDERS)
    client.post(url, data | {"langkah": "bawaan"})
    assert "Kantor {kantor}." not in texts_of(by.office, date(2010, 2, 1))["umum"]


def test_wrong_wording_stays_in_the_form_and_a_preview_saves_nothing(client, by):
    client.force_login(by)
    url = reverse("reports:note-edit", args=["umum"])
    data = {"since": "2010-02-01", "body": "Salah {kantr} <b>", "langkah": "simpan"}

    page = client.post(url, data).content.decode()
    assert "Tidak ada isian" in page
    assert "Salah {kantr} &lt;b&gt;" in page
    page = client.post(
        url, data | {"langkah": "pratinjau", "body": "Oleh {kantor}"}
    ).content.decode()
    assert "Oleh [nama kantor]" in page
    assert by.office.note_texts.count() == 0
    assert client.get(reverse("reports:note-edit", args=["tiada"])).status_code == 404


def test_manager_chooses_the_layout(client, by):
    client.force_login(by)
    url = reverse("reports:settings")

    assert client.post(url, {"layout": "reserve", "since": "2010-02-01"}).status_code == 302
    assert "Cadangan di sisi utang" in client.get(url).content.decode()
    assert at("balance-sheet", by, date(2010, 2, 1)).totals["liabilities"] == 4_000
    client.post(url, {"layout": "lain", "since": "2010-02-02"})
    assert by.office.statement_settings.count() == 1


@pytest.mark.parametrize("role", [Role.TREASURER, Role.SECRETARY, Role.SUPERVISOR])
def test_others_may_not(client, by, role):
    client.force_login(factories.create_user(role, by.office))

    assert client.get(reverse("reports:settings")).status_code == 403
    assert client.get(reverse("reports:note-edit", args=["umum"])).status_code == 403
