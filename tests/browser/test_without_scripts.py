"""The whole path with JavaScript switched off: what posts is a plain form, every step is a page."""

import threading
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from groups.models import Group
from loans.models import Loan, Repayment
from reports.models import IssuedReport
from tests import factories
from tests.browser.session import follow_menu
from upk.access import Role
from upk.ledger.models import Entry
from upk.offices.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AFTER_THE_QUARTER = date(2010, 4, 5)


@pytest.fixture
def office():
    """One village with a group that pays and a group that may borrow; the quarter is over."""
    office = factories.create_office(practice_date=AFTER_THE_QUARTER, code="UJI")
    treasurer = factories.create_user(Role.TREASURER, office, username="bendahara")
    factories.create_user(Role.MANAGER, office, username="manajer")
    village = factories.create_village(office, name="Banaran")
    product = factories.create_product(office)
    group = factories.create_group(village, code="B01", name="Melati")
    factories.create_loan(group, product, disbursed_on=date(2010, 1, 10), by=treasurer)
    factories.create_group(village, code="B02", name="Mawar")
    factories.put_money_in(product.cash, 20_000_000, by=treasurer)
    return office


@pytest.fixture
def open_as(new_page, live_server, office):
    def open_it(username: str) -> Page:
        page = new_page(live_server.url, java_script_enabled=False)
        page.set_default_timeout(15_000)
        page.goto("/")
        page.get_by_label("Nama pengguna").fill(username)
        page.get_by_label("Kata sandi").fill(factories.PASSWORD)
        press(page, "Masuk")
        return page

    return open_it


def press(page: Page, label: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=label).first.click()


def follow(page: Page, label: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=label).first.click()


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def told(page: Page) -> str:
    return page.locator(".alert-success").inner_text()


def size_of(page: Page, label: str) -> int:
    """Bytes of the file that a link gives."""
    with page.expect_download() as download:
        page.get_by_role("link", name=label).first.click()
    return Path(download.value.path()).stat().st_size


def take_money(page: Page) -> None:
    """One group with its receipt, then a day sheet with all its receipts."""
    follow(page, "Lembar Setoran")
    follow(page, "Terima setoran satu kelompok")
    page.get_by_label("Cari kode, kelompok, atau desa").fill("b01")
    press(page, "Cari")
    follow(page, "Melati")
    page.get_by_label("Jumlah setoran").fill("1.150.000")
    press(page, "Catat setoran")
    assert heading(page) == f"Kwitansi {Repayment.objects.get().entry.label}"
    assert "Satu juta seratus lima puluh ribu rupiah" in page.inner_text("main")
    follow(page, "80 mm")

    follow(page, "Lembar Setoran")
    follow(page, "Banaran")
    press(page, "isikan untuk Melati")
    press(page, "Periksa")
    assert "belum tercatat" in page.inner_text("main")
    press(page, "Catat 1 setoran")
    assert told(page) == "1 setoran tercatat."
    follow(page, "Cetak semua kwitansi")
    assert heading(page) == "1 kwitansi"
    assert [r.amount for r in Repayment.objects.order_by("pk")] == [1_150_000, 1_150_000]


def write_journal(page: Page) -> None:
    """An entry of two accounts, changed after the preview, and one of many lines."""
    follow_menu(page, "Jurnal Baru")
    page.get_by_label("Uraian").fill("Setor kas")
    page.get_by_label("Debet").fill("1.1.01.01 Kas Tunai")
    page.get_by_label("Kredit").fill("1.1.01.04")
    page.get_by_label("Jumlah").fill("250.000")
    press(page, "Periksa")
    press(page, "Ubah")
    page.get_by_label("Jumlah").fill("260.000")
    press(page, "Periksa")
    press(page, "Simpan")
    assert "tersimpan" in told(page)

    follow_menu(page, "Jurnal Baru")
    follow(page, "Banyak baris")
    page.get_by_label("Uraian").fill("Biaya")
    rows = page.locator("tbody tr").count()
    press(page, "Tambah baris")
    assert page.locator("tbody tr").count() > rows
    lines = [("5.1.05.01", "debit", "70.000"), ("5.3.01.02", "debit", "30.000")]
    for n, (code, side, amount) in enumerate([*lines, ("1.1.01.01", "credit", "90.000")]):
        page.locator(f"[name=baris-{n}-account]").fill(code)
        page.locator(f"[name=baris-{n}-{side}]").fill(amount)
    press(page, "Periksa")
    assert "selisih Rp 10.000" in page.inner_text("main")
    page.locator("[name=baris-2-credit]").fill("100.000")
    press(page, "Periksa")
    press(page, "Simpan")
    entries = Entry.objects.filter(memo__in=["Setor kas", "Biaya"]).order_by("pk")
    assert [(e.total, e.posting_count) for e in entries] == [(260_000, 1), (100_000, 2)]


