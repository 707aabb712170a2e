"""Who is at work: the request of this thread, somebody named, or a command of the server."""

import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from axes.helpers import get_client_ip_address
from django.http import HttpRequest, HttpResponse

_request: ContextVar[HttpRequest | None] = ContextVar("trail_request", default=None)
_user: ContextVar = ContextVar("trail_user", default=None)

LONGEST_COMMAND = 80


class TrailMiddleware:
    """Lets the trail know whose request it is. Stands after Django's authentication."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)


@contextmanager
def acting_as(user) -> Iterator[None]:
    """Name who is at work where no request tells it: in a thread that goes on beside requests."""
    token = _user.set(user)
    try:
        yield
    finally:
        _user.reset(token)


def who():
    """The user at work, or ``None``: nobody is logged in, or a command is running."""
    if named := _user.get():
        return named
    request = _request.get()
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def address_of(request: HttpRequest | None = None) -> str | None:
    """The network address of the request at hand, if there is one."""
    request = request or _request.get()
    return get_client_ip_address(request) or None if request else None


def command() -> str:
    """Which command of the server is running, and as which account; empty within a request."""
    if _request.get() is not None or _user.get() is not None:
        return ""
    program = Path(sys.argv[0]).name
    name = sys.argv[1] if program == "manage.py" and len(sys.argv) > 1 else program
    return f"{name} ({_account()})"[:LONGEST_COMMAND]


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return "?"
