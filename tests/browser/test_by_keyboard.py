"""The main path without a mouse, from the login to the printed receipts; on PostgreSQL too."""

import pytest
from playwright.sync_api import Locator, Page

from loans.models import Repayment
from tests import factories
from tests.browser.session import type_at_once, wait_for_focus, wait_until
from upk.access import Role

pytestmark = [pytest.mark.browser_postgres, pytest.mark.django_db(transaction=True)]

GROUPS = 4
DUE = 6_900_000  # of each loan, on the office's day
FEW = 40
"""So many times somebody presses Tab before giving up."""


@pytest.fixture
def village():
    office = factories.create_office()
    treasurer = factories.create_user(Role.TREASURER, office, username="bendahara")
    village = factories.create_village(office, name="Banaran")
    for n in range(1, GROUPS + 1):
        group = factories.create_group(village, code=f"B{n:02}", name=f"Melati {n:02}")
        factories.create_loan(group, by=treasurer)
    return village


@pytest.fixture
def keyed(new_page, live_server, village) -> Page:
    """A page on which nothing is clicked; it counts the print dialogs."""
    page = new_page(live_server.url)
    page.set_default_timeout(15_000)
    page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1 };")
    page.goto("/")
    return page


def press(page: Page, keys: str) -> None:
    """A key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(keys)


def alt(page: Page, key: str) -> None:
    """An access key. Playwright's own key presses leave out what Chromium finds it by."""
    session = page.context.new_cdp_session(page)
    event = {
        "modifiers": 1,
        "key": key,
        "unmodifiedText": key,
        "windowsVirtualKeyCode": ord(key.upper()),
    }
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", **event})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})
    session.detach()


def open_sheet(page: Page) -> None:
    with page.expect_navigation():
        alt(page, "2")


def has_focus(locator: Locator) -> bool:
    return locator.evaluate("element => element === document.activeElement")


def tab_to(page: Page, role: str, name: str) -> None:
    wanted = page.get_by_role(role, name=name, exact=True).first
    wanted.wait_for()
    for _ in range(FEW):
        if has_focus(wanted):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} is out of reach")


def prints(page: Page) -> int:
    alt(page, "c")
    wait_until(page, "window.printed > 0")
    return page.evaluate("window.printed")


def log_in(page: Page) -> None:
    type_at_once(page, "bendahara")
    page.keyboard.press("Tab")
    page.keyboard.type(factories.PASSWORD)
    press(page, "Enter")


def test_from_the_login_to_the_receipts_without_a_mouse(keyed):
    page = keyed
    log_in(page)

    open_sheet(page)
    tab_to(page, "link", "Terima setoran satu kelompok")
    press(page, "Enter")
    type_at_once(page, "b01")
    press(page, "Enter")
    tab_to(page, "link", "Melati 01")
    press(page, "Enter")
    type_at_once(page, "1150000")
    press(page, "Control+Enter")
    receipt = Repayment.objects.get()
    assert page.get_by_role("heading", level=1).inner_text() == f"Kwitansi {receipt.entry.label}"
    assert prints(page) == 1

    open_sheet(page)
    tab_to(page, "link", f"Banaran {GROUPS} pinjaman")
    press(page, "Enter")
    wait_for_focus(page)
    page.keyboard.press("Enter")  # the first has paid already
    page.keyboard.type("2000000")
    page.keyboard.press("Enter")
    page.keyboard.press("F2")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("F2")
    press(page, "Control+Enter")
    assert "3 setoran · belum tercatat" in page.inner_text(".page-head")
    press(page, "Control+Enter")
    tab_to(page, "link", "Cetak semua kwitansi")
    press(page, "Enter")
    assert page.locator("article.receipt").count() == 3
    assert prints(page) == 1
    assert [(r.loan.group.code, r.amount) for r in Repayment.objects.order_by("pk")] == [
        ("B01", 1_150_000),
        ("B02", 2_000_000),
        ("B03", DUE),
        ("B04", DUE),
    ]


def test_focus_is_always_seen(keyed):
    """Whoever has no mouse sees where he is: every stop of Tab on the sheet is drawn."""
    page = keyed
    log_in(page)
    open_sheet(page)
    tab_to(page, "link", f"Banaran {GROUPS} pinjaman")
    press(page, "Enter")
    drawn = """() => {
        const shown = getComputedStyle(document.activeElement);
        return shown.outlineStyle !== "none" || shown.boxShadow !== "none";
    }"""

    page.keyboard.press("Shift+Tab")
    for _ in range(GROUPS * 4):
        page.keyboard.press("Tab")
        element = page.evaluate("document.activeElement.outerHTML")
        assert page.evaluate(drawn), element[:200]
