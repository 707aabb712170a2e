"""How much one user may send and take away in a minute: what no person reaches, a program does.

Two counts for each user: forms that are sent, and files, which cost the server the most: uploads,
PDFs and whatever else is handed out as a file, and identity numbers shown in full. An answer tells
what it was, so no view has to say it, and a new one can't be forgotten; so a file is counted when
it is handed out, and requests that are under way already still get theirs. Whoever has taken too
many waits for the next file alone: pages and forms go on.

Counted in the memory of this process: nothing is written for it, a restart forgets it, and with
several processes (``WORKERS``) a user may get as many times as much. Strangers have limits of their
own: ``upk.offices.throttle`` and ``upk.profile.services.guesses``.
"""

import logging
import math
import time
from collections import deque
from collections.abc import Callable
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from upk.running.pages import error_page
from upk.running.typed import form_page_of, typed

logger = logging.getLogger(__name__)

MINUTE = 60.0
"""Seconds that are looked back."""

ALWAYS = {
    "offices:logout", "offices:sessions-end", "offices:password-change", "signin:session-list",
    "signin:session-end", "signin:sessions-end-others",
}  # fmt: skip
"""Whoever wants to leave may, and whoever wants somebody else out of the own account; passwords
that are tried have a limit of their own."""

_MANY = 1000
"""So many counts are kept before those that are over are looked for and dropped."""


class Pace:
    """Counts by user within the last minute of the clock that is passed in (seconds)."""

    def __init__(self) -> None:
        self._times: dict[int, deque[float]] = {}
        self._told: set[int] = set()
        self._lock = Lock()

    def wait(self, user: int, limit: int, now: float) -> int:
        """Whole seconds until the user is below ``limit``; 0 is now. A limit of 0 is none."""
        with self._lock:
            times = self._recent(user, now)
            if not limit or len(times) < limit:
                self._told.discard(user)
                return 0
            return max(1, math.ceil(times[len(times) - limit] + MINUTE - now))

    def count(self, user: int, now: float) -> None:
        """One more."""
        with self._lock:
            if len(self._times) > _MANY:
                self._drop_old(now)
            self._times.setdefault(user, deque()).append(now)

    def is_news(self, user: int) -> bool:
        """Whether it wasn't told yet that this user waits."""
        with self._lock:
            is_news = user not in self._told
            self._told.add(user)
            return is_news

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._times.clear()
            self._told.clear()

    def _recent(self, user: int, now: float) -> deque[float]:
        times = self._times.get(user, deque())
        while times and times[0] <= now - MINUTE:
            times.popleft()
        return times

    def _drop_old(self, now: float) -> None:
        oldest = now - MINUTE
        over = [user for user, times in self._times.items() if not times or times[-1] <= oldest]
        for user in over:
            del self._times[user]
            self._told.discard(user)


FORMS = Pace()
FILES = Pace()
HANDING_OUT: set[tuple[str, bool]] = set()
"""Views, and whether a form was sent to them, that have answered with a file: the next may wait."""


def count_as_file(request: HttpRequest) -> None:
    """What this request shows is worth as much as a file: a view says so before it answers."""
    request.counts_as_file = True


class PaceMiddleware:
    """Answer 429 to who is too fast. Stands where it is known who asks, and for what."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(request, "paced_user", None)
        if user is None:
            return response
        if is_file := _is_file(response) or hasattr(request, "counts_as_file"):
            HANDING_OUT.add(_what_is_asked(request))
        if is_file or request.FILES:
            FILES.count(user, time.monotonic())
        return response

    def process_view(self, request: HttpRequest, view: Callable, *_) -> HttpResponse | None:
        if not request.user.is_authenticated or request.resolver_match.view_name in ALWAYS:
            return None
        user, now = request.user.pk, time.monotonic()
        limits = []
        if request.FILES or _what_is_asked(request) in HANDING_OUT:
            limits.append(("files", FILES, settings.FILES_PER_MINUTE))
        if request.method == "POST":
            limits.append(("forms", FORMS, settings.FORMS_PER_MINUTE))
        for what, pace, limit in limits:
            if seconds := pace.wait(user, limit, now):
                if pace.is_news(user):
                    logger.warning("too many %s within a minute: user %s", what, user)
                return _slow_down(request, what, limit, seconds)
        request.paced_user = user
        if request.method == "POST":
            FORMS.count(user, now)
        return None


def _what_is_asked(request: HttpRequest) -> tuple[str, bool]:
    return request.resolver_match.view_name, request.method == "POST"


def _is_file(response: HttpResponse) -> bool:
    """Whether it is something to keep, and no page; photos belong to the pages they stand on."""
    kind = response.get("Content-Type", "text/html")
    if kind.startswith("image/"):
        return False
    return response.has_header("Content-Disposition") or not kind.startswith("text/html")


def _slow_down(request: HttpRequest, what: str, limit: int, seconds: int) -> HttpResponse:
    page = error_page(
        request, "429.html", 429, what=what, limit=limit, seconds=seconds,
        is_sent=request.method == "POST", typed=typed(request), token=get_token(request),
        back=form_page_of(request), address=request.get_full_path(),
    )  # fmt: skip
    page["Retry-After"] = str(seconds)
    return page
