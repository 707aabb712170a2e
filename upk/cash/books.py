"""The office's cash and bank accounts, and what each holds."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from upk.ledger.models import Account, Posting, PostingQuerySet
from upk.offices.models import Office
from upk.periods import month_start


@dataclass(frozen=True, slots=True)
class Holding:
    """What a cash or bank account holds at the end of a day, and what moved in its month.

    Unit: whole rupiah; ``balance`` is negative where more went out than was there.
    """

    account: Account
    balance: int
    money_in: int
    money_out: int


def holdings(office: Office, as_of: date) -> list[Holding]:
    """Every cash and bank account that is used or holds money, cash first; three queries."""
    accounts = list(office.accounts.cash_and_bank().order_by("-liquidity", "code"))
    postings = Posting.objects.touching(accounts).until(as_of)
    net = postings.net_by_account()
    month_in, month_out = _moved(postings.since(month_start(as_of)), accounts)
    return [
        Holding(a, net.get(a.pk, 0), month_in[a.pk], month_out[a.pk])
        for a in accounts
        if a.is_active or net.get(a.pk)
    ]


def _moved(
    postings: PostingQuerySet, accounts: list[Account]
) -> tuple[dict[int, int], dict[int, int]]:
    """What came into and went out of each account."""
    came, went = ({account.pk: 0 for account in accounts} for _ in range(2))
    pairs = postings.order_by().values_list("debit", "credit").annotate(Sum("amount"))
    for debit, credit, amount in pairs:
        if debit in came:
            came[debit] += amount
        if credit in went:
            went[credit] += amount
    return came, went


def balance_of(account: Account, as_of: date) -> int:
    """What the account holds in the books at the end of ``as_of``; whole rupiah, one query."""
    net = Posting.objects.touching([account]).until(as_of).net_by_account()
    return account.natural(net.get(account.pk, 0))
