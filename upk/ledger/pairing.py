"""How lines typed as debit or credit become postings: pairs of one debit and one credit each.

Source: design.md 4 ("paired greedily in the order entered").
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass


class Unbalanced(ValueError):
    """The sides differ; ``debit`` and ``credit`` are their sums in whole rupiah."""

    def __init__(self, debit: int, credit: int) -> None:
        self.debit, self.credit = debit, credit
        super().__init__(f"debit {debit}, credit {credit}")


class BothSides(ValueError):
    """An account stands on both sides, so that it could be paired with itself; see ``account``."""

    def __init__(self, account: object) -> None:
        self.account = account
        super().__init__(f"both sides: {account}")


@dataclass(frozen=True, slots=True)
class Line:
    """A typed line: ``amount`` (whole rupiah, > 0) on the debit or the credit side."""

    account: Hashable
    is_debit: bool
    amount: int


@dataclass(frozen=True, slots=True)
class Pair:
    """``amount`` (whole rupiah, > 0) from the credit account to the debit account."""

    debit: Hashable
    credit: Hashable
    amount: int


def pair_lines(lines: Sequence[Line]) -> list[Pair]:
    """Pair debit lines with credit lines, each side in the order entered.

    Unit: whole rupiah. Guarantee: the pairs move exactly what the lines say, account by account;
    there are fewer pairs than lines.
    Raises ``Unbalanced`` if the sides differ, ``BothSides`` if an account stands on both.
    """
    debits = [(line.account, line.amount) for line in lines if line.is_debit]
    credits = [(line.account, line.amount) for line in lines if not line.is_debit]
    owed, owing = sum(amount for _, amount in debits), sum(amount for _, amount in credits)
    if owed != owing:
        raise Unbalanced(owed, owing)
    credited = {account for account, _ in credits}
    for account, _ in debits:
        if account in credited:
            raise BothSides(account)
    return _paired(debits, credits)


def _paired(debits: list[tuple], credits: list[tuple]) -> list[Pair]:
    pairs = []
    left = iter(credits)
    credit, available = None, 0
    for debit, wanted in debits:
        while wanted:
            if not available:
                credit, available = next(left)
            amount = min(wanted, available)
            pairs.append(Pair(debit, credit, amount))
            wanted -= amount
            available -= amount
    return pairs
