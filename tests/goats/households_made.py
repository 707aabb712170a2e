"""Households for tests, made as the office makes them: registered, assessed, confirmed."""

from datetime import date
from itertools import count
from uuid import uuid4

from goats.households.people import NewPerson
from goats.households.services import NewHousehold, register_household
from goats.households.steps import assess_household, record_step
from goats.models import Household
from goats.rules.households import Step
from tests import factories
from upk.access import Role
from upk.offices.checklists import add_checklist, list_in_force
from upk.offices.models import Checklist, Office, User, Village

_numbers = count(1)
KIND = Checklist.Kind.HOUSEHOLD
WEIGHTS = (64, 32, 16, 8, 4, 2, 1)
"""Criteria that can be ticked to any score up to 127."""


def criteria(office: Office, on: date) -> Checklist:
    """The office's criteria on a day: a list whose weights make up any score."""
    found = list_in_force(office, KIND, on)
    return found or add_checklist(
        office, KIND, since=on, items=[(f"Tanda {weight}", weight) for weight in WEIGHTS]
    )


def registered(
    village: Village, *, on: date = date(2007, 1, 1), by: User | None = None, **facts
) -> Household:
    """A proposed household whose head is somebody new."""
    person = facts.pop("name", None) or f"Warga RTM {next(_numbers)}"
    who = {name: facts.pop(name) for name in ("nik", "kk") if name in facts}
    facts = {"hamlet": "Krajan", "proposed_by": "Kepala dusun"} | facts
    new = NewHousehold(village, head=NewPerson(person, "P", **who), **facts)
    return register_household(new, on=on, request_key=uuid4(), by=by or writer(village.office))


def writer(office: Office) -> User:
    """Somebody of the office who writes."""
    return office.users.first() or factories.create_user(Role.MANAGER, office)


def assessed(household: Household, need: int, *, on: date, by: User) -> Household:
    """The household with that score."""
    items = criteria(household.village.office, on).items.all()
    ticked = [item.pk for item in items if need & item.weight]
    assess_household(household, ticked, on=on, request_key=uuid4(), by=by)
    household.refresh_from_db()
    return household


def confirmed(
    village: Village,
    *,
    need: int = 50,
    on: date = date(2007, 1, 1),
    by: User | None = None,
    **facts,
) -> Household:
    """A household that waits since ``on`` with that score."""
    by = by or writer(village.office)
    household = assessed(registered(village, on=on, by=by, **facts), need, on=on, by=by)
    record_step(household, Step.CONFIRMED, on=on, minutes="BA-MD/1", request_key=uuid4(), by=by)
    household.refresh_from_db()
    return household
