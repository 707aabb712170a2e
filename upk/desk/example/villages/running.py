"""How each grant is carried out: agreement, money in three parts with its papers, work, account.

Works of 2009 begin one after the other through the year, so that on the practice date some of
them are still being built and wait for papers.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from grants.rules.sectors import ECONOMIC, PHYSICAL
from upk.desk.example import calendar
from upk.desk.example.places import USERS
from upk.desk.example.villages.phases import LAST_GRANTED
from upk.desk.example.villages.wishes import Wish

PERCENTS = (40, 40, 20)
"""Of the grant, tranche by tranche; what the office has by default (domain.md 7)."""

BUILT = ("Bahan", "Upah tenaga kerja", "Alat dan angkutan")
GIVEN = ("Pengadaan barang", "Kegiatan", "Transport dan konsumsi")
LINE_PERCENTS = (62, 30, 8)
"""Lines of a budget, of works and of other activities."""

PROGRESS = (38, 82, 100)
"""Percent of the work that stands when each tranche is accounted for."""

FIRST_START = (3, 6)
STEP, STEP_OF_LAST = 3, 34
"""Days from one agreement to the next; in the last phase they begin later and later."""

BUILT_LAST = next(user.villages for user in USERS if user.username == "fasilitator")
"""Who practises as the facilitator finds works that wait for papers in the own villages."""

REQUESTED = (4, 50, 104)
"""Days from the agreement to each request; it is approved and paid in the days after."""
APPROVED, PAID, REPORTED = 1, 3, 40
"""Days from the request to the approval, to the payment and to the account for it."""
CHECKED = 100
MET, ENDED = 152, 158
MONEY, MATERIAL, WORK = "uang", "bahan", "tenaga"
WORK_DAY, STONE_COST, WORK_PERCENT = 35_000, 90_000, 60
"""What a day of a villager's work counts (HOK) and a cubic metre of stones, whole rupiah; the part
of what the villagers give that is work."""


@dataclass(frozen=True, slots=True, eq=False)
class TranchePlan:
    """A part of a grant and the days of its papers. Whole rupiah."""

    number: int
    amount: int
    requested_on: date
    approved_on: date
    paid_on: date
    measured_on: date
    reported_on: date


@dataclass(frozen=True, slots=True)
class ContributionPlan:
    """What the villagers give, whole rupiah; ``quantity`` and ``unit`` but for money."""

    on: date
    kind: str
    what: str
    amount: int
    quantity: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class GrantPlan:
    """A grant that a village's team carries out."""

    wish: Wish
    agreed_on: date
    tranches: tuple[TranchePlan, ...]
    checked_on: date
    met_on: date
    attendance: int
    ended_on: date
    contributions: tuple[ContributionPlan, ...]

    @property
    def is_physical(self) -> bool:
        return self.wish.sector == PHYSICAL

    @property
    def cost(self) -> int:
        """What the grant paid and the villagers gave, whole rupiah."""
        return self.wish.granted + sum(given.amount for given in self.contributions)

    @property
    def budget(self) -> tuple[tuple[str, int, int], ...]:
        """Its lines: text, what the grant pays of it, what the villagers give. Whole rupiah."""
        texts = BUILT if self.is_physical else GIVEN
        amounts = _parts(self.wish.granted, LINE_PERCENTS)
        given = _parts(self.wish.swadaya, LINE_PERCENTS)
        return tuple(zip(texts, amounts, given, strict=True))

    def planned(self, tranche: TranchePlan) -> tuple[int, ...]:
        """What a tranche pays of each line of the budget; the first lines come first."""
        before = sum(t.amount for t in self.tranches if t.number < tranche.number)
        planned, start = [], 0
        for _, amount, _ in self.budget:
            first, last = max(start, before), min(start + amount, before + tranche.amount)
            planned.append(max(0, last - first))
            start += amount
        return tuple(planned)


def plan_grants(wishes: Sequence[Wish]) -> list[GrantPlan]:
    """The grants of all sectors but Ekonomi, which is no work of a team."""
    grants: list[GrantPlan] = []
    began: Counter[tuple[int, str]] = Counter()
    for wish in sorted(wishes, key=lambda wish: wish.village.code in BUILT_LAST):
        if wish.is_granted and wish.sector != ECONOMIC:
            year = wish.phase.year
            step = STEP_OF_LAST if year == LAST_GRANTED else STEP
            start = date(year, *FIRST_START) + timedelta(days=step * began[year, wish.sector])
            began[year, wish.sector] += 1
            grants.append(_grant(wish, start))
    return grants


def _after(start: date, days: int) -> date:
    return calendar.working_day(start + timedelta(days=days))


def _grant(wish: Wish, start: date) -> GrantPlan:
    agreed = calendar.working_day(start)
    rng = Random(f"grant {wish.phase.year} {wish.sector} {wish.village.code}")
    return GrantPlan(
        wish=wish,
        agreed_on=agreed,
        tranches=tuple(
            _tranche(number, amount, _after(agreed, days))
            for number, (amount, days) in enumerate(
                zip(_parts(wish.granted, PERCENTS), REQUESTED, strict=True), 1
            )
        ),
        checked_on=_after(agreed, CHECKED),
        met_on=_after(agreed, MET),
        attendance=rng.randint(38, 95),
        ended_on=_after(agreed, ENDED),
        contributions=_contributions(wish, agreed, rng),
    )


def _parts(amount: int, percents: Sequence[int]) -> list[int]:
    """An amount by percentages, whole rupiah; the last takes the remainder."""
    parts = [amount * percent // 100 for percent in percents[:-1]]
    return [*parts, amount - sum(parts)]


def _tranche(number: int, amount: int, requested: date) -> TranchePlan:
    return TranchePlan(
        number,
        amount,
        requested_on=requested,
        approved_on=_after(requested, APPROVED),
        paid_on=_after(requested, PAID),
        measured_on=_after(requested, REPORTED - 2),
        reported_on=_after(requested, REPORTED),
    )


def _contributions(wish: Wish, agreed: date, rng: Random) -> tuple[ContributionPlan, ...]:
    """About what was promised, as work and material, or money where nothing is built."""
    given = wish.swadaya * rng.randint(92, 112) // 100
    if not given:
        return ()
    if wish.sector != PHYSICAL:
        return (ContributionPlan(_after(agreed, 20), MONEY, "Iuran warga", given),)
    days = given * WORK_PERCENT // 100 // WORK_DAY
    stones = given - days * WORK_DAY
    return (
        ContributionPlan(
            _after(agreed, 60), MATERIAL, "Batu dan pasir", stones,
            max(1, stones // STONE_COST), "m3",
        ),
        ContributionPlan(
            _after(agreed, 95), WORK, "Kerja bakti", days * WORK_DAY, days, "HOK"
        ),
    )  # fmt: skip
