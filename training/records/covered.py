"""Whose officers are trained, as of a day; rows are read in a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Count

from groups.models import Group, Membership
from training.models import Attendance, Audience
from training.records.held import held_batches
from training.rules.coverage import GroupCoverage, cover
from training.rules.results import is_enough
from upk.offices.models import Office


def trained_people(office: Office, on: date) -> set[int]:
    """Ids of people who attended enough of a training for groups that was held by that day.

    Two queries.
    """
    batches = {
        batch.pk: batch for batch in held_batches(office, on).filter(kind__audience=Audience.GROUPS)
    }
    rows = Attendance.objects.standing().filter(
        participant__batch__in=list(batches), participant__person__isnull=False,
        is_present=True, day__lte=on,
    )  # fmt: skip
    counted = rows.order_by().values_list("participant__batch", "participant__person")
    return {
        person
        for batch, person, days in counted.annotate(days=Count("pk"))
        if is_enough(days, batches[batch].day_count, batches[batch].percent)
    }


def coverage(
    office: Office, on: date, village_ids: Collection[int] | None = None
) -> list[GroupCoverage]:
    """Each active group's officers on a day, and who of them was never trained by then.

    ``village_ids``: those villages alone; ``None``: all. By village and group's code; four queries.
    """
    groups = Group.objects.filter(office=office, is_active=True)
    officers = Membership.objects.on(on).officers().filter(group__office=office)
    if village_ids is not None:
        groups = groups.filter(village__in=village_ids)
        officers = officers.filter(group__village__in=village_ids)
    found: dict[int, list[int]] = defaultdict(list)
    for group, person in officers.values_list("group", "person"):
        found[group].append(person)
    ordered = groups.order_by("village__name", "code").values_list("pk", "village")
    return cover(ordered, found, trained_people(office, on))
