"""The second factor as a person sets it up and uses it: by keyboard, on a phone."""

import time
from base64 import b32decode

import pytest
from django.urls import reverse
from django_otp.oath import TOTP

from tests import factories
from tests.browser.session import overflow, sign_in, type_at_once
from upk.access import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def code(secret: str, steps: int = 0) -> str:
    """What the app shows, from the secret as it is typed into it; the next one with ``steps`` 1.

    The server takes both while a slow page is underway and the app's half minute ends.
    """
    totp = TOTP(b32decode(secret))
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06}"


def press_enter(page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def give_password(page, user) -> None:
    page.goto(reverse("offices:login"))
    type_at_once(page, user.username)
    page.keyboard.press("Tab")
    page.keyboard.type(factories.PASSWORD)
    press_enter(page)


def set_up(page) -> tuple[str, list[str]]:
    """By keyboard alone, from the page's fields that have the focus; secret and codes on paper."""
    page.goto(reverse("signin:set-up"))
    page.locator("#id_password").focus()
    page.keyboard.type(factories.PASSWORD)
    press_enter(page)
    assert overflow(page) <= 0
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 100
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    type_at_once(page, code(secret))
    press_enter(page)
    assert overflow(page) <= 0
    return secret, page.locator("ol.codes code").all_inner_texts()


@pytest.mark.parametrize("with_scripts", [True, False])
def test_password_code_and_codes_on_paper(new_page, live_server, with_scripts):
    user = factories.create_user(Role.TREASURER)
    first = new_page(live_server.url, java_script_enabled=with_scripts)
    sign_in(first, user)
    secret, codes = set_up(first)

    phone = new_page(live_server.url, width=390, java_script_enabled=with_scripts)
    give_password(phone, user)
    assert phone.url.endswith(reverse("signin:code"))
    phone.goto(reverse("offices:person-list"))
    assert reverse("offices:login") in phone.url  # nothing is seen so far
    phone.goto(reverse("signin:code"))
    used = code(secret, 1)
    type_at_once(phone, used)
    press_enter(phone)
    assert phone.url == live_server.url + reverse("desk:home")

    other = new_page(live_server.url)
    give_password(other, user)
    type_at_once(other, used)
    press_enter(other)
    assert "sudah dipakai" in other.locator(".invalid-feedback").inner_text()
    other.wait_for_timeout(1100)  # the wait after a wrong code
    type_at_once(other, codes[0])
    press_enter(other)
    assert other.url == live_server.url + reverse("desk:home")
    assert "masih ada 9" in other.locator("main").inner_text()


def test_sessions_are_seen_and_ended(new_page, live_server):
    user = factories.create_user(Role.TREASURER)
    laptop, phone = new_page(live_server.url), new_page(live_server.url, width=390)
    give_password(laptop, user)
    give_password(phone, user)
    laptop.goto(reverse("desk:home"))
    assert "masuk dari peramban baru" in laptop.locator("main").inner_text()
    phone.goto(reverse("signin:session-list"))
    assert overflow(phone) <= 0

    laptop.goto(reverse("signin:session-list"))
    row = laptop.locator("tbody tr").filter(has_text="peramban baru")
    with laptop.expect_navigation():
        row.get_by_role("button").click()
    with laptop.expect_navigation():
        laptop.get_by_role("button", name="Itu saya").click()

    assert laptop.locator("tbody tr").count() == 1
    assert laptop.locator(".new-browser").count() == 0
    phone.goto(reverse("desk:home"))
    assert reverse("offices:login") in phone.url
