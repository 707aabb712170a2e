"""The example's yearly budgets: costs as they are planned, all else as last year and a bit more.

The figures are ours; what was spent differs from them, as it does in offices.
"""

from datetime import date
from decimal import Decimal

from upk.budget.comparison import realisation
from upk.budget.services import approve_budget
from upk.budget.spreading import MONTHS, raised
from upk.desk.example import calendar
from upk.desk.example.costs import LINES, YEAR_FACTOR
from upk.desk.example.events import BudgetDecision
from upk.desk.example.keys import Keys
from upk.desk.example.office import Setting
from upk.desk.example.places import FIRST_DAY
from upk.money import RoundingMode, round_to_step

INCOME = ("4.1.01.01", "4.1.01.02")
GROWTH = Decimal(15)
"""Percent that income and what isn't planned by itself are expected to grow by."""

FIRST_INCOME = (2_000_000, 1_000_000)
"""What each of ``INCOME`` is expected to bring a month in the first year."""

STEP = 50_000


def plan_budgets() -> list[BudgetDecision]:
    """A decision early in each year."""
    return [
        BudgetDecision(
            max(calendar.in_month(year, 1, 12), calendar.working_day(FIRST_DAY)),
            year,
            f"Anggaran/{year}",
        )
        for year in YEAR_FACTOR
    ]


def planned_costs(year: int) -> dict[str, list[int]]:
    """What the cost lines need by account and month, rounded to ``STEP``; whole rupiah."""
    months: dict[str, list[int]] = {}
    for line in LINES:
        if year >= line.since:
            amount = max(STEP, round_to_step(round(line.amount * YEAR_FACTOR[year]), STEP))
            of_account = months.setdefault(line.code, [0] * MONTHS)
            for month in line.months:
                of_account[month - 1] += amount
    return months


class BudgetDesk:
    """What the manager does with the budget."""

    def __init__(self, setting: Setting, key: Keys) -> None:
        self.office = setting.office
        self.manager = setting.users["manajer"]
        self.accounts = setting.accounts
        self._key = key

    def decide(self, decision: BudgetDecision) -> None:
        """Record the year's budget."""
        planned = self._as_last_year(decision.year) | planned_costs(decision.year)
        approve_budget(
            self.office, year=decision.year,
            amounts={self.accounts[code]: months for code, months in planned.items()},
            body="MAD", number=decision.number, decided_on=decision.on, since=decision.on,
            request_key=self._key(), by=self.manager,
        )  # fmt: skip

    def _as_last_year(self, year: int) -> dict[str, list[int]]:
        """What each account had last year and a bit more; in the first year the jasa hoped for."""
        if year == FIRST_DAY.year:
            pairs = zip(INCOME, FIRST_INCOME, strict=True)
            return {code: [amount] * MONTHS for code, amount in pairs}
        last = realisation(self.office, date(year - 1, 1, 1), date(year - 1, 12, 31))
        codes = {account.pk: code for code, account in self.accounts.items()}
        return {
            codes[pk]: [
                round_to_step(amount, STEP, RoundingMode.UP) for amount in raised(months, GROWTH)
            ]
            for pk, months in sorted(last.items())
        }
