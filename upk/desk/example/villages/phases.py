"""The seven phases of the example, 2003 to 2009, and the eighth, which waits for its meeting.

The sums by sector over the seven are published (data/kalijambe_grants.csv); how they lie over
the years is ours. Ekonomi is the loan fund's capital (domain.md 12, Grants).
"""

from dataclasses import dataclass
from datetime import date

from grants.rules.sectors import ECONOMIC, EDUCATION, HEALTH, OPERATIONAL, PHYSICAL
from upk.desk.example import calendar
from upk.desk.example.places import FIRST_DAY

CENTRAL, DISTRICT = "apbn", "apbd"
CENTRAL_PERCENT = 80
"""The rest comes from the district [office]."""

BUDGETS = {
    # year: whole rupiah by sector, the operational part of UPK and that of the villages' teams
    2003: (407_500_000, 240_000_000, 20_000_000, 45_000_000, 15_000_000, 22_500_000),
    2004: (603_000_000, 265_000_000, 22_000_000, 60_000_000, 20_000_000, 30_000_000),
    2005: (587_500_000, 280_000_000, 22_500_000, 60_000_000, 20_000_000, 30_000_000),
    2006: (582_500_000, 285_000_000, 22_500_000, 60_000_000, 20_000_000, 30_000_000),
    2007: (802_500_000, 290_000_000, 25_000_000, 70_000_000, 25_000_000, 37_500_000),
    2008: (824_650_000, 262_850_000, 25_000_000, 75_000_000, 25_000_000, 37_500_000),
    2009: (1_064_700_150, 245_000_000, 29_872_150, 86_515_150, 30_000_000, 43_912_550),
    2010: (1_500_000_000, 370_000_000, 40_000_000, 90_000_000, 0, 0),
}
MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
CAPITAL_MONTHS = (2, 8)
FIRST_PERCENT = 60
"""The months in which Ekonomi becomes capital, on the 17th, and the part that comes first."""

LAST_GRANTED = 2009
"""The meeting of the phase after it hasn't decided yet on the practice date; what of that phase
is for running costs is to be decided with it [chosen], so that what is allotted by then is what
was published."""


@dataclass(frozen=True, slots=True)
class PhasePlan:
    """A phase's money, whole rupiah, and the days of its way from the villages to the meeting."""

    year: int
    budget: dict[str, int]
    for_office: int
    for_teams: int
    opened_on: date
    proposed_on: tuple[date, ...]
    verified_on: tuple[date, ...]
    scored_on: date
    decided_on: date
    decreed_on: date

    @property
    def amount(self) -> int:
        return sum(self.budget.values())

    @property
    def sources(self) -> dict[str, int]:
        """Whole rupiah by source; they add up to the phase's amount."""
        central = self.amount * CENTRAL_PERCENT // 100
        return {CENTRAL: central, DISTRICT: self.amount - central}

    @property
    def received_on(self) -> dict[str, date]:
        """When the money of each source comes in."""
        return {
            CENTRAL: calendar.in_month(self.year, 2, 10),
            DISTRICT: calendar.in_month(self.year, 6, 15),
        }

    @property
    def is_granted(self) -> bool:
        return self.year <= LAST_GRANTED

    @property
    def opening_number(self) -> str:
        """Of the meeting that decides what the money is for: the year's first, or its last."""
        place = 1 if self.opened_on.year == self.year else 5
        return numbered(place, "BA-MAD", self.opened_on)

    @property
    def meeting_number(self) -> str:
        """Of the meeting that decides which proposals are granted."""
        return numbered(2, "BA-MAD", self.decided_on)

    @property
    def decree_number(self) -> str:
        """Of the camat's letter, by the sub-district's key for village matters."""
        return f"414.2/{self.decreed_on.day + self.year % 10:02d}/{self.decreed_on.year}"


def numbered(place: int, paper: str, on: date) -> str:
    """How an office numbers what it writes: place in the year, kind, month, year."""
    return f"{place:02d}/{paper}/{MONTHS[on.month - 1]}/{on.year}"


def plan_phases() -> list[PhasePlan]:
    """All phases in the order of their years."""
    return [_phase(year) for year in BUDGETS]


def _phase(year: int) -> PhasePlan:
    physical, economic, education, health, for_office, for_teams = BUDGETS[year]
    budget = {
        PHYSICAL: physical,
        ECONOMIC: economic,
        EDUCATION: education,
        HEALTH: health,
        OPERATIONAL: for_office + for_teams,
    }
    last = year - 1
    if year == FIRST_DAY.year:  # the programme came in January: all within four weeks
        opened = calendar.working_day(FIRST_DAY)
        proposed = tuple(calendar.in_month(year, 1, day) for day in (8, 9, 10))
        verified = tuple(calendar.in_month(year, 1, day) for day in (16, 17))
    else:
        opened = calendar.in_month(last, 11, 3)
        proposed = tuple(calendar.in_month(last, 11, day) for day in (17, 19, 22))
        verified = tuple(calendar.in_month(last, 12, day) for day in (9, 12))
    return PhasePlan(
        year, budget, for_office, for_teams, opened, proposed, verified,
        scored_on=calendar.in_month(year, 1, 20),
        decided_on=calendar.in_month(year, 1, 28),
        decreed_on=calendar.in_month(year, 2, 4),
    )  # fmt: skip


def capital_parts(year: int, granted: int) -> dict[date, int]:
    """A year's Ekonomi money by the days on which it becomes capital, whole rupiah."""
    first = granted * FIRST_PERCENT // 100
    days = [calendar.in_month(year, month, 17) for month in CAPITAL_MONTHS]
    return dict(zip(days, (first, granted - first), strict=True))
