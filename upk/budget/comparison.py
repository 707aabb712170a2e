"""The budget beside what happened: this period, this year so far, the whole year."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum
from django.db.models.functions import ExtractMonth

from upk.budget.models import BudgetLine, BudgetVersion
from upk.budget.spreading import MONTHS
from upk.ledger.models import Account, Entry, Posting
from upk.money import ratio
from upk.offices.models import Office

KINDS = (Account.Kind.INCOME, Account.Kind.EXPENSE)
Months = list[int]
"""Twelve amounts, January first. Whole rupiah."""


def percent_used(real: int, budget: int) -> Decimal | None:
    """What part of a budget was realised, in percent; none where there is no budget."""
    return ratio(real, budget) if budget else None


@dataclass(frozen=True, slots=True)
class Compared:
    """An account's budget and realisation. Whole rupiah, on the account's normal side."""

    account: Account
    budget: int
    real: int
    budget_to_date: int
    real_to_date: int
    budget_of_year: int

    @property
    def left(self) -> int:
        """What is left of the year's budget; negative where it is exceeded."""
        return self.budget_of_year - self.real_to_date

    @property
    def used(self) -> Decimal | None:
        """Percent of the year's budget that was realised to date; none without a budget."""
        return percent_used(self.real_to_date, self.budget_of_year)

    @property
    def over(self) -> int:
        """What was spent beyond the budget to date; income has none."""
        if self.account.kind != Account.Kind.EXPENSE:
            return 0
        return max(self.real_to_date - self.budget_to_date, 0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The accounts that have a budget or a realisation, income first, by code."""

    office: Office
    start: date
    end: date
    version: BudgetVersion | None
    rows: tuple[Compared, ...]


def postable(office: Office) -> list[Account]:
    """The income and expense accounts of the office, by code."""
    accounts = office.accounts.filter(is_header=False, kind__in=KINDS)
    return list(accounts.select_related("parent").order_by("code"))


def compare(office: Office, start: date, end: date) -> Comparison:
    """Budget of ``end``'s year as in force on ``end``, beside the postings.

    The period begins with the first of ``start``'s month; each month counts with its whole
    budget. Closing entries are left out. Five queries.
    """
    version = BudgetVersion.objects.filter(office=office).in_force(end.year, end).first()
    budget = months_of(version) if version else {}
    real = realisation(office, date(end.year, 1, 1), end)
    first = start.month if start.year == end.year else 1
    rows = []
    for account in postable(office):
        if account.pk in budget or account.pk in real:
            planned = budget.get(account.pk, [0] * MONTHS)
            happened = real.get(account.pk, [0] * MONTHS)
            rows.append(_compared(account, planned, happened, first, end.month))
    return Comparison(office, start, end, version, tuple(rows))


def _compared(
    account: Account, planned: Sequence[int], happened: Sequence[int], first: int, last: int
) -> Compared:
    return Compared(
        account,
        budget=sum(planned[first - 1 : last]),
        real=sum(happened[first - 1 : last]),
        budget_to_date=sum(planned[:last]),
        real_to_date=sum(happened[:last]),
        budget_of_year=sum(planned),
    )


def months_of(version: BudgetVersion) -> dict[int, Months]:
    """What the version allows: account id to twelve months."""
    return _by_account(
        BudgetLine.objects.filter(version=version)
        .order_by()
        .values_list("account_id", "month", "amount")
    )


def realisation(office: Office, since: date, until: date) -> dict[int, Months]:
    """What happened from ``since`` to ``until``, both in one year: account id to twelve months.

    On the account's normal side, without closing entries. Two queries.
    """
    closing = Q(entry__kind=Entry.Kind.CLOSING) | Q(entry__reverses__kind=Entry.Kind.CLOSING)
    postings = Posting.objects.of_office(office).since(since).until(until).exclude(closing)
    found = []
    for side, sign_of_income in (("debit", -1), ("credit", 1)):
        of_side = postings.filter(**{f"{side}__kind__in": KINDS}).order_by()
        rows = of_side.annotate(month=ExtractMonth("entry__happened_on")).values_list(
            f"{side}_id", f"{side}__kind", "month"
        )
        for account, kind, month, amount in rows.annotate(Sum("amount")):
            sign = sign_of_income if kind == Account.Kind.INCOME else -sign_of_income
            found.append((account, month, sign * amount))
    return _by_account(found)


def _by_account(rows) -> dict[int, Months]:
    months: dict[int, Months] = defaultdict(lambda: [0] * MONTHS)
    for account, month, amount in rows:
        months[account][month - 1] += amount
    return dict(months)
