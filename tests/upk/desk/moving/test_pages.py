"""The pages of moving in: who may open them, what they show, with how many queries."""

import csv
import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from tests import factories
from tests.upk.desk.moving.test_uploads import checked, later, receive, wrong
from tests.upk.desk.moving.workbook import file_of, sheets
from upk.access import Role
from upk.background import held
from upk.desk.moving.models import MovedIn, Upload
from upk.desk.moving.sheets import SHEETS
from upk.desk.navigation import menu_for

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _signed_in(client, manager, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    client.force_login(manager)


def address(upload: Upload, name: str = "upload", *args) -> str:
    return reverse(f"desk:moving-{name}", args=[upload.pk, *args])


def test_a_new_office_is_led_there_from_its_start_page_and_the_menu(client, manager):
    home = client.get(reverse("desk:home")).text
    menu = [
        entry["label"] for section in menu_for(Role.MANAGER, "/") for entry in section["entries"]
    ]

    assert f'href="{reverse("desk:moving")}"' in home
    assert "Pindah dari pembukuan lama?" in home
    assert "Pindah ke Bergulir" in menu
    factories.create_person(factories.create_village(manager.office))
    assert "Pindah dari pembukuan lama?" not in client.get(reverse("desk:home")).text


def test_the_template_has_all_sheets(client, manager):
    response = client.get(reverse("desk:moving-template"))

    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames[1:] == [sheet.title for sheet in SHEETS]
    assert "pindah-ke-bergulir.xlsx" in response["Content-Disposition"]


def test_a_file_is_uploaded_and_shown(client, manager):
    file = SimpleUploadedFile("pindah.xlsx", file_of())

    response = client.post(reverse("desk:moving"), {"file": file}, follow=True)

    upload = Upload.objects.get()
    assert response.redirect_chain == [(address(upload), 302)]
    assert "Sedang diperiksa" in response.text
    assert f'hx-get="{address(upload)}"' in response.text
    assert '<noscript><meta http-equiv="refresh"' in response.text


def test_no_file_and_an_empty_file_are_told_at_the_field(client, manager):
    nothing = client.post(reverse("desk:moving"), {}).text
    empty = client.post(reverse("desk:moving"), {"file": SimpleUploadedFile("a.xlsx", b"")}).text

    assert "Pilih berkasnya dahulu" in nothing
    assert "Berkas ini kosong" in empty
    assert not Upload.objects.exists()


def test_the_same_file_again_says_so(client, manager):
    content = wrong()
    upload = checked(manager, content)

    again = client.post(
        reverse("desk:moving"), {"file": SimpleUploadedFile("b.xlsx", content)}, follow=True
    )

    assert again.redirect_chain == [(address(upload), 302)]
    assert "sama dengan yang sudah diunggah" in again.text


def test_progress_is_what_the_thread_says(client, manager):
    upload = receive(manager, file_of())
    with held(upload.work) as hold:
        hold.note("checking 12000 50000")

        part = client.get(address(upload), headers=HTMX).text

    assert "12.000 dari 50.000 baris" in part
    assert 'value="24"' in part
    assert "<h1" not in part


def test_one_that_was_interrupted_says_so_and_can_be_tried_again(client, manager):
    upload = later(receive(manager, file_of()))

    page, shown = client.get(address(upload)).text, client.get(reverse("desk:moving")).text
    client.post(address(upload, "again"))

    assert "Terputus" in page
    assert "Terputus" in shown
    assert "hx-get" not in page
    upload.refresh_from_db()
    assert upload.state == Upload.State.CHECKING


def test_problems_are_shown_by_sheet_and_paged(client, manager):
    upload = checked(manager, wrong(people=60))

    first = client.get(address(upload)).text
    second = client.get(address(upload), {"halaman": 2}).text
    groups = client.get(address(upload), {"lembar": "Kelompok"}).text
    none = client.get(address(upload), {"lembar": "Tidak ada"}).text

    assert "61 hal perlu diperbaiki" in first
    assert ("Lembar Orang" in first, "Lembar Kelompok" in first) == (True, False)
    assert ("Baris 68" in second, "Lembar Kelompok" in second) == (True, True)
    assert ("Lembar Orang" in groups, "Lembar Kelompok" in groups) == (False, True)
    assert "Tidak ada yang perlu diperbaiki di lembar ini" in none


def test_the_list_of_problems_is_a_file_to_tick_off(client, manager):
    rows = sheets()
    rows["people"][0]["village"] = "=1+1"
    upload = checked(manager, file_of(rows))

    workbook = client.get(address(upload, "problems", "xlsx")).content
    text = client.get(address(upload, "problems", "csv")).content.decode("utf-8-sig")

    cells = list(load_workbook(io.BytesIO(workbook)).active.iter_rows(values_only=True))
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert cells[0] == ("Lembar", "Baris", "Kolom", "Ditemukan", "Seharusnya", "Sudah diperbaiki")
    assert len(cells) == len(lines) == 1 + upload.problems.count() > 1
    assert lines[1][:4] == ["Orang", "2", "Kode desa", "'=1+1"]
    assert cells[1][:4] == ("Orang", 2, "Kode desa", "'=1+1")
    assert client.get(address(upload, "problems", "pdf")).status_code == 404


@pytest.mark.parametrize("count", [1, 60])
def test_pages_ask_a_constant_number_of_queries(client, manager, count, django_assert_num_queries):
    upload = checked(manager, wrong(people=count))
    client.get(address(upload))  # the session is told of its first use

    with django_assert_num_queries(6):
        client.get(address(upload))
    with django_assert_num_queries(10):
        client.get(reverse("desk:moving"))


def test_preview_shows_what_will_be(client, manager):
    upload = checked(manager, file_of())

    page = client.get(address(upload)).text

    assert "Belum ada yang tersimpan" in page
    assert "31 Desember 2009" in page
    for figure in ("Rp 9.000.000", "Rp 4.000.000", "Rp 390.000", "Rp 23.250.000", "Rp 0"):
        assert figure in page, figure
    assert "Dalam Perhatian Khusus" in page
    assert "3.3.01.01" in page
    assert f'action="{address(upload, "confirm")}"' in page


def test_an_office_that_works_already_is_told_what_to_do(client, manager):
    factories.create_group(factories.create_village(manager.office), member_count=1)

    page = client.get(reverse("desk:moving")).text

    assert "1 kelompok" in page
    assert 'type="file"' not in page


def test_an_office_that_moved_in_sees_where_it_came_from(client, manager):
    MovedIn.objects.create(
        office=manager.office, sha256="1" * 64, file_name="lama.xlsx", cut_over="2009-12-31",
        from_history=False, row_count=1234, moved_by=manager, moved_by_name="Ibu Contoh",
    )  # fmt: skip

    page = client.get(reverse("desk:moving")).text

    assert "lama.xlsx" in page
    assert "1.234 baris" in page


def test_uploads_of_another_office_are_not_found(client, manager):
    stranger = factories.create_user()
    upload = checked(stranger, wrong())

    for name, *args in (("upload",), ("problems", "csv")):
        assert client.get(address(upload, name, *args)).status_code == 404
    for name in ("again", "confirm", "discard"):
        form = {"request_key": uuid4()}
        assert client.post(address(upload, name), form).status_code == 404
    assert "pindah.xlsx" not in client.get(reverse("desk:moving")).text


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MANAGER])
def test_nobody_but_the_manager_opens_them(client, manager, role):
    upload = checked(manager, wrong())
    place = {} if role == Role.DISTRICT else {"office": manager.office}
    client.force_login(factories.create_user(role, **place))

    assert client.get(reverse("desk:moving")).status_code == 403
    assert client.get(reverse("desk:moving-template")).status_code == 403
    assert client.get(address(upload)).status_code == 403
    assert client.post(address(upload, "confirm"), {"request_key": uuid4()}).status_code == 403


def test_a_broken_key_is_told(client, manager):
    upload = checked(manager, file_of())

    page = client.post(address(upload, "confirm"), {"request_key": "x"}, follow=True).text

    assert "Formulir ini tidak utuh" in page
    upload.refresh_from_db()
    assert upload.state == Upload.State.READY


def test_it_is_thrown_away_on_request(client, manager):
    upload = checked(manager, wrong())

    page = client.post(address(upload, "discard"), follow=True).text

    assert "Berkas ini sudah dihapus" in page
