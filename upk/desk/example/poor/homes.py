"""The poor households: who is proposed when, why each counts as poor, who lives there. Invented.

Every hamlet proposes early in the year, somebody looks at each household, and a meeting of the
village confirms those that it agrees on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from upk.desk.example import calendar
from upk.desk.example.people import MAN, WOMAN, PersonPlan, make_person
from upk.desk.example.places import PRACTICE_DATE, VILLAGES, VillagePlan
from upk.desk.example.poor.happenings import HomePlan, MemberPlan
from upk.offices.default_lists import HOUSEHOLD_CRITERIA

PROPOSED = {
    2004: (2, 3), 2005: (1, 3), 2006: (2, 3), 2007: (3, 4), 2008: (3, 5), 2009: (4, 5),
    2010: (0, 2),
}  # fmt: skip
"""How many households each village proposes in a year, at least and at most."""

ROUND_BEGINS = (1, 12)
"""Month and day from which the villages propose, one after the other."""
ASSESSED_AFTER, CONFIRMED_AFTER = 3, 21
"""Days from the proposal to the visit, and to the meeting."""

FIRST_HEAD, FIRST_SPOUSE = 5_001, 6_001
"""Of the identity numbers; those of groups and teams stay away from them."""
HAMLETS = (
    "Krajan", "Sidorejo", "Tegalrejo", "Karangasem", "Ngablak", "Jetak", "Grogolan", "Pondok",
    "Sendangrejo", "Pilangsari", "Dukuhan", "Bulurejo",
)  # fmt: skip
HAMLETS_OF_VILLAGE = 4
PROPOSERS = ("Kepala dusun {hamlet}", "Kader posyandu {hamlet}", "Ketua RT di {hamlet}")
WOMEN_PERCENT, WITH_FAMILY_PERCENT = 35, 40
POOREST, LEAST_POOR = 0.86, 0.34
"""Chance that a household fulfils a criterion, from the poorest to the least poor one."""


@dataclass(frozen=True, slots=True)
class _Proposed:
    """Where and when a household is proposed."""

    on: date
    village: VillagePlan


def plan_homes() -> list[HomePlan]:
    """All households as they come into the register; the same ones each time."""
    rng = Random("poor households")
    proposed = sorted(_proposals(rng), key=lambda found: found.on)
    taken: set[tuple[str, str, str]] = set()
    return [_home(number, found, taken, rng) for number, found in enumerate(proposed, 1)]


def _proposals(rng: Random) -> Iterator[_Proposed]:
    for year, (least, most) in PROPOSED.items():
        for place, village in enumerate(VILLAGES):
            on = calendar.working_day(date(year, *ROUND_BEGINS) + timedelta(days=place))
            for _ in range(rng.randint(least, most)):
                yield _Proposed(on, village)


def _home(
    number: int, proposed: _Proposed, taken: set[tuple[str, str, str]], rng: Random
) -> HomePlan:
    village, on = proposed.village, proposed.on
    hamlet = rng.choice(_hamlets(village))
    head = _head(number, (village.code, hamlet), taken, rng)
    ticked = draw_criteria(rng)
    assessed = calendar.working_day(on + timedelta(days=ASSESSED_AFTER))
    confirmed = calendar.working_day(on + timedelta(days=CONFIRMED_AFTER))
    return HomePlan(
        number, village, hamlet, head, rng.choice(PROPOSERS).format(hamlet=hamlet), on, assessed,
        ticked, need_of(ticked), confirmed if confirmed < PRACTICE_DATE else None,
        _members(number, head, rng),
    )  # fmt: skip


def _hamlets(village: VillagePlan) -> list[str]:
    return Random(f"hamlets {village.code}").sample(HAMLETS, HAMLETS_OF_VILLAGE)


def _head(
    number: int, place: tuple[str, str], taken: set[tuple[str, str, str]], rng: Random
) -> PersonPlan:
    """Somebody whose name no other head in the hamlet has."""
    sex = WOMAN if rng.randrange(100) < WOMEN_PERCENT else MAN
    while True:
        person = make_person(FIRST_HEAD - 1 + number, sex, rng)
        if (*place, person.name) not in taken:
            taken.add((*place, person.name))
            return person


def draw_criteria(rng: Random) -> tuple[int, ...]:
    """Places of the criteria that a household fulfils; at least one."""
    chance = rng.uniform(LEAST_POOR, POOREST)
    found = [place for place in range(len(HOUSEHOLD_CRITERIA)) if rng.random() < chance]
    return tuple(found or [0])


def need_of(ticked: Sequence[int]) -> int:
    """What the criteria weigh together."""
    return sum(HOUSEHOLD_CRITERIA[place][1] for place in ticked)


def _members(number: int, head: PersonPlan, rng: Random) -> tuple[MemberPlan, ...]:
    """Of some households the register knows who lives there; children have no NIK yet."""
    if rng.randrange(100) >= WITH_FAMILY_PERCENT:
        return ()
    members = []
    if head.sex == MAN:
        spouse = make_person(FIRST_SPOUSE - 1 + number, WOMAN, rng)
        members.append(MemberPlan(replace(spouse, kk=head.kk), "spouse"))
    for _ in range(rng.randint(0 if members else 1, 2)):
        child = make_person(1, rng.choice((WOMAN, MAN)), rng)
        born = date(1992, 1, 1) + timedelta(days=rng.randrange(4000))
        members.append(MemberPlan(replace(child, birth_date=born, nik="", kk=head.kk), "child"))
    return tuple(members)
