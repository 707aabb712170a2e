"""Sessions end after idle minutes, without a database write on every request.

A session saved on each GET would take SQLite's write lock, so the time of the last use is
stored at most once a minute. The engine is ``upk.signin.sessions``.
"""

import time
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

LAST_USED = "last_used"


class IdleSessionMiddleware:
    """Log out a session that was idle too long, and activate the office's time zone."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.session.session_key or not request.user.is_authenticated:
            return self.get_response(request)
        now = int(time.time())
        last_used = request.session.get(LAST_USED, now)
        if now - last_used > settings.SESSION_IDLE_MINUTES * 60:
            logout(request)
            return self.get_response(request)
        if LAST_USED not in request.session or now - last_used >= 60:
            request.session[LAST_USED] = now
        if request.user.office:
            with timezone.override(ZoneInfo(request.user.office.timezone)):
                return self._kept_from_others(self.get_response(request))
        return self._kept_from_others(self.get_response(request))

    @staticmethod
    def _kept_from_others(response: HttpResponse) -> HttpResponse:
        """Pages with people's data stay in no cache: the next user of the computer goes back."""
        if "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response
