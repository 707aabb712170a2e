"""Pages of the register of households: who may, what they show, what is masked."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goats.households.people import NewPerson
from goats.households.services import add_household_member
from goats.models import Household, HouseholdStep
from goats.rules.households import State
from tests import factories
from tests.goats.herd.world import World
from tests.goats.households_made import assessed, confirmed, criteria, registered
from tests.maintenance.register.village import upload
from upk.access import Role

pytestmark = pytest.mark.django_db
NIK, KK = "3314016503700001", "3314010101070001"
ON = date(2009, 6, 1)


@pytest.fixture
def village():
    return factories.create_village()


@pytest.fixture
def manager(client, village):
    user = factories.create_user(Role.MANAGER, village.office)
    client.force_login(user)
    return user


def facilitator(village):
    user = factories.create_user(Role.FACILITATOR, village.office)
    factories.assign(user, village)
    return user


def page(client, name: str, *args, **query) -> str:
    answer = client.get(reverse(f"goats:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.text


def shown(client, **query) -> list[int]:
    answer = client.get(reverse("goats:household-list"), query)
    return [household.pk for household in answer.context["page"].object_list]


def test_empty_list_says_how_to_begin(client, manager):
    assert "Usulkan, nilai, lalu tetapkan" in page(client, "household-list")


def test_list_is_by_village_then_need_then_waiting_time(client, manager):
    second, first = (
        factories.create_village(manager.office, name=name) for name in ("Wonorejo", "Banaran")
    )
    late = confirmed(first, need=50, on=date(2008, 1, 1))
    early = confirmed(first, need=50, on=date(2007, 1, 1))
    poorest = confirmed(first, need=90, on=date(2009, 1, 1))
    elsewhere = confirmed(second, need=99, on=date(2006, 1, 1))
    proposed = registered(first)

    assert shown(client) == [poorest.pk, early.pk, late.pk, elsewhere.pk]
    assert shown(client, keadaan="diusulkan") == [proposed.pk]
    assert shown(client, desa=second.pk) == [elsewhere.pk]
    assert shown(client, cari=late.head.name) == [late.pk]
    assert shown(client, urut="-kebutuhan")[0] == elsewhere.pk


def test_who_received_a_goat_waits_no_more(client):
    world = World()
    world.placed(0)
    client.force_login(world.manager)

    assert world.households[0].pk not in shown(client)
    assert shown(client, keadaan="dibantu") == [world.households[0].pk]
    text = page(client, "household-detail", world.households[0].pk)
    assert "Sudah dibantu" in text
    assert "KB-0001" in text


@pytest.mark.parametrize("name", ["household-list", "household-detail"])
def test_number_of_queries_does_not_depend_on_the_rows(client, manager, village, name):
    def grow(home: Household) -> None:
        assessed(home, 77, on=date(2009, 1, 1), by=manager)
        add_household_member(
            home, NewPerson("Anak", "P"), relation="child", since=date(2009, 1, 1),
            request_key=uuid4(), by=manager,
        )  # fmt: skip

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, name, *([first.pk] if name == "household-detail" else []))
        return len(queries)

    first = confirmed(village)
    grow(first)
    count()
    before = count()
    for _ in range(4):
        grow(first)
        grow(confirmed(village))

    assert count() == before


@pytest.mark.parametrize(
    "role",
    [Role.MANAGER, Role.SECRETARY, Role.TREASURER, Role.SUPERVISOR, Role.FACILITATOR],
)
def test_numbers_are_masked_for_everybody(client, village, role):
    home = confirmed(village, nik=NIK, kk=KK)
    user = facilitator(village) if role == Role.FACILITATOR else None
    client.force_login(user or factories.create_user(role, village.office))

    text = page(client, "household-detail", home.pk)

    assert (NIK in text, KK in text) == (False, False)
    assert NIK[-4:] in text


def test_a_facilitator_sees_and_proposes_in_own_villages_alone(client, village):
    other = factories.create_village(village.office)
    own, foreign = confirmed(village), confirmed(other)
    client.force_login(facilitator(village))

    assert shown(client) == [own.pk]
    for name in ("household-detail", "household-assess", "household-correct"):
        assert client.get(reverse(f"goats:{name}", args=[foreign.pk])).status_code == 404
    client.post(reverse("goats:household-add"), registration(other))
    assert Household.objects.filter(village=other).count() == 1
    assert client.get(reverse("goats:household-confirm", args=[own.pk])).status_code == 403
    void = reverse("goats:household-step", args=[own.pk, "salah-catat"])
    assert client.get(void).status_code == 404


def registration(village, **changes) -> dict:
    return {
        "village": village.pk, "hamlet": "Krajan", "name": "Sri", "sex": "P", "nik": NIK, "kk": KK,
        "proposed_by": "Ketua RT 3", "registered_on": ON, "request_key": uuid4(),
    } | changes  # fmt: skip


def test_from_the_proposal_to_the_meeting_on_screen(client, manager, village):
    items = criteria(village.office, date(2007, 1, 1)).items.all()
    data = registration(village)

    for _ in range(2):  # a double click
        assert client.post(reverse("goats:household-add"), data).status_code == 302
    home = Household.objects.get()
    ticks = {"on": ON, "ticked": [items[0].pk, items[2].pk], "request_key": uuid4()}
    client.post(reverse("goats:household-assess", args=[home.pk]), ticks)
    decision = {"on": date(2009, 7, 1), "minutes": "BA-MD/7", "request_key": uuid4()}
    client.post(reverse("goats:household-confirm", args=[home.pk]), decision)

    home.refresh_from_db()
    assert (home.state, home.need, home.confirmed_on) == (State.WAITING, 80, date(2009, 7, 1))
    text = page(client, "household-detail", home.pk)
    assert "Berita acara BA-MD/7" in text
    assert items[2].text in text


def test_a_namesake_is_shown_beside_the_box_to_tick(client, manager, village):
    registered(village, name="Sri", hamlet="Krajan")
    data = registration(village, nik="", kk="")

    answer = client.post(reverse("goats:household-add"), data)
    assert "Mungkin sudah terdaftar: Sri" in answer.text
    assert (
        client.post(reverse("goats:household-add"), data | {"is_another": "on"}).status_code == 302
    )
    assert Household.objects.count() == 2


def test_a_nik_that_fits_no_birth_date_is_refused(client, manager, village):
    data = registration(village, birth_date=date(1971, 1, 1))

    answer = client.post(reverse("goats:household-add"), data)

    assert "NIK tidak cocok" in answer.text
    assert not Household.objects.exists()


def test_a_step_is_noted_and_taken_back_on_screen(client, manager, village):
    home = confirmed(village)
    moved = {"on": ON, "note": "Ke Jakarta", "request_key": uuid4()}
    client.post(reverse("goats:household-step", args=[home.pk, "pindah"]), moved)
    step = HouseholdStep.objects.get(kind="moved")
    assert shown(client, keadaan="berakhir") == [home.pk]

    taken_back = {"reason": "Kembali lagi", "request_key": uuid4()}
    client.post(reverse("goats:household-step-reverse", args=[step.pk]), taken_back)

    assert shown(client) == [home.pk]
    assert "Dibatalkan: Kembali lagi" in page(client, "household-detail", home.pk)
    unknown = reverse("goats:household-step", args=[home.pk, "kaya"])
    assert client.get(unknown).status_code == 404


def test_members_come_and_go_on_screen(client, manager, village):
    home = confirmed(village)
    who = {
        "name": "Budi", "relation": "child", "sex": "L", "since": ON, "request_key": uuid4(),
    }  # fmt: skip
    client.post(reverse("goats:household-member-add", args=[home.pk]), who)
    member = home.members.get()
    left = {"left_on": date(2009, 8, 1), "reason": "Menikah", "request_key": uuid4()}
    client.post(reverse("goats:household-member-end", args=[member.pk]), left)

    assert "Menikah" in page(client, "household-detail", home.pk)
    assert home.members.get().departure.left_on == date(2009, 8, 1)


def test_a_photo_is_kept_small_and_seen_by_whom_it_concerns(client, manager, village):
    home = confirmed(village)
    client.post(reverse("goats:household-photo-add", args=[home.pk]), {"photo": upload()})
    photo = home.photos.get()

    answer = client.get(reverse("goats:household-photo", args=[photo.pk]))
    assert answer["Content-Type"] == "image/jpeg"
    client.force_login(facilitator(factories.create_village(village.office)))
    hidden = client.get(reverse("goats:household-photo", args=[photo.pk]))
    assert hidden.status_code == 404


def test_another_office_meets_nothing(client, village):
    home = confirmed(village)
    client.force_login(factories.create_user(Role.MANAGER))

    assert shown(client) == []
    assert client.get(reverse("goats:household-detail", args=[home.pk])).status_code == 404
