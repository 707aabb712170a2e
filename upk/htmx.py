"""One view, two answers: the whole page, or the part of it that HTMX asked for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def is_fragment_wanted(request: HttpRequest) -> bool:
    """Whether HTMX asks for a part of the page (going back in its history wants the whole)."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"
    )


def render_page_or_fragment(
    request: HttpRequest, page: str, fragment: str, context: dict, status: int = 200
) -> HttpResponse:
    """Render ``page``, or only ``fragment`` of it for HTMX, and keep caches from mixing them."""
    template = fragment if is_fragment_wanted(request) else page
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
