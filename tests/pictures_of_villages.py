"""The manual's pictures of the villages' grants, what they built and its upkeep."""

from collections.abc import Callable

from playwright.sync_api import Page

Look = Callable[[Page, str], None]

PAGES = (
    # picture, who looks, address
    ("kegiatan-blm", "manajer", "/blm/kegiatan/"),
    ("pemeriksaan-prasarana", "fasilitator", "/pemeliharaan/prasarana/pemeriksaan/"),
    ("iuran", "bendahara", "/pemeliharaan/iuran/"),
    ("terima-iuran", "bendahara", "/pemeliharaan/iuran/terima/"),
    ("cakupan-pelatihan", "sekretaris", "/pelatihan/cakupan/"),
)


def take_villages(pages: dict[str, Page], look: Look) -> None:
    """Pages as they are, and those that a click leads to; nothing is saved."""
    for name, username, address in PAGES:
        page = pages[username]
        page.goto(address)
        look(page, name)
    _ranking(pages["manajer"], look)
    _grant(pages["manajer"], look)
    _inspection(pages["fasilitator"], look)


def _follow(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=name).first.click()


def _ranking(page: Page, look: Look) -> None:
    """The year that waits for its meeting, and how its works rank."""
    page.goto("/blm/usulan/tahap/")
    with page.expect_navigation():
        page.locator("main tbody a").first.click()
    look(page, "tahun-anggaran")
    _follow(page, "Lihat peringkat")
    look(page, "peringkat-usulan")


def _grant(page: Page, look: Look) -> None:
    """One that waits for a paper."""
    page.goto("/blm/kegiatan/")
    with page.expect_navigation():
        page.locator("main tbody a").first.click()
    look(page, "satu-kegiatan")


def _inspection(page: Page, look: Look) -> None:
    """The form of somebody who stands at the road."""
    page.goto("/pemeliharaan/prasarana/pemeriksaan/")
    _follow(page, "Periksa")
    look(page, "periksa-prasarana")
