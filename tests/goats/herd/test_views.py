"""Pages of the herd: who may, what they show, and that nothing is recorded twice."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goats.herd import receivers
from goats.models import Goat, GoatEvent, HerdRules, VillagePopulation
from goats.rules.events import Kind
from tests import factories
from tests.goats.herd.world import World
from upk.access import Role

pytestmark = pytest.mark.django_db
BORN, WEANED = date(2009, 9, 1), date(2010, 1, 2)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def manager_client(client, world):
    client.force_login(world.manager)
    return client


def facilitator(world: World, village: int = 0):
    user = factories.create_user(Role.FACILITATOR, world.office)
    factories.assign(user, world.villages[village])
    return user


def due_mother(world: World, household: int = 0) -> Goat:
    mother = world.placed(household)
    world.wean(world.birth(mother, BORN), WEANED)
    return mother


@pytest.mark.parametrize("name", ["goat-list", "handover-list", "herd-figures"])
def test_empty_pages_are_pages(manager_client, name):
    answer = manager_client.get(reverse(f"goats:{name}"))

    assert answer.status_code == 200
    assert "KB-0001" not in answer.text


@pytest.mark.parametrize("name", ["goat-list", "handover-list", "herd-figures", "goat-detail"])
def test_number_of_queries_does_not_depend_on_the_goats(manager_client, world, name):
    def count() -> int:
        pks = [first.pk] if name == "goat-detail" else []
        with CaptureQueriesContext(connection) as queries:
            assert manager_client.get(reverse(f"goats:{name}", args=pks)).status_code == 200
        return len(queries)

    first = due_mother(world)
    count()  # the first request saves the session
    before = count()
    for household in (1, 2, 3):
        due_mother(world, household)

    assert count() == before < 25


def test_facilitator_sees_and_writes_own_villages_only(client, world):
    own, other = world.placed(0), world.placed(3)
    client.force_login(facilitator(world))

    page = client.get(reverse("goats:goat-list")).text

    assert (own.tag in page, other.tag in page) == (True, False)
    assert client.get(reverse("goats:goat-detail", args=[other.pk])).status_code == 404
    assert client.post(reverse("goats:birth-add", args=[other.pk])).status_code == 404


def test_another_office_meets_nothing(client, world):
    mother = due_mother(world)
    client.force_login(factories.create_user(Role.MANAGER))
    event = mother.events.get(kind=Kind.PLACED)

    for name, pk in (
        ("goat-detail", mother.pk), ("handover-add", mother.pk), ("goat-tree", mother.pk),
        ("goat-event-reverse", event.pk), ("handover-paper", event.pk),
    ):  # fmt: skip
        assert client.get(reverse(f"goats:{name}", args=[pk])).status_code == 404


def test_a_birth_posted_twice_is_one(client, world):
    mother = world.placed(0)
    client.force_login(facilitator(world))
    data = {"on": "2009-09-01", "females": "1", "males": "1", "request_key": uuid4()}

    for _ in range(2):
        answer = client.post(reverse("goats:birth-add", args=[mother.pk]), data)
        assert answer.status_code == 302

    assert [kid.sex for kid in mother.kids.all()] == ["F", "M"]


def test_a_birth_without_a_living_kid_is_said_twice(client, world):
    mother = world.placed(0)
    client.force_login(facilitator(world))
    address = reverse("goats:birth-add", args=[mother.pk])
    data = {"on": "2009-09-01", "females": "0", "males": "0", "request_key": uuid4()}

    assert client.post(address, data).status_code == 200
    assert not GoatEvent.objects.filter(kind=Kind.GAVE_BIRTH).exists()
    assert client.post(address, data | {"none_lives": "on"}).status_code == 302

    assert (GoatEvent.objects.filter(kind=Kind.GAVE_BIRTH).count(), mother.kids.count()) == (1, 0)


def test_a_weaning_posted_twice_is_one(client, world):
    mother = world.placed(0)
    kids = world.birth(mother, BORN, "FM")
    client.force_login(facilitator(world))
    data = {"on": "2010-01-02", "kids": [kid.pk for kid in kids], "request_key": uuid4()}

    for _ in range(2):
        answer = client.post(reverse("goats:weaning-add", args=[mother.pk]), data)
        assert answer.status_code == 302

    assert GoatEvent.objects.filter(kind=Kind.WEANED).count() == 2


def test_the_proposed_household_is_chosen_and_the_hand_over_posted_twice_is_one(client, world):
    mother = due_mother(world)
    client.force_login(facilitator(world))
    address = reverse("goats:handover-add", args=[mother.pk])
    form = client.get(address).context["form"]
    proposed = world.households[1].pk
    assert form.initial["household"] == proposed
    data = {"on": "2010-01-05", "household": proposed, "request_key": uuid4()}

    for _ in range(2):
        assert client.post(address, data).status_code == 302

    assert GoatEvent.objects.filter(kind=Kind.HANDED_ON).count() == 1
    assert Goat.objects.get(pk=mother.pk).keeper_id == proposed


def test_what_cannot_be_is_said_and_what_was_typed_stays(manager_client, world):
    mother = world.placed(0)
    world.birth(mother, BORN)
    address = reverse("goats:birth-add", args=[mother.pk])
    data = {"on": "2009-10-01", "females": "2", "males": "0", "request_key": uuid4()}

    page = manager_client.post(address, data).text

    assert "jaraknya kurang dari lama bunting" in page
    assert 'value="2009-10-01"' in page


def test_due_list_says_why_and_proposes_each_household_once(manager_client, world):
    for household in (0, 1):
        due_mother(world, household)
    world.placed(2)

    lines = manager_client.get(reverse("goats:handover-list")).context["lines"]

    assert [line.why for line in lines] == ["anak lahir 01-09-2009, disapih 02-01-2010"] * 2
    assert [line.proposed.pk for line in lines] == [home.pk for home in world.households[3:5]]


def test_a_facilitator_is_shown_no_household_of_another_village(client, world):
    for household in (0, 1):
        due_mother(world, household)
    world.placed(2)
    client.force_login(facilitator(world))

    page = client.get(reverse("goats:handover-list"))

    assert [line.proposed for line in page.context["lines"]] == [None, None]
    assert world.villages[1].name not in page.text


def test_a_facilitator_reads_nothing_of_other_villages_in_a_goats_life(client, world):
    mother = due_mother(world)
    world.hand_over(mother, 3, date(2010, 1, 5))
    placed = mother.events.get(kind=Kind.PLACED)
    client.force_login(facilitator(world, 1))

    page = client.get(reverse("goats:goat-detail", args=[mother.pk])).text
    tree = client.get(reverse("goats:goat-tree", args=[mother.pk])).text

    elsewhere = world.households[0]
    for text in (page, tree):
        assert "KB-0002" in text
        assert elsewhere.village.name not in text
        assert elsewhere.head.name not in text
        assert reverse("goats:goat-detail", args=[mother.kids.get().pk]) not in text
    assert client.get(reverse("goats:handover-paper", args=[placed.pk])).status_code == 404


def test_a_facilitator_may_not_decide_for_the_manager(client, world):
    goat = world.placed(0)
    client.force_login(facilitator(world))

    for slug in ("tarik", "bebaskan", "lain"):
        address = reverse("goats:happening-add", args=[goat.pk, slug])
        assert client.get(address).status_code == 404


def test_a_death_by_negligence_through_the_form(manager_client, world):
    goat = world.placed(0)
    address = reverse("goats:happening-add", args=[goat.pk, "mati"])
    data = {"on": "2010-01-05", "cause": "tidak diberi makan", "is_negligent": "on",
            "request_key": uuid4()}  # fmt: skip

    assert manager_client.post(address, data).status_code == 302

    page = manager_client.get(reverse("goats:goat-detail", args=[goat.pk])).text
    assert "Pengganti harus diserahkan" in page


def test_papers_are_pdfs(manager_client, world):
    mother = due_mother(world)
    event = world.hand_over(mother, 1, date(2010, 1, 5), choice_reason="")

    for address in (
        reverse("goats:handover-paper", args=[event.pk]),
        reverse("goats:handover-form", args=[mother.pk]),
        reverse("goats:label-sheet"),
    ):
        assert manager_client.get(address).content.startswith(b"%PDF-")


def test_a_labels_code_opens_its_goat(manager_client, world):
    goat = world.placed(0)
    address = reverse("goats:goat-list")

    assert manager_client.get(f"{address}?cari={goat.tag}&buka=1").url == reverse(
        "goats:goat-detail", args=[goat.pk]
    )
    assert manager_client.get(f"{address}?cari=KB-9999&buka=1").status_code == 200


def test_tree_shows_all_generations(manager_client, world):
    founder = world.placed(0)
    [kid] = world.birth(founder, date(2008, 6, 1))
    [grandchild] = world.birth(kid, date(2009, 3, 1))

    page = manager_client.get(reverse("goats:goat-tree", args=[founder.pk]))

    assert page.context["tree"].generations == 3
    assert grandchild.tag in page.text


def test_rules_and_inhabitants_are_kept_by_day_and_year(manager_client, world):
    rules = {"since": "2010-02-01", "weaning_months": "3", "gestation_days": "150",
             "first_birth_months": "8", "grace_days": "14"}  # fmt: skip
    people = {"year": "2009", f"village-{world.villages[0].pk}": "3000"}

    for _ in range(2):
        assert manager_client.post(reverse("goats:rules-add"), rules).status_code == 302
        assert manager_client.post(reverse("goats:population-add"), people).status_code == 302

    assert HerdRules.objects.get().follows_kids is False
    assert VillagePopulation.objects.get().inhabitants == 3000


def test_a_receiver_beyond_those_offered_is_searched(manager_client, world, monkeypatch):
    monkeypatch.setattr(receivers, "MOST_SHOWN", 2)
    mother = due_mother(world)
    address = reverse("goats:handover-add", args=[mother.pk])
    last = world.households[-1]

    page = manager_client.get(address)
    offered = [pk for pk, _ in page.context["form"].fields["household"].choices]
    assert offered == [home.pk for home in world.households[1:3]]
    assert "Ditawarkan 2 dari 5" in page.text

    page = manager_client.get(address, {"cari": last.head.name})
    offered = [pk for pk, _ in page.context["form"].fields["household"].choices]
    assert offered == [world.households[1].pk, last.pk]
    data = {
        "on": "2010-02-10", "household": last.pk, "choice_reason": "musyawarah",
        "request_key": uuid4(),
    }  # fmt: skip
    assert manager_client.post(f"{address}?cari={last.head.name}", data).status_code == 302
    assert Goat.objects.get(pk=mother.pk).keeper_id == last.pk
