"""What happens to every request before the application sees it, and after it has answered."""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from upk.htmx import is_fragment_wanted
from upk.running import health, maintenance, pages
from upk.running.logs import request_id
from upk.running.typed import typed

logger = logging.getLogger("upk.requests")

HEADER = "X-Request-ID"
HEALTH = "/healthz"
WELL_FORMED = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""What a proxy makes (nginx's ``$request_id``, a UUID); anything else is somebody's text."""

_DRAINED = 8
"""So many times what is allowed is read and thrown away, so that the browser hears the answer."""


class RequestIdMiddleware:
    """Give each request an id, told in its answer and in every line of the log about it."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        current = given if WELL_FORMED.fullmatch(given) else secrets.token_hex(16)
        token = request_id.set(current)
        begun = time.monotonic()
        try:
            response = self.get_response(request)
            response[HEADER] = current
            _log(request, response, round((time.monotonic() - begun) * 1000))
        finally:
            request_id.reset(token)
        return response


def _log(request: HttpRequest, response: HttpResponse, ms: int) -> None:
    """One line; who asked only where that is known already, the address only if it is one of ours:
    anything can be typed into another.
    """
    status = response.status_code
    level = logging.ERROR if status == 500 else logging.WARNING if status >= 400 else logging.INFO
    is_ours = getattr(request, "resolver_match", None) is not None
    if not logger.isEnabledFor(level) or (level == logging.INFO and not is_ours):
        return  # files of the site itself, and questions after its health
    extra = {"method": request.method, "status": status, "ms": ms}
    if is_ours:
        extra["path"] = request.path
    user = getattr(request, "_cached_user", None)
    if user is not None and user.is_authenticated:
        extra |= {"user": user.pk, "role": str(user.role)}
    logger.log(level, "answered", extra=extra)


class GateMiddleware:
    """Answer what needs no application: health, maintenance, what is too large.

    Stands after WhiteNoise, so that these pages have their styles.
    """

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == HEALTH:
            return _health()
        if _length(request) > settings.REQUEST_MEGABYTES * 1_000_000:
            _drain(request)
            return pages.error_page(request, "413.html", 413)
        if notice := maintenance.current():
            return pages.in_maintenance(request, notice)
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            return pages.not_allowed(request, response)
        return response


def _health() -> HttpResponse:
    state = health.state()
    status = 200 if state == health.WELL else 503
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(f"{state}\n", "text/plain", status, headers=headers)


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or ""
    return int(text) if text.isdigit() else 0


def _drain(request: HttpRequest) -> None:
    """Read a body that nobody wants: a browser that is still sending hears no answer."""
    left = min(_length(request), _DRAINED * settings.REQUEST_MEGABYTES * 1_000_000)
    while left > 0 and (part := request.read(min(left, 1_000_000))):
        left -= len(part)


class SignedInMiddleware(LoginRequiredMiddleware):
    """Django's own; but who was signed out while typing gets back what was typed.

    A form that the browser keeps as a draft is filled in by itself after the login.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        if is_fragment_wanted(request):
            return pages.error_page(request, "403_csrf.html", 403)
        form = typed(request)
        if form is None or form.is_draft:
            return super().handle_no_permission(request, view_func)
        if not form.shown:  # only a button was pressed: it is found on its page again
            return redirect_to_login(form.page)
        return pages.expired(request, form, token=form.token, is_signed_in=False)
