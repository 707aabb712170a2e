"""Screens of groups: who may, what is found, what is refused; a double click is harmless."""

import pytest
from django.urls import reverse

from groups.models import Group
from tests import factories
from upk.access import Role
from upk.offices.models import Person

pytestmark = pytest.mark.django_db
NIK = "9914015203700001"


@pytest.fixture
def secretary():
    return factories.create_user(Role.SECRETARY)


@pytest.fixture
def signed_in(client, secretary):
    client.force_login(secretary)
    return client


@pytest.fixture
def village(secretary):
    return factories.create_village(secretary.office)


def group_data(village, **data):
    return {
        "code": "K-07", "name": "Melati", "category": "SPP", "village": village.pk,
        "level": "pemula", "function": "penyalur", "kind": "simpan_pinjam", **data,
    }  # fmt: skip


@pytest.mark.parametrize("count", [1, 5])
def test_list_asks_a_constant_number_of_queries(
    signed_in, village, count, django_assert_num_queries
):
    for _ in range(count):
        factories.create_group(village)

    signed_in.get(reverse("groups:group-list"))  # the session's own time of last use

    with django_assert_num_queries(5):  # session, user and office, count, rows, villages
        response = signed_in.get(reverse("groups:group-list"))

    assert len(response.context["page"].object_list) == count


def test_list_filters_by_village_category_state_and_text(signed_in, village):
    here = factories.create_group(village, name="Melati")
    factories.create_group(village, name="Mawar", category="UEP")
    factories.create_group(village, name="Kenanga", is_active=False)
    factories.create_group(factories.create_village(village.office), name="Melati")

    def found(**filters):
        page = signed_in.get(reverse("groups:group-list"), filters).context["page"]
        return [group.name for group in page]

    assert found(desa=village.pk, jenis="SPP") == [here.name]
    assert found(desa=village.pk, keadaan="semua", urut="nama") == ["Kenanga", "Mawar", "Melati"]
    assert found(keadaan="nonaktif") == ["Kenanga"]
    assert found(cari="mawa") == ["Mawar"]


def test_facilitator_sees_the_own_villages_only(client):
    facilitator = factories.create_user(Role.FACILITATOR)
    own = factories.create_group(factories.create_village(facilitator.office))
    other = factories.create_group(factories.create_village(facilitator.office))
    factories.assign(facilitator, own.village)
    client.force_login(facilitator)

    page = client.get(reverse("groups:group-list")).context["page"]

    assert list(page) == [own]
    assert client.get(reverse("groups:group-detail", args=[other.pk])).status_code == 404


def test_group_shows_members_history_and_loans(signed_in, village):
    group = factories.create_group(village)
    loan = factories.create_loan(group)

    response = signed_in.get(reverse("groups:group-detail", args=[group.pk]))

    assert [m.position for m in response.context["members"]] == [
        "chair", "secretary", "treasurer", "member", "member",
    ]  # fmt: skip
    assert list(response.context["loans"]) == [loan]


def test_phone_is_masked_for_those_who_need_not_call(client, secretary, village):
    group = factories.create_group(village, member_count=0)
    person = factories.create_person(village, phone="081234567890", nik=NIK)
    group.memberships.create(person=person, since=factories.BEGINNING)
    address = reverse("groups:group-detail", args=[group.pk])

    for role, shown in ((Role.TREASURER, True), (Role.SUPERVISOR, False)):
        client.force_login(factories.create_user(role, office=secretary.office))
        text = client.get(address).text

        assert ("081234567890" in text) is shown
        assert NIK not in text
        assert "••••••••••••0001" in text


def test_group_is_added_once(signed_in, village):
    address = reverse("groups:group-add")

    first = signed_in.post(address, group_data(village))
    second = signed_in.post(address, group_data(village))

    group = Group.objects.get()
    assert (group.office, group.name) == (village.office, "Melati")
    assert first.url == reverse("groups:group-detail", args=[group.pk])
    assert "sudah dipakai kelompok Melati" in second.text


def test_group_with_bad_input_keeps_what_was_typed(signed_in, village):
    data = group_data(village, code="kecil", founded_on="2011-01-01")

    response = signed_in.post(reverse("groups:group-add"), data)

    assert "Kode memakai huruf besar" in response.text
    assert "Tanggal berdiri belum tiba" in response.text
    assert 'value="Melati"' in response.text
    assert not Group.objects.exists()


def test_village_of_another_office_is_no_choice(signed_in):
    data = group_data(factories.create_village())

    response = signed_in.post(reverse("groups:group-add"), data)

    assert "village" in response.context["form"].errors


def test_group_is_changed(signed_in, village):
    group = factories.create_group(village)
    data = group_data(village, name="Kenanga", is_active="on")

    signed_in.post(reverse("groups:group-edit", args=[group.pk]), data)

    group.refresh_from_db()
    assert (group.name, group.code) == ("Kenanga", "K-07")


def test_member_is_chosen_from_the_register(signed_in, village):
    group = factories.create_group(village, member_count=0)
    person = factories.create_person(village, name="Sri Lestari")
    address = reverse("groups:member-add", args=[group.pk])
    data = {"person": person.pk, "position": "chair", "since": "2010-02-01"}

    offered = signed_in.get(address, {"cari": "lestari"})
    first = signed_in.post(address, data)
    second = signed_in.post(address, data)

    assert "Sri Lestari · " in offered.text
    assert first.status_code == 302
    assert "sudah menjadi anggota" in second.text
    assert group.memberships.get().position == "chair"


def test_new_person_becomes_a_member_once(signed_in, village):
    group = factories.create_group(village, member_count=0)
    address = reverse("groups:member-new", args=[group.pk])
    key = signed_in.get(address).context["form"]["request_key"].value()
    data = {
        "name": "Sri", "sex": "P", "village": village.pk, "position": "member",
        "since": "2010-02-01", "request_key": key,
    }  # fmt: skip

    signed_in.post(address, data)
    again = signed_in.post(address, data)

    assert again.status_code == 302
    assert Person.objects.filter(name="Sri").count() == 1
    assert group.memberships.get().person.name == "Sri"


def test_new_member_with_a_wrong_nik_is_refused(signed_in, village):
    group = factories.create_group(village, member_count=0)
    address = reverse("groups:member-new", args=[group.pk])

    response = signed_in.post(address, {"name": "Sri", "sex": "P", "nik": "123"})

    assert "Tulis 16 angka" in response.text
    assert not group.memberships.exists()


def test_position_changes_and_membership_ends(signed_in, village):
    member = factories.create_group(village, member_count=4).memberships.get(position="member")

    held = signed_in.post(
        reverse("groups:member-position", args=[member.pk]),
        {"position": "chair", "since": "2010-02-01"},
    )
    signed_in.post(reverse("groups:member-end", args=[member.pk]), {"until": "2010-02-01"})
    again = signed_in.post(reverse("groups:member-end", args=[member.pk]), {"until": "2010-02-01"})

    member.refresh_from_db()
    assert "masih dijabat" in held.text
    assert str(member.until) == "2010-02-01"
    assert "sudah berakhir" in again.text


def test_treasurer_reads_groups_and_changes_none(client, secretary, village):
    client.force_login(factories.create_user(Role.TREASURER, office=secretary.office))
    group = factories.create_group(village)

    assert client.get(reverse("groups:group-detail", args=[group.pk])).status_code == 200
    assert client.get(reverse("groups:group-add")).status_code == 403
    assert client.post(reverse("groups:member-add", args=[group.pk])).status_code == 403
