"""Pages of what came of a batch, of kinds and coverage; who sees what."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import factories
from tests.training.world import FIRST, LAST, PLANNED, World
from training.models import (
    Attendance,
    Certificate,
    CertificateWithdrawal,
    FollowUp,
    FollowUpEnd,
    KindRule,
    Score,
    TrainingCost,
    TrainingKind,
)
from upk.access import Role
from upk.ledger.services import Move, post_entry

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


def attendance_data(page, *present) -> dict:
    """What the form of a day's attendance sends."""
    form = page.context["form"]
    ticks = {f"peserta-{participant.pk}": "on" for participant in present}
    return ticks | {"seen": form["seen"].value(), "request_key": form["request_key"].value()}


def test_attendance_of_a_day_is_ticked_on_one_page(signed_in, world):
    batch = world.plan(world.groups[:1])
    chair, secretary, _ = batch.participants.all()
    where = address("attendance", batch.pk)

    page = signed_in.get(where)
    data = attendance_data(page, chair, secretary)
    for _ in range(2):  # a line that dropped after the server had it
        assert signed_in.post(f"{where}?hari=1", data).status_code == 302

    there = Attendance.objects.order_by("pk").values_list("day", "is_present")
    assert list(there) == [(FIRST, True), (FIRST, True), (FIRST, False)]
    assert signed_in.get(where).context["day"] == LAST  # the next that wasn't taken
    assert signed_in.get(f"{where}?hari=9").status_code == 404


def test_a_page_that_was_overtaken_says_so(signed_in, world):
    batch = world.plan(world.groups[:1])
    chair = batch.participants.first()
    page = signed_in.get(address("attendance", batch.pk))
    world.attend(batch, FIRST, {chair: True})

    answer = signed_in.post(address("attendance", batch.pk) + "?hari=1", attendance_data(page))

    assert answer.status_code == 422
    assert "orang lain" in answer.text
    assert Attendance.objects.count() == 1


def test_scores_are_typed_in_one_table(signed_in, world):
    batch = world.plan(world.groups[:1])
    world.enrol(batch, "monitor", name="KM-Kab", origin="Kabupaten")
    chair = batch.participants.first()
    where = address("scores", batch.pk)
    form = signed_in.get(where).context["form"]
    data = {
        "seen": 0, "request_key": uuid4(), "given_on": LAST,
        f"peserta-{chair.pk}-before": "40", f"peserta-{chair.pk}-after": "101",
    }  # fmt: skip

    wrong = signed_in.post(where, data)
    signed_in.post(where, data | {f"peserta-{chair.pk}-after": "85"})

    assert len(form.lines) == 3
    assert wrong.status_code == 422
    assert "bilangan bulat 0 sampai 100" in wrong.text
    assert [(s.test, s.score) for s in Score.objects.all()] == [("after", 85), ("before", 40)]


def test_certificates_are_issued_and_taken_back(signed_in, world):
    batch = world.held(world.groups[:1])
    where, data = address("certificates-issue", batch.pk), {"on": LAST, "request_key": uuid4()}

    assert "3 peserta berhak" in signed_in.get(where).text
    for _ in range(2):
        signed_in.post(where, data)

    assert [c.number for c in Certificate.objects.all()] == [1, 2, 3]
    first = Certificate.objects.first()
    back = {"on": LAST, "reason": "Salah nama", "request_key": uuid4()}
    signed_in.post(address("certificate-withdraw", first.pk), back)
    assert CertificateWithdrawal.objects.get().certificate == first


def test_follow_ups_are_noted_and_ended(signed_in, world):
    batch = world.held(world.groups[:1])
    data = {"what": "Periksa buku", "who": "Ketua", "on": LAST, "request_key": uuid4()}

    signed_in.post(address("follow-up-add", batch.pk), data)
    follow_up = FollowUp.objects.get()
    signed_in.post(
        address("follow-up-end", follow_up.pk),
        {"kind": "done", "on": LAST, "request_key": uuid4()},
    )

    assert FollowUpEnd.objects.get().kind == "done"


def test_vouchers_are_named_as_cost_and_taken_off(signed_in, world):
    batch = world.plan()
    cash, capital = (factories.account(world.office, c) for c in ("1.1.01.01", "3.1.01.01"))
    entry = post_entry(
        world.office, happened_on=LAST, memo="Konsumsi", moves=[Move(cash, capital, 512_000)],
        by=world.manager,
    )  # fmt: skip

    wrong = signed_in.post(address("cost-add", batch.pk), {"voucher": "BKM-2010-999999"})
    signed_in.post(address("cost-add", batch.pk), {"voucher": entry.label.lower()})
    page = signed_in.get(address("batch-detail", batch.pk)).text
    signed_in.post(address("cost-remove", batch.pk), {"bukti": entry.label})

    assert "Bukti ini tidak ada" in wrong.text
    assert page.count("Rp 512.000") == 2
    assert [cost.is_counted for cost in TrainingCost.objects.all()] == [True, False]
    assert "512.000" not in signed_in.get(address("batch-detail", batch.pk)).text


