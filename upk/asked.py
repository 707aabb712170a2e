"""What an address asks for: filters are read here, so that no odd value becomes an error page."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

LONGEST_ID = 18
"""Digits that surely fit a 64-bit column."""


def row_id(text: str | None) -> int | None:
    """The row's number in ``text``, or ``None`` where it can't be one."""
    text = text or ""
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_ID
    return int(text) if is_number else None


def asked_id(request: HttpRequest, name: str) -> int | None:
    """The row's number that the address names, or ``None``."""
    return row_id(request.GET.get(name))


class NoNullMiddleware:
    """Refuse addresses with NUL: PostgreSQL can't hold it, and nobody types it."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if any("\0" in value for _, values in request.GET.lists() for value in values):
            raise BadRequest("NUL in the address")
        return self.get_response(request)
