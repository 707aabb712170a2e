"""Who came in, who tried to, and who went: what Django and the login's throttle (axes) notice."""

from axes.signals import user_locked_out
from django.apps import apps
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from upk.trail.events import Event
from upk.trail.services import record


def connect() -> None:
    """Listen, once for each process."""
    for signal, receiver in (
        (user_logged_in, _came_in),
        (user_logged_out, _went),
        (user_login_failed, _failed),
        (user_locked_out, _locked),
    ):
        signal.connect(receiver, dispatch_uid=f"trail_{receiver.__name__}")


def _came_in(request: HttpRequest, user, **_) -> None:
    record(event=Event.LOGIN, user=user, office=user.office, request=request)


def _went(request: HttpRequest, user, **_) -> None:
    if user is not None:
        record(event=Event.LOGOUT, user=user, office=user.office, request=request)


def _failed(credentials: dict, request: HttpRequest | None = None, **_) -> None:
    """Not while somebody is locked out: whoever goes on guessing would fill the table."""
    if not _was_locked(request):
        _record_try(Event.LOGIN_FAILED, credentials.get("username"), request)


def _locked(request: HttpRequest, username: str, **_) -> None:
    if not _was_locked(request):
        _record_try(Event.LOCKED_OUT, username, request)


def _was_locked(request: HttpRequest | None) -> bool:
    """Whether this try was refused without a look at the password, so counted by nobody."""
    is_locked = getattr(request, "axes_locked_out", False)
    return is_locked and getattr(request, "axes_failures_since_start", None) is None


def _record_try(event: Event, username: str | None, request: HttpRequest | None) -> None:
    """The account that was tried. A name that nobody has may be a password, so it isn't kept."""
    users = apps.get_model("offices", "User").objects.select_related("office")
    subject = users.filter(username=username or "").first()
    record(
        event=event,
        user=None,
        office=subject.office if subject else None,
        about=subject.username if subject else "",
        subject=subject,
        request=request,
    )