def test_kinds_and_rules_are_the_managers(signed_in, world):
    data = {"name": "Pembukuan", "audience": "groups", "capacity": 20, "percent": 75,
            "since": FIRST}  # fmt: skip

    signed_in.post(address("kind-add"), data)
    kind = TrainingKind.objects.get(name="Pembukuan")
    signed_in.post(address("kind-rule-add", kind.pk), data | {"percent": 60})
    signed_in.post(address("kind-switch", kind.pk))
    wrong = signed_in.post(address("kind-rule-add", kind.pk), data | {"percent": 101})

    kind.refresh_from_db()
    assert not kind.is_active
    assert [r.attendance_percent for r in KindRule.objects.filter(kind=kind)] == [60, 75]
    assert "100" in wrong.text
    page = signed_in.get(address("kind-list")).text
    assert "60%" in page
    assert "tidak dipakai" in page


def test_coverage_by_village_and_by_group(signed_in, world):
    world.held(world.groups[:1])

    villages = signed_in.get(address("coverage")).text
    groups = signed_in.get(address("coverage") + f"?desa={world.village.pk}").text

    assert "50,00%" in villages
    untrained = world.groups[1].memberships.get(position="chair").person
    trained = world.groups[0].memberships.get(position="chair").person
    assert untrained.name in groups
    assert trained.name not in groups


def test_a_facilitator_sees_own_people_and_takes_their_attendance(client, world):
    elsewhere = factories.create_group(factories.create_village(world.office))
    batch = world.plan([world.groups[0], elsewhere])
    other = world.plan([elsewhere])
    client.force_login(world.facilitator(world.village))
    foreign = elsewhere.memberships.get(position="chair").person

    page = client.get(address("batch-detail", batch.pk))
    form = client.get(address("attendance", batch.pk))
    listed = client.get(address("batch-list"))
    client.post(
        address("attendance", batch.pk) + "?hari=1",
        attendance_data(form, batch.participants.first()),
    )

    assert foreign.name not in page.text
    assert len(form.context["form"].lines) == 3
    assert [row.batch for row in listed.context["rows"]] == [batch]
    assert client.get(address("batch-detail", other.pk)).status_code == 404
    assert Attendance.objects.count() == 3
    assert client.get(address("certificates", batch.pk)).status_code == 403


def test_other_offices_find_nothing(client, world):
    batch = world.held(world.groups[:1])
    certificate = world.certify(batch)[0]
    client.force_login(factories.create_user(Role.MANAGER))
    participant = batch.participants.first()

    names = ("batch-detail", "batch-replan", "groups-add", "participant-add", "attendance",
             "scores", "certificates-issue", "follow-up-add", "cost-add", "invitation",
             "attendance-list", "certificates")  # fmt: skip
    found = {name: client.get(address(name, batch.pk)).status_code for name in names}

    assert set(found.values()) == {404}, found
    for name, pk in (
        ("participant-withdraw", participant.pk), ("certificate-withdraw", certificate.pk),
        ("step-reverse", batch.steps.first().pk), ("kind-rule-add", batch.kind_id),
    ):  # fmt: skip
        assert client.get(address(name, pk)).status_code == 404, name


@pytest.mark.parametrize("group_count", [1, 5])
def test_pages_ask_the_same_whatever_their_length(
    client, group_count, django_assert_max_num_queries
):
    world = World(group_count=group_count)
    batch = world.held()
    for _ in range(group_count):
        world.plan(groups=[])
    client.force_login(world.manager)

    for name, args, most in (
        ("batch-list", (), 12), ("batch-detail", (batch.pk,), 22), ("coverage", (), 10),
        ("attendance", (batch.pk,), 14), ("batch-next", (), 16), ("kind-list", (), 8),
    ):  # fmt: skip
        with django_assert_max_num_queries(most):
            assert client.get(address(name, *args)).status_code == 200


def test_the_first_day_offered_for_the_list_is_the_trainings_own(signed_in, world):
    batch = world.plan(starts_on=date(2010, 1, 5), ends_on=date(2010, 1, 6),
                       decided_on=date(2010, 1, 4))  # fmt: skip

    form = signed_in.get(address("groups-add", batch.pk)).context["form"]

    assert form["on"].value() == date(2010, 1, 5)
