"""Sessions end after idle minutes, without a database write on every request.

A session saved on each GET would take SQLite's write lock, so the time of the last use is
stored at most once a minute, and only if nobody else is writing just then: whoever reads must
never wait for somebody who writes, nor get an error. The next request tries again. The engine is
``upk.signin.sessions``.
"""

import time
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from upk.sqlite.patience import SCARCELY, busy_behind, waiting

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
        if abs(now - last_used) > settings.SESSION_IDLE_MINUTES * 60:  # or the clock was wrong
            _end(request)
            return self.get_response(request)
        if LAST_USED not in request.session or now - last_used >= 60:
            request.session.touch(now)
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


def _end(request: HttpRequest) -> None:
    """Log out. While somebody else is writing the row stays: it has been idle too long for good."""
    try:
        with waiting(SCARCELY):
            logout(request)
    except OperationalError as error:
        if busy_behind(error) is None:
            raise
        request.session, request.user = type(request.session)(), AnonymousUser()
