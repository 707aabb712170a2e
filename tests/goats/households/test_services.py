"""The register of households: who comes in, once; what is judged, decided and corrected."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from goats.herd.receivers import waiting_households
from goats.households.people import NewPerson
from goats.households.services import (
    Facts,
    NewHousehold,
    add_household_member,
    correct_household,
    end_household_member,
    register_household,
)
from goats.households.steps import assess_household, record_step, reverse_step
from goats.models import Household
from goats.rules.households import State, Step
from tests import factories
from tests.goats.herd.world import BOUGHT, World
from tests.goats.households_made import assessed, confirmed, criteria, registered
from upk.ledger.services import close_books
from upk.offices.models import Person

pytestmark = pytest.mark.django_db
CAME, MET = date(2007, 1, 1), date(2007, 3, 1)
NIK, KK = "3314016503700001", "3314010101070001"


@pytest.fixture
def village():
    return factories.create_village()


@pytest.fixture
def by(village):
    return factories.create_user(office=village.office)


def codes(error: ValidationError) -> set[tuple[str, str]]:
    return {(field, one.code) for field, found in error.error_dict.items() for one in found}


def refused(attempt) -> set[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        attempt()
    return codes(caught.value)


def step(household: Household, kind: Step, on: date, by, **texts):
    texts = texts or ({"minutes": "BA 1"} if kind == Step.CONFIRMED else {"note": "rapat"})
    return record_step(household, kind, on=on, request_key=uuid4(), by=by, **texts)


def state(household: Household) -> tuple[str, date | None]:
    household.refresh_from_db()
    return household.state, household.confirmed_on


def test_from_proposal_to_waiting_and_back(village, by):
    home = registered(village, on=CAME, by=by)
    assert state(home) == (State.PROPOSED, None)

    assessed(home, 73, on=CAME, by=by)
    made = step(home, Step.CONFIRMED, MET, by)
    assert state(home) == (State.WAITING, MET)
    assert home.need == 73

    reverse_step(made, reason="Belum sah", request_key=uuid4(), by=by)
    assert state(home) == (State.PROPOSED, None)


def test_a_form_sent_twice_registers_once(village, by):
    new = NewHousehold(village, "Krajan", NewPerson("Sri", "P", nik=NIK), "Ketua RT")
    key = uuid4()

    first = register_household(new, on=CAME, request_key=key, by=by)
    again = register_household(new, on=CAME, request_key=key, by=by)

    assert first == again
    assert Household.objects.count() == 1


def test_one_nik_and_one_kk_are_one_household(village, by):
    registered(village, by=by, name="Sri", nik=NIK, kk=KK)

    again = refused(lambda: registered(village, by=by, name="Sri", nik=NIK, hamlet="Lain"))
    by_card = refused(lambda: registered(village, by=by, name="Tono", kk=KK))
    other_name = refused(lambda: registered(village, by=by, name="Siti", nik=NIK))

    assert again == {("nik", "registered")}
    assert by_card == {("kk", "registered")}
    assert {("nik", "other_name"), ("nik", "registered")} <= other_name
    assert Household.objects.count() == 1


def test_a_member_heads_no_other_household(village, by):
    home = registered(village, by=by)
    child = NewPerson("Budi", "L", nik=NIK)
    facts = {"relation": "child", "since": CAME, "by": by}
    member = add_household_member(home, child, request_key=uuid4(), **facts)

    assert ("nik", "registered") in refused(
        lambda: registered(village, by=by, name="Budi", nik=NIK)
    )
    end_household_member(member, left_on=MET, reason="Menikah", request_key=uuid4(), by=by)
    assert registered(village, by=by, name="Budi", nik=NIK).head == member.person


def test_a_namesake_is_shown_and_may_be_another(village, by):
    registered(village, by=by, name="Sri Lestari", hamlet="Krajan")

    assert refused(lambda: registered(village, by=by, name="sri lestari", hamlet="krajan")) == {
        ("is_another", "namesake")
    }
    registered(village, by=by, name="Sri Lestari", hamlet="Dukuh")
    registered(village, by=by, name="Sri Lestari", hamlet="Krajan", is_another=True)
    assert Household.objects.count() == 3


def test_somebody_known_by_nik_is_the_same_person(village, by):
    member = factories.create_person(village, nik=NIK, name="Sri")

    home = registered(village, by=by, name="SRI", nik=NIK, kk=KK)

    assert home.head == member
    assert Person.objects.get(pk=member.pk).kk == KK


def test_every_reason_against_a_registration_at_once(village, by):
    close_books(village.office, through=date(2009, 12, 31), by=by)

    found = refused(
        lambda: registered(village, by=by, name=" ", proposed_by=" ", on=date(2009, 12, 31))
    )

    assert found == {
        ("registered_on", "closed"), ("name", "empty"), ("proposed_by", "empty"),
    }  # fmt: skip


def test_score_is_the_sum_of_what_is_ticked_and_the_last_counts(village, by):
    home = registered(village, on=CAME, by=by)
    first, second, *_ = criteria(village.office, CAME).items.all()

    for on, ticked in ((MET, [first.pk, second.pk]), (CAME, [second.pk])):
        assess_household(home, ticked, on=on, request_key=uuid4(), by=by)

    home.refresh_from_db()
    assert home.need == 64 + 32
    then = Household.objects.as_of(CAME).get(pk=home.pk)
    assert then.need_then == 32


@pytest.mark.parametrize(
    ("kind", "on", "found"),
    [
        (Step.REACHED, MET, {("__all__", "state")}),
        (Step.GRADUATED, MET, {("__all__", "state")}),
        (Step.CONFIRMED, date(2006, 12, 31), {("on", "before_household")}),
        (Step.CONFIRMED, date(2031, 1, 1), {("on", "future")}),
    ],
)
def test_steps_that_cannot_be(village, by, kind, on, found):
    home = registered(village, on=CAME, by=by)

    assert refused(lambda: step(home, kind, on, by)) == found
    assert state(home) == (State.PROPOSED, None)


def test_steps_follow_by_day_and_the_last_is_reversed_first(village, by):
    home = confirmed(village, on=MET, by=by)
    first = home.steps.get()
    step(home, Step.MOVED, date(2008, 1, 1), by)

    assert refused(lambda: step(home, Step.CONFIRMED, date(2007, 12, 31), by)) == {("on", "order")}
    taken_back = refused(lambda: reverse_step(first, reason="Keliru", request_key=uuid4(), by=by))
    assert taken_back == {("__all__", "order")}
    step(home, Step.CONFIRMED, date(2009, 1, 1), by)
    assert state(home) == (State.WAITING, date(2009, 1, 1))


def test_a_household_entered_by_mistake_makes_room(village, by):
    wrong = registered(village, by=by, name="Sri", nik=NIK, kk=KK)
    made = step(wrong, Step.VOID, CAME, by)

    right = registered(village, by=by, name="Sri", nik=NIK, kk=KK)

    assert right.head == wrong.head
    assert refused(
        lambda: reverse_step(made, reason="Ternyata benar", request_key=uuid4(), by=by)
    ) == {("__all__", "registered")}


def test_a_correction_keeps_what_was_said_before(village, by):
    home = registered(village, by=by, hamlet="Krajan")
    spouse = NewPerson("Tono", "L")
    member = add_household_member(
        home, spouse, relation="spouse", since=CAME, request_key=uuid4(), by=by
    )
    before = home.head

    correct_household(
        home, Facts("Dukuh", "", member.person, home.proposed_by), changed_on=MET,
        reason="Kepala meninggal", request_key=uuid4(), by=by,
    )  # fmt: skip

    home.refresh_from_db()
    assert (home.hamlet, home.head, home.revision) == ("Dukuh", member.person, 1)
    assert {(row.field, row.before, row.after) for row in home.changes.all()} == {
        ("hamlet", "Krajan", "Dukuh"), ("head", str(before.pk), str(member.person_id)),
    }  # fmt: skip
    assert not home.members.filter(departure__isnull=True).exists()


def test_a_new_head_lived_there(village, by):
    home = registered(village, by=by)
    stranger = factories.create_person(village)
    facts = Facts(home.hamlet, home.address, stranger, home.proposed_by)

    assert refused(
        lambda: correct_household(
            home, facts, changed_on=MET, reason="x", request_key=uuid4(), by=by
        )
    ) == {("head", "head")}


def test_who_moved_or_died_waits_no_more_and_receives_no_goat():
    world = World()
    first, second = world.households[:2]
    step(first, Step.MOVED, date(2007, 6, 1), world.manager)
    [goat] = world.buy()

    waits = {on: set(waiting_households(world.office, on)) for on in (CAME, BOUGHT)}

    assert first in waits[CAME]
    assert first not in waits[BOUGHT]
    assert second in waits[BOUGHT]
    with pytest.raises(ValidationError, match="tidak menunggu bantuan"):
        world.place(goat, first)


def test_what_received_a_goat_stays_confirmed():
    world = World()
    world.placed(0)
    home, by = world.households[0], world.manager

    assert refused(
        lambda: reverse_step(home.steps.get(), reason="x", request_key=uuid4(), by=by)
    ) == {("__all__", "goat")}
    assert refused(lambda: step(home, Step.VOID, date(2009, 1, 1), by)) == {("__all__", "goat")}
    assert refused(lambda: step(home, Step.MOVED, date(2007, 12, 31), by)) == {("on", "goat")}
    step(home, Step.MOVED, BOUGHT, by)
