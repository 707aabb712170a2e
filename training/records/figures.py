"""Figures of the trainings that took place by a day: by batch and village of the participants."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from training.models import ROLES_WITH_PLACE, Attendance, Certificate, Participant, Score
from training.records.held import held_batches
from training.rules.results import Gain, gain_of, is_enough
from upk.offices.models import Office


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody with a place in a batch that was held on ``held_on``.

    ``village`` is None for users and guests; ``person`` for all who aren't in the register;
    ``group`` for all but its officers. ``days``: how long the batch was.
    """

    batch: int
    kind: int
    held_on: date
    village: int | None
    person: int | None
    attended: int
    has_enough: bool
    before: int | None
    after: int | None
    has_certificate: bool
    group: int | None
    days: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What attendees come to together. ``attended``: there on a day at least."""

    batches: int
    participants: int
    attended: int
    enough: int
    certificates: int
    tests: Gain


def attendees(
    office: Office, on: date, village_ids: Collection[int] | None = None
) -> list[Attendee]:
    """Everybody with a place in a batch that was held by a day; five queries.

    ``village_ids``: people of those villages alone; ``None``: all, guests too.
    """
    batches = {batch.pk: batch for batch in held_batches(office, on)}
    left = Q(withdrawal__isnull=True) | Q(withdrawal__withdrawn_on__gt=on)
    people = Participant.objects.filter(
        left, batch__in=list(batches), role__in=ROLES_WITH_PLACE, enrolled_on__lte=on
    )
    if village_ids is not None:
        people = people.filter(village__in=village_ids)
    days, scores, certified = _results(list(batches), on)
    found = []
    for pk, batch_id, village, person, group in people.order_by("pk").values_list(
        "pk", "batch", "village", "person", "group"
    ):
        batch = batches[batch_id]
        attended = days.get(pk, 0)
        found.append(
            Attendee(
                batch_id, batch.kind_id, batch.state_since, village, person, attended,
                is_enough(attended, batch.day_count, batch.percent),
                scores[pk].get(Score.Test.BEFORE.value), scores[pk].get(Score.Test.AFTER.value),
                pk in certified, group, batch.day_count,
            )
        )  # fmt: skip
    return found


def _results(batches: Collection[int], on: date) -> tuple[dict, dict, set[int]]:
    """By participant: days attended, scores by test, whether a certificate stands."""
    own = {"participant__batch__in": batches}
    rows = Attendance.objects.standing().filter(is_present=True, day__lte=on, **own)
    days = dict(rows.order_by().values_list("participant").annotate(n=Count("pk")))
    scores: dict[int, dict[str, int]] = defaultdict(dict)
    tests = Score.objects.standing().filter(given_on__lte=on, **own)
    for pk, test, score in tests.values_list("participant", "test", "score"):
        scores[pk][test] = score
    stands = Q(withdrawal__isnull=True) | Q(withdrawal__withdrawn_on__gt=on)
    given = Certificate.objects.filter(stands, issued_on__lte=on, **own)
    return days, scores, set(given.values_list("participant", flat=True))


def figures_of(people: Iterable[Attendee]) -> Figures:
    """The figures of attendees; a batch counts once."""
    rows = list(people)
    return Figures(
        batches=len({row.batch for row in rows}),
        participants=len(rows),
        attended=sum(row.attended > 0 for row in rows),
        enough=sum(row.has_enough for row in rows),
        certificates=sum(row.has_certificate for row in rows),
        tests=gain_of((row.before, row.after) for row in rows),
    )
