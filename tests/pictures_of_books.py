"""The manual's pictures of cash, banks, inventory, budget, statements and closing."""

from collections.abc import Callable

from playwright.sync_api import Page

Look = Callable[[Page, str], None]

PAGES = (
    # picture, who looks, address; the treasurer's come first: the manager's forms are long
    ("anggaran", "bendahara", "/anggaran/"),
    ("inventaris", "bendahara", "/inventaris/"),
    ("opname-kas", "bendahara", "/kas/opname/"),
    ("neraca", "manajer", "/laporan/balance-sheet/?triwulan=2009-4"),
    ("daftar-periksa", "manajer", "/tutup-buku/2010-01/"),
    ("batas-penilaian", "manajer", "/laporan/pengaturan/penilaian/"),
)


def take_books(pages: dict[str, Page], look: Look) -> None:
    """Pages as they are, and those that a form or a click leads to; nothing is saved."""
    for name, username, address in PAGES:
        page = pages[username]
        page.goto(address)
        look(page, name)
    _usual(pages["bendahara"], look)
    _statement(pages["bendahara"], look)
    _surplus(pages["manajer"], look)


def _send(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def _usual(page: Page, look: Look) -> None:
    """A cost before it is saved."""
    page.goto("/kas/transaksi/office-costs/")
    page.get_by_label("Untuk").select_option(label="Beban Listrik (5.1.03.02)")
    page.get_by_label("Dibayar dari").select_option(index=1)
    page.get_by_label("Jumlah").fill("325.000")
    page.get_by_label("Uraian").fill("Rekening listrik Februari")
    _send(page, "Periksa")
    look(page, "transaksi-biasa")


def _statement(page: Page, look: Look) -> None:
    """The statement that isn't closed yet."""
    page.goto("/kas/rekening-koran/")
    row = page.locator("tbody tr", has_text="Kas di Bank SPP").first
    row.get_by_role("link").first.click()
    page.wait_for_url("**/rekening-koran/*/")
    look(page, "rekening-koran")


def _surplus(page: Page, look: Look) -> None:
    """The decision of the last year."""
    page.goto("/penutupan/surplus/")
    page.get_by_role("link", name="dibagi").first.click()
    page.wait_for_load_state()
    look(page, "pembagian-surplus")
