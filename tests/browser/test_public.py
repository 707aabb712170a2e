"""The public pages as a visitor with a phone and a weak line has them."""

import pytest

from reports import verification
from reports.models import IssuedReport
from tests.browser.session import overflow
from tests.browser.test_walks import LIMITS, faults_of

pytestmark = pytest.mark.browser
OFFICE = "/publik/KALIJAMBE/"


def test_a_first_visit_is_light_even_without_compression(example_server, new_page):
    """Everything that a first visit brings, fonts too, as Chromium counts it."""
    page = new_page(example_server.url, width=390)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setExtraHTTPHeaders", {"headers": {"Accept-Encoding": "identity"}})
    weights = {}
    session.on(
        "Network.loadingFinished",
        lambda event: weights.update({event["requestId"]: event["encodedDataLength"]}),
    )

    page.goto(OFFICE, wait_until="networkidle")

    assert len(weights) >= 4  # page, stylesheet, two fonts
    assert sum(weights.values()) < LIMITS["first"]
    assert page.context.cookies() == []


@pytest.mark.parametrize("width", [1366, 390])
def test_public_pages_fit_the_screen_and_are_accessible(example_server, new_page, width):
    issued = IssuedReport.objects.order_by("pk").last()
    page = new_page(example_server.url, width=width, bypass_csp=True)

    for address in (OFFICE, "/periksa/", verification.path(issued), "/periksa/AAAA-BBBB-CCCC/"):
        page.goto(address)
        assert overflow(page) <= 0, address
        assert page.locator("h1").count() == 1, address
        assert faults_of(page) == [], address


def test_a_visitor_looks_back_and_checks_a_report(example_server, new_page):
    issued = IssuedReport.objects.order_by("pk").last()
    page = new_page(example_server.url, width=390)

    page.goto("/masuk/")
    with page.expect_navigation():
        page.get_by_role("link", name="Profil dan angka kantor").click()
    assert page.locator("[data-figure=groups_total]").inner_text() == "211"
    page.get_by_label("Keadaan pada akhir").select_option("2005-4")
    with page.expect_navigation():
        page.get_by_role("button", name="Tampilkan").click()
    assert page.locator("[data-figure=groups_total]").inner_text() != "211"
    with page.expect_navigation():
        page.get_by_role("link", name="Periksa laporan tercetak").click()
    page.get_by_label("Kode di sampul laporan").fill(verification.code(issued).lower())
    with page.expect_navigation():
        page.get_by_role("button", name="Periksa kode").click()

    assert page.get_by_text("Laporan ini asli dan berlaku").is_visible()
    assert issued.value_sha256 in page.content()
