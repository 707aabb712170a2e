"""What makes the amounts of a phase fit each other. Pure.

Unit: whole rupiah everywhere. Source: domain.md 7: a phase has sources and a budget by sector,
about 5 % of it is operational (2 % UPK, 3 % TPK).
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from grants.rules.sectors import OPERATIONAL
from upk.money import percent_of, split_by_weights

UPK_PERCENT, TPK_PERCENT = Decimal(2), Decimal(3)
"""What a phase's form begins with; the meeting may decide otherwise."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Parts that don't add up: ``field`` names them, ``wanted`` what they should be."""

    field: str
    wanted: int
    found: int


@dataclass(frozen=True, slots=True)
class Allotted:
    """Operasional of a phase: the UPK's part, and each village's team's by the village's key."""

    upk: int
    tpk: dict[Hashable, int]

    @property
    def total(self) -> int:
        return self.upk + sum(self.tpk.values())


def usual_allotments(
    amount: int,
    villages: Sequence[Hashable],
    upk_percent: Decimal = UPK_PERCENT,
    tpk_percent: Decimal = TPK_PERCENT,
) -> Allotted:
    """Operasional by the usual percentages of the phase's ``amount``.

    Rounding: each percentage halves up; the teams' part is divided evenly among ``villages``, the
    first ones getting the rupiah that is left over [chosen: before the meeting has decided, nobody
    knows what each village gets].
    """
    teams = percent_of(amount, tpk_percent) if villages else 0
    parts = split_by_weights(teams, [1] * len(villages)) if villages else []
    return Allotted(percent_of(amount, upk_percent), dict(zip(villages, parts, strict=True)))


def gaps(
    amount: int, sources: Sequence[int], budgets: Mapping[str, int], allotted: int
) -> list[Gap]:
    """Where a phase's amounts don't add up, all at once.

    Sources and budgets by sector must each be ``amount``, the allotments the budget of Operasional.
    """
    compared = [
        Gap("sources", amount, sum(sources)),
        Gap("budgets", amount, sum(budgets.values())),
        Gap("allotments", budgets.get(OPERATIONAL, 0), allotted),
    ]
    return [gap for gap in compared if gap.wanted != gap.found]
