"""Pages of trainings: each works, is only for whom it is meant, and says what is wrong."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import factories
from tests.training.world import FIRST, LAST, PLANNED, World
from training.models import (
    Batch,
    BatchVersion,
    Participant,
    ParticipantWithdrawal,
    TrainingKind,
)
from training.rules.batches import State
from training.services.following import NewFollowUp, add_follow_up
from training.templatetags.training import span
from upk.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World(group_count=2)


@pytest.fixture
def signed_in(client, world):
    client.force_login(world.manager)
    return client


def address(name: str, *args) -> str:
    return reverse(f"training:{name}", args=args)


def plan_data(world, **changes) -> dict:
    """A filled-in form of a new batch."""
    return {
        "kind": world.kinds["groups"].pk, "place": "Balai desa", "starts_on": FIRST,
        "ends_on": LAST, "capacity": 30, "decided_on": PLANNED, "request_key": uuid4(), **changes,
    }  # fmt: skip


def test_an_office_without_trainings_is_told_how_to_begin(client):
    client.force_login(factories.create_user(Role.MANAGER))

    page = client.get(address("batch-list"))
    kinds = client.get(address("batch-next"), follow=True)

    assert "Rencanakan angkatan pertama" in page.text
    assert "Pakai daftar awal" in kinds.text
    client.post(address("kind-defaults"))
    assert TrainingKind.objects.count() == 4


def test_the_list_shows_places_attendance_and_state(signed_in, world):
    world.held(world.groups[:1])
    world.plan(capacity=4)

    page = signed_in.get(address("batch-list"))
    held = signed_in.get(address("batch-list") + "?keadaan=held")

    assert "3 dari 30" in page.text
    assert "2 menunggu" in page.text
    assert held.text.count("<tr>") == 2  # head and one batch
    assert (
        "tidak ada angkatan"
        in signed_in.get(address("batch-list") + "?keadaan=cancelled").text.lower()
    )


def test_what_can_be_done_depends_on_whether_the_first_day_has_come(signed_in, world):
    coming = world.plan(starts_on=date(2010, 3, 9), ends_on=date(2010, 3, 10))
    begun = world.plan(groups=[])

    early = signed_in.get(address("batch-detail", coming.pk)).text
    late = signed_in.get(address("batch-detail", begun.pk)).text

    for link in (("attendance",), ("scores",), ("step-add", "terlaksana")):
        name, *more = link
        assert address(name, coming.pk, *more) not in early
        assert address(name, begun.pk, *more) in late
    assert "9–10 Maret 2010" in early


def test_certificates_are_offered_until_everybody_entitled_has_one(signed_in, world):
    batch = world.held(world.groups[:1])
    issue = address("certificates-issue", batch.pk)
    assert issue in signed_in.get(address("batch-detail", batch.pk)).text

    signed_in.post(issue, {"on": LAST, "request_key": uuid4()})

    assert batch.participants.filter(certificates__isnull=False).exists()
    assert issue not in signed_in.get(address("batch-detail", batch.pk)).text


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (date(2005, 6, 13), date(2005, 6, 13), "13 Juni 2005"),
        (date(2005, 6, 13), date(2005, 6, 15), "13–15 Juni 2005"),
        (date(2005, 6, 30), date(2005, 7, 1), "30 Juni – 1 Juli 2005"),
        (date(2005, 12, 31), date(2006, 1, 1), "31 Desember 2005 – 1 Januari 2006"),
    ],
)
def test_days_of_a_batch_are_told_without_saying_a_month_twice(first, last, told):
    assert span(BatchVersion(starts_on=first, ends_on=last)) == told


def test_a_batch_is_planned_once_however_often_it_is_sent(signed_in, world):
    data = plan_data(world)

    for _ in range(2):
        response = signed_in.post(address("batch-add"), data)
        assert response.status_code == 302

    assert Batch.objects.count() == 1


def test_a_plan_with_days_in_the_wrong_order_comes_back(signed_in, world):
    data = plan_data(world, starts_on=LAST, ends_on=FIRST, place="Pendopo")

    page = signed_in.post(address("batch-add"), data)

    assert "Hari terakhir mendahului hari pertama" in page.text
    assert "Pendopo" in page.text
    assert not Batch.objects.exists()


def test_the_next_batch_is_planned_in_one_step(signed_in, world):
    page = signed_in.get(address("batch-next"))
    assert "2 kelompok dengan 6 pengurus" in page.text

    data = plan_data(world, kelompok=[world.groups[1].pk])
    signed_in.post(address("batch-next"), data)

    assert {p.group for p in Participant.objects.all()} == {world.groups[1]}
    assert Participant.objects.count() == 3
    again = signed_in.get(address("batch-next"))
    assert "1 kelompok dengan 3 pengurus" in again.text


def test_the_next_batch_with_a_mistake_keeps_the_ticks(signed_in, world):
    data = plan_data(world, kelompok=[world.groups[1].pk], place="")

    page = signed_in.post(address("batch-next"), data)

    assert page.status_code == 422
    assert page.text.count(" checked") == 1


def test_a_batch_shows_list_results_history_and_follow_up(signed_in, world):
    batch = world.held(world.groups[:1])
    chair = batch.participants.first()
    world.score(batch, {chair: (40, 80)})
    world.certify(batch)
    new = NewFollowUp("Periksa buku kas", "Sekretaris", PLANNED.replace(day=14))
    add_follow_up(batch, new, on=LAST, request_key=uuid4(), by=world.manager)

    page = signed_in.get(address("batch-detail", batch.pk)).text

    for text in (
        "Terlaksana", "3 dari 30", "2 dari 2 hari", "dari 40 ke 80", "001/SERT/2010",
        "Periksa buku kas", "Terlambat", "Pak Kabul, kabupaten", "direncanakan",
    ):  # fmt: skip
        assert text in page, text


def test_a_plan_is_changed_with_a_reason(signed_in, world):
    batch = world.plan()
    data = plan_data(world, place="Pendopo", decided_on=LAST, trainers="Bu Ani\n\n Pak Budi ")

    refused = signed_in.post(address("batch-replan", batch.pk), data)
    signed_in.post(address("batch-replan", batch.pk), data | {"reason": "Penuh"})

    assert set(refused.context["form"].errors) == {"reason"}
    version = BatchVersion.objects.get(revision=2)
    assert (version.place, version.trainers, version.reason) == (
        "Pendopo", "Bu Ani\nPak Budi", "Penuh",
    )  # fmt: skip


def test_steps_are_recorded_and_taken_back(signed_in, world):
    batch = world.plan()
    step = {"on": PLANNED, "request_key": uuid4()}

    signed_in.post(address("step-add", batch.pk, "diundang"), step)
    too_early = signed_in.post(
        address("step-add", batch.pk, "terlaksana"), {"on": LAST, "request_key": uuid4()}
    )

    assert batch.steps.get().kind == State.INVITED
    assert "Catat dahulu kehadiran" in too_early.text
    assert signed_in.get(address("step-add", batch.pk, "lain")).status_code == 404
    signed_in.post(
        address("step-reverse", batch.steps.get().pk), {"reason": "x", "request_key": uuid4()}
    )
    assert Batch.objects.with_state().get().state == State.PLANNED


def test_groups_of_a_village_are_put_onto_the_list(signed_in, world):
    batch = world.plan([])
    where = f"{address('groups-add', batch.pk)}?desa={world.village.pk}"
    data = {"groups": [world.groups[0].pk], "on": PLANNED, "request_key": uuid4()}

    assert world.groups[1].name in signed_in.get(where).text
    signed_in.post(where, data)
    refused = signed_in.post(where, data | {"request_key": uuid4()})

    assert batch.participants.count() == 3
    assert refused.status_code == 422
    assert "sudah terdaftar" in refused.text


@pytest.mark.parametrize("role", ["member", "staff", "guest", "monitor"])
def test_others_are_put_onto_the_list_and_taken_off(signed_in, world, role):
    batch = world.plan([])
    who = {
        "member": {"person": world.groups[0].memberships.last().person_id},
        "staff": {"user": world.secretary.pk},
    }.get(role, {"name": "Bu Dewi", "origin": "Kabupaten"})
    data = {"role": role, "on": PLANNED, "request_key": uuid4(), **who}

    empty = signed_in.post(
        address("participant-add", batch.pk),
        {"role": role, "on": PLANNED, "request_key": uuid4()},
    )
    signed_in.post(address("participant-add", batch.pk), data)

    assert empty.status_code == 422
    participant = batch.participants.get()
    assert participant.role == role
    back = {"on": PLANNED, "reason": "Batal datang", "request_key": uuid4()}
    signed_in.post(address("participant-withdraw", participant.pk), back)
    assert ParticipantWithdrawal.objects.get().participant == participant
    assert "Batal datang" in signed_in.get(address("batch-detail", batch.pk)).text


def test_a_guests_name_is_forgotten_by_the_manager(signed_in, world):
    guest = world.enrol(world.plan([]))

    signed_in.post(address("participant-forget", guest.pk))

    guest.refresh_from_db()
    assert guest.name == ""
