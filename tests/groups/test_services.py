"""Members come, change position and go; what the office may not do is refused in words."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from groups.models import Group, Membership
from groups.services import (
    add_member,
    add_new_person,
    change_position,
    end_membership,
    save_group,
)
from tests import factories
from upk.offices.models import Person

pytestmark = pytest.mark.django_db
DAY = date(2009, 5, 1)


def test_member_is_taken_in_from_a_day_on():
    group = factories.create_group(member_count=0)
    person = factories.create_person(group.village)

    made = add_member(group, person, position="chair", since=DAY)

    assert (made.group, made.person, made.position, made.until) == (group, person, "chair", None)


def test_every_reason_against_a_member_is_said_at_once():
    group = factories.create_group(is_active=False)
    member = group.memberships.get(position="chair").person

    with pytest.raises(ValidationError) as caught:
        add_member(group, member, position="secretary", since=date(2010, 3, 1))

    secretary = group.memberships.get(position="secretary").person
    assert caught.value.messages == [
        f"Kelompok {group} sudah tidak aktif.",
        "Tanggal mulai belum tiba. Periksa tanggalnya.",
        f"{member} sudah menjadi anggota kelompok ini.",
        f"Sekretaris masih dijabat {secretary}. Ubah kedudukannya lebih dahulu.",
    ]


def test_memberships_of_a_person_do_not_overlap():
    group = factories.create_group(member_count=4)
    member = group.memberships.get(position="member")
    end_membership(member, until=DAY)

    with pytest.raises(ValidationError, match="masih anggota pada 1 Mei 2009"):
        add_member(group, member.person, since=DAY)
    add_member(group, member.person, since=date(2009, 5, 2))

    assert group.memberships.filter(person=member.person).count() == 2


def test_person_of_another_office_cannot_become_a_member():
    with pytest.raises(ValidationError, match="Pilih orang dari daftar"):
        add_member(factories.create_group(), factories.create_person(), since=DAY)


def test_change_of_position_ends_a_row_and_begins_another():
    group = factories.create_group(member_count=4)
    chair = group.memberships.get(position="chair")
    successor = group.memberships.get(position="member")

    change_position(chair, position="member", since=DAY)
    change_position(successor, position="chair", since=DAY)

    rows = Membership.objects.filter(person=successor.person).values_list(
        "position", "since", "until"
    )
    assert list(rows) == [
        ("member", factories.BEGINNING, date(2009, 4, 30)),
        ("chair", DAY, None),
    ]


def test_position_that_is_held_is_refused():
    group = factories.create_group(member_count=4)
    member = group.memberships.get(position="member")

    with pytest.raises(ValidationError, match="Ketua masih dijabat"):
        change_position(member, position="chair", since=DAY)

    assert group.memberships.open().count() == 4


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        (date(2002, 12, 31), "Pilih tanggal sesudah 1 Januari 2003"),
        (date(2010, 2, 16), "Tanggal itu belum tiba"),
    ],
)
def test_membership_ends_on_a_day_that_fits(until, sentence):
    member = factories.create_group().memberships.first()

    with pytest.raises(ValidationError, match=sentence):
        end_membership(member, until=until)


def test_membership_ends_once():
    member = factories.create_group().memberships.first()
    end_membership(member, until=DAY)

    with pytest.raises(ValidationError, match="sudah berakhir pada 1 Mei 2009"):
        end_membership(member, until=DAY)


def test_new_person_is_recorded_once_per_form():
    group = factories.create_group(member_count=0)
    by = factories.create_user(office=group.office)
    key = uuid4()

    def send():
        person = Person(office=group.office, village=group.village, name="Sri", sex="P")
        person.set_identity()
        return add_new_person(group, person, position="chair", since=DAY, request_key=key, by=by)

    assert send() == send()
    assert Person.objects.filter(name="Sri").count() == 1


def test_code_taken_meanwhile_is_a_sentence():
    group = factories.create_group(code="K-1")
    other = Group(office=group.office, village=group.village, code="K-1", name="x", category="SPP")

    with pytest.raises(ValidationError, match="Kode K-1 sudah dipakai kelompok lain"):
        save_group(other)


def test_group_with_loans_keeps_village_and_category():
    group = factories.create_loan().group
    group.village = factories.create_village(group.office)
    group.category = "UEP"

    with pytest.raises(ValidationError) as caught:
        save_group(group)

    assert set(caught.value.error_dict) == {"village", "category"}
