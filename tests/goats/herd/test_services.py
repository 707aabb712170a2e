from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from goats.herd.replacing import replace_goat, reverse_event
from goats.herd.services import Receiver, hand_over, record_birth
from goats.models import EventReversal, Goat, GoatEvent, HerdRules
from goats.rules.events import Kind
from tests import factories
from tests.goats.herd.world import BOUGHT, World
from upk.access import Role
from upk.ledger.services import close_books

pytestmark = pytest.mark.django_db
BORN, WEANED, ON = date(2008, 6, 1), date(2008, 10, 1), date(2008, 10, 5)


@pytest.fixture
def world() -> World:
    return World()


def fresh(goat: Goat) -> Goat:
    return Goat.objects.get(pk=goat.pk)


def code_of(error) -> str:
    found = error.value
    if hasattr(found, "error_dict"):
        [found] = next(iter(found.error_dict.values()))
    return found.code


def test_bought_goats_get_tags_and_wait_at_the_office(world):
    goats = world.buy(3)

    assert [goat.tag for goat in goats] == ["KB-0001", "KB-0002", "KB-0003"]
    assert {fresh(goat).state for goat in goats} == {Goat.State.OFFICE}


def test_from_purchase_to_the_next_household(world):
    mother = world.placed(0)
    kids = world.birth(mother, BORN, "FM")
    world.wean(kids, WEANED)
    assert fresh(mother).due_on == WEANED

    world.hand_over(mother, 1, ON, choice_reason="")

    mother = fresh(mother)
    assert (mother.keeper_id, mother.debtor_id) == (world.households[1].pk,) * 2
    assert mother.due_on is None
    assert {fresh(kid).keeper_id for kid in kids} == {world.households[0].pk}
    assert [kid.generation for kid in kids] == [2, 2]


def test_a_hand_over_sent_twice_is_one(world):
    mother = world.placed(0)
    world.wean(world.birth(mother, BORN), WEANED)
    key, receiver = uuid4(), Receiver(world.households[1], ON)

    first = hand_over(mother, receiver, request_key=key, by=world.manager)
    again = hand_over(mother, receiver, request_key=key, by=world.manager)

    assert first == again
    assert GoatEvent.objects.filter(kind=Kind.HANDED_ON).count() == 1


def test_a_birth_sent_twice_makes_its_kids_once(world):
    mother, key = world.placed(0), uuid4()

    for _ in range(2):
        kids = record_birth(mother, ["F", "F"], on=BORN, request_key=key, by=world.manager)
        assert [kid.tag for kid in kids] == ["KB-0002", "KB-0003"]

    assert Goat.objects.count() == 3


def test_before_weaning_only_the_manager_with_a_reason(world):
    facilitator = factories.create_user(Role.FACILITATOR, world.office)
    mother = world.placed(0)
    world.birth(mother, BORN)

    with pytest.raises(ValidationError, match="Hanya manajer"):
        world.hand_over(mother, 1, date(2008, 7, 1), early_reason="pindah", by=facilitator)
    with pytest.raises(ValidationError, match="tulis alasan serah terima lebih awal"):
        world.hand_over(mother, 1, date(2008, 7, 1))
    event = world.hand_over(mother, 1, date(2008, 7, 1), early_reason="pemelihara pindah")

    assert event.reason == "pemelihara pindah"


def test_another_household_than_the_proposed_one_needs_a_reason(world):
    mother = world.placed(0)
    world.wean(world.birth(mother, BORN), WEANED)

    with pytest.raises(ValidationError, match="Bukan rumah tangga yang diusulkan"):
        world.hand_over(mother, 2, ON, choice_reason="")
    event = world.hand_over(mother, 2, ON, choice_reason="lebih mendesak")

    assert event.choice_reason == "lebih mendesak"


@pytest.mark.parametrize(
    ("code", "attempt"),
    [
        ("male", lambda w: w.birth(w.placed(0, sex="M"), BORN)),
        ("not_placed", lambda w: w.birth(w.buy()[0], BORN)),
        ("too_young", lambda w: w.birth(w.placed(0, born_on=date(2007, 12, 1)), BORN)),
        ("second_keeper", lambda w: w.place(w.placed(0), w.households[1], on=BORN)),
        ("ended", lambda w: w.happen(dead(w), Kind.ILL, ON)),
        ("not_there_yet", lambda w: w.happen(w.placed(0), Kind.ILL, date(2008, 1, 9))),
        ("nothing_owed", lambda w: replaced(w, w.placed(0), ON)),
        ("future", lambda w: w.happen(w.placed(0), Kind.ILL, date(2010, 2, 16))),
    ],
)
def test_what_cannot_have_happened_is_refused_and_nothing_is_written(world, code, attempt):
    with pytest.raises(ValidationError) as error:
        attempt(world)

    assert code_of(error) == code
    assert not GoatEvent.objects.filter(kind__in=[Kind.GAVE_BIRTH, Kind.ILL]).exists()


