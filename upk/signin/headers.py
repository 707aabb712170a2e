"""Headers that Django doesn't set: what a page may use of the device, and who may embed a file."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PERMISSIONS = "camera=(),geolocation=(),microphone=(),payment=(),usb=()"
"""No page asks the device for any of them; a photo comes from a file field, which needs none.
Short, since it comes with every page."""


class HeadersMiddleware:
    """Permissions-Policy and Cross-Origin-Resource-Policy on every answer."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
