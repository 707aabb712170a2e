"""Who wants to save while somebody else writes for minutes gets a page that says so.

Only on SQLite (``upk.sqlite.patience``). The page carries what was typed, with the form's key, so
that sending it again is one click and saves once. Passwords and files are not carried.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from upk.sqlite.patience import busy_behind, what_takes_long

TRY_AGAIN = 15
"""Seconds after which another try makes sense."""

_TOKEN = "csrfmiddlewaretoken"


class BusyMiddleware:
    """Answer 503 where a view couldn't get its turn to write; nothing was saved."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        busy = busy_behind(error)
        if busy is None:
            return None
        context = {
            "what": busy.behind or what_takes_long(),
            "is_sent": request.method == "POST",
            "is_secret": _is_secret(request),
            "back": _back(request),
            "typed": [pair for pair in _typed(request) if pair[0] != _TOKEN],
            "files": [(name, len(request.FILES.getlist(name)) > 1) for name in request.FILES],
        }
        response = render(request, "503_busy.html", context, status=503)
        response["Retry-After"] = TRY_AGAIN
        response["Cache-Control"] = "private, no-store"
        return response


def _is_secret(request: HttpRequest) -> bool:
    """Whether a password was typed: it isn't written into a page."""
    return hasattr(request, "sensitive_post_parameters") or any(
        "password" in name for name in request.POST
    )


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.POST.lists() for value in values]


def _back(request: HttpRequest) -> str:
    """The page with the form, if it is one of ours; the start page otherwise."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc == request.get_host() and came_from.path:
        return came_from._replace(scheme="", netloc="").geturl()
    return "/"
