"""The roll of a batch: everybody on its list, with place, attendance, tests and certificate."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from training.models import (
    ROLES_WITH_PLACE,
    Attendance,
    Batch,
    BatchVersion,
    Certificate,
    Participant,
    Score,
)
from training.records.held import with_percent
from training.rules.batches import Places, places
from training.rules.results import Gain, days_needed, gain_of, is_enough
from upk.offices.models import User


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody on the list. ``place`` counts from 1 among those who take one, 0 for a monitor.

    ``present``: for each day of the batch whether they were there, ``None`` where it wasn't taken.
    """

    participant: Participant
    place: int
    is_waiting: bool
    present: tuple[bool | None, ...]
    before: int | None
    after: int | None
    is_enough: bool
    certificate: Certificate | None

    @property
    def attended(self) -> int:
        """Days on which they were there."""
        return sum(bool(day) for day in self.present)

    @property
    def gain(self) -> int | None:
        """Points between both tests."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Roll:
    """The list of a batch. ``places`` are of the whole list, ``lines`` of whom the reader sees."""

    version: BatchVersion
    percent: int
    lines: tuple[Line, ...]
    places: Places

    @property
    def gain(self) -> Gain:
        """Averages of the tests of those on the lines."""
        return gain_of((line.before, line.after) for line in self.lines)

    @property
    def enough(self) -> int:
        """How many attended enough, of those who take a place."""
        return sum(line.is_enough and line.place > 0 for line in self.lines)

    @property
    def owes_certificates(self) -> bool:
        """Whether somebody attended enough and has no certificate yet."""
        return any(line.is_enough and line.place and not line.certificate for line in self.lines)

    @property
    def needed(self) -> int:
        """Days that a certificate asks for."""
        return days_needed(self.version.day_count, self.percent)

    @property
    def taken(self) -> frozenset[date]:
        """Days whose attendance was taken."""
        return frozenset(
            day
            for n, day in enumerate(self.version.days)
            if any(line.present[n] is not None for line in self.lines)
        )


def roll_of(batch: Batch, user: User | None = None) -> Roll:
    """The roll of a batch, of those whom ``user`` sees (none: everybody); six queries."""
    version = batch.versions.first()
    percent = with_percent(Batch.objects.filter(pk=batch.pk).with_facts()).get().percent
    listed = Participant.objects.filter(batch=batch).standing()
    order = list(listed.with_place().values_list("pk", flat=True))
    places_by_pk = {pk: n for n, pk in enumerate(order, start=1)}
    shown = listed if user is None else listed.visible_to(user)
    people = list(shown.select_related("person", "user", "group", "village"))
    lines = _lines(people, places_by_pk, version, percent)
    return Roll(version, percent, lines, places(len(order), version.capacity))


def _lines(
    people: Sequence[Participant], order: dict[int, int], version: BatchVersion, percent: int
) -> tuple[Line, ...]:
    ids = [person.pk for person in people]
    days: dict[int, dict[date, bool]] = defaultdict(dict)
    taken = Attendance.objects.standing().filter(participant__in=ids)
    for pk, day, is_present in taken.values_list("participant", "day", "is_present"):
        days[pk][day] = is_present
    rows = Score.objects.standing().filter(participant__in=ids)
    scores = {(pk, test): score for pk, test, score in rows.values_list(
        "participant", "test", "score")}  # fmt: skip
    held = {c.participant_id: c for c in Certificate.objects.standing().filter(participant__in=ids)}
    found = []
    for person in people:
        present = tuple(days[person.pk].get(day) for day in version.days)
        place = order.get(person.pk, 0)
        found.append(
            Line(
                person, place, place > version.capacity, present,
                scores.get((person.pk, Score.Test.BEFORE.value)),
                scores.get((person.pk, Score.Test.AFTER.value)),
                is_enough(sum(map(bool, present)), version.day_count, percent),
                held.get(person.pk),
            )
        )  # fmt: skip
    return tuple(found)


def entitled(batch: Batch, version: BatchVersion) -> list[int]:
    """Participants (ids, in the order of the list) who attended enough and have no certificate."""
    return [
        line.participant.pk
        for line in roll_of(batch).lines
        if line.participant.role in ROLES_WITH_PLACE and line.is_enough and not line.certificate
    ]
