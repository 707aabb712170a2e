"""Whom the next batch should have: groups whose officers were never trained."""

from dataclasses import dataclass
from datetime import date

from groups.models import Group
from training.models import Participant
from training.records.covered import coverage
from training.rules.batches import OPEN
from training.rules.coverage import cover, next_groups
from upk.offices.models import Office, Person


@dataclass(frozen=True, slots=True)
class Proposed:
    """A group for the next batch, with those of its officers who were never trained."""

    group: Group
    officers: tuple[Person, ...]


def proposed_groups(office: Office, on: date, people: int) -> list[Proposed]:
    """Groups for a batch of ``people`` places, as ``training.rules.coverage.next_groups`` says.

    Officers who are on the list of a batch to come are asked already. At most eight queries.
    """
    rows = coverage(office, on)
    asked = set(
        Participant.objects.standing()
        .filter(batch__in=_to_come(office), person__isnull=False)
        .values_list("person", flat=True)
    )
    trained = {p for row in rows for p in row.officers if p not in row.untrained}
    officers = {row.group: row.officers for row in rows}
    rows = cover([(row.group, row.village) for row in rows], officers, trained | asked)
    chosen = next_groups(rows, people)
    groups = Group.objects.select_related("village").in_bulk([row.group for row in chosen])
    persons = Person.objects.in_bulk([pk for row in chosen for pk in row.untrained])
    return [
        Proposed(groups[row.group], tuple(persons[pk] for pk in row.untrained)) for row in chosen
    ]


def _to_come(office: Office):
    own = office.training_batches.with_state().filter(state__in=OPEN)
    return list(own.values_list("pk", flat=True))
