"""Writers of trainings: what they do, what they refuse, and what a second sending changes."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from tests import factories
from tests.training.world import FIRST, LAST, PLANNED, World, a_plan
from training.models import (
    Batch,
    Participant,
    TrainingKind,
)
from training.records.roll import roll_of
from training.services.batches import plan_batch, replan_batch
from training.services.kinds import add_kind, add_kind_rule, create_default_kinds
from training.services.people import (
    enrol_groups,
    forget_participant,
    withdraw_participant,
)
from upk.access import Role
from upk.ledger.services import close_books

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def refused(match: str):
    return pytest.raises(ValidationError, match=match)


def people_of(batch: Batch) -> list[Participant]:
    return list(batch.participants.standing())


# kinds


def test_usual_kinds_are_made_once(world):
    again = create_default_kinds(world.office, date(2003, 1, 1), by=world.manager)

    assert again == []
    assert TrainingKind.objects.filter(office=world.office).count() == 4


def test_a_kind_is_named_once_and_by_the_manager(world):
    rule = {"capacity": 20, "percent": 75, "since": FIRST}

    add_kind(world.office, "Pembukuan", "groups", by=world.manager, **rule)

    with refused("nama ini"):
        add_kind(world.office, " pembukuan ", "groups", by=world.manager, **rule)
    with refused("Hanya petugas"):
        add_kind(world.office, "Lain", "groups", by=world.secretary, **rule)


def test_rules_begin_in_open_books_and_hold_for_later_batches(world):
    close_books(world.office, through=date(2010, 1, 31), by=world.manager)
    kind, rule = world.kinds["groups"], {"capacity": 20, "percent": 50, "by": world.manager}
    with refused("buku ditutup"):
        add_kind_rule(kind, since=date(2010, 1, 31), **rule)

    add_kind_rule(kind, since=LAST, **rule)

    assert roll_of(world.plan()).percent == 80
    assert roll_of(world.plan(starts_on=LAST)).percent == 50


# planning


def test_planning_puts_the_officers_of_that_day_onto_the_list(world):
    batch = world.plan()

    rows = [(p.role, p.position, p.group, p.village) for p in people_of(batch)]
    [group] = world.groups
    assert rows == [
        ("officer", position, group, world.village)
        for position in ("chair", "secretary", "treasurer")
    ]
    assert batch.number == 1
    assert world.plan(groups=[]).number == 2


def test_planning_twice_with_one_key_is_planning_once(world):
    values = {"decided_on": PLANNED, "request_key": uuid4(), "by": world.manager}
    kind = world.kinds["groups"]

    first = plan_batch(kind, a_plan(), groups=world.groups, **values)
    again = plan_batch(kind, a_plan(), groups=world.groups, **values)

    assert first == again
    assert (Batch.objects.count(), Participant.objects.count()) == (1, 3)
    with refused("isi yang lain"):
        plan_batch(kind, a_plan(place="Lain"), groups=world.groups, **values)


def test_a_plan_is_refused_with_all_reasons_at_once(world):
    with pytest.raises(ValidationError) as error:
        world.plan(place=" ", starts_on=LAST, ends_on=FIRST, decided_on=date(2010, 2, 16))

    assert set(error.value.message_dict) == {"place", "ends_on", "decided_on"}
    assert not Batch.objects.exists()


def test_a_training_of_three_weeks_is_refused(world):
    with refused("Paling lama 14 hari"):
        world.plan(ends_on=date(2010, 3, 2))


def test_facilitator_and_strangers_plan_nothing(world):
    stranger = factories.create_user(Role.MANAGER)
    for by in (world.facilitator(world.village), stranger):
        with refused("Hanya petugas"):
            plan_batch(
                world.kinds["groups"], a_plan(), decided_on=PLANNED, request_key=uuid4(), by=by
            )


def test_a_new_plan_keeps_the_old_one_and_days_that_were(world):
    batch = world.plan()
    people = people_of(batch)
    world.attend(batch, FIRST, {people[0]: True})

    def replan(**facts):
        return replan_batch(
            batch, a_plan(**facts), decided_on=LAST, reason="Hujan", request_key=uuid4(),
            by=world.manager,
        )  # fmt: skip

    made = replan(place="Pendopo", ends_on=FIRST)

    assert (made.revision, made.day_count) == (2, 1)
    assert batch.versions.get(revision=1).place == "Balai desa"
    with refused("harus tetap termasuk"):
        replan(starts_on=LAST)
    with refused("Tidak ada yang berubah"):
        replan(place="Pendopo", ends_on=FIRST)


# the list


def test_more_than_there_are_places_for_wait_and_move_up():
    world = World(group_count=2)
    batch = world.plan(capacity=4)
    waiting = [line.participant for line in roll_of(batch).lines if line.is_waiting]
    assert [p.position for p in waiting] == ["secretary", "treasurer"]

    withdraw_participant(
        people_of(batch)[0], on=FIRST, reason="Sakit", request_key=uuid4(), by=world.manager
    )

    roll = roll_of(batch)
    assert (roll.places.seated, roll.places.waiting, roll.places.free) == (4, 1, 0)
    assert [line.participant.position for line in roll.lines if line.is_waiting] == ["treasurer"]


def test_monitors_take_no_place(world):
    batch = world.plan(capacity=3)
    world.enrol(batch, "monitor", name="KM-Kab", origin="Kabupaten")

    roll = roll_of(batch)

    assert (roll.places.seated, roll.places.waiting) == (3, 0)
    assert [line.place for line in roll.lines] == [1, 2, 3, 0]


def test_nobody_comes_onto_a_list_twice(world):
    batch = world.plan()
    member = world.groups[0].memberships.filter(position="member").first().person
    world.enrol(batch, "member", person=member)
    world.enrol(batch, "staff", user=world.secretary)

    with refused("Sudah terdaftar"):
        world.enrol(batch, "member", person=member)
    with refused("Sudah terdaftar"):
        world.enrol(batch, "staff", user=world.secretary)
    with refused("Semua pengurusnya sudah terdaftar"):
        enrol_groups(batch, world.groups, on=PLANNED, request_key=uuid4(), by=world.manager)
    assert len(people_of(batch)) == 5


def test_strangers_are_no_participants(world):
    batch = world.plan()
    with refused("Pilih dari daftar"):
        world.enrol(batch, "member", person=factories.create_person())
    with refused("Pilih kelompok dari daftar"):
        enrol_groups(
            batch, [factories.create_group()], on=PLANNED, request_key=uuid4(), by=world.manager
        )
    with refused("Wajib diisi"):
        world.enrol(batch, "guest", name="Bu Tamu", origin=" ")


def test_a_group_without_officers_then_is_named(world):
    empty = factories.create_group(world.village, member_count=0)
    with refused(f"Belum ada pengurusnya pada tanggal itu: {empty.name}"):
        enrol_groups(world.plan(), [empty], on=PLANNED, request_key=uuid4(), by=world.manager)


def test_who_was_there_stays_on_the_list(world):
    batch = world.plan()
    chair = people_of(batch)[0]
    world.attend(batch, FIRST, {chair: True})

    with refused("tercatat hadir"):
        withdraw_participant(chair, on=LAST, reason="x", request_key=uuid4(), by=world.manager)


def test_only_the_name_of_a_guest_can_be_emptied(world):
    batch = world.plan()
    guest = world.enrol(batch)

    forget_participant(guest, by=world.manager)
    forget_participant(guest, by=world.manager)

    guest.refresh_from_db()
    assert (guest.name, guest.origin) == ("", "UPK tetangga")
    assert guest.shown_name == "(nama dihapus)"
    with refused("daftar orang"):
        forget_participant(people_of(batch)[0], by=world.manager)
    with refused("Hanya petugas"):
        forget_participant(guest, by=world.secretary)
