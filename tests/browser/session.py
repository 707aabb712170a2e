"""A browser that is signed in without typing a password, and waiting in it."""

import contextlib

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from playwright.sync_api import Error

from upk.offices.backends import OfficeBackend
from upk.signin.sessions import SessionStore


def sign_in(page, user):
    session = SessionStore()
    backend = f"{OfficeBackend.__module__}.{OfficeBackend.__qualname__}"
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: backend,
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
    )
    session.save()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key}
    page.context.add_cookies([cookie | {"domain": "localhost", "path": "/"}])


def overflow(page) -> int:
    """By how many pixels the page is wider than the screen, once it has come whole.

    A click ends when the next page begins to come; at once that page may have no element yet.
    """
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def wait_until(page, expression: str, seconds: int = 15) -> None:
    """Wait until JavaScript says yes; Playwright's own waiting meets the page's CSP on a repeat.

    While another page comes in its place the question can't be answered, and is asked again.
    """
    for _ in range(10 * seconds):
        with contextlib.suppress(Error):
            if page.evaluate(expression):
                return
        page.wait_for_timeout(100)
    raise AssertionError(f"never came true: {expression}")


def wait_for_focus(page) -> None:
    """Until the page has given a field the focus: at its first drawing, maybe after "load"."""
    wait_until(page, "document.activeElement !== document.body")


def type_at_once(page, text: str) -> None:
    """Type without looking, as by heart, into the field that the page itself gives the focus."""
    wait_for_focus(page)
    page.keyboard.type(text)


def follow_menu(page, name: str) -> None:
    """Click an entry of the menu; its section is opened first where it is folded."""
    menu, link = page.locator("nav.menu-wide"), {"name": name, "include_hidden": True}
    folded = menu.locator("details:not([open])").filter(has=page.get_by_role("link", **link))
    if folded.count():
        folded.first.locator("summary").click()
    with page.expect_navigation():
        menu.get_by_role("link", **link).first.click()