def dead(world: World) -> Goat:
    goat = world.placed(0)
    world.happen(goat, Kind.DIED, BORN)
    return goat


def replaced(world: World, goat: Goat, on: date) -> Goat:
    return replace_goat(
        goat, sex="F", breed="Kacang", born_on=None, on=on, request_key=uuid4(), by=world.manager
    )


def test_births_within_a_gestation_are_refused(world):
    mother = world.placed(0)
    world.birth(mother, BORN)

    with pytest.raises(ValidationError, match="kurang dari lama bunting"):
        world.birth(mother, date(2008, 10, 28))
    assert world.birth(mother, date(2008, 10, 29))


def test_nothing_is_entered_in_closed_books_or_reversed_there(world):
    mother = world.placed(0)
    event = GoatEvent.objects.get(kind=Kind.PLACED)
    close_books(world.office, through=date(2008, 3, 31), by=world.manager)

    with pytest.raises(ValidationError, match="Sudah dilaporkan"):
        world.happen(mother, Kind.ILL, date(2008, 3, 31))
    with pytest.raises(ValidationError, match="Sudah dilaporkan"):
        reverse_event(event, reason="salah", request_key=uuid4(), by=world.manager)


def test_negligence_leaves_a_replacement_due_that_another_goat_settles(world):
    goat = world.placed(0)
    world.happen(goat, Kind.DIED, BORN, is_negligent=True)
    assert fresh(goat).replacement_since == BORN

    other = replaced(world, goat, ON)

    assert (fresh(goat).debtor_id, fresh(goat).replacement_since) == (None, None)
    assert (other.funding, other.price) == (Goat.Funding.REPLACEMENT, 0)
    assert fresh(other).state == Goat.State.OFFICE


def test_a_death_without_negligence_ends_the_obligation(world):
    goat = world.placed(0)
    world.happen(goat, Kind.DIED, BORN)

    assert (fresh(goat).state, fresh(goat).debtor_id) == (Goat.State.DIED, None)


def test_a_reversed_birth_takes_its_kids_along(world):
    mother = world.placed(0)
    [kid] = world.birth(mother, BORN)
    event = GoatEvent.objects.get(kind=Kind.GAVE_BIRTH)
    key = uuid4()

    for _ in range(2):
        reverse_event(event, reason="salah induk", request_key=key, by=world.manager)

    assert EventReversal.objects.count() == 2
    assert fresh(kid).state == Goat.State.VOID
    assert world.birth(mother, date(2008, 6, 2))


def test_what_rests_on_an_event_keeps_it_from_being_reversed(world):
    mother = world.placed(0)
    [kid] = world.birth(mother, BORN)
    world.wean([kid], WEANED)
    birth, placed = (GoatEvent.objects.get(kind=k) for k in (Kind.GAVE_BIRTH, Kind.PLACED))

    for event in (birth, placed):
        with pytest.raises(ValidationError, match="Bertentangan dengan yang sudah tercatat"):
            reverse_event(event, reason="salah", request_key=uuid4(), by=world.manager)

    assert not EventReversal.objects.exists()


def test_only_its_writer_or_the_manager_reverses_an_event(world):
    goat = world.placed(0)
    other = factories.create_user(Role.SECRETARY, world.office)
    event = world.happen(goat, Kind.ILL, BORN)

    with pytest.raises(ValidationError, match="Hanya pencatatnya"):
        reverse_event(event, reason="salah", request_key=uuid4(), by=other)


def test_kids_leave_the_herd_when_weaned_where_the_office_does_not_follow_them(world):
    HerdRules.objects.create(
        office=world.office, since=BOUGHT, weaning_months=4, gestation_days=150,
        first_birth_months=8, grace_days=30, follows_kids=False, made_by=world.manager,
    )  # fmt: skip
    mother = world.placed(0)
    [kid] = world.birth(mother, BORN)

    [event] = world.wean([kid], WEANED)

    assert fresh(kid).state == Goat.State.UNFOLLOWED
    assert fresh(mother).due_on == WEANED
    reverse_event(event, reason="salah", request_key=uuid4(), by=world.manager)
    assert fresh(kid).state == Goat.State.KEPT


def test_a_goat_taken_back_is_placed_again(world):
    goat = world.placed(0)
    world.happen(goat, Kind.TAKEN_BACK, BORN)
    assert (fresh(goat).state, fresh(goat).village_id) == (Goat.State.OFFICE, None)

    world.place(goat, world.households[3], on=ON)

    assert fresh(goat).keeper_id == world.households[3].pk


def test_a_kid_given_on_owes_nothing(world):
    [kid] = world.birth(world.placed(0), BORN)

    world.happen(kid, Kind.GIVEN, ON, to=world.households[4])

    assert (fresh(kid).keeper_id, fresh(kid).debtor_id) == (world.households[4].pk, None)
