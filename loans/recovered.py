"""What came in for written-off loans, by write-off."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

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
