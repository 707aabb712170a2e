"""How a year's surplus is divided: reserve first, shares rounded down, the rest to the capital.

Pure. Source: domain.md 6 (Surplus) and 12 (Closing); the worked example is a test.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from upk.money import RoundingMode, percent_of, round_to_step


class CantDivide(ValueError):
    """Base of what makes a division impossible."""


class NothingToDivide(CantDivide):
    """There is no surplus: the year's result, ``amount`` (whole rupiah), is zero or a deficit."""

    def __init__(self, amount: int) -> None:
        super().__init__(amount)
        self.amount = amount


class ReserveTooLarge(CantDivide):
    """The reserve is negative or more than the surplus; ``amount`` is what there is."""

    def __init__(self, amount: int) -> None:
        super().__init__(amount)
        self.amount = amount


class MoreThanAll(CantDivide):
    """The percentages add up to more than 100; ``percent`` is their sum."""

    def __init__(self, percent: Decimal) -> None:
        super().__init__(percent)
        self.percent = percent


@dataclass(frozen=True, slots=True)
class ShareTerm:
    """What the meeting gives somebody: percent of the surplus after the reserve.

    ``step`` (whole rupiah, at least 1): the share is rounded down to a multiple of it.
    """

    percent: Decimal
    step: int


@dataclass(frozen=True, slots=True)
class SharedOut:
    """A share: ``exact`` is the percentage of the net surplus, ``amount`` what is given."""

    term: ShareTerm
    exact: int
    amount: int


@dataclass(frozen=True, slots=True)
class Division:
    """A surplus divided. Guarantee: ``reserve + sum of shares + capital == surplus``."""

    surplus: int
    reserve: int
    shares: tuple[SharedOut, ...]
    capital: int

    @property
    def net(self) -> int:
        """What is left after the reserve, whole rupiah: the percentages are of it."""
        return self.surplus - self.reserve

    @property
    def shared(self) -> int:
        """All shares together, whole rupiah."""
        return sum(share.amount for share in self.shares)


def divide(surplus: int, reserve: int, terms: Sequence[ShareTerm]) -> Division:
    """Divide ``surplus``: ``reserve`` first, then each share, the remainder to the capital.

    Unit: whole rupiah. Rounding: each share down to its step. Guarantee: the parts add up to
    ``surplus`` and none is negative.
    Raises ``NothingToDivide``, ``ReserveTooLarge`` or ``MoreThanAll``.
    """
    if surplus <= 0:
        raise NothingToDivide(surplus)
    if not 0 <= reserve <= surplus:
        raise ReserveTooLarge(surplus)
    whole = sum((term.percent for term in terms), Decimal(0))
    if whole > 100:
        raise MoreThanAll(whole)
    net = surplus - reserve
    shares = tuple(
        SharedOut(
            term,
            percent_of(net, term.percent),
            round_to_step(net * term.percent / 100, term.step, RoundingMode.DOWN),
        )
        for term in terms
    )
    return Division(surplus, reserve, shares, net - sum(share.amount for share in shares))
