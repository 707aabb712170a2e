"""The books as values: trial balance, the ledger of an account, economic assets.

Each is built once from the postings as of a date, in a constant number of queries; screens and
reports show the same value.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from upk.ledger.flows import Closings, Span, is_year_end, net_of
from upk.ledger.models import Account, Posting, voucher_label
from upk.offices.models import Office


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """A line of the trial balance; its net stands on one side. Whole rupiah.

    A header's line (``is_header``) carries the sums of both columns below it.
    """

    account_id: int
    code: str
    name: str
    level: int
    is_header: bool
    debit: int
    credit: int


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """Balances at the end of ``as_of``. Guarantee: ``debit == credit`` (pairs can't differ)."""

    office: Office
    as_of: date
    rows: tuple[BalanceRow, ...]
    debit: int
    credit: int
    economic_assets: int


def build_trial_balance(
    office: Office, as_of: date, *, after_closing: bool = False
) -> TrialBalance:
    """Balance of every account that has one at the end of ``as_of``, under its headers.

    On a 31 December the closing entry of that very year is left out, so that income and expense
    are still seen, unless it is asked for ``after_closing``. Unit: whole rupiah. Each account
    shows its net on one side only; two queries, three on a 31 December.
    """
    accounts = {account.pk: account for account in office.accounts.order_by("code")}
    net = Posting.objects.of_office(office).until(as_of).net_by_account()
    if is_year_end(as_of) and not after_closing:
        closings = Closings.of(office, Span(as_of, as_of))
        for account_id, amount in net_of(closings.postings).items():
            net[account_id] -= amount
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for account_id, amount in net.items():
        side = 0 if amount > 0 else 1
        for above in (account_id, *_headers_of(accounts[account_id], accounts)):
            sums[above][side] += abs(amount)
    rows = tuple(
        BalanceRow(
            account.pk,
            account.code,
            account.name,
            len(_headers_of(account, accounts)) + 1,
            account.is_header,
            *sums[account.pk],
        )
        for account in accounts.values()
        if any(sums[account.pk])
    )
    return TrialBalance(
        office=office,
        as_of=as_of,
        rows=rows,
        debit=sum(row.debit for row in rows if not row.is_header),
        credit=sum(row.credit for row in rows if not row.is_header),
        economic_assets=economic_assets_of(accounts.values(), net),
    )


def _headers_of(account: Account, accounts: Mapping[int, Account]) -> list[int]:
    """Ids of the headers above an account, the nearest first."""
    above = []
    while account.parent_id is not None:
        above.append(account.parent_id)
        account = accounts[account.parent_id]
    return above


def economic_assets(office: Office, as_of: date) -> int:
    """Cash and banks of the revolving fund plus the gross principal that groups owe.

    Unit: whole rupiah. Without trust accounts and before provision (domain.md 1, issue 2
    section 7). Two queries.
    """
    net = Posting.objects.of_office(office).until(as_of).net_by_account()
    return economic_assets_of(office.accounts.all(), net)


def economic_assets_of(accounts: Iterable[Account], net: Mapping[int, int]) -> int:
    """The same from net debits by account id, where they are known already."""
    return sum(
        net.get(account.pk, 0)
        for account in accounts
        if account.subledger == "loans"
        or (account.liquidity and account.fund == Account.Fund.REVOLVING)
    )


@dataclass(frozen=True, slots=True)
class BookRow:
    """A posting seen from one account; ``balance`` follows it, on the account's normal side."""

    entry_id: int
    happened_on: date
    voucher: str
    memo: str
    kind: str
    other_code: str
    other_name: str
    debit: int
    credit: int
    balance: int


@dataclass(frozen=True, slots=True)
class AccountBook:
    """The ledger of an account from ``since`` to ``until``, both included. Whole rupiah.

    ``opening`` and ``closing`` are positive on the account's normal side.
    """

    account: Account
    since: date
    until: date
    opening: int
    rows: tuple[BookRow, ...]
    debit: int
    credit: int
    closing: int


_BOOK_COLUMNS = (
    "entry_id", "entry__happened_on", "entry__voucher", "entry__year", "entry__number",
    "entry__memo", "entry__kind", "debit_id", "amount",
    "debit__code", "debit__name", "credit__code", "credit__name",
)  # fmt: skip


def build_account_book(account: Account, since: date, until: date) -> AccountBook:
    """Opening balance, movements with a running balance, closing balance; two queries.

    A header has no postings and so an empty book. Unit: whole rupiah.
    """
    moved = Posting.objects.filter(Q(debit=account) | Q(credit=account))
    before = moved.until(since - timedelta(days=1)).net_by_account().get(account.pk, 0)
    balance = opening = account.natural(before)
    rows = []
    columns = moved.since(since).until(until).order_by("entry__happened_on", "entry_id", "id")
    for row in columns.values_list(*_BOOK_COLUMNS):
        entry_id, day, voucher, year, number, memo, kind, debit_id, amount, *names = row
        is_debit = debit_id == account.pk
        balance += account.natural(amount if is_debit else -amount)
        rows.append(
            BookRow(
                entry_id, day, voucher_label(voucher, year, number), memo, kind,
                *(names[2:] if is_debit else names[:2]),
                amount if is_debit else 0, 0 if is_debit else amount, balance,
            )
        )  # fmt: skip
    return AccountBook(
        account=account,
        since=since,
        until=until,
        opening=opening,
        rows=tuple(rows),
        debit=sum(row.debit for row in rows),
        credit=sum(row.credit for row in rows),
        closing=balance,
    )
