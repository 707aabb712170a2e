"""Arrears work in the browser: on a phone, without scripts, over a lost line, for everybody."""

from datetime import date
from uuid import uuid4

import pytest

from loans.models import ArrearsContact
from tests.browser.session import sign_in
from tests.browser.test_walks import check_page, faults_of
from tests.loans.collection.setting import create_setting, issue, late_loan, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def made():
    return create_setting()


def test_pages_fit_and_have_no_serious_fault_of_accessibility(made, new_page, live_server):
    loan, other = late_loan(made), late_loan(made, months=1)
    contact = visit(loan, made.manager, promised_on=date(2010, 2, 20), promised_amount=500_000)
    key = uuid4()
    issue(made.office, (other, 1), by=made.manager, request_key=key)

    for width in (1366, 390):
        page = new_page(live_server.url, width=width, bypass_csp=True)
        sign_in(page, made.manager)
        for address in (
            "/pinjaman/penagihan/",
            "/pinjaman/penagihan/?janji=terbuka",
            "/pinjaman/penagihan/surat/",
            "/pinjaman/penagihan/surat/terbit/",
            f"/pinjaman/penagihan/surat/{key}/",
            "/pinjaman/penagihan/aturan/",
            f"/pinjaman/{loan.pk}/",
            f"/pinjaman/{loan.pk}/penagihan/",
            f"/pinjaman/penagihan/catatan/{contact.pk}/perbaiki/",
            f"/pinjaman/penagihan/kelompok/{loan.group_id}/pesan/",
        ):
            check_page(page, address)

            assert faults_of(page) == [], (width, address)


def test_a_promise_is_recorded_on_a_phone_without_scripts(made, new_page, live_server):
    loan = late_loan(made)
    page = new_page(live_server.url, width=390, java_script_enabled=False)
    sign_in(page, made.facilitator)

    page.goto("/pinjaman/penagihan/")
    page.get_by_role("link", name=f"Catat kontak {loan.group.name}").click()
    page.get_by_label("Bertemu dengan").fill("Ketua")
    page.get_by_label("Janji bayar tanggal").fill("2010-02-20")
    page.get_by_label("Jumlah yang dijanjikan").fill("500000")
    page.get_by_role("button", name="Simpan").click()

    assert page.get_by_text("belum jatuh tempo").is_visible()
    assert ArrearsContact.objects.get().promised_amount == 500_000


def test_what_was_typed_survives_a_lost_line(made, new_page, live_server):
    loan = late_loan(made)
    page = new_page(live_server.url, width=390)
    sign_in(page, made.facilitator)
    address = f"/pinjaman/{loan.pk}/penagihan/"
    page.goto(address)
    page.get_by_label("Catatan").fill("Panen mundur dua minggu")
    page.wait_for_timeout(500)  # the draft is written a quarter of a second after the last key

    page.context.set_offline(True)
    page.get_by_role("button", name="Simpan").click()
    page.context.set_offline(False)
    page.goto(address)

    assert page.get_by_label("Catatan").input_value() == "Panen mundur dua minggu"
    with page.expect_navigation():
        page.get_by_role("button", name="Simpan").click()
    assert ArrearsContact.objects.get().note == "Panen mundur dua minggu"
    page.goto(address)
    assert page.get_by_label("Catatan").input_value() == ""


def test_a_reminder_is_copied_with_one_touch(made, new_page, live_server):
    loan = late_loan(made)
    page = new_page(live_server.url, width=390, permissions=["clipboard-read", "clipboard-write"])
    sign_in(page, made.facilitator)
    page.goto(f"/pinjaman/penagihan/kelompok/{loan.group_id}/pesan/")

    page.get_by_role("button", name="Salin").click()

    page.get_by_role("button", name="Tersalin").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.replace("\r\n", "\n") == page.locator("#pesan").input_value()
    assert "Rp 6.900.000" in copied
