"""The ratios of the member form, by hand."""

from decimal import Decimal

import pytest

from loans.ability import Ability, monthly_instalment


def test_ratios_by_hand():
    """2.500.000 comes in, 1.700.000 goes out: 800.000 is left for an instalment of 230.000."""
    month = Ability(income=2_500_000, cost=1_700_000, instalment=230_000)

    assert month.surplus == 800_000
    assert month.instalment_percent == Decimal("28.75")
    assert month.cost_percent == Decimal("68.00")
    assert month.is_enough


@pytest.mark.parametrize(
    ("income", "cost", "instalment", "percent", "is_enough"),
    [
        (1_000_000, 700_000, 300_000, Decimal("100.00"), True),
        (1_000_000, 700_000, 300_001, Decimal("100.00"), False),
        (1_000_000, 700_000, 300_030, Decimal("100.01"), False),
        (1_000_000, 1_000_000, 1, None, False),
        (1_000_000, 1_200_000, 100_000, None, False),
        (0, 0, 0, None, True),
    ],
)
def test_limits_of_what_a_household_can_bear(income, cost, instalment, percent, is_enough):
    month = Ability(income, cost, instalment)

    assert month.instalment_percent == percent
    assert month.is_enough is is_enough


def test_without_income_the_cost_has_no_ratio():
    assert Ability(income=0, cost=500_000, instalment=0).cost_percent is None


@pytest.mark.parametrize(
    ("total", "tenor", "period", "monthly"),
    [
        (2_300_000, 10, "month", 230_000),
        (2_300_001, 10, "month", 230_001),  # up: never judged too well
        (1_200_000, 52, "week", 100_000),
        (1_200_000, 26, "week", 200_000),
    ],
)
def test_what_a_month_costs(total, tenor, period, monthly):
    assert monthly_instalment(total, tenor, period) == monthly
