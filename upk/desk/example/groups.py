"""The 211 groups: where, since when, and with which members (data/kalijambe.csv for the counts).

Names of groups are invented like those of people.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from upk.desk.example.people import MAN, WOMAN, PersonPlan, make_person
from upk.desk.example.places import VILLAGES, VillagePlan

FOUNDED_IN = {2003: 30, 2004: 35, 2005: 36, 2006: 34, 2007: 32, 2008: 26, 2009: 18}
SMALLEST, LARGEST = 5, 12

NAMES = {
    "SPP": (
        "Melati", "Mawar", "Anggrek", "Kenanga", "Dahlia", "Cempaka", "Flamboyan", "Teratai",
        "Seruni", "Kamboja", "Bougenvil", "Sedap Malam",
    ),
    "UEP": ("Ngudi Makmur", "Sido Maju", "Tani Rejeki", "Karya Mandiri", "Sumber Hasil"),
}  # fmt: skip
BUSINESSES = {
    "SPP": ("Warung kelontong", "Dagang sayur", "Jahit pakaian", "Makanan ringan", "Batik"),
    "UEP": ("Ternak ayam", "Penggemukan sapi", "Mebel", "Pupuk dan benih", "Bengkel las"),
}
MEETING_DAYS = ("Minggu Legi", "Minggu Pahing", "Jumat Kliwon", "Sabtu Wage", "Selasa Pon")


@dataclass(frozen=True, slots=True, eq=False)
class GroupPlan:
    """A group to be made; its first three members are chair, secretary and treasurer."""

    code: str
    name: str
    village: VillagePlan
    category: str
    founded_on: date
    business: str
    meeting_day: str
    members: tuple[PersonPlan, ...]


def plan_groups() -> list[GroupPlan]:
    """All groups in the order of their codes; the same ones each time."""
    rng = Random("groups")
    places = [
        (village, category, n)
        for village in VILLAGES
        for category, count in (("SPP", village.spp), ("UEP", village.uep))
        for n in range(1, count + 1)
    ]
    # The first groups of a village are its oldest, and all villages have some from the start.
    by_age = sorted(places, key=lambda place: (place[2] / _size(place), place[0].code, place[1]))
    founded = dict(zip(by_age, _founding_days(rng), strict=True))
    groups, people = [], 0
    for place in places:
        size = rng.randint(SMALLEST, LARGEST)
        groups.append(_group(place, founded[place], size, people, rng))
        people += size
    return groups


def _size(place: tuple[VillagePlan, str, int]) -> int:
    village, category, _ = place
    return village.spp if category == "SPP" else village.uep


def _founding_days(rng: Random) -> list[date]:
    days = []
    for year, count in FOUNDED_IN.items():
        last = 150 if year == 2003 else 240
        days += sorted(date(year, 1, 6) + timedelta(days=rng.randrange(last)) for _ in range(count))
    return days


def _group(
    place: tuple[VillagePlan, str, int], founded_on: date, size: int, first: int, rng: Random
) -> GroupPlan:
    village, category, n = place
    members = tuple(
        make_person(first + k, WOMAN if category == "SPP" or rng.random() < 0.35 else MAN, rng)
        for k in range(1, size + 1)
    )
    return GroupPlan(
        code=f"{village.code}-{category[0]}{n:02d}",
        name=NAMES[category][n - 1],
        village=village,
        category=category,
        founded_on=founded_on,
        business=rng.choice(BUSINESSES[category]),
        meeting_day=rng.choice(MEETING_DAYS),
        members=members,
    )
