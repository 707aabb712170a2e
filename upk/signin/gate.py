"""What must be done first: nothing else is seen until then.

Whoever signs in with a password that somebody else has made chooses an own one; whoever must have
a second factor and has none sets it up. A session of a user with a second factor in which no code
was given is ended: the login asks for it before, this holds for any other way in.
"""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from upk.offices.models import User
from upk.signin import noting

VERIFIED = "second_factor"
"""In the session: when a code was given in it, in seconds."""

ALWAYS = {"offices:logout", "offices:sessions-end"}
_PASSWORD = "offices:password-change"
_SET_UP = {"signin:set-up", "signin:set-up-confirm"}


class SignInMiddleware:
    """Keep users at the door until everything is in order, and mark the browsers they use."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.browser_mark = noting.read_cookie(request)
        response = self.get_response(request)
        if getattr(request, "marks_browser", False):
            noting.write_cookie(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Callable, *_) -> HttpResponse | None:
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        user, name = request.user, request.resolver_match.view_name
        if user.second_factor_since and VERIFIED not in request.session:
            logout(request)
            return redirect("offices:login")
        if name in ALWAYS:
            return None
        if user.temporary_until is not None:
            return None if name == _PASSWORD else redirect(_PASSWORD)
        if is_forced(user):
            return None if name in _SET_UP else redirect("signin:set-up")
        return None


def is_forced(user: User) -> bool:
    """Whether the user must set a second factor up before anything else."""
    today = timezone.localdate()
    return user.second_factor_since is None and user.must_have_second_factor(today)


def notices(request: HttpRequest) -> dict:
    """Context processor: ``new_browser_at``, unless this is the session from the new browser."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.new_browser_at is None:
        return {}
    if request.session.get("new_browser"):
        return {}
    return {"new_browser_at": user.new_browser_at}
