"""How many wrong passwords are taken, by name and by address, and whose address it is.

``AXES_FAILURE_LIMIT`` locks one name at one address: it stops whoever guesses at a colleague's
name. Somebody with many addresses, or with many names, is stopped by the larger limits here. All
three count the failures of the last ``AXES_COOLOFF_TIME``.
"""

from ipaddress import ip_address

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import QuerySet, Sum
from django.http import HttpRequest

LIMIT_OF_A_NAME = 30
LIMIT_OF_AN_ADDRESS = 50
"""A whole office may stand behind one address, so this is more than it mistypes [chosen]."""


class LoginThrottle(AxesDatabaseHandler):
    """Axes, which also locks a name everywhere and an address for every name."""

    def is_locked(self, request: HttpRequest, credentials: dict | None = None) -> bool:
        if super().is_locked(request, credentials):
            return True
        name = (credentials or {}).get("username") or ""
        recent = AccessAttempt.objects.filter(attempt_time__gte=get_cool_off_threshold(request))
        of_name = recent.filter(username=name)
        of_address = recent.filter(ip_address=request.axes_ip_address)
        return _failures(of_name) >= LIMIT_OF_A_NAME or _failures(of_address) >= LIMIT_OF_AN_ADDRESS


def _failures(attempts: QuerySet) -> int:
    return attempts.aggregate(count=Sum("failures_since_start", default=0))["count"]


def client_address(request: HttpRequest) -> str | None:
    """Address of the browser: what the HTTPS proxy saw, where there is one.

    Only the last entry is the proxy's own; those before it came from the browser.
    """
    if settings.HTTPS:
        seen = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        try:
            return str(ip_address(seen))
        except ValueError:
            pass
    return request.META.get("REMOTE_ADDR")
