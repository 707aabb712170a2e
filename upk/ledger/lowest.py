"""How much an account can give away on a day without lacking it on any day after."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from upk.ledger.models import Account, Posting
from upk.money import rupiah
from upk.periods import format_date


def lowest_balance(account: Account, on: date, *, is_credit: bool = False) -> int:
    """The least that the account holds at the end of any day from ``on`` on.

    Unit: whole rupiah, as a debit balance, or as a credit balance with ``is_credit``.
    """
    return lowest_balances([account], on, is_credit=is_credit)[account.pk]


def lowest_balances(
    accounts: Sequence[Account], on: date, *, is_credit: bool = False
) -> dict[int, int]:
    """``lowest_balance`` of several accounts of one office, by id, in as many queries."""
    balance = dict.fromkeys((account.pk for account in accounts), 0)
    later: dict[int, dict[date, int]] = {pk: defaultdict(int) for pk in balance}
    for side, sign in (("debit_id", 1), ("credit_id", -1)):
        sign = -sign if is_credit else sign
        rows = Posting.objects.filter(**{f"{side}__in": list(balance)}).order_by()
        for pk, amount in rows.values_list(side).annotate(Sum("amount")):
            balance[pk] += sign * amount
        after = rows.filter(entry__office=accounts[0].office_id, entry__happened_on__gt=on)
        by_day = after.values_list(side, "entry__happened_on").annotate(Sum("amount"))
        for pk, day, amount in by_day:
            later[pk][day] += sign * amount
    lowest = dict(balance)
    for pk, days in later.items():
        for day in sorted(days, reverse=True):
            balance[pk] -= days[day]
            lowest[pk] = min(lowest[pk], balance[pk])
    return lowest


@dataclass(frozen=True, slots=True)
class Lack:
    """An account that would give more than it has on some day from ``on`` on.

    ``available``: what it can give, whole rupiah, never negative.
    """

    account: Account
    on: date
    available: int

    @property
    def text(self) -> str:
        """Said to whoever wants to take it."""
        return (
            f"Saldo {self.account.name} sejak {format_date(self.on)} hanya cukup untuk "
            f"{rupiah(self.available)}. Periksa tanggal dan akunnya."
        )


def hold_accounts(accounts: Iterable[Account]) -> None:
    """Let nobody else take from the accounts until this transaction ends; by id, after loans."""
    ids = [account.pk for account in accounts]
    list(Account.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))


def lack_of(account: Account, amount: int, on: date) -> Lack | None:
    """What the account lacks to give ``amount`` (whole rupiah) on a day, on its normal side."""
    available = lowest_balance(account, on, is_credit=not account.is_debit_normal)
    return Lack(account, on, max(0, available)) if amount > available else None
