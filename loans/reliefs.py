"""What was forgiven or moved away of loans, as the rules of ``loans.arrears`` take it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from loans.arrears import ReliefOf
from loans.models import Relief


def reliefs_of(loans: Iterable, until: date | None = None) -> dict[int, list[ReliefOf]]:
    """What instalments of ``loans`` ask less, by loan id, up to and including a day. One query.

    Few loans have any: those rescheduled, written off, settled early, or with a member who died.
    """
    rows = Relief.objects.filter(repayment__loan__in=loans)
    if until is not None:
        rows = rows.filter(repayment__paid_on__lte=until)
    found: dict[int, list[ReliefOf]] = defaultdict(list)
    for loan_id, *relief in rows.order_by("id").values_list(
        "repayment__loan_id", "repayment__paid_on", "instalment__due_on", "principal", "interest"
    ):
        found[loan_id].append(tuple(relief))
    return found
