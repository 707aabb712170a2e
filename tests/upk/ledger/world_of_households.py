"""What poor households add to the world: one with every sort of row, and rows of another office."""

from datetime import date
from uuid import uuid4

from goats.households.people import NewPerson
from goats.households.services import (
    Facts,
    add_household_member,
    correct_household,
    end_household_member,
)
from goats.households.steps import attach_household_photo, record_step, reverse_step
from goats.models import Household, HouseholdTick
from goats.rules.households import Step
from tests import factories
from tests.goats.households_made import assessed, registered
from tests.maintenance.register.village import photo_bytes, upload
from upk.offices.models import User, Village

OLD = date(2009, 12, 6)
CAME, LATER, REACHED = date(2010, 1, 3), date(2010, 1, 27), date(2010, 1, 28)


def _member(household: Household, name: str, by: User):
    return add_household_member(
        household, NewPerson(name, "P"), relation="child", since=CAME, request_key=uuid4(), by=by
    )


def add_old_household(village: Village, by: User) -> int:
    """The confirmation of a household before the books are closed."""
    home = registered(village, on=OLD, by=by)
    return record_step(home, Step.CONFIRMED, on=OLD, minutes="BA 0", request_key=uuid4(), by=by).pk


def add_households(first: Household, home: Household, away: Household, by: User) -> dict[str, int]:
    """Ids by name: rows about ``home``, which has a goat as ``first`` has, and about others."""
    village = home.village
    member, gone = _member(home, "Anak satu", by), _member(home, "Anak dua", by)
    left = end_household_member(gone, left_on=LATER, reason="Menikah", request_key=uuid4(), by=by)
    facts = Facts("Dukuh", "RT 2", home.head, home.proposed_by)
    correct_household(
        home, facts, changed_on=LATER, reason="Salah tulis", request_key=uuid4(), by=by
    )
    given = {"on": REACHED, "note": "Sembako", "by": by}
    wrong = record_step(home, Step.REACHED, request_key=uuid4(), **given)
    reversal = reverse_step(wrong, reason="Keliru", request_key=uuid4(), by=by)
    step = record_step(home, Step.REACHED, request_key=uuid4(), **given)
    proposed = assessed(
        registered(village, on=CAME, by=by, kk="3314000000000001"), 5, on=CAME, by=by
    )
    void = registered(village, on=CAME, by=by)
    voided = record_step(void, Step.VOID, on=CAME, note="Dua kali", request_key=uuid4(), by=by)
    tick = HouseholdTick.objects.filter(assessment__household=proposed).first()
    stranger = factories.create_person(away.village)
    loose = factories.create_person(village)
    same_kk = factories.create_person(village, kk="3314000000000001")
    return {
        "household_member": member.pk, "household_gone": gone.pk, "household_left": left.pk,
        "household_change": home.changes.first().pk, "household_step": step.pk,
        "household_reversed": wrong.pk, "household_reversal": reversal.pk,
        "household_confirmation": home.steps.get(kind=Step.CONFIRMED).pk,
        "confirmed_with_goat": first.steps.get().pk,
        "household_look": proposed.assessments.get().pk, "household_tick": tick.pk,
        "household_tick_item": tick.item_id,
        "household_photo": attach_household_photo(home, upload(photo_bytes()), by=by).pk,
        "proposed_home": proposed.pk, "void_home": void.pk, "void_step": voided.pk,
        "household_head": home.head_id, "household_child": member.person_id,
        "stranger_person": stranger.pk, "loose_person": loose.pk, "same_kk_person": same_kk.pk,
        "foreign_look": away.assessments.get().pk,
        "foreign_criteria": away.assessments.get().checklist_id,
    }  # fmt: skip
