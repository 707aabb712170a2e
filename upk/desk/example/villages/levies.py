"""The villages' levies for what was built: decisions, payments each quarter, the bank. Invented.

They began in 2005 by decision of village meetings, the Perdes came after, and all 14 had one by
2009 (domain.md 1 and 12). The money is the villages'; the bank's interest and fee are shared.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from upk.desk.example import calendar
from upk.desk.example.places import VILLAGES, VillagePlan
from upk.desk.example.villages.happenings import (
    Levied,
    LevyBank,
    LevyDecision,
    LevyDeposit,
    LevySheet,
)
from upk.periods import Quarter

FIRST_QUARTER = Quarter(2005, 1)
BEGAN = (Quarter(2005, 1),) * 5 + (Quarter(2005, 2),) * 5 + (Quarter(2005, 3),) * 4
"""When each village began to collect, in the order of the villages."""

REGULATED = (
    Quarter(2007, 3), Quarter(2006, 3), Quarter(2008, 1), Quarter(2008, 2), Quarter(2006, 4),
    Quarter(2009, 2), Quarter(2007, 1), Quarter(2007, 2), Quarter(2008, 4), Quarter(2009, 1),
    Quarter(2008, 1), Quarter(2007, 4), Quarter(2009, 4), Quarter(2008, 3),
)  # fmt: skip
"""From when on each village has its Perdes."""

RATE, RATES_OF_PERDES = 500, (750, 750, 1_000)
"""Whole rupiah per payer and month: by village meeting, and one of these by Perdes."""
PAYERS = (180, 420)
DECIDED_BEFORE = timedelta(days=24)

FAITHFUL, USUAL, SLACK = (0.97, 1.0), (0.84, 1.0), (0.62, 0.92)
"""Which part of the payers pay in a quarter."""
HABITS = (FAITHFUL, USUAL, USUAL, USUAL, SLACK)
PAYS_REST = 0.4
"""Chance that the rest of a quarter comes with the next."""

SHEET_DAYS = (5, 10, 15)
"""Days of a quarter's last month on which each third of the villages brings its levy."""
DEPOSITED_AFTER = timedelta(days=4)
KEEPS_CASH = "TRO"
"""The village whose money of the last quarter still lies in the cash box in February 2010."""

LATEST_SHEET, LATEST_DEPOSIT = date(2010, 2, 9), date(2010, 2, 12)
PAID_EARLY, DEPOSITED_EARLY = ("BAN", "BUK", "JET", "KRI", "SAR", "WON"), ("BAN", "BUK", "JET")
"""Who has brought the levy of the quarter that runs on the practice date, and taken to the bank."""

INTEREST_PER_MILLE, TAX_PERCENT, FEE = 5, 20, 7_500
"""Of the balance at a quarter's end; tax of the interest; the fee is whole rupiah a quarter."""


class Levies:
    """Tells the quarters one by one; ``bank`` is what each village has there, whole rupiah.

    Interest, tax and fee aren't counted in ``bank``: the interest is always more than they are.
    """

    def __init__(self) -> None:
        self.bank: dict[VillagePlan, int] = defaultdict(int)
        self._rules = {village: list(_decisions(village)) for village in VILLAGES}
        self._rest: dict[VillagePlan, Levied] = {}
        self._rng = {village: Random(f"levy {village.code}") for village in VILLAGES}
        self.habits = {village: rng.choice(HABITS) for village, rng in self._rng.items()}

    def decisions(self) -> list[LevyDecision]:
        """All that the villages decided, as it happened."""
        found = [decision for rules in self._rules.values() for decision in rules]
        return sorted(found, key=lambda decision: decision.on)

    def rule(self, village: VillagePlan, quarter: Quarter) -> LevyDecision | None:
        """What holds in that quarter."""
        begun = [rule for rule in self._rules[village] if rule.since <= quarter.start]
        return begun[-1] if begun else None

    def collect(self, quarter: Quarter, last: Quarter) -> Iterator[LevySheet | LevyDeposit]:
        """The quarter's sheets, and the deposits a few days after each."""
        for part, day in enumerate(SHEET_DAYS):
            on = calendar.in_month(quarter.year, quarter.number * 3, day)
            rows = tuple(
                row
                for place, village in enumerate(VILLAGES)
                if place % len(SHEET_DAYS) == part
                for row in self._rows(village, quarter)
            )
            if rows:
                yield LevySheet(on, rows)
                yield from self._deposit(on, rows, is_last=quarter == last)

    def collect_early(self, quarter: Quarter) -> Iterator[LevySheet | LevyDeposit]:
        """What some villages have brought of a quarter that is not over yet."""
        payers = [village for village in VILLAGES if village.code in PAID_EARLY]
        rows = tuple(row for village in payers for row in self._rows(village, quarter))
        yield LevySheet(LATEST_SHEET, rows)
        taken = tuple(row for row in rows if row.village.code in DEPOSITED_EARLY)
        yield LevyDeposit(LATEST_DEPOSIT, _by_village(taken))

    def statement(self, quarter: Quarter) -> LevyBank | None:
        """What the bank writes at the quarter's end."""
        interest = sum(self.bank.values()) * INTEREST_PER_MILLE // 1000
        tax = interest * TAX_PERCENT // 100
        return LevyBank(quarter.end, interest, tax, FEE) if interest - tax > FEE else None

    def _rows(self, village: VillagePlan, quarter: Quarter) -> Iterator[Levied]:
        """The rest of the quarter before, if it comes, and what most of the payers bring."""
        rule, rng = self.rule(village, quarter), self._rng[village]
        if rule is None:
            return
        rest = self._rest.pop(village, None)
        if rest and rng.random() < PAYS_REST:
            yield rest
        share = min(1.0, rng.uniform(*self.habits[village]) + 0.02)
        amount = round(rule.payers * share) * rule.amount * 3
        yield Levied(village, quarter.year, quarter.number, amount)
        if amount < rule.due:
            left = rule.due - amount
            self._rest[village] = Levied(village, quarter.year, quarter.number, left)

    def _deposit(
        self, on: date, rows: tuple[Levied, ...], *, is_last: bool
    ) -> Iterator[LevyDeposit]:
        taken = tuple(row for row in rows if not (is_last and row.village.code == KEEPS_CASH))
        amounts = _by_village(taken)
        for village, amount in amounts:
            self.bank[village] += amount
        yield LevyDeposit(calendar.working_day(on + DEPOSITED_AFTER), amounts)


def _by_village(rows: tuple[Levied, ...]) -> tuple[tuple[VillagePlan, int], ...]:
    amounts: dict[VillagePlan, int] = defaultdict(int)
    for row in rows:
        amounts[row.village] += row.amount
    return tuple(amounts.items())


def _decisions(village: VillagePlan) -> Iterator[LevyDecision]:
    """The meeting's, and the Perdes with a higher rate and a few more payers."""
    rng = Random(f"levy rule {village.code}")
    place = VILLAGES.index(village)
    payers = rng.randint(*PAYERS)
    since, regulated = BEGAN[place].start, REGULATED[place].start
    decided = calendar.working_day(since - DECIDED_BEFORE)
    number = f"{rng.randint(2, 19):02d}/BA-Musdes/{decided.year}"
    yield LevyDecision(decided, village, False, number, since, RATE, payers)
    decided = calendar.working_day(regulated - DECIDED_BEFORE)
    number = f"{rng.randint(2, 9)} Tahun {decided.year}"
    rate = rng.choice(RATES_OF_PERDES)
    more = payers + rng.randint(5, 30)
    yield LevyDecision(decided, village, True, number, regulated, rate, more)
