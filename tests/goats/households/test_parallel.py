"""Two people enter one household at the same moment: it stands in the register once."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from goats.households.people import NewPerson
from goats.households.services import NewHousehold, add_household_member, register_household
from goats.models import Household, HouseholdMember
from tests import factories
from tests.goats.households.test_services import CAME, KK, NIK
from tests.goats.households_made import registered
from tests.parallel import run_together

pytestmark = pytest.mark.django_db(transaction=True)


def codes(found: list) -> list[set[tuple[str, str]]]:
    """What was refused, of each refusal."""
    return [
        {(field, one.code) for field, errors in error.error_dict.items() for one in errors}
        for error in found
        if isinstance(error, ValidationError)
    ]


@pytest.mark.parametrize(("numbers", "field"), [({"kk": KK}, "kk"), ({"nik": NIK}, "nik")])
def test_one_kk_entered_in_two_villages_at_once_is_one_household(numbers, field):
    office = factories.create_office()
    villages = [factories.create_village(office) for _ in range(4)]
    by = factories.create_user(office=office)

    def enter(village):
        new = NewHousehold(village, "Krajan", NewPerson("Sri", "P", **numbers), "Ketua RT")
        return register_household(new, on=CAME, request_key=uuid4(), by=by)

    answers = run_together([lambda village=village: enter(village) for village in villages])

    assert Household.objects.count() == 1
    assert sum(isinstance(answer, Household) for answer in answers) == 1
    refusals = codes(answers)
    assert len(refusals) == 3
    assert all((field, "registered") in refusal for refusal in refusals)


def test_a_head_and_a_member_entered_at_once_are_in_one_household():
    office = factories.create_office()
    village, other = (factories.create_village(office) for _ in range(2))
    by = factories.create_user(office=office)
    home = registered(other, by=by)
    person = NewPerson("Budi", "L", nik=NIK)
    new = NewHousehold(village, "Krajan", person, "Ketua RT")

    answers = run_together(
        [
            lambda: register_household(new, on=CAME, request_key=uuid4(), by=by),
            lambda: add_household_member(
                home, person, relation="child", since=CAME, request_key=uuid4(), by=by
            ),
        ]
    )

    made = Household.objects.exclude(pk=home.pk).count() + HouseholdMember.objects.count()
    assert made == 1
    assert [("nik", "registered") in refusal for refusal in codes(answers)] == [True]
