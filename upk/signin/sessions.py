"""The session engine: Django's sessions in the database, in a table that tells whose they are.

Every request reads one, so that query is prepared. The columns are written along with the
session's data, so no request has a query more for them.
"""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import models
from django.utils import timezone

from upk.offices.sessions import LAST_USED
from upk.prepared import Prepared
from upk.signin.models import Session
from upk.sqlite.patience import SCARCELY, waiting

SINCE = "since"
ADDRESS = "address"
BROWSER = "browser"
NEW_BROWSER = "new_browser"

_unexpired = Prepared(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now),
    models.CharField(),
    models.DateTimeField(),
)


class SessionStore(db.SessionStore):
    """Sessions of ``upk.signin.models.Session``."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        found = _unexpired(self.session_key, timezone.now())
        if not found:
            self._session_key = None
        return found[0] if found else None

    def touch(self, now: int) -> None:
        """Keep when it was last used, unless somebody else is writing."""
        was_modified = self.modified
        self[LAST_USED] = now
        try:
            with waiting(SCARCELY):
                self.save()
        except UpdateError:
            pass  # or it was ended in this moment, which the next request will see
        self.modified = was_modified

    def create_model_instance(self, data: dict) -> Session:
        session = super().create_model_instance(data)
        session.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        session.since = _moment(data.get(SINCE))
        session.last_used = _moment(data.get(LAST_USED))
        session.address = data.get(ADDRESS)
        session.browser = data.get(BROWSER, "")
        session.is_new_browser = data.get(NEW_BROWSER, False)
        if SINCE in data:  # Django counts from the last time that it was saved
            session.expire_date = session.since + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        return session


def _moment(seconds: int | None) -> datetime:
    return timezone.now() if seconds is None else datetime.fromtimestamp(seconds, UTC)
