"""Maintenance: a file in ``VAR_DIR`` says so, so that it needs no database and ends without one."""

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

AT_LEAST = 60
"""Seconds after which whoever met the notice may come again."""
LONGEST_REASON = 200


@dataclass(frozen=True)
class Notice:
    """Why nobody may work now, and until about when: an ISO time with its zone, or empty."""

    until: str = ""
    because: str = ""

    @property
    def ends(self) -> datetime | None:
        """When it ends, as far as that is known."""
        try:
            return datetime.fromisoformat(self.until)
        except ValueError:
            return None

    def retry_after(self, now: datetime) -> int:
        """Seconds until another try makes sense."""
        if self.ends is None:
            return AT_LEAST
        return max(AT_LEAST, int((self.ends - now).total_seconds()))


def begin(notice: Notice) -> None:
    """Refuse every page from now on with ``notice``; replaces an earlier one."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps(asdict(notice)))
    draft.replace(path)


def end() -> bool:
    """Let people work again; whether there was a notice."""
    try:
        _path().unlink()
    except FileNotFoundError:
        return False
    return True


def current() -> Notice | None:
    """The notice in force. A file that can't be read still means maintenance."""
    try:
        content = _path().read_text()
    except FileNotFoundError:
        return None
    try:
        found = json.loads(content)
        return Notice(str(found["until"]), str(found["because"]))
    except (ValueError, KeyError, TypeError):
        return Notice()


def next_time(clock: str, now: datetime) -> datetime:
    """The next moment at which the clock shows ``HH:MM``, in ``now``'s zone.

    Raises ``ValueError`` where that is no time of day.
    """
    shown = datetime.strptime(clock, "%H:%M")  # noqa: DTZ007 -- only its hour and minute
    moment = now.replace(hour=shown.hour, minute=shown.minute, second=0, microsecond=0)
    return moment if moment > now else moment + timedelta(days=1)


def _path() -> Path:
    return Path(settings.VAR_DIR) / "maintenance.json"
