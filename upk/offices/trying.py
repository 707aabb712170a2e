"""Wrong passwords and codes inside a session or before one count as failed logins do.

So the one lock of names and addresses (``upk.offices.throttle``) holds for them too, beside the
wait that doubles with each wrong code.
"""

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_lockout_response
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse

from upk.offices.models import User


def locked(request: HttpRequest, user: User) -> HttpResponse | None:
    """The page that says so, where this name or address may not try now; else ``None``."""
    credentials = {"username": user.username}
    if AxesProxyHandler.is_allowed(request, credentials):
        return None
    return get_lockout_response(request, credentials=credentials)


def note_failure(request: HttpRequest, user: User) -> None:
    """Count a wrong code or password of that user."""
    user_login_failed.send(
        sender=__name__, credentials={"username": user.username}, request=request
    )
