"""The district's desk in the browser: what came is answered, late offices are reminded of theirs.

Twenty offices, at the desk and on a phone.
"""

import zipfile

import pytest

from reports.issuing import issue_quarter
from reports.models import IssuedAnswer, IssuedReport
from tests import factories
from tests.browser.session import follow_menu, overflow, sign_in, wait_until
from tests.browser.test_walks import check_page, faults_of
from tests.upk.desk.district.world import FOURTH, THIRD, create_desk, create_offices, issue
from upk.desk.district.models import Bundle, Reminder
from upk.periods import Quarter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECOND = Quarter(2009, 2)
SILENT = 3


@pytest.fixture
def desk():
    """Twenty offices with figures of two quarters, but three that didn't issue the fourth.

    The first has a whole pack too, of the quarter before.
    """
    user = create_desk()
    offices = create_offices(user.district, 20)
    factories.create_product(offices[0])
    issue_quarter(offices[0], SECOND, by=factories.create_user(office=offices[0]), render=False)
    for n, office in enumerate(offices, start=1):
        figures = {
            "outstanding": 100_000_000 * n, "repayment_rate": 9000 + n, "npl": 100 * n,
            "health_score": 8000 + n, "health_grade": 8000 + n, "levies_percent": 9000 - n,
            "grants_total": 10**9, "goats_living": n,
            "balance-sheet/assets/1.1.01.01/balance": 1_000 * n,
            "balance-sheet/equity/3.1.01.01/balance": 1_000 * n,
        }  # fmt: skip
        issue(office, THIRD, {key: value * 9 // 10 for key, value in figures.items()})
        if n <= len(offices) - SILENT:
            issue(office, FOURTH, figures, {"health_grade": "Cukup Sehat"})
    return user


def follow(page, name: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=name).first.click()


def press(page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


@pytest.mark.parametrize("width", [1366, 390])
def test_the_district_answers_what_came(desk, new_page, live_server, width):
    page = new_page(live_server.url, width=width)
    sign_in(page, desk)
    page.goto("/?triwulan=2009-4&keadaan=jawab")
    follow(page, "Periksa dan jawab UPK 001")
    press(page, "Nyatakan diterima")
    press(page, "Setujui")
    assert "disetujui" in page.inner_text("main")

    page.goto("/?triwulan=2009-4&keadaan=jawab")
    follow(page, "Periksa dan jawab UPK 002")
    press(page, "Nyatakan diterima")
    press(page, "Kembalikan dengan catatan")
    assert "Tulis apa yang harus diperbaiki" in page.inner_text("main")
    page.get_by_label("Catatan").fill("Lampiran Desa Banaran belum ada")
    press(page, "Kembalikan dengan catatan")

    assert "Lampiran Desa Banaran belum ada" in page.inner_text("main")
    assert overflow(page) <= 0
    found = IssuedAnswer.objects.order_by("pk").values_list("report__office__name", "kind")
    assert list(found) == [
        ("UPK 001", "received"), ("UPK 001", "accepted"),
        ("UPK 002", "received"), ("UPK 002", "returned"),
    ]  # fmt: skip


def test_late_offices_are_reminded_with_a_letter(desk, new_page, live_server):
    page = new_page(live_server.url)
    sign_in(page, desk)
    page.goto("/?triwulan=2009-4")
    follow(page, "Ingatkan yang terlambat")
    page.get_by_label("Ingatkan UPK 019").uncheck()
    press(page, "Catat diingatkan hari ini")

    assert "2 UPK dicatat diingatkan" in page.inner_text("main")
    assert set(Reminder.objects.values_list("office__name", flat=True)) == {"UPK 018", "UPK 020"}
    with page.expect_download() as download:
        page.get_by_role("link", name="Surat pengingat terakhir").click()
    assert download.value.suggested_filename == "pengingat-2009-4.pdf"


def test_a_bundle_is_made_beside_and_fetched(desk, new_page, live_server, tmp_path):
    page = new_page(live_server.url)
    sign_in(page, desk)
    page.goto("/")
    follow_menu(page, "Berkas Triwulan")
    with page.expect_navigation():
        page.get_by_label("Triwulan").select_option("2009-2")
    press(page, "Buat berkas Triwulan II 2009")
    wait_until(page, "document.querySelector('main').innerText.includes('Unduh ZIP')")

    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh ZIP").click()
    download.value.save_as(tmp_path / "berkas.zip")
    bundle = Bundle.objects.get()
    names = zipfile.ZipFile(tmp_path / "berkas.zip").namelist()
    assert [name.rsplit(".")[-1] for name in names] == ["pdf", "xlsx", "csv"]
    assert (tmp_path / "berkas.zip").stat().st_size == bundle.size
    assert bundle.sha256 in page.inner_text("main")


@pytest.mark.parametrize("width", [1366, 390])
def test_pages_fit_and_have_no_serious_fault_of_accessibility(desk, new_page, live_server, width):
    page = new_page(live_server.url, width=width, bypass_csp=True)
    sign_in(page, desk)
    first = IssuedReport.objects.filter(year=2009, quarter=4).first()

    for address in (
        "/?triwulan=2009-4", "/kabupaten/triwulan/", "/kabupaten/perbandingan/?urut=-npl",
        "/kabupaten/perubahan/", f"/kabupaten/upk/{first.office_id}/",
        f"/kabupaten/laporan/{first.pk}/", "/kabupaten/konsolidasi/",
        "/kabupaten/konsolidasi/balance-sheet/", "/kabupaten/berkas/",
        "/kabupaten/pengingat/?triwulan=2009-4", "/kabupaten/aturan/",
    ):  # fmt: skip
        check_page(page, address)
        assert faults_of(page) == [], address
