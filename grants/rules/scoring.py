"""How a proposal is scored: points of each criterion from its figures, and their weighted total.

Pure. Source: domain.md 7 and 12 (Grants): levy collection and the condition of what was built
count since 2008, over the last eight quarters before the scoring. The other criteria, all weights
and the formulas are [chosen]; offices set their own criteria and weights, from a day on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from upk.money import HUNDRED, ZERO_PERCENT, ratio, round_to_step
from upk.periods import Quarter

TYPED, POOR, SWADAYA, LEVY, CONDITION = "typed", "poor", "swadaya", "levy", "condition"
SOURCES = (
    (TYPED, "Diisi Tim Verifikasi (0–100)"),
    (POOR, "Warga miskin di antara pemanfaat"),
    (SWADAYA, "Swadaya di antara seluruh biaya"),
    (LEVY, "Iuran pemeliharaan yang terkumpul"),
    (CONDITION, "Kondisi prasarana desa"),
)
"""Where the points of a criterion come from."""

WINDOW = 8
"""Quarters before the scoring that levies and condition are looked at (domain.md 12, Grants)."""

RECORDS_COUNT_SINCE = date(2008, 1, 1)
"""From this day on levies and condition are criteria [office: "since two years"]."""


@dataclass(frozen=True, slots=True)
class Term:
    """A criterion of a set: its weight is a percentage."""

    name: str
    source: str
    weight: int


WITH_RECORDS = (
    Term("Kebutuhan dan manfaat bagi warga", TYPED, 25),
    Term("Keberlanjutan: rencana pemeliharaan dan pengelolanya", TYPED, 15),
    Term("Warga miskin yang merasakan manfaat", POOR, 20),
    Term("Swadaya masyarakat", SWADAYA, 10),
    Term("Iuran pemeliharaan terkumpul, delapan triwulan terakhir", LEVY, 15),
    Term("Kondisi prasarana desa, delapan triwulan terakhir", CONDITION, 15),
)
"""The set that offices begin with [chosen]."""

BEFORE_RECORDS = (
    Term("Kebutuhan dan manfaat bagi warga", TYPED, 40),
    Term("Keberlanjutan: rencana pemeliharaan dan pengelolanya", TYPED, 20),
    Term("Warga miskin yang merasakan manfaat", POOR, 25),
    Term("Swadaya masyarakat", SWADAYA, 15),
)
"""The set until levies and condition counted [chosen]."""


@dataclass(frozen=True, slots=True)
class Rated:
    """Points of a criterion, 0.00 to 100.00, or ``None`` where it doesn't apply.

    ``basis`` holds the figures that they come from.
    """

    points: Decimal | None
    basis: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What a village did for what it has, over the quarters of the window.

    ``due``, ``paid``: levies, whole rupiah. ``pieces`` of infrastructure, ``inspected`` of them,
    and how many are in each condition; ``condition`` is their score, 0 to 100, ``None`` if none
    was inspected.
    """

    due: int
    paid: int
    pieces: int
    inspected: int
    conditions: dict[str, int]
    condition: Decimal | None


class WrongWeights(ValueError):
    """The weights don't add up to 100; ``total`` is their sum."""

    def __init__(self, total: int) -> None:
        super().__init__(total)
        self.total = total


def window_before(day: date) -> list[Quarter]:
    """The ``WINDOW`` whole quarters before the one that ``day`` lies in, the oldest first."""
    quarters = [Quarter.of(day).previous()]
    while len(quarters) < WINDOW:
        quarters.append(quarters[-1].previous())
    return quarters[::-1]


def check_weights(weights: Sequence[int]) -> None:
    """Raise ``WrongWeights`` unless they add up to 100."""
    if sum(weights) != 100:
        raise WrongWeights(sum(weights))


def rate_poor(poor: int, served: int) -> Rated:
    """Poor people among those served, as percent (two decimals, halves up)."""
    return Rated(ratio(poor, served), {"poor": poor, "served": served})


def rate_swadaya(swadaya: int, asked: int) -> Rated:
    """The community's part of the whole cost (``asked + swadaya``) as percent: half is 50 points.

    Unit: whole rupiah. Rounding: two decimals, halves up.
    """
    return Rated(ratio(swadaya, asked + swadaya), {"swadaya": swadaya, "cost": asked + swadaya})


def rate_levy(upkeep: Upkeep) -> Rated:
    """Levies paid of those due, as percent, at most 100.

    A village without infrastructure has nothing to levy for: the criterion doesn't apply. One that
    has some but no levy gets 0 [chosen].
    """
    basis = {"due": upkeep.due, "paid": upkeep.paid, "pieces": upkeep.pieces}
    if not upkeep.due and not upkeep.pieces:
        return Rated(None, basis)
    return Rated(min(HUNDRED, ratio(upkeep.paid, upkeep.due)), basis)


def rate_condition(upkeep: Upkeep) -> Rated:
    """The condition of the village's infrastructure, 0 to 100; 0 if nobody inspected any.

    A village without infrastructure: the criterion doesn't apply [chosen].
    """
    basis = {"pieces": upkeep.pieces, "inspected": upkeep.inspected, **upkeep.conditions}
    if not upkeep.pieces:
        return Rated(None, basis)
    return Rated(
        ZERO_PERCENT if upkeep.condition is None else min(HUNDRED, upkeep.condition), basis
    )


def total_score(rated: Sequence[tuple[int, Decimal | None]]) -> Decimal:
    """The weighted mean of (weight, points); what doesn't apply leaves its weight out.

    Rounding: two decimals, halves up. 0.00 if nothing applies.
    """
    counted = [(weight, points) for weight, points in rated if points is not None]
    whole = sum(weight for weight, _ in counted)
    if not whole:
        return ZERO_PERCENT
    exact = sum((weight * Fraction(points) for weight, points in counted), Fraction(0)) / whole
    return Decimal(round_to_step(exact * 100, 1)).scaleb(-2)
