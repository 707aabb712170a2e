"""The manual's pictures of poor households and their goats."""

from collections.abc import Callable

from playwright.sync_api import Page

Look = Callable[[Page, str], None]


def take_goats(pages: dict[str, Page], look: Look) -> None:
    """Pages as they are, and those that a click leads to; nothing is saved."""
    page = pages["fasilitator"]
    page.goto("/sosial/rtm/")
    look(page, "rtm")
    page.goto("/sosial/kambing/serah-terima/")
    look(page, "serah-terima-kambing")
    page = pages["manajer"]
    _assessment(page, look)
    page.goto("/sosial/kambing/1/")
    look(page, "satu-kambing")
    page.goto("/sosial/kambing/1/keturunan/")
    look(page, "keturunan-kambing")
    page.goto("/sosial/kambing/angka/")
    look(page, "angka-kambing")


def _assessment(page: Page, look: Look) -> None:
    """The criteria of the household that needs help most."""
    page.goto("/sosial/rtm/?urut=-kebutuhan")
    with page.expect_navigation():
        page.locator("main tbody a").first.click()
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name="Nilai kebutuhan").first.click()
    look(page, "nilai-kebutuhan")
