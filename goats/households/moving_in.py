"""Households that an office knew before it kept its register here, with what became of them.

They are entered as of their own days by the same rules as others: confirmed by a meeting before
anything is given to them, and nobody in two of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from goats.households.problems import day_problems
from goats.households.steps import refresh_copies
from goats.models import Household, HouseholdMember, HouseholdStep
from goats.rules.households import Step
from upk.ledger.models import Submission
from upk.ledger.services import claim_submission, lock_office
from upk.offices.models import Office, Person, User, Village
from upk.refusing import raise_if_any


@dataclass(frozen=True, slots=True)
class OldStep:
    """A step of a household; ``text`` is the report's number of a confirmation, else the reason."""

    kind: Step
    on: date
    text: str


@dataclass(frozen=True, slots=True)
class OldHousehold:
    """A household of the old register. ``members``: who, how related, since when."""

    village: Village
    head: Person
    proposed_by: str
    registered_on: date
    hamlet: str = ""
    address: str = ""
    steps: tuple[OldStep, ...] = ()
    members: tuple[tuple[Person, str, date], ...] = ()

    def content(self) -> list[object]:
        """What it says, to know it again."""
        steps = [[step.kind, step.on, step.text] for step in self.steps]
        members = [[person.pk, relation, since] for person, relation, since in self.members]
        return [
            self.village.pk, self.head.pk, self.registered_on, self.proposed_by, self.hamlet,
            self.address, steps, members,
        ]  # fmt: skip


@transaction.atomic
def take_over_households(
    office: Office, homes: Sequence[OldHousehold], *, request_key: UUID, by: User
) -> list[Household]:
    """Enter households with their steps and members. Idempotent by ``request_key``.

    Raises ``ValidationError`` for a day that hasn't come or lies in closed books; whatever else
    doesn't fit is refused by the database.
    """
    office = lock_office(office)
    content = {"old_households": [home.content() for home in homes]}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return list(submission.households.order_by("pk"))
    for home in homes:
        days = [home.registered_on, *(step.on for step in home.steps)]
        raise_if_any(p for day in days for p in day_problems(office, day, field=""))
    return [_take_over(home, submission, by) for home in homes]


def _take_over(home: OldHousehold, submission: Submission, by: User) -> Household:
    how = {"submission": submission, "recorded_by": by}
    made = Household.objects.create(
        village=home.village, head=home.head, proposed_by=home.proposed_by, hamlet=home.hamlet,
        address=home.address, registered_on=home.registered_on, **how,
    )  # fmt: skip
    for step in home.steps:
        field = "minutes" if step.kind == Step.CONFIRMED else "note"
        HouseholdStep.objects.create(
            household=made, kind=step.kind, happened_on=step.on, **{field: step.text}, **how
        )
    if home.steps:
        refresh_copies(made)
    HouseholdMember.objects.bulk_create(
        HouseholdMember(household=made, person=person, relation=relation, since=since, **how)
        for person, relation, since in home.members
    )
    return made
