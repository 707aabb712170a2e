"""Counts beside each batch of a list, and coverage by village for its page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from groups.models import Group
from training.models import Attendance, Batch, Participant
from training.records.covered import coverage
from training.rules.batches import Places, places
from training.rules.coverage import Covered, GroupCoverage, by_village, summed
from upk.offices.models import Office, Person, User, Village


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch of the list. ``places`` are of all, ``own`` and ``attended`` of whom the reader sees.

    ``attended``: there on a day at least.
    """

    batch: Batch
    places: Places
    own: int
    attended: int


def with_counts(batches: Sequence[Batch], user: User) -> list[BatchRow]:
    """The batches (``with_facts``) with their counts, in their order; three queries."""
    ids = [batch.pk for batch in batches]
    listed = Participant.objects.filter(batch__in=ids).standing().with_place()
    seen = listed.visible_to(user)
    there = Attendance.objects.standing().filter(is_present=True, participant__in=seen)
    grouped = there.order_by().values_list("participant__batch")
    attended = dict(grouped.annotate(n=Count("participant", distinct=True)))
    enrolled, own = _by_batch(listed), _by_batch(seen)
    return [
        BatchRow(
            batch, places(enrolled.get(batch.pk, 0), batch.capacity), own.get(batch.pk, 0),
            attended.get(batch.pk, 0),
        )
        for batch in batches
    ]  # fmt: skip


def _by_batch(people) -> dict[int, int]:
    return dict(people.order_by().values_list("batch").annotate(n=Count("pk")))


@dataclass(frozen=True, slots=True)
class CoveredGroup:
    """A group with its coverage, and who of its officers was never trained."""

    group: Group
    coverage: GroupCoverage
    untrained: tuple[Person, ...]


def covered_villages(
    office: Office, on: date, villages: Sequence[Village]
) -> tuple[list[tuple[Village, Covered]], Covered]:
    """The coverage of villages, and of all of them together; four queries."""
    rows = coverage(office, on, [village.pk for village in villages])
    found = by_village(rows)
    lines = [(village, summed(found.get(village.pk, []))) for village in villages]
    return lines, summed(rows)


def covered_groups(office: Office, on: date, village_ids: Collection[int]) -> list[CoveredGroup]:
    """The groups of villages with those who were never trained; six queries."""
    rows = coverage(office, on, village_ids)
    groups = Group.objects.select_related("village").in_bulk([row.group for row in rows])
    people = Person.objects.in_bulk([pk for row in rows for pk in row.untrained])
    return [
        CoveredGroup(groups[row.group], row, tuple(people[pk] for pk in row.untrained))
        for row in rows
    ]
