"""What the menu offers to whom."""

from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict:
    """Context of every page."""
    return {}
