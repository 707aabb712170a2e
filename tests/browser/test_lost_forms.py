"""What a person typed when the login, the connection or the server was gone: it comes back."""

import pytest
from playwright.sync_api import Page

from tests import factories
from tests.browser.session import overflow, sign_in, wait_until
from upk.access import Role
from upk.offices.models import Village
from upk.signin.models import Session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = "/desa/baru/"
OLD_TOKEN = "a" * 32


@pytest.fixture
def manager():
    return factories.create_user(Role.MANAGER, username="manajer", name="Manajer Rekaan")


def open_form(new_page, live_server, manager, **options) -> Page:
    page = new_page(live_server.url, **options)
    page.set_default_timeout(60_000)
    sign_in(page, manager)
    page.goto(ADDRESS)
    page.get_by_label("Kode").fill("BAR")
    page.get_by_label("Nama").fill("Banaran")
    return page


def press(page: Page, label: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=label).first.click()


def log_in_elsewhere(page: Page, live_server, manager) -> None:
    """As a login in another tab does: another session and another token."""
    sign_in(page, manager)
    cookie = {"name": "csrftoken", "value": OLD_TOKEN, "domain": "localhost", "path": "/"}
    page.context.add_cookies([cookie])


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_form_older_than_the_login_is_seen_and_sent_again(
    new_page, live_server, manager, width, scripts
):
    page = open_form(new_page, live_server, manager, width=width, java_script_enabled=scripts)
    log_in_elsewhere(page, live_server, manager)

    press(page, "Simpan")

    assert page.get_by_role("heading", level=1).inner_text() == "Halaman ini sudah kedaluwarsa"
    assert page.locator("dl.typed dd").all_inner_texts() == ["BAR", "Banaran"]
    assert "Manajer Rekaan" in page.locator("main").inner_text()
    if scripts:
        assert overflow(page) <= 0
    press(page, "Kirim lagi")
    assert Village.objects.get().name == "Banaran"


def test_who_was_signed_out_signs_in_in_another_tab_and_goes_on(new_page, live_server, manager):
    page = open_form(new_page, live_server, manager, java_script_enabled=False)
    Session.objects.all().delete()

    press(page, "Simpan")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Masuk lagi di tab baru").click()
    tab = opened.value
    tab.get_by_label("Nama pengguna").fill(manager.username)
    tab.get_by_label("Kata sandi").fill(factories.PASSWORD)
    press(tab, "Masuk")
    press(page, "Lanjutkan")
    press(page, "Kirim lagi")

    assert Village.objects.get().name == "Banaran"


PART = '<div id="part" hx-get="/part/" hx-trigger="click" hx-swap="outerHTML">Ambil</div>'
CONFIG = (
    '<meta name="htmx-config" content=\'{"includeIndicatorStyles": false, "allowEval": false}\'>'
)


def test_a_part_of_a_page_that_fails_says_so_until_it_succeeds(open_with_scripts):
    page = open_with_scripts({"/": CONFIG + PART}, "../vendor/htmx/htmx.min", "htmx-errors")
    answers = iter(
        [
            (503, '<div class="alert" data-error>Bergulir sedang dirawat.</div>'),
            (502, "<html><body>Bad gateway</body></html>"),
            (0, ""),
            (200, '<div id="part">Jadi</div>'),
        ]
    )

    def answer(route) -> None:
        status, body = next(answers)
        if status:
            route.fulfill(status=status, body=body, content_type="text/html")
        else:
            route.abort()

    page.route("**/part/", answer)
    for told in ("Bergulir sedang dirawat.", "Bagian ini gagal dimuat", "Server tidak terjangkau"):
        page.locator("#part").click()
        wait_until(page, f"document.querySelector('.alert')?.textContent.includes('{told}')")
        assert page.locator("[role=alert]").count() == 1
    page.locator("#part").click()
    wait_until(page, "document.querySelector('#part').textContent === 'Jadi'")
    assert page.locator("[role=alert]").count() == 0
