"""How a public page is answered: the same bytes for everybody, without cookies, fit for caches.

It is rendered without the request, so nothing of a user can get into it.
"""

from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response

MINUTES_KEPT = 5
"""So long may a browser or proxy show a page without asking again [chosen]."""

KEPT = f"public, max-age={MINUTES_KEPT * 60}"
NOTHING_KEPT = "no-store"
"""For answers to one person's question."""


def public_page(
    request: HttpRequest, template: str, context: dict, *, status: int = 200, cache: str = KEPT
) -> HttpResponse:
    """The page, with an ETag by which a browser that has it already needn't load it again."""
    content = render_to_string(template, context).encode()
    response = HttpResponse(content, status=status)
    return answered(request, response, content, cache if status == 200 else NOTHING_KEPT)


def answered(
    request: HttpRequest, response: HttpResponse, content: bytes, cache: str = KEPT
) -> HttpResponse:
    """The response with its headers for caches; 304 where the browser has ``content`` already.

    Whoever has a session gets it renewed with any answer, so only strangers' answers may be kept by
    a proxy. Nothing of a session goes into them: they don't vary by cookie.
    """
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    response["Cache-Control"] = "private, no-store" if has_session else cache
    request.session.accessed = has_session
    if has_session or cache == NOTHING_KEPT:
        return response
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)
