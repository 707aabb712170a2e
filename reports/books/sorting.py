"""Where each account stands in the statements: tables by the beginning of its code.

The longest beginning that fits decides, and where none does, the account's kind; so an account
that an office adds finds its place by itself. Source: the chart of domain.md 6; which balance
belongs to which activity is [chosen] after the usual division into operating, investing and
financing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from upk.ledger.models import Account

Kind = Account.Kind


@dataclass(frozen=True, slots=True)
class Sorting:
    """A table: beginnings of codes, and kinds for what none of them fits, each with its place."""

    by_code: Mapping[str, str]
    by_kind: Mapping[str, str]

    def place(self, account: Account) -> str:
        """The place of an account; empty if it has none."""
        fitting = [begin for begin in self.by_code if account.code.startswith(begin)]
        if fitting:
            return self.by_code[max(fitting, key=len)]
        return self.by_kind.get(account.kind, "")


class Result(StrEnum):
    """A part of the income statement."""

    OPERATING_INCOME = "operating_income"
    OPERATING_EXPENSE = "operating_expense"
    OTHER_INCOME = "other_income"
    OTHER_EXPENSE = "other_expense"
    TAX = "tax"


INCOME_STATEMENT = {
    Kind.INCOME: Sorting({"4.1.": Result.OPERATING_INCOME}, {Kind.INCOME: Result.OTHER_INCOME}),
    Kind.EXPENSE: Sorting(
        {
            "5.1.": Result.OPERATING_EXPENSE,
            "5.2.": Result.OPERATING_EXPENSE,
            "5.4.": Result.TAX,
        },
        {Kind.EXPENSE: Result.OTHER_EXPENSE},
    ),
}


class Activity(StrEnum):
    """A part of the cash flow statement."""

    OPERATING = "operating"
    INVESTING = "investing"
    FINANCING = "financing"


CASH_FLOW = Sorting(
    {
        "1.1.02.": Activity.INVESTING,  # deposits, shares, bonds
        "1.1.06.": Activity.INVESTING,
        "1.2.": Activity.INVESTING,
        "1.3.": Activity.INVESTING,
        "2.1.01.": Activity.FINANCING,  # borrowed from banks
        "2.1.04.": Activity.FINANCING,  # surplus to be paid out
        "2.2.": Activity.FINANCING,
        "2.4.": Activity.FINANCING,  # funds from the surplus
    },
    {
        Kind.ASSET: Activity.OPERATING,
        Kind.CONTRA_ASSET: Activity.OPERATING,
        Kind.LIABILITY: Activity.OPERATING,  # debts of the work itself, money held in trust
        Kind.EQUITY: Activity.FINANCING,
        Kind.INCOME: Activity.OPERATING,
        Kind.EXPENSE: Activity.OPERATING,
    },
)

ALLOWANCE = ("1.1.04.",)
"""Allowance for loan losses: an asset's deduction, or a reserve among the liabilities."""

RETAINED = ("3.2.01.",)
"""The surplus of earlier years, which the meeting divides."""

TAKEN_OVER = ("3.3.",)
"""The equity that stands for balances brought in from older books."""

RISK_RESERVE = ("3.1.03.",)
PAID_IN = ("3.1.",)
INVESTED = ("1.1.06.",)
NEAR_CASH = ("1.1.02.",)


def begins(account: Account, beginnings: Iterable[str]) -> bool:
    """Whether the account's code begins with one of them."""
    return account.code.startswith(tuple(beginnings))
