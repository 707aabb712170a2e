"""What an address asks for: filters are read here, so that no odd value becomes an error page."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

LONGEST_ID = 18
"""Digits that surely fit a 64-bit column."""
LONGEST_TEXT = 60
"""Letters of a search: more than any name has."""

_CONTROLS = {*range(0x01, 0x20), *range(0x7F, 0xA0)} - {ord(c) for c in "\t\n\r"}
_UNSEEN = {
    0xAD, *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0xFEFF,
    *range(0xFFF9, 0xFFFC), 0xFFFE, 0xFFFF,
}  # fmt: skip
_HIDDEN = dict.fromkeys(_CONTROLS, " ") | dict.fromkeys(_UNSEEN)


def row_id(text: str | None) -> int | None:
    """The row's number in ``text``, or ``None`` where it can't be one."""
    text = text or ""
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_ID
    return int(text) if is_number else None


def asked_id(request: HttpRequest, name: str) -> int | None:
    """The row's number that the address names, or ``None``."""
    return row_id(request.GET.get(name))


def asked_text(request: HttpRequest, name: str = "cari") -> str:
    """What the address says is searched for, cut to what anybody types.

    SQLite takes no pattern of more than 50.000 bytes.
    """
    return request.GET.get(name, "").strip()[:LONGEST_TEXT]


class Utf8Middleware:
    """Refuse forms in another encoding: Django reads none, and fails again over its own answer."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.encoding and request.encoding.lower() not in ("utf-8", "utf8"):
            return HttpResponseBadRequest("Kirim isian dalam UTF-8.", content_type="text/plain")
        return self.get_response(request)


def visible(text: str) -> str:
    """``text`` without letters that nobody sees: control codes are blanks, the rest is left out.

    They come along when something is copied, from Word above all, and then two names look the same,
    a line reads backwards, or a workbook can't hold it. NUL stays: the fields refuse it.
    """
    return text.translate(_HIDDEN)


class VisibleTextMiddleware:
    """Forms are read without letters that nobody sees. Stands after the check of the token."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_) -> None:
        typed = request.POST
        if all(visible(text) == text for _, texts in typed.lists() for text in texts):
            return
        cleaned = typed.copy()
        for name, texts in typed.lists():
            cleaned.setlist(name, [visible(text) for text in texts])
        request.POST = cleaned


class NoNullMiddleware:
    """Refuse addresses with NUL: PostgreSQL can't hold it, and nobody types it."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if any("\0" in value for _, values in request.GET.lists() for value in values):
            raise BadRequest("NUL in the address")
        return self.get_response(request)
