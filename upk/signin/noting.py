"""What is noted when somebody signs in: since when, where, by what, and whether that is new.

A browser is known again by a long-lived, signed cookie. A login from another one is told on the
pages of the user's other sessions, and at the next login, until the user has said to have seen it;
whoever sits at the new browser can't make it go away.
"""

import secrets
import time
from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from upk.offices.models import User
from upk.offices.services import note
from upk.offices.sessions import LAST_USED
from upk.offices.throttle import client_address
from upk.signin.agents import named
from upk.signin.models import KnownBrowser
from upk.signin.sessions import ADDRESS, BROWSER, NEW_BROWSER, SINCE
from upk.trail.events import Event

LONGEST = 400 * 24 * 3600
"""Seconds that browsers keep a cookie at most."""
_SALT = "upk.signin.browser"


def read_cookie(request: HttpRequest) -> str | None:
    """The mark of a browser that signed in here before; ``None`` for any other."""
    try:
        return request.get_signed_cookie(
            settings.BROWSER_COOKIE_NAME, default=None, salt=_SALT, max_age=LONGEST
        )
    except BadSignature:
        return None


def write_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """Mark the browser that has just signed in."""
    response.set_signed_cookie(
        settings.BROWSER_COOKIE_NAME,
        request.browser_mark,
        salt=_SALT,
        max_age=LONGEST,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def note_login(sender, request: HttpRequest, user: User, **_) -> None:
    """Receives Django's ``user_logged_in``."""
    now = int(time.time())
    agent = named(request.META.get("HTTP_USER_AGENT", ""))
    request.session.update({SINCE: now, LAST_USED: now, BROWSER: agent})
    request.session[ADDRESS] = client_address(request)
    if hasattr(request, "browser_mark"):  # it came through the middleware, over HTTP
        request.session[NEW_BROWSER] = _is_new(request, user)


def _is_new(request: HttpRequest, user: User) -> bool:
    """Whether the user signed in before, but never from this browser; it is known from now on."""
    request.browser_mark = request.browser_mark or secrets.token_urlsafe(24)
    request.marks_browser = True
    digest = sha256(request.browser_mark.encode()).hexdigest()
    known = KnownBrowser.objects.filter(user=user)
    if known.filter(digest=digest).exists():
        return False
    is_first = not known.exists()
    KnownBrowser.objects.get_or_create(user=user, digest=digest)
    if is_first:
        return False
    user.new_browser_at = timezone.now()
    user.save(update_fields=["new_browser_at"])
    note(Event.NEW_DEVICE, user, {"browser": request.session[BROWSER]})
    messages.info(request, "Anda belum pernah masuk dari peramban ini; perangkat lain diberi tahu.")
    return True
