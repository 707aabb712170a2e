"""The example's trainings: what domain.md 12 says of them, as plan and as rows."""

from datetime import date

import pytest

from training.models import Batch, Certificate, Participant
from training.records import coverage
from training.records.figures import attendees, figures_of
from training.records.roll import roll_of
from training.rules.batches import State
from training.rules.coverage import summed
from upk.desk.example import OFFICE_CODE
from upk.desk.example.groups import plan_groups
from upk.desk.example.trainings import (
    CONSULTANT,
    FIRST_DAYS,
    NEXT_DAY,
    NextTraining,
    TrainingHeld,
    TrainingPlanned,
    plan_trainings,
)
from upk.offices.models import Office, Village

PRACTICE_DATE = date(2010, 2, 15)


@pytest.fixture(scope="module")
def events():
    return plan_trainings(plan_groups())


def test_every_group_is_in_one_batch_after_it_was_founded(events):
    planned = [e for e in events if isinstance(e, TrainingPlanned) and e.plan.groups]

    groups = [group for event in planned for group in event.plan.groups]
    assert len(groups) == len(set(groups)) == 211
    assert [len(event.plan.groups) for event in planned] == [10] * 21 + [1]
    assert all(group.founded_on <= e.on for e in planned for group in e.plan.groups)


def test_days_follow_each_other_within_a_quarter_and_on_weekdays(events):
    held = [event for event in events if isinstance(event, TrainingHeld)]

    assert sorted(FIRST_DAYS) == list(FIRST_DAYS)
    assert all(event.plan.starts_on.weekday() <= 3 for event in held)
    assert all((e.plan.starts_on.month - 1) // 3 == (e.on.month - 1) // 3 for e in held)
    assert [e.starts_on for e in events if isinstance(e, NextTraining)] == [NEXT_DAY]


def test_the_plan_is_the_same_each_time():
    first, again = (plan_trainings(plan_groups()) for _ in range(2))

    assert [(e.on, type(e)) for e in first] == [(e.on, type(e)) for e in again]
    assert [e.plan.scores for e in first[:8]] == [e.plan.scores for e in again[:8]]


@pytest.fixture
def office(example_db) -> Office:
    return Office.objects.get(code=OFFICE_CODE)


def test_the_trainings_of_the_example_are_those_of_the_office(office):
    batches = Batch.objects.filter(office=office).with_facts().with_state()
    trainers = batches.get(kind__audience="trainers")
    groups = batches.filter(kind__audience="groups").order_by("number")

    assert (trainers.starts_on.year, trainers.day_count) == (2005, 3)
    guests = trainers.participants.filter(role="guest")
    assert len(set(guests.values_list("origin", flat=True))) == 5
    assert CONSULTANT in trainers.versions.get().trainers
    held = [b for b in groups if b.state in (State.HELD, State.CLOSED)]
    officers = Participant.objects.filter(batch__in=held, role="officer")
    assert (len(held), officers.count()) == (22, 633)
    assert officers.values("person").distinct().count() == 633
    first, last = held[0], held[-1]
    assert [p.origin for p in first.participants.filter(role="monitor")] == [
        "Konsultan kabupaten (KM-Kab)", "Pendamping UPK",
    ]  # fmt: skip
    assert not Participant.objects.filter(role="monitor").exclude(batch=first).exists()
    assert roll_of(last).places.free == 27
    [planned] = [b for b in groups if b.state == State.PLANNED]
    assert (planned.starts_on, roll_of(planned).places.seated) == (NEXT_DAY, 30)


def test_the_example_covers_most_officers_and_names_who_missed_theirs(office):
    covered = summed(coverage(office, PRACTICE_DATE))

    assert (covered.groups, covered.officers) == (211, 633)
    assert 0.85 < covered.trained / covered.officers < 1
    planned = Batch.objects.with_state().get(state=State.PLANNED, office=office)
    asked = set(planned.participants.values_list("person", flat=True))
    untrained = {p for row in coverage(office, PRACTICE_DATE) for p in row.untrained}
    assert asked <= untrained


def test_certificates_of_the_example_have_no_gaps_and_follow_attendance(office):
    people = attendees(office, PRACTICE_DATE)
    figures = figures_of(people)

    assert figures.batches == 23
    assert figures.certificates == figures.enough == Certificate.objects.count()
    assert 10 < figures.tests.gain < 40
    for year in range(2005, 2010):
        numbers = Certificate.objects.filter(year=year).values_list("number", flat=True)
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
    villages = {p.village for p in people if p.village}
    assert villages == set(Village.objects.values_list("pk", flat=True))