def propose(page: Page) -> None:
    """What a group asks for, with even shares."""
    follow(page, "Pinjaman")
    follow(page, "Usulan baru")
    follow(page, "B02 Mawar")
    page.get_by_label("Pengajuan").fill("5.000.000")
    press(page, "Bagi rata")
    press(page, "Periksa dan lihat jadwal")
    assert "Jadwal bila cair" in page.inner_text("main")
    press(page, "Simpan usulan")
    assert "dicatat" in told(page)
    assert Loan.objects.get(status="P").principal == 5_000_000


def pay_out(page: Page) -> None:
    """An approved loan is paid out after a look at its schedule."""
    group = Group.objects.get(code="B02")
    loan = factories.create_loan(
        group, principal=5_000_000, disbursed_on=None, approved_on=AFTER_THE_QUARTER
    )
    page.goto(f"/pinjaman/{loan.pk}/")
    follow(page, "Cairkan")
    press(page, "Perbarui jadwal")
    press(page, "Cairkan Rp 5.000.000")
    assert f"{loan} cair" in told(page)
    assert Loan.objects.active().count() == 2


def read_reports(page: Page) -> None:
    follow(page, "Daftar Laporan")
    follow(page, "LPP per kelompok")
    page.get_by_label("Desa").select_option(label="Banaran")
    press(page, "Tampilkan")
    assert "Melati" in page.inner_text("main")
    assert page.locator("select[name=desa] option:checked").inner_text() == "Banaran"
    for label, least in (("PDF", 5_000), ("Excel", 3_000), ("CSV", 200), ("JSON", 500)):
        assert size_of(page, label) > least, label


def test_treasurer_works_without_scripts(open_as):
    page = open_as("bendahara")

    take_money(page)
    write_journal(page)
    pay_out(page)
    read_reports(page)


def test_manager_undoes_appoints_and_issues_without_scripts(open_as, office):
    receipt = factories.pay(Loan.objects.get(), on=date(2010, 3, 1))
    page = open_as("manajer")

    page.goto(f"/pinjaman/kwitansi/{receipt.pk}/")
    follow(page, "Batalkan kwitansi")
    page.get_by_label("Alasan").fill("Salah kelompok")
    page.get_by_label("Tanggal pembatalan").fill("2010-03-02")
    press(page, "Batalkan")
    assert "dibatalkan" in told(page)
    assert Repayment.objects.get(reverses=receipt).reason == "Salah kelompok"

    follow_menu(page, "Pengguna")
    follow(page, "Pengguna baru")
    page.get_by_label("Nama pengguna").fill("sekretaris")
    page.get_by_label("Nama lengkap").fill("Sekretaris Baru")
    page.get_by_label("Peran").select_option("secretary")
    press(page, "Simpan")
    first = page.locator("code").last.inner_text()
    follow(page, "Sudah dicatat")
    row = page.locator("tr", has_text="Sekretaris Baru")
    row.get_by_role("link", name="Kata sandi baru").click()
    press(page, "Buat kata sandi baru")
    second = page.locator("code").last.inner_text()
    secretary = User.objects.get(username="sekretaris")
    assert (secretary.check_password(first), secretary.check_password(second)) == (False, True)

    propose(page)

    follow(page, "Laporan Triwulan")
    page.locator("tr", has_text="Triwulan I 2010").get_by_role("link", name="Terbitkan").click()
    page.get_by_label("Tetap terbitkan").check()
    page.get_by_label("Alasan tetap terbit").fill("Cadangan diputuskan MAD")
    press(page, "Terbitkan Triwulan I 2010")
    assert told(page) == "Triwulan I 2010 sudah diterbitkan."
    for thread in threading.enumerate():  # its PDF is made beside; the next test has other rows
        if thread.name.startswith("pdf-"):
            thread.join(60)
    assert IssuedReport.objects.get().revision == 1
    assert size_of(page, "JSON") > 5_000
    office.refresh_from_db()
    assert office.is_closed(date(2010, 3, 31))
