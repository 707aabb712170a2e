"""Files that wait for a day go after it: workbooks that came, archives that leave."""

from datetime import timedelta

from django.utils import timezone

from upk.background import held, run_later
from upk.desk.moving import uploads
from upk.desk.privacy import departures

_LONGEST = max(uploads.KEPT, departures.KEPT)


def throw_away_old() -> None:
    """Remove what has waited longer. Each start calls it (``manage.py prepare``).

    One process after the other: those of a server would take files from under each other.
    """
    with held("tidying"):
        uploads.throw_away_old(timezone.now())
        departures.throw_away_old()


def throw_away_tomorrow() -> None:
    """Do so once everything that lies there now is old enough, if the server goes on so long.

    Whoever made a file looks again after a day too, but may have ended before (``upk.wsgi``).
    """
    run_later(_LONGEST + timedelta(minutes=1), throw_away_old)
