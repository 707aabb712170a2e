"""The manager issues a quarter, the district sends it back, and the revision says what changed."""

from datetime import date

import pytest

from reports.models import IssuedAnswer, IssuedFile, IssuedReport
from tests import factories
from tests.browser.session import follow_menu, overflow, sign_in, wait_until
from tests.browser.test_walks import check_page, faults_of
from tests.reports.office import Books, create_books
from upk.access import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOTE = "Tunggakan Kelompok C sudah dibayar 20 Desember."


@pytest.fixture
def books() -> Books:
    return create_books()


def press(page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def follow(page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()


def tick_and_issue(page, button: str) -> None:
    page.get_by_label("Tetap terbitkan").check()
    page.get_by_label("Alasan tetap terbit").fill("Cadangan diputuskan MAD")
    press(page, button)


def wait_for_pdf(page) -> None:
    """The page fetches itself until the PDF is there."""
    wait_until(page, "!document.body.innerText.includes('sedang dibuat')", seconds=60)
    wait_until(
        page, "document.querySelector('table a[href$=\"/unduh/pdf/\"]') !== null", seconds=60
    )


def send_back(issued: IssuedReport) -> None:
    district = factories.create_user(Role.DISTRICT, district=issued.office.district)
    for kind, note in (("received", ""), ("returned", NOTE)):
        IssuedAnswer.objects.create(
            report=issued, kind=kind, note=note, by=district, by_name=district.name
        )


@pytest.mark.parametrize("width", [1366, 390])
def test_manager_issues_is_sent_back_and_issues_a_revision(books, new_page, live_server, width):
    page = new_page(live_server.url, width=width)
    sign_in(page, books.manager)
    page.goto("/laporan/triwulan/")
    follow(page, "Susunan dan surat")
    page.get_by_label("Kelompok dan pelatihan").uncheck()
    press(page, "Simpan")
    assert "Susunan laporan tersimpan" in page.locator("main").inner_text()
    assert overflow(page) <= 0

    page.goto("/laporan/triwulan/2009-4/terbitkan/")
    tick_and_issue(page, "Terbitkan Triwulan IV 2009")
    wait_for_pdf(page)
    assert overflow(page) <= 0
    first = IssuedReport.objects.get()
    assert "kelompok" not in first.value.split('"chapters":')[1].split("]]")[0]

    send_back(first)
    page.goto("/")
    follow(page, "baca catatannya")
    assert NOTE in page.locator("main").inner_text()
    follow(page, "Terbitkan revisi baru")
    tick_and_issue(page, "Terbitkan ulang Triwulan IV 2009")
    wait_for_pdf(page)
    follow(page, "yang berubah")
    assert "tidak ada angka yang berubah" in page.locator("main").inner_text()
    assert overflow(page) <= 0
    assert list(IssuedReport.objects.values_list("revision", flat=True)) == [2, 1]
    assert IssuedFile.objects.filter(kind="pdf").count() == 2


def test_pages_fit_and_have_no_serious_fault_of_accessibility(books, new_page, live_server):
    page = new_page(live_server.url, bypass_csp=True)
    sign_in(page, books.manager)
    page.goto("/laporan/triwulan/2009-4/terbitkan/")
    tick_and_issue(page, "Terbitkan Triwulan IV 2009")
    wait_for_pdf(page)
    issued = IssuedReport.objects.get()
    send_back(issued)

    for address in (
        "/laporan/triwulan/",
        "/laporan/triwulan/susunan/",
        f"/laporan/triwulan/terbit/{issued.pk}/",
        f"/laporan/triwulan/terbit/{issued.pk}/perubahan/",
        "/laporan/groups/",
    ):
        check_page(page, address)
        assert faults_of(page) == [], address
    follow_menu(page, "Laporan Triwulan")
    assert "Dikembalikan" in page.locator("main").inner_text()
    assert issued.as_of == date(2009, 12, 31)
