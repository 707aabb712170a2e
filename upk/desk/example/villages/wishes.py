"""What the villages propose in each phase, what becomes of it, and what each is granted.

Each village asks for a physical work in every phase; the money makes eight or nine of them, so
the turn goes round. Approved amounts of a phase and sector add up to its budget.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from random import Random

from grants.rules.scoring import (
    BEFORE_RECORDS,
    POOR,
    SWADAYA,
    rate_poor,
    rate_swadaya,
    total_score,
)
from grants.rules.sectors import ECONOMIC, EDUCATION, HEALTH, PHYSICAL
from upk.desk.example.accounts import parts
from upk.desk.example.places import VILLAGES, VillagePlan
from upk.desk.example.villages.phases import CAPITAL_MONTHS, PhasePlan, capital_parts
from upk.desk.example.villages.works import (
    CAPITAL_TITLE,
    HEALTH_ACTIVITIES,
    LESSONS,
    WORKS,
    Work,
    hamlet,
    size_for,
)

PHYSICAL_GRANTS = {2003: 8, 2004: 8, 2005: 8, 2006: 8, 2007: 8, 2008: 8, 2009: 9, 2010: 14}
EDUCATION_GRANTS = {2003: 1, 2004: 1, 2005: 1, 2006: 1, 2007: 1, 2008: 1, 2009: 1, 2010: 2}
HEALTH_GRANTS = {2003: 1, 2004: 1, 2005: 1, 2006: 1, 2007: 2, 2008: 2, 2009: 2, 2010: 3}
CAPITAL_GRANTS = {"SPP": 2, "UEP": 2}
"""Villages that share the money of a product each time it comes, twice a year."""

STEP = 50
"""Amounts are multiples of it, whole rupiah, but for the last of a sum."""

ASK_STEP = 10_000
"""What is asked and promised is in multiples of it where it isn't what is granted."""

GRANTED_MARKS, OTHER_MARKS = (80, 96), (20, 38)
"""Marks that the verification team gives those above and below the line."""
GRANTED_POOR, OTHER_POOR = (46, 70), (30, 42)
"""Percent of those served who are poor: with the marks they put the ones above the others, whatever
levies and condition count for besides."""

PASSED_OVER_IN, NOT_READY = 2007, "Lahan belum dibebaskan, diusulkan lagi tahun berikutnya"
INSTEAD = "Didahulukan: lahan usulan yang peringkatnya lebih tinggi belum dibebaskan"
"""A phase in which one that is marked well gets nothing; why, and why lower ones do."""

TIE_IN, TIED_MARKS, TIED_SWADAYA = 2006, (85, 82), 10
TIED_PEOPLE = ((190, 210, 200), (160, 160, 160))
"""In that phase two works have the same marks, the same part of the cost borne by the village
(percent) and of poor people; they differ in how many these are."""
NOT_RECOMMENDED = "Lokasi masih dalam sengketa, gambar dan RAB belum lengkap"
BELOW_THE_LINE = "Di luar pagu bidang tahun ini menurut urutan prioritas"
WITHDRAWN_IN = (2005, "Dibiayai anggaran kabupaten")
NOT_RECOMMENDED_IN = (2004, 2006, 2008, 2009)


class Outcome(StrEnum):
    """What becomes of a proposal."""

    GRANTED = "granted"
    BELOW = "below"
    PASSED_OVER = "passed over"
    NOT_RECOMMENDED = "not recommended"
    WITHDRAWN = "withdrawn"
    OPEN = "open"


LIKED = (Outcome.GRANTED, Outcome.PASSED_OVER, Outcome.OPEN)
"""What becomes of those that are marked well."""


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """A proposal of a village. Whole rupiah; ``marks`` 0 to 100 are the team's for need and for
    how it will be kept.

    ``reason`` is why it isn't granted, or why it is before a better one. ``capital_on`` is the day
    on which the money of an Ekonomi proposal becomes capital of the product ``category``.
    """

    phase: PhasePlan
    village: VillagePlan
    sector: str
    title: str
    location: str
    men: int
    women: int
    poor: int
    asked: int
    swadaya: int
    granted: int
    marks: tuple[int, int]
    proposed_on: date
    verified_on: date
    outcome: Outcome
    reason: str = ""
    work: Work | None = None
    size: int = 0
    category: str = ""
    capital_on: date | None = None

    @property
    def kind(self) -> str:
        """What it is, in a word or two."""
        return self.work.title if self.work else self.title

    @property
    def volume(self) -> str:
        """Its size with the unit; empty where nothing is built."""
        return f"{self.size} {self.work.unit}" if self.work else ""

    @property
    def is_granted(self) -> bool:
        return self.outcome is Outcome.GRANTED


