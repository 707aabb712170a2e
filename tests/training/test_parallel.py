"""Several at once: certificates without gaps, a list without doubles, one attendance a day."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from tests.parallel import run_together
from tests.training.world import FIRST, LAST, PLANNED, World
from training.models import Attendance, Batch, Certificate, Participant
from training.services.certificates import issue_certificates
from training.services.people import enrol_groups
from training.services.results import attendance_seen, record_attendance

pytestmark = pytest.mark.django_db(transaction=True)


def refusals(results: list) -> list[bool]:
    return sorted(isinstance(result, ValidationError) for result in results)


def test_certificates_of_several_batches_at_once_have_no_gaps():
    world = World(group_count=4)
    batches = [world.held([group]) for group in world.groups]

    results = run_together([lambda b=batch: world.certify(b) for batch in batches])

    assert [len(made) for made in results] == [3, 3, 3, 3]
    assert sorted(Certificate.objects.values_list("number", flat=True)) == list(range(1, 13))
    for made in results:  # each batch has numbers of its own, one after the other
        numbers = [certificate.number for certificate in made]
        assert numbers == list(range(numbers[0], numbers[0] + 3))


def test_one_batch_is_certified_once():
    world = World()
    batch, key = world.held(), uuid4()

    def issue(key):
        return issue_certificates(batch, on=LAST, request_key=key, by=world.manager)

    same = run_together([lambda: issue(key), lambda: issue(key), lambda: issue(uuid4())])

    assert Certificate.objects.count() == 3
    assert refusals(same).count(True) >= 1


def test_one_group_comes_onto_a_list_once():
    world = World()
    batch = world.plan(groups=[])

    results = run_together(
        [
            lambda: enrol_groups(
                batch, world.groups, on=PLANNED, request_key=uuid4(), by=world.manager
            )
            for _ in range(3)
        ]
    )

    assert refusals(results) == [False, True, True]
    assert Participant.objects.count() == 3


def test_two_take_the_attendance_of_a_day():
    world = World()
    batch = world.plan()
    people = list(batch.participants.values_list("pk", flat=True))
    seen = attendance_seen(batch, FIRST, world.manager)

    def take(is_present: bool):
        return record_attendance(
            batch, FIRST, dict.fromkeys(people, is_present), seen=seen, request_key=uuid4(),
            by=world.manager,
        )  # fmt: skip

    results = run_together([lambda: take(True), lambda: take(False)])

    assert refusals(results) == [False, True]
    assert Attendance.objects.count() == 3


def test_batches_of_a_kind_are_numbered_one_by_one():
    world = World()

    results = run_together([lambda: world.plan(groups=[]) for _ in range(4)])

    assert sorted(batch.number for batch in results) == [1, 2, 3, 4]
    assert Batch.objects.count() == 4
