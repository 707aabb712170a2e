"""The example office as its users see it: every menu entry of every role, the whole path once.

axe-core (tests/browser/vendor) finds faults of accessibility; serious ones fail the test.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from loans.models import Loan, Repayment
from reports.models import IssuedReport
from reports.registry import REPORTS
from tests.browser.session import overflow, wait_until
from upk.desk.example import demo_accounts

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text()
PASSWORDS = {account.username: account.password for account in demo_accounts()}


def sign_in(page: Page, username: str) -> None:
    page.goto("/masuk/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORDS[username])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: not address.endswith("/masuk/"))


def menu_of(page: Page) -> list[str]:
    """Addresses of the menu's entries."""
    links = page.locator("nav a[href^='/']").all()
    return list(dict.fromkeys(link.get_attribute("href") for link in links))


def check_page(page: Page, address: str) -> None:
    """It loads, has a title and one heading, and is no wider than the screen."""
    response = page.goto(address)

    assert response.status == 200, address
    assert page.title().endswith("· Bergulir"), address
    assert page.locator("h1").count() == 1, address
    assert overflow(page) <= 0, address


def faults_of(page: Page) -> list[tuple[str, str]]:
    """What axe calls serious or critical: rule and the element."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")["violations"]
    return [
        (fault["id"], fault["nodes"][0]["html"])
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]


def test_every_role_opens_every_entry_of_its_menu_on_a_phone(example_server, new_page):
    seen = {}

    for username in PASSWORDS:
        page = new_page(example_server.url, width=390)
        sign_in(page, username)
        seen[username] = menu_of(page)
        for address in seen[username]:
            check_page(page, address)

    assert len(seen["manajer"]) > len(seen["bendahara"]) > len(seen["kabupaten"])
    assert "/kabupaten/perbandingan/" in seen["kabupaten"]
    assert "/pinjaman/" not in seen["kabupaten"]


@pytest.mark.parametrize("width", [1366, 390])
def test_main_pages_have_no_serious_fault_of_accessibility(example_server, new_page, width):
    loan = Loan.objects.active().order_by("pk").first()
    receipt = Repayment.objects.order_by("pk").last()
    page = new_page(example_server.url, width=width, bypass_csp=True)
    page.goto("/masuk/")
    assert faults_of(page) == []
    sign_in(page, "manajer")
    addresses = [
        *(menu_of(page) if width == 1366 else ["/"]),
        f"/pinjaman/lembar-setoran/?desa={loan.group.village_id}",
        "/pinjaman/angsuran/?cari=melati",
        f"/pinjaman/{loan.pk}/",
        f"/pinjaman/{loan.pk}/angsuran/baru/",
        f"/pinjaman/kwitansi/{receipt.pk}/",
        f"/pinjaman/kwitansi/{receipt.pk}/batal/",
        f"/kelompok/{loan.group_id}/",
        "/pengguna/baru/",
        "/laporan/lpp/?desa=" + str(loan.group.village_id),
        "/laporan/lpp/?triwulan=2009-4&halaman=2",
        "/laporan/provision/",
        "/jatuh-tempo/",
    ]

    for address in addresses:
        check_page(page, address)

        assert faults_of(page) == [], address


def test_from_the_village_to_the_receipt_and_back(example_server, new_page):
    """The treasurer enters ten amounts by keyboard, the manager takes one back."""
    before = Repayment.objects.count()
    page = new_page(example_server.url)
    sign_in(page, "bendahara")
    page.goto("/pinjaman/lembar-setoran/")
    with page.expect_navigation():
        page.click("main a:has-text('Krikilan')")
    for _ in range(10):
        page.keyboard.press("F2")
        page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=belum tercatat")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Cetak semua kwitansi")

    assert Repayment.objects.count() == before + 10

    receipt = Repayment.objects.order_by("pk").last()
    manager = new_page(example_server.url)
    sign_in(manager, "manajer")
    manager.goto(f"/pinjaman/kwitansi/{receipt.pk}/batal/")
    manager.fill("[name=reason]", "Salah kelompok")
    manager.keyboard.press("Control+Enter")
    manager.wait_for_url(f"**/pinjaman/kwitansi/{receipt.pk}/")

    assert "Salah kelompok" in manager.inner_text("main")
    assert Repayment.objects.filter(reverses=receipt).count() == 1


def test_district_downloads_what_was_issued_and_nothing_else(example_server, new_page):
    page = new_page(example_server.url)
    sign_in(page, "kabupaten")
    with page.expect_navigation():
        page.click("main a:has-text('Periksa dan jawab')")

    with page.expect_download() as download:
        page.click("main a[href$='/json/']")

    assert Path(download.value.path()).stat().st_size > 100_000
    for address in ("/pinjaman/", "/laporan/lpp/", "/buku/jurnal/", "/orang/"):
        assert page.goto(address).status == 403, address


def test_a_long_report_is_read_in_pages_and_printed_whole(example_server, new_page):
    page = new_page(example_server.url)
    page.add_init_script("window.print = () => { window.printed = true }")
    sign_in(page, "manajer")
    page.goto("/laporan/lpp/?triwulan=2009-4")
    first = page.locator("tbody a").all_inner_texts()
    page.click("nav.pages a[rel=next]")
    page.wait_for_url("**halaman=2")

    second = page.locator("tbody a").all_inner_texts()
    assert set(first) & set(second) == set()
    page.click("main a:has-text('Cetak')")
    wait_until(page, "window.printed")
    whole = page.locator("tbody a").all_inner_texts()
    assert whole[: len(first) + len(second)] == [*first, *second]
    assert page.locator("nav.pages").count() == 0
    assert "#" not in page.url


LIMITS = {"first": 60_000, "later": 10_000}


def test_pages_are_light_on_the_wire(example_server, new_page):
    """A first visit and later pages of the manager, as Chromium counts the bytes that came in."""
    loan = Loan.objects.active().order_by("pk").first()
    receipt = Repayment.objects.order_by("pk").last()
    issued = IssuedReport.objects.order_by("pk").last()
    page = new_page(example_server.url)
    sign_in(page, "manajer")
    page = new_page(example_server.url, storage_state=page.context.storage_state())
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    weights = []
    session.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    page.goto("/", wait_until="networkidle")
    first = sum(weights)
    later = {}
    for address in (
        *menu_of(page),
        f"/pinjaman/lembar-setoran/?desa={loan.group.village_id}",
        "/pinjaman/angsuran/?cari=melati",
        f"/pinjaman/{loan.pk}/",
        f"/pinjaman/{loan.pk}/angsuran/baru/",
        f"/pinjaman/kwitansi/{receipt.pk}/",
        f"/kelompok/{loan.group_id}/",
        "/jatuh-tempo/",
        f"/laporan/triwulan/terbit/{issued.pk}/",
        *(f"/laporan/{name}/?triwulan=2009-4" for name in REPORTS),
        "/laporan/lpp/?triwulan=2009-4&halaman=3",
        f"/laporan/lpp/?desa={loan.group.village_id}",
    ):
        weights.clear()
        assert page.goto(address).status == 200, address
        if sum(weights) > LIMITS["later"]:  # a script or style of its own came along, once
            weights.clear()
            page.goto(address)
        later[address] = sum(weights)

    assert first <= LIMITS["first"]
    assert {a: w for a, w in later.items() if w > LIMITS["later"]} == {}
