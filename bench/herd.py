"""The herd of an office with many goats: figures as of a day, and pages, with their queries."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from bench.measure import median_ms, query_count
from bench.office import TODAY, refresh_statistics
from goats.herd.due import owed_at
from goats.herd.figures import herd_figures
from goats.herd.writing import refresh
from goats.models import Goat, GoatEvent, Household, HouseholdAssessment, HouseholdStep
from goats.rules.events import Kind
from goats.rules.households import State, Step
from upk import triggers
from upk.access import Role
from upk.desk import static_files
from upk.ledger.models import Submission
from upk.offices.models import Checklist, District, Office, Person, User, Village

BEGINNING = date(2003, 3, 1)
GESTATION, WEANING, REST = 155, 122, 20
"""Days: mating to birth, birth to weaning, weaning to the next mating."""
EVENTS_PER_GOAT = 6
BATCH = 5_000
LISTS = ("goats:goat-list", "goats:handover-list", "goats:herd-figures")


class TooFewEvents(AssertionError):
    """The herd that was made is smaller than what is said to be measured."""


@dataclass
class Herd:
    """The office and what is about to be written for it."""

    office: Office
    by: User
    submission: Submission
    households: list[Household]
    chance: Random = field(default_factory=lambda: Random(1))
    goats: list[Goat] = field(default_factory=list)
    events: list[GoatEvent] = field(default_factory=list)

    def goat(self, **facts) -> Goat:
        goat = Goat(
            pk=len(self.goats) + 1, office=self.office, number=len(self.goats) + 1, breed="Kacang",
            submission=self.submission, recorded_by=self.by, **facts,
        )  # fmt: skip
        self.goats.append(goat)
        return goat

    def event(self, goat: Goat, kind: Kind, on: date, household=None, giver=None, **facts):
        event = GoatEvent(
            pk=len(self.events) + 1, office=self.office, goat=goat, kind=kind, happened_on=on,
            household=household, village_id=household and household.village_id, giver=giver,
            from_village_id=giver and giver.village_id, submission=self.submission,
            recorded_by=self.by, **facts,
        )  # fmt: skip
        self.events.append(event)
        return event


def create_herd(goats: int) -> Herd:
    """An office with so many goats and six events for each, past the services."""
    district = District.objects.create(code="KAB", name="Kabupaten", province="Jawa Tengah")
    office = Office.objects.create(
        district=district, code="TERNAK", name="UPK Ternak", subdistrict="Ternak",
        practice_date=TODAY,
    )  # fmt: skip
    by = User.objects.create_user(
        username="manajer", password="-", name="Manajer", role=Role.MANAGER, office=office
    )
    submission = Submission.objects.create(
        office=office, key="00000000-0000-4000-8000-000000000527", content_hash="-", made_by=by,
        made_at=f"{TODAY}T00:00:00Z",
    )  # fmt: skip
    triggers.drop_all(connection)
    herd = Herd(office, by, submission, _households(office, submission, by, goats // 3))
    while len(herd.goats) < goats:
        _write_mother(herd, goats)
    _fill(herd, goats * EVENTS_PER_GOAT)
    with transaction.atomic():
        Goat.objects.bulk_create(herd.goats, batch_size=BATCH)
        GoatEvent.objects.bulk_create(herd.events, batch_size=BATCH)
    triggers.create_all(connection)
    refresh_statistics()
    for first in range(0, len(herd.goats), BATCH):
        refresh([goat.pk for goat in herd.goats[first : first + BATCH]], office)
    refresh_statistics()
    return herd


def _households(office: Office, submission: Submission, by: User, count: int) -> list[Household]:
    """Households that wait since the beginning, each assessed and confirmed."""
    villages = [
        Village.objects.create(office=office, code=f"D{n:02}", name=f"Desa {n:02}")
        for n in range(14)
    ]
    people = Person.objects.bulk_create(
        Person(office=office, village=villages[n % 14], name=f"Warga {n}", sex="P")
        for n in range(count)
    )
    made = {"submission": submission, "recorded_by": by}
    criteria = Checklist.objects.create(
        office=office, kind=Checklist.Kind.HOUSEHOLD, since=BEGINNING
    )
    homes = Household.objects.bulk_create(
        Household(
            village=person.village, head=person, proposed_by="Kepala dusun",
            registered_on=BEGINNING, need=n % 100, confirmed_on=BEGINNING, state=State.WAITING,
            **made,
        )
        for n, person in enumerate(people)
    )  # fmt: skip
    HouseholdAssessment.objects.bulk_create(
        HouseholdAssessment(
            household=home, checklist=criteria, assessed_on=BEGINNING, score=home.need, **made
        )
        for home in homes
    )
    HouseholdStep.objects.bulk_create(
        HouseholdStep(
            household=home, kind=Step.CONFIRMED, happened_on=BEGINNING, minutes="BA 1", **made
        )
        for home in homes
    )
    return homes


def _write_mother(herd: Herd, wanted: int) -> None:
    """A bought goat that goes from household to household, with her kids, until today."""
    on = BEGINNING + timedelta(days=herd.chance.randrange(1500))
    mother = herd.goat(sex="F", origin="bought", generation=1, price=650_000, funding="donation")
    herd.event(mother, Kind.BOUGHT, on)
    keeper = herd.chance.choice(herd.households)
    herd.event(mother, Kind.PLACED, on, keeper)
    while len(herd.goats) < wanted:
        on += timedelta(days=REST + herd.chance.randrange(200))
        if on + timedelta(days=GESTATION) > TODAY:
            break
        herd.event(mother, Kind.MATED, on, keeper)
        on += timedelta(days=GESTATION)
        weaned_on = on + timedelta(days=WEANING)
        _write_kids(herd, mother, keeper, on, weaned_on)
        on = weaned_on + timedelta(days=herd.chance.randrange(90))
        following = herd.chance.choice(herd.households)
        if on > TODAY or following is keeper:
            break
        herd.event(mother, Kind.HANDED_ON, on, following, keeper)
        keeper = following


def _write_kids(herd: Herd, mother: Goat, keeper: Household, on: date, weaned_on: date) -> None:
    birth = herd.event(mother, Kind.GAVE_BIRTH, on, keeper)
    for _ in range(1 + herd.chance.randrange(2)):
        kid = herd.goat(
            sex=herd.chance.choice("FM"), origin="born", born_on=on, mother=mother, generation=2
        )
        herd.event(kid, Kind.BORN, on, keeper, birth=birth)
        if weaned_on <= TODAY:
            herd.event(kid, Kind.WEANED, weaned_on, keeper)
            if herd.chance.random() < 0.2 and weaned_on + timedelta(days=99) <= TODAY:
                herd.event(kid, Kind.SOLD, weaned_on + timedelta(days=99), keeper, cause="dijual")


def _fill(herd: Herd, wanted: int) -> None:
    """Illnesses, so that there are six events for each goat: before the last one of its life."""
    lives: dict[int, GoatEvent] = {}
    for event in herd.events:
        if event.household_id and event.kind in (Kind.BORN, Kind.PLACED):
            lives[event.goat_id] = event
    begun = list(lives.values())
    for n in range(wanted - len(herd.events)):
        event = begun[n % len(begun)]
        herd.event(event.goat, Kind.ILL, event.happened_on, event.household, cause="kembung")


def measure_herd(goats: int, repeat: int) -> dict:
    """Figures, due hand-overs and pages of a herd, as of today and three years ago.

    Raises ``TooFewEvents`` unless there are as many goats and events as said.
    """
    herd = create_herd(goats)
    office, events = herd.office, GoatEvent.objects.count()
    if Goat.objects.count() < goats or events < goats * EVENTS_PER_GOAT:
        raise TooFewEvents
    past = TODAY.replace(year=TODAY.year - 3)
    calls = {
        "figures": lambda: herd_figures(office, TODAY),
        "figures three years ago": lambda: herd_figures(office, past),
        "hand-overs owed": lambda: owed_at(office, TODAY),
    }
    measured = {
        name: {"ms": median_ms(call, repeat), "queries": query_count(call)}
        for name, call in calls.items()
    }
    return {
        "goats": len(herd.goats), "events": events, "measured": measured,
        "pages": _pages(herd, repeat),
    }  # fmt: skip


def _pages(herd: Herd, repeat: int) -> dict:
    """Pages as a browser asks for them, without the wire."""
    static_files.collect()
    client = Client(SERVER_NAME="localhost")
    client.force_login(herd.by)
    founder = herd.goats[0]
    asked = {
        **{name: reverse(name) for name in LISTS},
        "goats:goat-detail": reverse("goats:goat-detail", args=[founder.pk]),
        "goats:goat-tree": reverse("goats:goat-tree", args=[founder.pk]),
        "far behind": f"{reverse('goats:goat-list')}?keadaan=semua&halaman=90",
    }

    def fetch(url: str) -> None:
        response = client.get(url)
        if response.status_code != 200:
            raise RuntimeError(f"{url}: {response.status_code}")

    return {
        name: {
            "ms": median_ms(lambda url=url: fetch(url), repeat),
            "queries": query_count(lambda url=url: fetch(url)),
        }
        for name, url in asked.items()
    }
