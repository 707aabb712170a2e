"""The manager is told where a name still stands in texts that stay."""

from datetime import date
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goats.households.steps import record_step
from goats.rules.households import Step
from tests import factories
from tests.goats.households_made import confirmed
from tests.upk.desk.privacy.test_pages import signed_in
from tests.upk.desk.privacy.world import LATER, NAMES
from upk.access import Role
from upk.desk.privacy.mentions import PLACES, Sought, mentions_of
from upk.offices.models import Person


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("Bertemu Sri Wahyuni di rumah", True),
        ("titip lewat SRI  WAHYUNI, tetangga", True),
        ("(Sri\nWahyuni)", True),
        ("Bertemu Sri Wahyuningsih", False),
        ("Bertemu Asri Wahyuni", False),
        ("Sri tidak ada, Wahyuni juga", False),
        ("", False),
    ],
)
def test_a_name_is_found_whole(text, is_there):
    assert Sought([(7, "Sri Wahyuni"), (8, "")]).inside(text) == ({7} if is_there else set())


def test_two_people_of_one_name_are_both_told():
    assert Sought([(1, "Karto"), (2, "Karto"), (3, "Karto Suwiryo")]).inside("pak Karto") == {1, 2}


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.label)
def test_every_place_has_a_page(place):
    assert reverse(place.page, args=[1]).endswith("/1/")


ABOUT_SOMETHING_ELSE = {
    "cash.BankStatementWithdrawal", "goats.AidDecision", "goats.AidMove", "goats.AidPlanEnd",
    "visits.VisitPhotoWithdrawal",
}  # fmt: skip
"""Texts about a file, a photo or the money of a plan."""


def test_every_reason_and_note_about_villagers_is_looked_through():
    found = {
        model._meta.label
        for label in ("cash", "goats", "groups", "loans", "visits")
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.concrete_fields
        if field.name in ("note", "reason", "text")
    }

    assert found - {place.model for place in PLACES} == ABOUT_SOMETHING_ELSE


def name_twice(village, by) -> tuple[int, int]:
    """Two households whose steps name the member; the newer one's number last."""
    homes = [confirmed(village, by=by, proposed_by=NAMES[0].upper()) for _ in range(2)]
    return homes[0].pk, homes[1].pk


@pytest.mark.django_db
def test_the_plan_tells_where_a_name_stays(world):
    by, village = world.manager, world.loan.group.village
    old, new = name_twice(village, by)
    home = confirmed(factories.create_village(), proposed_by=NAMES[0])  # of another office
    record_step(
        world.home, Step.CONFIRMED, on=date(2010, 2, 1), minutes=f"BA, hadir {NAMES[0]}",
        request_key=uuid4(), by=by,
    )  # fmt: skip
    world.office.practice_date = LATER
    world.office.save()

    page = signed_in(Role.MANAGER, world.office).get(reverse("desk:retention")).text

    where = {pk: reverse("goats:household-detail", args=[pk]) for pk in (old, new, world.home.pk)}
    assert f'<a class="in-text" href="{where[new]}">pengusul RTM</a> (2 kali)' in page
    assert f'<a class="in-text" href="{where[world.home.pk]}">langkah RTM</a>.' in page
    assert (where[old] in page, page.count("Namanya tetap tertulis")) == (False, 1)
    assert mentions_of(home.village.office, [world.member])[world.member.pk][0].count == 1


@pytest.mark.django_db
def test_it_asks_as_often_for_many(world):
    for _ in range(5):
        factories.create_person(world.loan.group.village)
    everybody = list(Person.objects.filter(office=world.office))

    asked = []
    for people in ([world.member], everybody, []):
        with CaptureQueriesContext(connection) as seen:
            mentions_of(world.office, people)
        asked.append(len(seen))

    assert asked == [len(PLACES), len(PLACES), 0]
