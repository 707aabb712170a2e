"""The ranking of scored proposals within a phase and sector. Pure.

Higher total first; equal totals by more poor people served, then by the larger part of the cost
that the community bears, then by the earlier number of the proposal [chosen]. A meeting that
approves a proposal while a better one isn't approved passes that one over, and says why.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Contender:
    """A scored proposal: ``key`` names it, ``total`` is 0 to 100, amounts are whole rupiah."""

    key: int
    total: Decimal
    poor: int
    swadaya: int
    asked: int
    number: int

    @property
    def swadaya_ratio(self) -> Fraction:
        """The community's part of the whole cost, exactly."""
        cost = self.asked + self.swadaya
        return Fraction(self.swadaya, cost) if cost else Fraction(0)


@dataclass(frozen=True, slots=True)
class Placed:
    """A contender's place; ``rank`` counts from 1 without gaps.

    ``tie_broken_by`` says what put it behind the one before it, if their totals are equal, or else
    before the next: ``poor``, ``swadaya`` or ``number``. Empty where there is no tie.
    """

    contender: Contender
    rank: int
    tie_broken_by: str = ""


def rank(contenders: Sequence[Contender]) -> list[Placed]:
    """The contenders in order of the ranking.

    Guarantee: strict and the same whatever the order they come in, as numbers differ.
    """
    ordered = sorted(contenders, key=_order)
    return [
        Placed(contender, place, _tie(ordered, place - 1))
        for place, contender in enumerate(ordered, 1)
    ]


def _order(contender: Contender) -> tuple:
    return (
        -contender.total, -contender.poor, -contender.swadaya_ratio, contender.number,
    )  # fmt: skip


def _tie(ordered: Sequence[Contender], index: int) -> str:
    """What decides between this one and its neighbour of the same total, the one before first."""
    own = ordered[index]
    for other in (ordered[index - 1] if index else None, *ordered[index + 1 : index + 2]):
        if other is not None and other.total == own.total:
            if other.poor != own.poor:
                return "poor"
            return "swadaya" if other.swadaya_ratio != own.swadaya_ratio else "number"
    return ""


def passed_over(ranked: Sequence[int], approved: Collection[int]) -> dict[int, list[int]]:
    """For each approved key the better ones of ``ranked`` (best first) that aren't approved.

    Keys that pass nobody over are left out.
    """
    found, waiting = {}, []
    for key in ranked:
        if key not in approved:
            waiting.append(key)
        elif waiting:
            found[key] = list(waiting)
    return found
