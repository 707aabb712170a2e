from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from goats.herd.settings import add_rules, set_population
from goats.models import Goat, HerdRules, VillagePopulation
from goats.rules.events import DEFAULT_RULES
from tests.goats.herd.world import World
from upk.ledger.services import close_books

pytestmark = pytest.mark.django_db
BORN, TODAY = date(2009, 12, 1), date(2010, 2, 15)


@pytest.fixture
def world() -> World:
    return World()


def test_new_rules_move_the_due_day_of_births_since_then_alone(world):
    old, new = world.placed(0), world.placed(1)
    world.birth(old, date(2009, 11, 30))
    world.birth(new, BORN)

    add_rules(world.office, replace(DEFAULT_RULES, weaning_months=3), since=BORN, by=world.manager)

    due = dict(Goat.objects.filter(due_on__isnull=False).values_list("pk", "due_on"))
    assert due == {old.pk: date(2010, 3, 30), new.pk: date(2010, 3, 1)}


def test_the_same_rules_again_are_kept_once(world):
    for _ in range(2):
        add_rules(world.office, DEFAULT_RULES, since=BORN, by=world.manager)

    assert HerdRules.objects.count() == 1


def test_rules_that_recorded_births_contradict_are_refused(world):
    mother = world.placed(0)
    world.birth(mother, date(2009, 7, 1))
    world.birth(mother, BORN)

    with pytest.raises(ValidationError, match="Bertentangan dengan kelahiran"):
        add_rules(
            world.office, replace(DEFAULT_RULES, gestation_days=160), since=BORN, by=world.manager
        )


@pytest.mark.parametrize("changed", [{"weaning_months": 0}, {"gestation_days": 30}])
def test_rules_that_make_no_sense_are_refused(world, changed):
    with pytest.raises(ValidationError):
        add_rules(world.office, replace(DEFAULT_RULES, **changed), since=BORN, by=world.manager)


def test_rules_in_closed_books_are_refused(world):
    close_books(world.office, through=date(2009, 12, 31), by=world.manager)

    with pytest.raises(ValidationError, match="Buku sudah ditutup"):
        add_rules(world.office, DEFAULT_RULES, since=BORN, by=world.manager)


def test_a_corrected_number_of_inhabitants_is_a_later_row(world):
    village = world.villages[0]
    for count in (3000, 3000, 3100):
        set_population(world.office, {village: count}, year=2009, by=world.manager)

    assert [row.inhabitants for row in VillagePopulation.objects.order_by("id")] == [3000, 3100]
    with pytest.raises(ValidationError, match="belum tiba"):
        set_population(world.office, {village: 1}, year=TODAY.year + 1, by=world.manager)
