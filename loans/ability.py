"""Whether a household can bear an instalment: the ratios of the member form. No Django.

Both are percentages with two decimals, halves up (domain.md 3; the paper form of verification):
*angsuran ÷ (pendapatan - biaya)* and *biaya ÷ pendapatan*, all per month. Without an income, or
where the cost eats it all, the first has no value: nothing is left to pay from.
"""

from dataclasses import dataclass
from decimal import Decimal

from upk.money import ratio

MONTHS_IN_YEAR = 12
WEEKS_IN_YEAR = 52


@dataclass(frozen=True, slots=True)
class Ability:
    """A household's month. Unit: whole rupiah."""

    income: int
    cost: int
    instalment: int

    @property
    def surplus(self) -> int:
        """What is left of the income; negative where the cost is more."""
        return self.income - self.cost

    @property
    def instalment_percent(self) -> Decimal | None:
        """The instalment in percent of the surplus; ``None`` where there is no surplus."""
        return ratio(self.instalment, self.surplus) if self.surplus > 0 else None

    @property
    def cost_percent(self) -> Decimal | None:
        """The cost in percent of the income; ``None`` without an income."""
        return ratio(self.cost, self.income) if self.income > 0 else None

    @property
    def is_enough(self) -> bool:
        """Whether the surplus covers the instalment."""
        return 0 <= self.instalment <= self.surplus


def monthly_instalment(total: int, tenor: int, period: str) -> int:
    """What a month costs of a loan that asks for ``total`` over ``tenor`` months or weeks.

    Unit: whole rupiah. Rounding: up, once, so that the household is never judged too well. For
    loans that pay several months at once it is the part that must be put aside each month [chosen].
    """
    if period == "week":
        total, tenor = total * WEEKS_IN_YEAR, tenor * MONTHS_IN_YEAR
    return -(-total // tenor)
