"""Moving in, as a manager does it in the browser: at a desk, on a phone, without scripts."""

from datetime import date

import pytest
from django.conf import settings

from loans.models import Loan
from tests.browser.session import follow_menu, overflow, sign_in, wait_until
from tests.browser.test_walks import faults_of
from tests.upk.desk.moving.workbook import file_of, sheets
from tests.upk.desk.test_first_run_page import answers
from upk.desk.first_run import create_first_office
from upk.desk.moving.models import MovedIn, Upload

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def manager():
    data = answers(office_code="KALIJAMBE", district_code="SRAGEN", since=date(2010, 1, 1))
    return create_first_office(data)


@pytest.fixture
def files(tmp_path):
    """A workbook with mistakes, and the same one mended."""
    rows = sheets()
    rows["people"][0]["village"] = "ENTAH"
    rows["groups"][1]["village"] = "ENTAH"
    wrong, right = tmp_path / "salah.xlsx", tmp_path / "pindah.xlsx"
    wrong.write_bytes(file_of(rows))
    right.write_bytes(file_of())
    return wrong, right


def press(page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


@pytest.mark.parametrize("width", [1366, 390])
def test_a_manager_mends_looks_and_moves_in(manager, files, new_page, live_server, width):
    wrong, right = files
    page = new_page(live_server.url, width=width)
    sign_in(page, manager)
    page.goto("/")
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name="Pindah ke Bergulir").click()
    assert overflow(page) <= 0
    page.locator("input[type=file]").set_input_files(wrong)
    press(page, "Unggah dan periksa")
    wait_until(page, "document.querySelector('main').innerText.includes('perlu diperbaiki')")
    assert "ENTAH" in page.inner_text("main")
    assert overflow(page) <= 0
    with page.expect_download() as download:
        page.get_by_role("link", name="Daftar (XLSX)").click()
    assert download.value.suggested_filename.endswith(".xlsx")

    with page.expect_navigation():
        page.get_by_role("link", name="Unggah yang sudah diperbaiki").click()
    page.locator("input[type=file]").set_input_files(right)
    press(page, "Unggah dan periksa")
    wait_until(page, "document.querySelector('main').innerText.includes('Semua baris bersih')")
    assert "Rp 9.000.000" in page.inner_text("main")
    assert overflow(page) <= 0
    assert not MovedIn.objects.exists()
    press(page, "Masukkan")
    wait_until(page, "document.querySelector('main').innerText.includes('sudah pindah')")

    assert overflow(page) <= 0
    assert (MovedIn.objects.count(), Loan.objects.count()) == (1, 4)
    folder = settings.VAR_DIR / Upload.FOLDER
    assert list(folder.iterdir()) == []


def test_the_keyboard_alone_is_enough(manager, files, new_page, live_server):
    page = new_page(live_server.url)
    sign_in(page, manager)
    page.goto("/")
    follow_menu(page, "Pindah ke Bergulir")
    page.locator("input[type=file]").set_input_files(files[1])
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    wait_until(page, "document.querySelector('main').innerText.includes('Semua baris bersih')")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    wait_until(page, "document.querySelector('main').innerText.includes('sudah pindah')")

    assert MovedIn.objects.count() == 1


def test_it_works_without_scripts(manager, files, new_page, live_server):
    page = new_page(live_server.url, java_script_enabled=False)
    sign_in(page, manager)
    page.goto("/pindah/")
    page.locator("input[type=file]").set_input_files(files[1])
    press(page, "Unggah dan periksa")
    page.get_by_text("Semua baris bersih").wait_for()
    press(page, "Masukkan")
    page.get_by_text("Kantor ini sudah pindah").wait_for()

    assert MovedIn.objects.count() == 1


@pytest.mark.parametrize("width", [1366, 390])
def test_pages_are_fit_for_everybody(manager, files, new_page, live_server, width):
    page = new_page(live_server.url, width=width)
    sign_in(page, manager)
    page.goto("/pindah/")
    found = [*faults_of(page)]
    page.locator("input[type=file]").set_input_files(files[0])
    press(page, "Unggah dan periksa")
    wait_until(page, "document.querySelector('main').innerText.includes('perlu diperbaiki')")
    page.reload()
    found += faults_of(page)

    assert found == []
