"""What the share of the surplus gave besides goats, and the plans that goats were bought for.

School fees were paid until 2008, before they were abolished; groceries go out in the fasting month.
Households and sums are invented; no year gives more than its share.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from goats.rules.aid import AidKind
from goats.rules.households import Step
from upk.desk.example import calendar
from upk.desk.example.accounts import CASH
from upk.desk.example.places import PRACTICE_DATE
from upk.desk.example.poor.happenings import (
    AidDecided,
    AidEnded,
    AidGiven,
    AidMoney,
    AidPlan,
    AidPlanned,
    GoatPlaced,
    GoatsBought,
    HomePlan,
    HomesConfirmed,
    HomeStep,
    OfPoor,
)
from upk.ledger.purses import RTM_FUND


@dataclass(frozen=True, slots=True)
class Giving:
    """So many households get ``amount`` each, whole rupiah, from a plan made on that day.

    ``refused``: why the manager refused it; ``ended``: why it was taken back before any payment.
    """

    on: date
    kind: AidKind
    purpose: str
    count: int
    amount: int
    refused: str = ""
    ended: str = ""


def _fees(year: int, count: int, amount: int) -> Giving:
    purpose = f"Bantuan biaya sekolah {year}/{year + 1}"
    return Giving(date(year, 6, 21), AidKind.SCHOOL_FEES, purpose, count, amount)


def _groceries(on: date, count: int, amount: int) -> Giving:
    return Giving(on, AidKind.GROCERIES, f"Sembako Ramadan {on.year}", count, amount)


GIVINGS = (
    _fees(2004, 4, 100_000), _fees(2005, 12, 120_000), _groceries(date(2005, 10, 10), 15, 50_000),
    _fees(2006, 24, 150_000), _groceries(date(2006, 9, 26), 50, 60_000),
    Giving(date(2007, 4, 10), AidKind.OTHER, "Bantuan modal warung", 8, 500_000,
           refused="Modal usaha lewat pinjaman kelompok, bukan dana RTM"),
    _fees(2007, 32, 200_000), _groceries(date(2007, 9, 17), 80, 75_000),
    Giving(date(2008, 5, 12), AidKind.OTHER, "Perbaikan atap rumah", 5, 600_000),
    _fees(2008, 40, 250_000), _groceries(date(2008, 9, 3), 110, 90_000),
    Giving(date(2009, 6, 16), AidKind.OTHER, "Jamban keluarga", 6, 750_000,
           ended="Sudah dibangun dengan dana BLM Kesehatan"),
    _groceries(date(2009, 8, 25), 130, 110_000),
)  # fmt: skip
WAITING = Giving(date(2010, 2, 12), AidKind.GROCERIES, "Sembako warga lanjut usia", 40, 120_000)
"""Written, but not decided yet on the practice date."""

DECIDED_AFTER, PAID_AFTER, GIVEN_AFTER, ENDED_AFTER, RETURNED_AFTER = 4, 9, 13, 21, 30
"""Days from the plan to each of its steps."""
STAYED_AWAY = 25
"""One household in so many doesn't come; its money comes back."""
GOATS_PLANNED_BEFORE = 6
"""Days before goats are bought."""


class Present:
    """Which households are confirmed and still poor on a day."""

    def __init__(self, told: Iterable[OfPoor]) -> None:
        self._since: dict[HomePlan, date] = {}
        self._until: dict[HomePlan, date] = {}
        for event in told:
            if isinstance(event, HomesConfirmed):
                self._since.update(dict.fromkeys(event.homes, event.on))
            elif isinstance(event, HomeStep) and event.step not in (Step.REACHED, Step.VOID):
                self._until[event.home] = event.on

    def on(self, day: date) -> list[HomePlan]:
        """The households, the neediest first."""
        found = [home for home in self._since if self.is_there(home, day)]
        return sorted(found, key=lambda home: (-home.need, home.number))

    def is_there(self, home: HomePlan, day: date) -> bool:
        return self._since[home] <= day and self._until.get(home, PRACTICE_DATE) > day


def plan_givings(told: Sequence[OfPoor]) -> Iterator[OfPoor]:
    """Fees, groceries and other aid, to the households that were poor by then."""
    present, rng = Present(told), Random("aid")
    for giving in GIVINGS:
        yield from _give(giving, present, rng)
    yield AidPlanned(WAITING.on, _plan(WAITING, present, rng))


def _after(day: date, days: int) -> date:
    return calendar.working_day(day + timedelta(days=days))


def _plan(giving: Giving, present: Present, rng: Random) -> AidPlan:
    made = calendar.working_day(giving.on)
    homes = present.on(made)
    chosen = rng.sample(homes, min(giving.count, len(homes)))
    decided = _after(made, DECIDED_AFTER)
    note = giving.refused or f"{rng.randint(2, 28):02d}/BA-RTM/{decided.year}"
    return AidPlan(
        giving.kind, giving.purpose, made, decided, not giving.refused, note,
        tuple((home, giving.amount) for home in sorted(chosen, key=lambda home: home.number)),
    )  # fmt: skip


def _give(giving: Giving, present: Present, rng: Random) -> Iterator[OfPoor]:
    plan = _plan(giving, present, rng)
    made = plan.made_on
    yield AidPlanned(made, plan)
    yield AidDecided(plan.decided_on, plan)
    if giving.ended:
        yield AidEnded(_after(made, ENDED_AFTER), plan, giving.ended)
    if giving.ended or giving.refused:
        return
    yield AidMoney(_after(made, PAID_AFTER), plan, ((RTM_FUND, CASH, plan.amount),))
    given = _after(made, GIVEN_AFTER)
    came = [
        home
        for home, _ in plan.lines
        if present.is_there(home, given) and rng.randrange(STAYED_AWAY)
    ]
    yield AidGiven(given, plan, tuple(came))
    if rest := giving.amount * (len(plan.lines) - len(came)):
        back = ((CASH, RTM_FUND, rest),)
        yield AidMoney(_after(made, RETURNED_AFTER), plan, back, is_return=True)


def with_plans(told: Sequence[OfPoor]) -> list[OfPoor]:
    """The events, with a plan for each purchase of goats: for those who then receive them.

    A goat that nobody has received yet is for the neediest who isn't named.
    """
    placed: dict[object, HomePlan] = {}
    for event in told:
        if isinstance(event, GoatPlaced):
            placed.setdefault(event.goat, event.to)
    present = Present(told)
    found: list[OfPoor] = []
    for event in told:
        if isinstance(event, GoatsBought):
            plan = _plan_of_goats(event, placed, present)
            found += [AidPlanned(plan.made_on, plan), AidDecided(plan.decided_on, plan)]
            event = replace(event, plan=plan)
        found.append(event)
    return found


def _plan_of_goats(
    bought: GoatsBought, placed: Mapping[object, HomePlan], present: Present
) -> AidPlan:
    made = calendar.working_day(bought.on - timedelta(days=GOATS_PLANNED_BEFORE))
    there = present.on(made)
    first = [placed[goat] for goat in bought.goats if goat in placed]
    named = list(dict.fromkeys(home for home in first if home in there))
    had = set(placed.values())
    others = [home for home in there if home not in had]
    chosen = [*named, *others][: len(bought.goats)]
    decided = _after(made, DECIDED_AFTER)
    return AidPlan(
        AidKind.GOATS, f"Pembelian kambing {bought.on.year}", made, decided, True,
        f"BA/RTM/{decided:%m}/{decided.year}", tuple((home, bought.price) for home in chosen),
    )  # fmt: skip