def plan_wishes(phases: Sequence[PhasePlan]) -> list[Wish]:
    """All proposals, in the order of the phases."""
    return [wish for phase in phases for wish in _Phase(phase).wishes()]


def spread(total: int, weights: Sequence[float], step: int) -> list[int]:
    """``total`` divided by weights into multiples of ``step``; the last takes what remains."""
    whole = sum(weights)
    shares = [int(total * weight / whole) // step * step for weight in weights[:-1]]
    return [*shares, total - sum(shares)]


def total_before_records(wish: Wish) -> Decimal:
    """What it is scored in the phases in which levies and condition don't count yet."""
    computed = {
        POOR: rate_poor(wish.poor, wish.men + wish.women).points,
        SWADAYA: rate_swadaya(wish.swadaya, wish.asked).points,
    }
    typed = map(Decimal, wish.marks)
    return total_score(
        [
            (term.weight, computed[term.source] if term.source in computed else next(typed))
            for term in BEFORE_RECORDS
        ]
    )


def _with_departures(wishes: list[Wish]) -> list[Wish]:
    """The works of a phase; those granted before the one that is passed over say why."""
    better = [total_before_records(w) for w in wishes if w.outcome is Outcome.PASSED_OVER]
    return [
        replace(wish, reason=INSTEAD)
        if better and wish.is_granted and total_before_records(wish) <= max(better)
        else wish
        for wish in wishes
    ]


def _turn(year: int, grants: dict[int, int]) -> list[VillagePlan]:
    """The villages whose turn it is, going round the fourteen from phase to phase."""
    first = sum(count for earlier, count in grants.items() if earlier < year)
    return [VILLAGES[(first + n) % len(VILLAGES)] for n in range(grants[year])]


class _Phase:
    """Makes one phase's proposals, with random numbers of its own."""

    def __init__(self, phase: PhasePlan) -> None:
        self.phase = phase
        self._rng = Random(f"wishes {phase.year}")

    def wishes(self) -> Iterator[Wish]:
        yield from _with_departures(list(self._physical()))
        yield from self._activities(EDUCATION, EDUCATION_GRANTS, LESSONS)
        yield from self._activities(HEALTH, HEALTH_GRANTS, HEALTH_ACTIVITIES)
        yield from self._capital()

    def _physical(self) -> Iterator[Wish]:
        year = self.phase.year
        turn = _turn(year, PHYSICAL_GRANTS)
        others = [village for village in VILLAGES if village not in turn]
        weights = [self._rng.uniform(0.7, 1.3) for _ in turn]
        amounts = spread(self.phase.budget[PHYSICAL], weights, STEP)
        for place, (village, amount) in enumerate(zip(turn, amounts, strict=True)):
            tied = year == TIE_IN and place < len(TIED_PEOPLE)
            people = TIED_PEOPLE[place] if tied else None
            yield self._work(village, amount, self._granted(), people)
        for place, village in enumerate(others):
            amount = self._rng.randrange(45, 95) * 1_000_000
            yield self._work(village, amount, self._refused(place, len(others)))

    def _marks(self, outcome: Outcome) -> tuple[int, int]:
        between = GRANTED_MARKS if outcome in LIKED else OTHER_MARKS
        return self._rng.randint(*between), self._rng.randint(*between)

    def _granted(self) -> tuple[Outcome, str]:
        return (Outcome.GRANTED if self.phase.is_granted else Outcome.OPEN), ""

    def _refused(self, place: int, count: int) -> tuple[Outcome, str]:
        """Mostly for want of money; the first or last of a phase for another reason."""
        year = self.phase.year
        if place == 0 and year == PASSED_OVER_IN:
            return Outcome.PASSED_OVER, NOT_READY
        if place == count - 1 and year in NOT_RECOMMENDED_IN:
            return Outcome.NOT_RECOMMENDED, NOT_RECOMMENDED
        if place == count - 1 and year == WITHDRAWN_IN[0]:
            return Outcome.WITHDRAWN, WITHDRAWN_IN[1]
        return Outcome.BELOW, BELOW_THE_LINE

    def _work(
        self,
        village: VillagePlan,
        amount: int,
        outcome: tuple[Outcome, str],
        tied: tuple[int, int, int] | None = None,
    ) -> Wish:
        """A physical work; those who are ``tied`` differ in how many people it serves alone."""
        place = VILLAGES.index(village)
        work = WORKS[(place * 5 + (self.phase.year - 2003) * 3) % len(WORKS)]
        where = hamlet(village.code, self._rng)
        asked = amount if tied else self._ask(amount)
        percent = TIED_SWADAYA if tied else self._rng.randint(8, 18)
        step = 1 if tied else ASK_STEP  # the tied ones' parts must be exactly the same
        swadaya = asked * percent // 100 // step * step
        return self._wish(
            village, PHYSICAL, f"{work.title} {where}", outcome,
            TIED_MARKS if tied else self._marks(outcome[0]),
            location=f"Dukuh {where}, RT {self._rng.randint(1, 20):02d}",
            asked=asked, swadaya=swadaya, granted=amount, work=work,
            size=size_for(work, amount + swadaya, self.phase.year),
            people=tied or self._people(140, 420, outcome[0]),
        )  # fmt: skip

    def _activities(
        self, sector: str, counts: dict[int, int], titles: Sequence[str]
    ) -> Iterator[Wish]:
        """Those that are granted and one more, which isn't."""
        year = self.phase.year
        turn = _turn(year, counts)
        weights = [self._rng.uniform(0.8, 1.2) for _ in turn]
        amounts = spread(self.phase.budget[sector], weights, STEP)
        for village, amount in zip(turn, amounts, strict=True):
            yield self._activity(village, sector, titles, amount, self._granted())
        first = VILLAGES.index(turn[-1])
        other = VILLAGES[(first + 1) % len(VILLAGES)]
        refused = (Outcome.BELOW, BELOW_THE_LINE) if self.phase.is_granted else self._granted()
        amount = self._rng.randrange(9, 18) * 1_000_000
        yield self._activity(other, sector, titles, amount, refused)

    def _activity(
        self,
        village: VillagePlan,
        sector: str,
        titles: Sequence[str],
        amount: int,
        outcome: tuple[Outcome, str],
    ) -> Wish:
        asked = self._ask(amount)
        return self._wish(
            village, sector, self._rng.choice(titles), outcome, self._marks(outcome[0]),
            location=f"Balai Desa {village.name}", asked=asked,
            swadaya=asked * self._rng.randint(3, 9) // 100 // ASK_STEP * ASK_STEP,
            granted=amount, people=self._people(25, 110, outcome[0]),
        )  # fmt: skip

    def _capital(self) -> Iterator[Wish]:
        """The year's Ekonomi money, by product and by the time when it comes."""
        first = sum(CAPITAL_GRANTS.values()) * len(CAPITAL_MONTHS) * (self.phase.year - 2003)
        for on, granted in capital_parts(self.phase.year, self.phase.budget[ECONOMIC]).items():
            for category, amount in parts(granted).items():
                count = CAPITAL_GRANTS[category]
                weights = [self._rng.uniform(0.8, 1.2) for _ in range(count)]
                for n, share in enumerate(spread(amount, weights, STEP)):
                    village = VILLAGES[(first + n) % len(VILLAGES)]
                    yield self._of_capital(village, category, share, on)
                first += count

    def _of_capital(self, village: VillagePlan, category: str, amount: int, on: date) -> Wish:
        women = self._rng.randint(30, 70)
        men = 0 if category == "SPP" else self._rng.randint(15, 40)
        return self._wish(
            village, ECONOMIC, f"{CAPITAL_TITLE[category]} desa", self._granted(),
            self._marks(Outcome.GRANTED), location=f"Kelompok {category} {village.name}",
            asked=self._ask(amount), swadaya=0, granted=amount, category=category,
            capital_on=on if self.phase.is_granted else None,
            people=(men, women, (men + women) * self._rng.randint(45, 75) // 100),
        )  # fmt: skip

    def _ask(self, amount: int) -> int:
        """Half ask for what they get, the others for a little more."""
        if self._rng.random() < 0.5:
            return amount
        return amount * self._rng.randint(102, 115) // 100 // ASK_STEP * ASK_STEP + ASK_STEP

    def _people(self, least: int, most: int, outcome: Outcome) -> tuple[int, int, int]:
        """Men, women, and how many of them are poor."""
        men, women = self._rng.randint(least, most), self._rng.randint(least, most)
        poor = GRANTED_POOR if outcome in LIKED else OTHER_POOR
        return men, women, (men + women) * self._rng.randint(*poor) // 100

    def _wish(
        self,
        village: VillagePlan,
        sector: str,
        title: str,
        outcome: tuple[Outcome, str],
        marks: tuple[int, int],
        *,
        people: tuple[int, int, int],
        granted: int,
        **given,
    ) -> Wish:
        phase, (what, reason) = self.phase, outcome
        men, women, poor = people
        at = VILLAGES.index(village)
        return Wish(
            phase=phase, village=village, sector=sector, title=title, outcome=what, reason=reason,
            marks=marks, men=men, women=women, poor=poor,
            granted=granted if what is Outcome.GRANTED else 0,
            proposed_on=phase.proposed_on[at % len(phase.proposed_on)],
            verified_on=phase.verified_on[at % len(phase.verified_on)],
            **given,
        )  # fmt: skip
