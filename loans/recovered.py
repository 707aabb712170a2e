"""What came in for written-off loans, by write-off."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import accumulate

from loans.models import Recovery


def recovered(write_offs: Iterable[int], until: date | None = None) -> dict[int, int]:
    """Sum of the recoveries of each write-off, by its id, up to and including a day.

    Unit: whole rupiah, reversals taken off. One query.
    """
    rows = Recovery.objects.filter(write_off__in=list(write_offs))
    if until is not None:
        rows = rows.until(until)
    sums: dict[int, int] = defaultdict(int)
    for write_off_id, amount in rows.order_by().values_list("write_off_id", "amount"):
        sums[write_off_id] += amount
    return dict(sums)


def highest_recovered(write_off_id: int, since: date) -> int:
    """The most that had come in for a write-off at the end of any day from ``since`` on.

    Unit: whole rupiah, reversals taken off from their own day on. One query.
    """
    rows = Recovery.objects.filter(write_off=write_off_id).order_by()
    changes: dict[date, int] = defaultdict(int)
    for paid_on, amount in rows.values_list("paid_on", "amount"):
        changes[max(paid_on, since)] += amount
    return max(accumulate(changes[day] for day in sorted(changes)), default=0)
