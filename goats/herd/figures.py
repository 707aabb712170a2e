"""Figures of the herd as of any date, from the events; a constant number of queries."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import CharField, Count, Max, Q
from django.db.models.functions import Cast, Substr

from goats.herd.due import Owed, moves_until, owed_at
from goats.herd.lives import rule_book
from goats.models import Goat, GoatEvent, VillagePopulation
from goats.models.goat import GoatEventQuerySet
from goats.rules.events import BEGINNINGS, ENDS, Kind
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
    """Goats ever and living at the end of a year (of the last one: on the day asked for)."""

    year: int
    ever: int
    living: int


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

    @property
    def at_office(self) -> int:
        """Living goats that no household keeps."""
        return self.whole.figures.living - self.whole.figures.kept

    @property
    def bought_and_born(self) -> str:
        """Where they came from, in words."""
        return f"{self.whole.figures.bought} dibeli, {self.whole.figures.born} lahir"

    @property
    def overdue_note(self) -> str:
        """How many of those due are overdue, in words."""
        return f"{self.whole.overdue} terlambat"

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The figures that stand beside the counts, each with its name."""
        figures = self.whole.figures
        days = "–" if self.median_days is None else f"{self.median_days} hari"
        return [
            ("Kelahiran sampai hari itu", str(figures.births)),
            ("Kelahiran setiap induk, 12 bulan terakhir", _told(self.births_per_mother)),
            ("Kematian, 12 bulan terakhir", f"{_told(self.mortality)}%"),
            ("Lama dipelihara sampai serah terima (median)", days),
            ("Generasi", str(self.generations)),
            ("Serah terima", str(figures.hand_overs)),
            ("Kewajiban yang masih berjalan", str(figures.owed)),
            ("Mati, dijual, hilang", f"{figures.died}, {figures.sold}, {figures.lost}"),
        ]


def _told(value: Decimal | None) -> str:
    return "–" if value is None else f"{value:.2f}".replace(".", ",")


def herd_figures(office: Office, as_of: date) -> HerdFigures:
    """All figures of an office's herd; twelve queries, whatever the number of goats."""
    year_ago = add_months(as_of, -12)
    grown = add_months(as_of, -rule_book(office).on(as_of).first_birth_months)
    begun, ended = _begun(office, as_of, grown), _ended(office, as_of, grown, year_ago)
    whole, villages = figures_of([*_counts(office, as_of), *(end.counted for end in ended)])
    moves = moves_until(office, as_of)
    owed = owed_at(office, as_of, moves)
    reached = {village: len(found) for village, found in moves.receivers.items()}
    people = _inhabitants(office, as_of)
    deaths = sum(end.lately for end in ended if end.counted.kind == Kind.DIED)
    return HerdFigures(
        as_of=as_of,
        whole=_of_village(whole, owed, sum(reached.values()), _all_people(people)),
        villages={
            key: _of_village(
                villages.get(key, Figures()), [o for o in owed if o.village == key],
                reached.get(key, 0), people.get(key),
            )
            for key in {*villages, *reached, *people}
        },
        generations=begun["generations"] or 0,
        births_per_mother=each(
            _events(office, as_of).filter(kind=Kind.GAVE_BIRTH, happened_on__gt=year_ago).count(),
            begun["mothers"] - sum(end.mothers for end in ended),
        ),
        mortality=share_of(deaths, whole.living + sum(end.lately for end in ended)),
        median_days=median_days(moves.days),
    )  # fmt: skip


def _events(office: Office, until: date) -> GoatEventQuerySet:
    return GoatEvent.objects.standing().filter(office=office, happened_on__lte=until).order_by()


_WITHOUT_THE_GOAT = (
    Kind.BOUGHT, Kind.BORN, Kind.PLACED, Kind.HANDED_ON, Kind.GIVEN, Kind.TAKEN_BACK, Kind.REPLACED,
    Kind.RELEASED, Kind.GAVE_BIRTH,
)  # fmt: skip
"""Kinds that count whoever the goat is; ends count by it, other kinds not at all."""


def _counts(office: Office, until: date) -> list[Counted]:
    rows = _events(office, until).filter(kind__in=_WITHOUT_THE_GOAT)
    sorts = rows.values_list("kind", "village_id", "from_village_id").annotate(Count("pk"))
    return [
        Counted(Kind(kind), here, there, False, kind == Kind.BORN, count)
        for kind, here, there, count in sorts
    ]


@dataclass(frozen=True, slots=True)
class _Ends:
    """Ends of one sort: those of ``mothers`` old enough, and those of the last year."""

    counted: Counted
    mothers: int
    lately: int


def _grown(day: date) -> Q:
    """Goats that are females, born by ``day`` or of unknown age."""
    of_age = Q(goat__born_on__isnull=True) | Q(goat__born_on__lte=day)
    return of_age & Q(goat__sex=Goat.Sex.FEMALE)


def _ended(office: Office, until: date, grown: date, year_ago: date) -> list[_Ends]:
    rows = _events(office, until).filter(kind__in=ENDS)
    sorts = rows.values_list("kind", "village_id", "is_negligent", "goat__origin").annotate(
        Count("pk"),
        mothers=Count("pk", filter=_grown(grown)),
        lately=Count("pk", filter=Q(happened_on__gt=year_ago)),
    )
    return [
        _Ends(
            Counted(Kind(kind), here, None, negligent, origin == Goat.Origin.BORN, count),
            mothers, lately,
        )
        for kind, here, negligent, origin, count, mothers, lately in sorts
    ]  # fmt: skip


def _begun(office: Office, until: date, grown: date) -> dict[str, int]:
    """The last generation that began by ``until``, and how many females are grown."""
    return _events(office, until).filter(kind__in=BEGINNINGS).aggregate(
        generations=Max("goat__generation"), mothers=Count("pk", filter=_grown(grown))
    )  # fmt: skip


def _of_village(
    figures: Figures, owed: list[Owed], reached: int, people: tuple[int, int] | None
) -> VillageFigures:
    stages = [o.hand_over.stage for o in owed]
    inhabitants, year = people or (None, None)
    return VillageFigures(
        figures, sum(o.hand_over.is_due for o in owed), stages.count(Stage.OVERDUE), reached,
        inhabitants, year,
    )  # fmt: skip


def _inhabitants(office: Office, until: date) -> dict[int, tuple[int, int]]:
    """Inhabitants of each village and their year, the newest not after ``until``; one query."""
    rows = VillagePopulation.objects.filter(village__office=office, year__lte=until.year)
    found = rows.order_by("year", "id").values_list("village_id", "inhabitants", "year")
    return {village: (inhabitants, year) for village, inhabitants, year in found}


def _all_people(people: dict[int, tuple[int, int]]) -> tuple[int, int] | None:
    if not people:
        return None
    return sum(n for n, _ in people.values()), max(year for _, year in people.values())


def growth(office: Office, until: date) -> list[Yearly]:
    """Goats ever and living at the end of each year, of the last one on ``until``; one query."""
    year = Substr(Cast("happened_on", CharField()), 1, 4)  # ISO on both databases
    rows = _events(office, until).filter(kind__in=[*BEGINNINGS, *ENDS])
    found = rows.annotate(year=year).values_list("year", "kind").annotate(Count("pk"))
    counted = [(int(year), kind, count) for year, kind, count in found]
    if not counted:
        return []
    return [
        Yearly(
            year,
            sum(n for then, kind, n in counted if then <= year and kind in BEGINNINGS),
            sum(n if kind in BEGINNINGS else -n for then, kind, n in counted if then <= year),
        )
        for year in range(min(then for then, _, _ in counted), until.year + 1)
    ]
