"""Figures of the herd as of any date, from the events; a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.db.models.functions import ExtractYear

from goats.herd.due import Owed, owed_at
from goats.herd.lives import rule_book
from goats.models import Goat, GoatEvent, VillagePopulation
from goats.rules.events import BEGINNINGS, ENDS, RECEIPTS, Kind
from goats.rules.figures import (
    Counted,
    Figures,
    each,
    figures_of,
    median_days,
    per_hundred,
    share_of,
)
from goats.rules.handover import Stage
from upk.offices.models import Office
from upk.periods import add_months

_SORTS = (
    "kind", "village_id", "from_village_id", "is_negligent", "goat__origin",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class VillageFigures:
    """A village's goats. ``inhabitants`` of the newest year known by then, ``year``."""

    figures: Figures
    due: int = 0
    overdue: int = 0
    reached: int = 0
    inhabitants: int | None = None
    year: int | None = None

    @property
    def per_hundred(self) -> Decimal | None:
        """Living goats per 100 inhabitants."""
        return per_hundred(self.figures.living, self.inhabitants)


@dataclass(frozen=True, slots=True)
class Yearly:
    """What the herd was at the end of a year (of the last one: on the day asked for)."""

    year: int
    figures: Figures


@dataclass(frozen=True)
class HerdFigures:
    """The herd at the end of a day.

    ``births_per_mother``: births of the last twelve months for each living female that was old
    enough. ``mortality``: deaths of the last twelve months in a hundred of the goats that lived at
    some time in them. ``median_days``: from placement to hand-over. [chosen]
    """

    as_of: date
    whole: VillageFigures
    villages: dict[int | None, VillageFigures]
    generations: int
    births_per_mother: Decimal | None
    mortality: Decimal | None
    median_days: int | None
    years: list[Yearly] = field(default_factory=list)


def herd_figures(office: Office, as_of: date) -> HerdFigures:
    """All figures of an office's herd; at most 14 queries, whatever the number of goats."""
    counts = _counts(office, as_of)
    whole, villages = figures_of(counted for _, counted in counts)
    owed = owed_at(office, as_of)
    reached = _reached(office, as_of)
    people = _inhabitants(office, as_of)
    year_ago = add_months(as_of, -12)
    keys = {*villages, *reached, *people}
    return HerdFigures(
        as_of=as_of,
        whole=_of_village(whole, owed, sum(reached.values()), _all_people(people)),
        villages={
            key: _of_village(
                villages.get(key, Figures()), [o for o in owed if o.village == key],
                reached.get(key, 0), people.get(key),
            )
            for key in keys
        },
        generations=_generations(office, as_of),
        births_per_mother=_births_per_mother(office, as_of, year_ago),
        mortality=_mortality(office, whole, as_of, year_ago),
        median_days=median_days(_days_kept(office, as_of)),
        years=_yearly(counts),
    )  # fmt: skip


def _events(office: Office, until: date):
    return GoatEvent.objects.standing().filter(office=office, happened_on__lte=until).order_by()


def _counts(office: Office, until: date) -> list[tuple[int, Counted]]:
    """Standing events by year and sort."""
    rows = _events(office, until).values_list(ExtractYear("happened_on"), *_SORTS)
    return [
        (year, Counted(Kind(kind), here, there, negligent, origin == Goat.Origin.BORN, count))
        for year, kind, here, there, negligent, origin, count in rows.annotate(Count("pk"))
    ]


def _of_village(
    figures: Figures, owed: list[Owed], reached: int, people: tuple[int, int] | None
) -> VillageFigures:
    stages = [o.hand_over.stage for o in owed]
    inhabitants, year = people or (None, None)
    return VillageFigures(
        figures, sum(o.hand_over.is_due for o in owed), stages.count(Stage.OVERDUE), reached,
        inhabitants, year,
    )  # fmt: skip


def _reached(office: Office, until: date) -> dict[int, int]:
    """How many households of each village received a goat of the chain."""
    rows = _events(office, until).filter(kind__in=RECEIPTS).values_list("village_id")
    return dict(rows.annotate(Count("household", distinct=True)))


def _inhabitants(office: Office, until: date) -> dict[int, tuple[int, int]]:
    """Inhabitants of each village and their year, the newest not after ``until``; one query."""
    rows = VillagePopulation.objects.filter(village__office=office, year__lte=until.year)
    found = rows.order_by("year", "id").values_list("village_id", "inhabitants", "year")
    return {village: (inhabitants, year) for village, inhabitants, year in found}


def _all_people(people: dict[int, tuple[int, int]]) -> tuple[int, int] | None:
    if not people:
        return None
    return sum(n for n, _ in people.values()), max(year for _, year in people.values())


def _generations(office: Office, until: date) -> int:
    rows = _events(office, until).filter(kind__in=BEGINNINGS)
    return rows.aggregate(most=Max("goat__generation"))["most"] or 0


def _births_per_mother(office: Office, as_of: date, year_ago: date) -> Decimal | None:
    births = _events(office, as_of).filter(kind=Kind.GAVE_BIRTH, happened_on__gt=year_ago)
    grown = add_months(as_of, -rule_book(office).on(as_of).first_birth_months)
    ended = _events(office, as_of).filter(goat=OuterRef("goat"), kind__in=ENDS)
    mothers = _events(office, as_of).filter(
        Q(goat__born_on__isnull=True) | Q(goat__born_on__lte=grown),
        ~Exists(ended),
        kind__in=BEGINNINGS,
        goat__sex=Goat.Sex.FEMALE,
    )
    return each(births.count(), mothers.count())


def _mortality(office: Office, whole: Figures, as_of: date, year_ago: date) -> Decimal | None:
    """Deaths of the last year among the goats that lived at some time in it."""
    ended = _events(office, as_of).filter(kind__in=ENDS, happened_on__gt=year_ago)
    found = ended.aggregate(died=Count("pk", filter=Q(kind=Kind.DIED)), all=Count("pk"))
    return share_of(found["died"], whole.living + found["all"])


def _days_kept(office: Office, until: date) -> list[int]:
    """Days from each receipt of a goat to its hand-over."""
    rows = _events(office, until).filter(kind__in=RECEIPTS)
    rows = rows.order_by("goat_id", "happened_on", "pk")
    days, before, since = [], None, None
    for goat, kind, on in rows.values_list("goat_id", "kind", "happened_on"):
        if kind == Kind.HANDED_ON and goat == before:
            days.append((on - since).days)
        before, since = goat, on
    return days


def _yearly(counts: Iterable[tuple[int, Counted]]) -> list[Yearly]:
    """The herd at the end of each year since the first."""
    counts = list(counts)
    if not counts:
        return []
    years = range(min(year for year, _ in counts), max(year for year, _ in counts) + 1)
    return [
        Yearly(year, figures_of(counted for then, counted in counts if then <= year)[0])
        for year in years
    ]
