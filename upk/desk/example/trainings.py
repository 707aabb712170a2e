"""The trainings of the office, as data: what domain.md 12 says of them, and when.

Published are the training of trainers of 2005 (three days, guests from five sub-districts, led by
the district's consultant and the UPK assistant), batches of thirty for the officers of the 211
groups, and that the district watched the first. **Chosen or invented** are all days and places, two
days a batch, which five sub-districts came, everybody's name, attendance and scores.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from upk.desk.example.groups import GroupPlan
from upk.desk.example.people import MAN, make_person

TRAINERS_DAY, TRAINERS_DAYS = date(2005, 6, 13), 3
GROUPS_OF_A_BATCH = 10
BATCH_DAYS = 2
FIRST_DAYS = tuple(
    date(*day)
    for day in (
        (2005, 7, 26), (2005, 9, 6), (2005, 10, 11), (2005, 11, 22),
        (2006, 2, 14), (2006, 4, 18), (2006, 6, 20), (2006, 9, 5), (2006, 11, 14),
        (2007, 2, 13), (2007, 4, 17), (2007, 7, 10), (2007, 9, 4), (2007, 11, 13),
        (2008, 2, 19), (2008, 5, 13), (2008, 8, 12), (2008, 11, 11),
        (2009, 3, 10), (2009, 6, 9), (2009, 9, 22), (2009, 11, 10),
    )
)  # fmt: skip
"""The first day of each batch for groups: the oldest groups come first."""
NEXT_DAY, NEXT_PLANNED = date(2010, 3, 9), date(2010, 2, 8)
"""The batch to come, for officers who missed theirs, and when it was planned."""
PLANNED_BEFORE, INVITED_BEFORE = timedelta(days=14), timedelta(days=7)
CERTIFIED_AFTER, FOLLOWED_WITHIN = timedelta(days=1), timedelta(days=90)
CLOSED_BEFORE = date(2009, 7, 1)
"""Batches that began before it have ended; later ones are still followed up."""

THERE = 0.97
"""Share of a day's participants who came, of batches for groups."""
FIVE_PLACES = ("Gemolong", "Miri", "Plupuh", "Sumberlawang", "Tanon")
GUESTS_OF_A_PLACE = 3
OWN_USERS = ("manajer", "bendahara", "sekretaris")
CONSULTANT, ASSISTANT = "Konsultan kabupaten (KM-Kab)", "Pendamping UPK"
HALL, OFFICE_ROOM = "Pendopo Kecamatan Kalijambe", "Aula UPK Kalijambe"


@dataclass(frozen=True, slots=True, eq=False)
class TrainingPlan:
    """A batch: for ``groups``, or for trainers (none); ``guests`` are names with their places.

    ``monitors`` are such too. ``present``: for each day, whether each participant in the order of
    the list came; ``scores``: before and after, ``None`` for who missed a day.
    """

    starts_on: date
    days: int
    groups: tuple[GroupPlan, ...]
    guests: tuple[tuple[str, str], ...]
    monitors: tuple[tuple[str, str], ...]
    present: tuple[tuple[bool, ...], ...]
    scores: tuple[tuple[int, int] | None, ...]

    @property
    def ends_on(self) -> date:
        return self.starts_on + timedelta(days=self.days - 1)

    @property
    def is_for_trainers(self) -> bool:
        """Whether it is the training of trainers."""
        return not self.groups


@dataclass(frozen=True, slots=True)
class TrainingPlanned:
    """A batch is planned, and its list made."""

    on: date
    plan: TrainingPlan


@dataclass(frozen=True, slots=True)
class TrainingInvited:
    """The invitations go out."""

    on: date
    plan: TrainingPlan


@dataclass(frozen=True, slots=True)
class TrainingHeld:
    """The last day: attendance of all days and both tests are entered."""

    on: date
    plan: TrainingPlan


@dataclass(frozen=True, slots=True)
class TrainingCertified:
    """Certificates are issued, and what follows is noted."""

    on: date
    plan: TrainingPlan


@dataclass(frozen=True, slots=True)
class TrainingClosed:
    """What was to follow has been done."""

    on: date
    plan: TrainingPlan


@dataclass(frozen=True, slots=True)
class NextTraining:
    """The batch to come is planned in one step, for whom the program proposes."""

    on: date
    starts_on: date


TrainingEvent = (
    TrainingPlanned
    | TrainingInvited
    | TrainingHeld
    | TrainingCertified
    | TrainingClosed
    | NextTraining
)
RANKS: tuple[tuple[type, ...], ...] = (
    (TrainingPlanned, TrainingInvited, TrainingHeld, TrainingCertified),
    (TrainingClosed, NextTraining),
)
"""What comes first on one and the same day."""


def plan_trainings(groups: Sequence[GroupPlan]) -> list[TrainingEvent]:
    """Everything about trainings up to the practice date; the same each time."""
    rng = Random("trainings")
    by_age = sorted(groups, key=lambda group: (group.founded_on, group.code))
    plans = [_for_trainers(rng)]
    for n, first in enumerate(FIRST_DAYS):
        own = by_age[n * GROUPS_OF_A_BATCH : (n + 1) * GROUPS_OF_A_BATCH]
        plans.append(_for_groups(tuple(own), first, rng, is_first=n == 0))
    events = [event for plan in plans for event in _told(plan)]
    return [*events, NextTraining(NEXT_PLANNED, NEXT_DAY)]


def _told(plan: TrainingPlan) -> Iterator[TrainingEvent]:
    yield TrainingPlanned(plan.starts_on - PLANNED_BEFORE, plan)
    yield TrainingInvited(plan.starts_on - INVITED_BEFORE, plan)
    yield TrainingHeld(plan.ends_on, plan)
    certified_on = plan.ends_on + CERTIFIED_AFTER
    yield TrainingCertified(certified_on, plan)
    if plan.starts_on < CLOSED_BEFORE:
        yield TrainingClosed(certified_on + FOLLOWED_WITHIN, plan)


def _for_trainers(rng: Random) -> TrainingPlan:
    guests = tuple(
        (make_person(9000 + n, MAN, rng).name, f"UPK Kecamatan {place}")
        for n, place in enumerate(place for place in FIVE_PLACES for _ in range(GUESTS_OF_A_PLACE))
    )
    people = len(OWN_USERS) + len(guests)
    present = ((True,) * people,) * TRAINERS_DAYS
    return _plan(TRAINERS_DAY, TRAINERS_DAYS, (), guests, (), present, rng)


def _for_groups(
    groups: tuple[GroupPlan, ...], first: date, rng: Random, *, is_first: bool
) -> TrainingPlan:
    people = 3 * len(groups)
    present = tuple(tuple(rng.random() < THERE for _ in range(people)) for _ in range(BATCH_DAYS))
    watching = ((make_person(9100, MAN, rng).name, CONSULTANT), ("Agung Nugroho", ASSISTANT))
    return _plan(first, BATCH_DAYS, groups, (), watching if is_first else (), present, rng)


def _plan(
    first: date, days: int, groups: tuple, guests: tuple, monitors: tuple, present: tuple,
    rng: Random,
) -> TrainingPlan:  # fmt: skip
    scores = []
    for came in zip(*present, strict=True):
        before = rng.randint(30, 65)
        after = min(100, before + rng.randint(8, 35))
        scores.append((before, after) if all(came) else None)
    return TrainingPlan(first, days, groups, guests, monitors, present, tuple(scores))
