"""What came of a batch: attendance, tests, steps, certificates, follow-ups, coverage."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from tests import factories
from tests.training.world import FIRST, LAST, PLANNED, World
from training.models import (
    Attendance,
    Batch,
    Certificate,
    FollowUp,
    Participant,
    Score,
    TrainingCost,
)
from training.records import coverage, trained_people
from training.records.roll import roll_of
from training.records.upcoming import proposed_groups
from training.rules.batches import State
from training.services.batches import reverse_batch_step
from training.services.certificates import issue_certificates, withdraw_certificate
from training.services.following import NewFollowUp, add_follow_up, end_follow_up, set_cost
from training.services.results import attendance_seen, record_attendance
from upk.access import Role
from upk.ledger.services import Move, close_books, post_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def refused(match: str):
    return pytest.raises(ValidationError, match=match)


def people_of(batch: Batch) -> list[Participant]:
    return list(batch.participants.standing())


# attendance and tests


def test_attendance_is_written_once_and_corrected_by_a_new_row(world):
    batch = world.plan()
    chair, secretary, _ = people_of(batch)
    key = uuid4()

    first = world.attend(batch, FIRST, {chair: True, secretary: False}, request_key=key)
    again = world.attend(batch, FIRST, {chair: True, secretary: False}, request_key=key)
    [mended] = world.attend(batch, FIRST, {chair: True, secretary: True})

    assert first == again
    assert mended.replaces == first[1]
    assert Attendance.objects.count() == 3
    lines = roll_of(batch).lines
    assert [line.present for line in lines] == [(True, None), (True, None), (None, None)]


def test_a_form_that_somebody_has_overtaken_is_refused(world):
    batch = world.plan()
    chair = people_of(batch)[0]
    seen = attendance_seen(batch, FIRST, world.secretary)
    world.attend(batch, FIRST, {chair: True})

    with refused("orang lain"):
        world.attend(batch, FIRST, {chair: False}, seen=seen, by=world.secretary)

    assert roll_of(batch).lines[0].present == (True, None)


def test_attendance_is_refused_on_other_days_and_of_others(world):
    batch = world.plan(ends_on=date(2010, 2, 20))
    chair = people_of(batch)[0]
    with refused("bukan hari pelatihannya"):
        world.attend(batch, date(2010, 2, 8), {chair: True})
    with refused("belum tiba"):
        world.attend(batch, date(2010, 2, 16), {chair: True})
    other = people_of(world.plan())[0]
    with refused("Daftar pesertanya sudah berubah"):
        world.attend(batch, FIRST, {other: True})
    close_books(world.office, through=LAST, by=world.manager)
    with refused("buku ditutup"):
        world.attend(batch, FIRST, {chair: True})


def test_a_facilitator_takes_attendance_of_the_own_village_alone(world):
    elsewhere = factories.create_group(factories.create_village(world.office))
    batch = world.plan([*world.groups, elsewhere])
    mine = world.facilitator(world.village)
    own, others = people_of(batch)[:3], people_of(batch)[3:]

    world.attend(batch, FIRST, dict.fromkeys(own, True), by=mine)

    with refused("Daftar pesertanya"):
        world.attend(batch, FIRST, dict.fromkeys(others, True), by=mine)
    assert Attendance.objects.count() == 3
    assert [line.participant for line in roll_of(batch, mine).lines] == own


def test_a_facilitator_types_scores_of_the_own_village_alone(world):
    elsewhere = factories.create_group(factories.create_village(world.office))
    batch = world.plan([*world.groups, elsewhere])
    mine = world.facilitator(world.village)
    people = people_of(batch)

    world.score(batch, {people[0]: (40, 80)}, by=mine)

    with refused("Daftar pesertanya"):
        world.score(batch, {people[3]: (40, 80)}, by=mine)
    assert Score.objects.count() == 2


def test_scores_are_kept_replaced_and_taken_back(world):
    batch = world.plan()
    chair, secretary, _ = people_of(batch)
    world.score(batch, {chair: (40, 80), secretary: (50, None)})
    world.score(batch, {chair: (40, 85), secretary: (None, None)})

    lines = roll_of(batch).lines
    assert [(line.before, line.after, line.gain) for line in lines] == [
        (40, 85, 45), (None, None, None), (None, None, None),
    ]  # fmt: skip
    assert Score.objects.count() == 5
    assert Score.objects.standing().count() == 3
    with refused("antara 0 dan 100"):
        world.score(batch, {chair: (101, 85)})
    with refused("paling awal 9 Februari"):
        world.score(batch, {chair: (40, 85), secretary: (10, None), people_of(batch)[2]: (1, 1)},
                    on=PLANNED)  # fmt: skip


# steps


def test_held_needs_attendance_of_each_day_and_somebody_there(world):
    batch = world.plan()
    people = people_of(batch)
    with refused("Catat dahulu kehadiran 9 Februari 2010, 10 Februari 2010"):
        world.step(batch)
    for day in (FIRST, LAST):
        world.attend(batch, day, dict.fromkeys(people, False))
    with refused("Tidak seorang pun"):
        world.step(batch)
    world.attend(batch, LAST, {people[0]: True})
    with refused("paling awal 10 Februari"):
        world.step(batch, on=FIRST)

    world.step(batch)

    assert Batch.objects.with_state().get().state == State.HELD
    with refused("terlaksana"):
        world.enrol(batch)


def test_steps_follow_each_other_and_the_last_is_taken_back(world):
    batch = world.held()
    invited_too_late = pytest.raises(ValidationError, match="angkatan ini terlaksana")
    with invited_too_late:
        world.step(batch, State.INVITED)
    closed = world.step(batch, State.CLOSED)
    with refused("selesai"):
        world.attend(batch, FIRST, {people_of(batch)[0]: False})

    reverse_batch_step(closed, reason="Keliru", request_key=uuid4(), by=world.manager)

    assert Batch.objects.with_state().get().state == State.HELD
    held = batch.steps.get(kind=State.HELD)
    close_books(world.office, through=LAST, by=world.manager)
    with refused("buku ditutup"):
        reverse_batch_step(held, reason="x", request_key=uuid4(), by=world.manager)


def test_a_batch_is_cancelled_for_a_reason(world):
    batch = world.plan()
    with refused("Wajib diisi"):
        world.step(batch, State.CANCELLED)

    world.step(batch, State.CANCELLED, note="Banjir")

    with refused("dibatalkan"):
        world.step(batch, State.INVITED)


# certificates


def test_certificates_go_to_who_attended_enough_and_have_no_gaps():
    world = World(group_count=2)
    batch = world.plan(world.groups[:1])
    chair, secretary, treasurer = people_of(batch)
    monitor = world.enrol(batch, "monitor", name="KM-Kab", origin="Kabupaten")
    for day, present in ((FIRST, (True, True, True, True)), (LAST, (True, False, True, True))):
        world.attend(
            batch, day, dict(zip((chair, secretary, treasurer, monitor), present, strict=True))
        )
    with refused("angkatan ini direncanakan"):
        world.certify(batch)
    world.step(batch)

    first = world.certify(batch)
    second = world.certify(world.held(world.groups[1:]))

    assert [c.participant for c in first] == [chair, treasurer]
    assert [c.number for c in [*first, *second]] == [1, 2, 3, 4, 5]
    assert str(first[0]) == "001/SERT/2010"
    with refused("Tidak ada peserta yang berhak"):
        world.certify(batch)


def test_issuing_twice_with_one_key_is_issuing_once(world):
    batch, key = world.held(), uuid4()

    first = issue_certificates(batch, on=LAST, request_key=key, by=world.manager)
    again = issue_certificates(batch, on=LAST, request_key=key, by=world.manager)

    assert [c.pk for c in first] == [c.pk for c in again]
    assert Certificate.objects.count() == 3


def test_a_certificate_is_taken_back_before_attendance_is_corrected(world):
    batch = world.held()
    chair = people_of(batch)[0]
    certificate = world.certify(batch)[0]
    with refused("001/SERT/2010 sudah terbit"):
        world.attend(batch, FIRST, {chair: False})
    with refused("Sertifikatnya sudah terbit"):
        reverse_batch_step(batch.steps.get(), reason="x", request_key=uuid4(), by=world.manager)
    with refused("Hanya petugas"):
        withdraw_certificate(
            certificate, on=LAST, reason="x", request_key=uuid4(), by=world.secretary
        )

    withdraw_certificate(certificate, on=LAST, reason="x", request_key=uuid4(), by=world.manager)
    world.attend(batch, FIRST, {chair: False})

    assert not roll_of(batch).lines[0].is_enough
    with refused("Tidak ada peserta"):
        world.certify(batch)


def test_who_gets_a_certificate_again_gets_the_next_number(world):
    batch = world.held()
    first = world.certify(batch)[0]
    withdraw_certificate(first, on=LAST, reason="x", request_key=uuid4(), by=world.manager)

    [again] = world.certify(batch)

    assert (again.number, again.participant) == (4, first.participant)


def test_facilitators_issue_nothing(world):
    with refused("Hanya petugas"):
        world.certify(world.held(), by=world.facilitator(world.village))


# what follows


def test_follow_ups_are_noted_and_ended_once(world):
    batch, key = world.held(), uuid4()
    new = NewFollowUp("Periksa buku kas", "Sekretaris", date(2010, 3, 1), world.groups[0])
    values = {"on": LAST, "request_key": key, "by": world.manager}

    follow_up = add_follow_up(batch, new, **values)

    assert add_follow_up(batch, new, **values) == follow_up
    assert not follow_up.is_late(date(2010, 3, 1))
    assert follow_up.is_late(date(2010, 3, 2))
    with refused("Wajib diisi"):
        end_follow_up(follow_up, "dropped", on=LAST, request_key=uuid4(), by=world.manager)
    end_follow_up(follow_up, "done", on=LAST, request_key=uuid4(), by=world.manager)
    with refused("Sudah dicatat selesai"):
        end_follow_up(follow_up, "done", on=LAST, request_key=uuid4(), by=world.manager)
    assert not FollowUp.objects.open().exists()


def test_a_facilitator_notes_what_is_about_an_own_group(world):
    mine, batch = world.facilitator(world.village), world.held()
    foreign = factories.create_group(factories.create_village(world.office))

    def note(group):
        return add_follow_up(
            batch, NewFollowUp("Periksa", "Ketua", group=group), on=LAST, request_key=uuid4(),
            by=mine,
        )  # fmt: skip

    assert note(world.groups[0]).group == world.groups[0]
    with refused("desa binaan"):
        note(None)
    with refused("Pilih kelompok"):
        note(foreign)


def test_costs_point_to_entries_of_the_own_books(world):
    batch = world.plan()
    cash, capital = (factories.account(world.office, c) for c in ("1.1.01.01", "3.1.01.01"))
    entry = post_entry(
        world.office, happened_on=LAST, memo="Konsumsi", moves=[Move(cash, capital, 500_000)],
        by=world.manager,
    )  # fmt: skip

    set_cost(batch, entry, is_counted=True, by=world.manager)
    set_cost(batch, entry, is_counted=True, by=world.manager)
    set_cost(batch, entry, is_counted=False, by=world.manager)

    assert list(TrainingCost.objects.values_list("is_counted", flat=True)) == [True, False]
    with refused("buku kantor ini"):
        set_cost(World().plan(), entry, is_counted=True, by=world.manager)


# coverage


def test_officers_are_covered_by_a_training_that_was_held_and_attended():
    world = World(group_count=2)
    batch = world.plan(world.groups[:1])
    chair, secretary, treasurer = people_of(batch)
    world.attend(batch, FIRST, {chair: True, secretary: True, treasurer: True})
    world.attend(batch, LAST, {chair: True, secretary: True, treasurer: False})
    assert trained_people(world.office, LAST) == set()

    world.step(batch)

    first, second = coverage(world.office, LAST)
    assert (first.trained, first.untrained) == (2, (treasurer.person_id,))
    assert second.trained == 0
    assert trained_people(world.office, FIRST) == set()
    assert coverage(world.office, LAST, []) == []


def test_trainings_of_trainers_cover_no_officers(world):
    world.held(audience="trainers")

    assert trained_people(world.office, LAST) == set()


def test_the_next_batch_is_for_those_whom_nobody_asked_yet():
    world = World(group_count=3)
    world.held(world.groups[:1])
    world.plan(world.groups[1:2])

    [row] = proposed_groups(world.office, LAST, 30)

    assert row.group == world.groups[2]
    assert len(row.officers) == 3
    assert proposed_groups(world.office, LAST, 2) == []


@pytest.mark.parametrize("group_count", [1, 4])
def test_number_of_queries_stays(group_count, django_assert_num_queries):
    world = World(group_count=2 * group_count)
    batch = world.held(world.groups[:group_count])

    with django_assert_num_queries(4):
        coverage(world.office, LAST)
    with django_assert_num_queries(7):
        roll_of(batch)
    with django_assert_num_queries(7):
        assert len(proposed_groups(world.office, LAST, 30)) == group_count


def test_attendance_by_a_stranger_is_refused(world):
    batch = world.plan()
    with refused("Hanya petugas"):
        record_attendance(
            batch, FIRST, {}, request_key=uuid4(), by=factories.create_user(Role.MANAGER)
        )
