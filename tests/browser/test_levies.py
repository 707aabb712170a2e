"""Levies in the browser: from the village's decision to the repair, on a laptop and on a phone."""

from datetime import date

import pytest
from django.urls import reverse

from maintenance.models import LevyDeposit, LevyPayment, LevyRule, LevyWithdrawal
from tests.browser.session import sign_in, wait_until
from tests.browser.test_walks import check_page, faults_of
from tests.maintenance.levies.office import create_setting
from tests.maintenance.levies.test_spending import build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = date(2010, 2, 15)


@pytest.fixture
def setting():
    return create_setting()


def url(name: str, *args) -> str:
    return reverse(f"maintenance:levy-{name}", args=args)


def send(page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


@pytest.mark.parametrize("width", [1366, 390])
def test_from_the_decision_to_the_repair(setting, new_page, live_server, width):
    road = build(setting)
    page = new_page(live_server.url, width=width)
    sign_in(page, setting.manager)

    page.goto(url("list"))
    with page.expect_navigation():
        page.get_by_role("link", name="Catat aturan iuran").click()
    page.get_by_label("Desa").select_option(label="Alas")
    page.get_by_label("Dasar").select_option(label="Peraturan desa (Perdes)")
    page.get_by_label("Nomor keputusan").fill("03/2010")
    page.get_by_label("Tanggal keputusan").fill("2010-01-01")
    page.get_by_label("Berlaku mulai").fill("2010-01-01")
    page.get_by_label("Iuran setiap pembayar").fill("1000")
    page.get_by_label("Jumlah pembayar").fill("100")
    send(page, "Simpan")
    page.goto(url("sheet"))
    page.get_by_label("Diterima dari Alas").fill("250000")
    wait_until(page, "document.querySelector('[data-total=all]').textContent.includes('250.000')")
    send(page, "Catat penerimaan")
    assert "Dua ratus lima puluh ribu rupiah" in page.locator(".receipt").inner_text()
    page.goto(url("deposit-add"))
    assert page.get_by_label("Disetor untuk Alas").input_value() == "250.000"
    page.get_by_label("Nomor slip setoran").fill("BRI-7")
    send(page, "Catat setoran")
    page.goto(url("card", setting.alas.pk))
    with page.expect_navigation():
        page.get_by_role("link", name="Bayar perbaikan").click()
    page.get_by_label("Prasarana").select_option(label=road.name)
    page.get_by_label("Biaya").fill("90000")
    send(page, "Simpan")

    assert page.get_by_text("Perbaikan Rp 90.000 dibayar dari iuran.").is_visible()
    assert LevyRule.objects.get().quarterly == 300_000
    assert LevyPayment.objects.get().received_on == TODAY
    assert LevyDeposit.objects.get().slip == "BRI-7"
    assert LevyWithdrawal.objects.get().repair.infrastructure == road
    assert setting.held() == (0, 160_000)


def test_pages_fit_and_have_no_serious_fault_of_accessibility(setting, new_page, live_server):
    setting.decide()
    rule = setting.decide(setting.bayan, basis="meeting")
    build(setting)
    [paid] = setting.pay(250_000, date(2010, 1, 20))
    deposit = setting.deposit(200_000, date(2010, 1, 21))
    setting.bank("interest", 1_234, date(2010, 1, 31))
    addresses = [
        *(url(name) for name in ("list", "sheet", "deposit-add", "bank-list", "bank-item-add")),
        *(url(name) for name in ("rule-list", "rule-add", "payment-list")),
        url("card", setting.alas.pk), url("card", setting.cemara.pk),
        url("spend-add", setting.alas.pk), url("payment", paid.pk),
        url("receipts", paid.submission.key), url("entry", deposit.entry_id),
        url("undo", deposit.entry_id), url("rule-withdraw", rule.pk),
        reverse("maintenance:grade-rule-list"), reverse("maintenance:grade-rule-add"),
        reverse("reports:report", args=["levies"]),
        reverse("reports:report", args=["maintenance-grade"]),
    ]  # fmt: skip

    for width in (1366, 390):
        page = new_page(live_server.url, width=width, bypass_csp=True)
        sign_in(page, setting.manager)
        for address in addresses:
            check_page(page, address)

            assert faults_of(page) == [], (width, address)


def test_amounts_survive_a_lost_line_and_a_double_click(setting, new_page, live_server):
    setting.decide(since=date(2010, 1, 1))
    page = new_page(live_server.url, width=390)
    sign_in(page, setting.treasurer)
    page.goto(url("sheet"))
    page.get_by_label("Diterima dari Alas").fill("120000")
    page.wait_for_timeout(500)  # the draft is written a quarter of a second after the last key

    page.context.set_offline(True)
    page.get_by_role("button", name="Catat penerimaan").click()
    page.context.set_offline(False)
    page.goto(url("sheet"))

    assert page.get_by_label("Diterima dari Alas").input_value() == "120.000"
    with page.expect_navigation():
        page.get_by_role("button", name="Catat penerimaan").dblclick()
    page.wait_for_load_state()
    assert LevyPayment.objects.get().amount == 120_000


def test_levies_are_received_without_scripts(setting, new_page, live_server):
    setting.decide(since=date(2010, 1, 1))
    page = new_page(live_server.url, width=390, java_script_enabled=False)
    sign_in(page, setting.treasurer)
    page.goto(f"{url('sheet')}?tanggal=2010-02-01&triwulan=2010-1")

    page.get_by_label("Diterima dari Alas").fill("120.000")
    send(page, "Catat penerimaan")

    assert LevyPayment.objects.get().received_on == date(2010, 2, 1)
