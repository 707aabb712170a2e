"""Which backups stay: all of a week, one a day for a month, one a month for a year.

The newest of its day or month stays, so that what is thinned today would have been thinned
tomorrow as well: thinning often or seldom leaves the same. The newest of all is never thinned.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

ALL_FOR = timedelta(days=7)
ONE_A_DAY_FOR = timedelta(days=31)
ONE_A_MONTH_FOR = timedelta(days=366)


def superfluous(taken: Iterable[datetime], now: datetime) -> set[datetime]:
    """The moments of backups that may go.

    Guarantee: the newest stays, and so does what lies after ``now`` (a clock went wrong).
    """
    moments = sorted(set(taken))
    newest_of_day = {moment.date(): moment for moment in moments}
    newest_of_month = {(moment.year, moment.month): moment for moment in moments}
    kept = {
        moment
        for moment in moments
        if moment == moments[-1]
        or now - moment <= ALL_FOR
        or (now - moment <= ONE_A_DAY_FOR and newest_of_day[moment.date()] == moment)
        or (
            now - moment <= ONE_A_MONTH_FOR and newest_of_month[moment.year, moment.month] == moment
        )
    }
    return set(moments) - kept
