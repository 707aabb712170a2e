"""Whose money it is: the office's own, or what it keeps for villages. Pure.

Money in trust is never mixed with one's own (domain.md 9, 12: a levy belongs to the village and
never enters the UPK's income).
"""

from collections.abc import Iterable
from typing import Protocol

OWN_FUNDS = frozenset({"revolving", "operational", "social"})
TRUST_FUNDS = frozenset({"grant", "levy"})
RTM_FUND = "2.4.01.01"
"""The poor households' share of the surplus in the chart: spent by plans of aid alone."""
MIXED = "Uang titipan tidak boleh bercampur dengan uang kantor. Pilih akun lain."


class HasFund(Protocol):
    """What the rules need to know of an account."""

    fund: str


def purse_of(fund: str) -> str:
    """Whose money it is: the office's own, or one of those that it keeps for others."""
    return fund if fund in TRUST_FUNDS else "own"


def is_same_purse(accounts: Iterable[HasFund]) -> bool:
    """Whether all accounts are of one purse: money kept in trust isn't mixed with one's own."""
    return len({purse_of(account.fund) for account in accounts}) == 1
