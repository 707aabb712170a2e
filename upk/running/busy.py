"""Who wants to save while somebody else writes for minutes gets a page that says so.

Only on SQLite (``upk.sqlite.patience``).
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from upk.running.pages import error_page
from upk.running.typed import form_page_of, typed
from upk.sqlite.patience import busy_behind, what_takes_long

TRY_AGAIN = 15
"""Seconds after which another try makes sense."""


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
        page = error_page(
            request,
            "503_busy.html",
            503,
            what=busy.behind or what_takes_long(),
            is_sent=request.method == "POST",
            typed=typed(request),
            token=get_token(request),
            back=form_page_of(request),
            address=request.get_full_path(),
        )
        page["Retry-After"] = str(TRY_AGAIN)
        return page
