"""The day of the move: the last day of the last month that is over in the data. Pure but for the
store's rows.
"""

from datetime import date, timedelta

from upk.desk.moving.dumps.broken import BrokenDump
from upk.desk.moving.dumps.store import Store, day
from upk.periods import month_end


def last_closed_month(latest: date) -> date:
    """The last day of the last month that has no day after ``latest`` any more."""
    if latest == month_end(latest):
        return latest
    return latest.replace(day=1) - timedelta(days=1)


def cut_over_of(store: Store, today: date) -> date:
    """The day to take where none is given; entries dated after ``today`` are typing errors.

    Raises ``BrokenDump`` where no entry has a day.
    """
    latest = store.one('SELECT MAX("on") FROM transaksi WHERE "on" <= ?', today)
    if latest is None:
        raise BrokenDump(
            "Tidak ada transaksi bertanggal di berkas ini; tanggal pindahnya tidak dapat "
            "ditentukan. Beri --cut-over TANGGAL."
        )
    return last_closed_month(day(latest))
