"""How much an account can give away on a day without lacking it on any day after."""

from collections import defaultdict
from datetime import date

from django.db.models import Sum

from upk.ledger.models import Account, Posting


def lowest_balance(account: Account, on: date, *, is_credit: bool = False) -> int:
    """The least that the account holds at the end of any day from ``on`` on.

    Unit: whole rupiah, as a debit balance, or as a credit balance with ``is_credit``.
    """
    later: dict[date, int] = defaultdict(int)
    balance = 0
    for side, sign in (("debit", 1), ("credit", -1)):
        sign = -sign if is_credit else sign
        rows = Posting.objects.filter(**{side: account}).order_by()
        balance += sign * (rows.aggregate(total=Sum("amount"))["total"] or 0)
        after = rows.filter(entry__office=account.office_id, entry__happened_on__gt=on)
        for day, amount in after.values_list("entry__happened_on").annotate(Sum("amount")):
            later[day] += sign * amount
    lowest = balance
    for day in sorted(later, reverse=True):
        balance -= later[day]
        lowest = min(lowest, balance)
    return lowest
