"""Grading a group: the newest day gives its level, and nothing else does."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from groups.assessing import assess_group
from groups.models import Assessment, Group
from groups.services import save_group
from tests import factories
from upk.access import Role
from upk.offices.checklists import add_checklist, create_default_lists, list_in_force

pytestmark = pytest.mark.django_db
DAY = date(2010, 2, 1)


@pytest.fixture
def secretary():
    return factories.create_user(Role.SECRETARY)


@pytest.fixture
def group(secretary):
    create_default_lists(secretary.office, factories.BEGINNING)
    return factories.create_group(factories.create_village(secretary.office))


@pytest.fixture
def signed_in(client, secretary):
    client.force_login(secretary)
    return client


def marks(group, mark=2, on=DAY):
    return {item.pk: mark for item in list_in_force(group.office, "group", on).items.all()}


def assess(group, by, mark, **fields):
    given = {"assessed_on": DAY, "by": by, "marks": marks(group, mark)}
    return assess_group(group, **(given | fields))


def level_of(group) -> str:
    return Group.objects.get(pk=group.pk).level


def test_group_rises_with_its_marks(group, secretary):
    assert level_of(group) == "pemula"

    made = assess(group, secretary, 2)
    assert (str(made.score), made.level, level_of(group)) == ("66.67", "berkembang", "berkembang")

    assess(group, secretary, 3, assessed_on=date(2010, 2, 2))
    assert level_of(group) == "matang"


def test_the_newest_day_counts_whenever_it_is_entered(group, secretary):
    assess(group, secretary, 3, assessed_on=date(2010, 2, 5))
    assess(group, secretary, 1, assessed_on=date(2010, 2, 4))
    assert level_of(group) == "matang"

    assess(group, secretary, 1, assessed_on=date(2010, 2, 5))
    assert level_of(group) == "pemula"


def test_same_form_gives_one_assessment(group, secretary):
    key = uuid4()

    first = assess(group, secretary, 2, request_key=key)
    assert assess(group, secretary, 2, request_key=key) == first
    with pytest.raises(ValidationError, match="isi yang lain"):
        assess(group, secretary, 3, request_key=key)

    assert Assessment.objects.get() == first


def test_every_reason_is_told_at_once(group, secretary):
    group.is_active = False
    group.save()

    with pytest.raises(ValidationError) as caught:
        assess(group, secretary, 2, assessed_on=date(2010, 2, 16), marks={})

    assert caught.value.messages == [
        "Tanggal 16 Februari 2010 belum tiba. Periksa tanggalnya.",
        f"Kelompok {group} sudah tidak aktif.",
        "Daftar penilaian pada 16 Februari 2010 lain daripada yang diisi. Isi kembali.",
    ]


def test_marks_of_a_list_that_was_not_in_force_are_refused(group, secretary):
    old = marks(group, 3)
    add_checklist(group.office, "group", since=DAY, items=[("Rapi", 1)])

    with pytest.raises(ValidationError, match="lain daripada yang diisi"):
        assess(group, secretary, 3, marks=old)
    assess(group, secretary, 3, marks=old, assessed_on=date(2010, 1, 31))

    with pytest.raises(ValidationError, match="dari 0 sampai 3"):
        assess(group, secretary, 4)


def test_level_is_edited_neither_by_form_nor_by_hand(group, secretary):
    assess(group, secretary, 2)

    group.level, group.name = "matang", "Baru"  # as a form that was opened earlier
    save_group(group)
    assert level_of(group) == "berkembang"

    with pytest.raises(DatabaseError, match="follows an assessment"), transaction.atomic():
        Group.objects.filter(pk=group.pk).update(level="matang")


# Screens


def form_data(group, mark="2", **data):
    given = {f"mark-{pk}": mark for pk in marks(group)}
    return {"assessed_on": "2010-02-01", "note": "", "request_key": str(uuid4()), **given, **data}


def add_url(group):
    return reverse("groups:assessment-add", args=[group.pk])


def test_secretary_grades_a_group_once(signed_in, group):
    data = form_data(group, note="Buku kas rapi")

    first = signed_in.post(add_url(group), data)
    again = signed_in.post(add_url(group), data)

    assert first.url == again.url == reverse("groups:group-detail", args=[group.pk])
    assessment = group.assessments.get()
    page = signed_in.get(first.url).text
    assert "66,67%" in page
    assert "Buku kas rapi" in page
    detail = signed_in.get(reverse("groups:assessment-detail", args=[assessment.pk]))
    assert [mark.label for mark in detail.context["marks"]] == ["Cukup"] * 7


def test_missing_mark_is_shown_at_its_line(signed_in, group):
    data = form_data(group)
    name = next(name for name in data if name.startswith("mark-"))

    response = signed_in.post(add_url(group), data | {name: ""})
    future = signed_in.post(add_url(group), data | {"assessed_on": "2010-02-16"})

    assert set(response.context["form"].errors) == {name}
    assert "belum tiba" in future.text
    assert not Assessment.objects.exists()


def test_office_without_a_list_is_told_so(client):
    manager = factories.create_user(Role.MANAGER)
    group = factories.create_group(factories.create_village(manager.office))
    client.force_login(manager)

    response = client.get(add_url(group), follow=True)

    assert "Belum ada daftar penilaian kelompok" in response.text


def test_form_of_a_group_has_no_level(signed_in, group):
    form = signed_in.get(reverse("groups:group-edit", args=[group.pk])).context["form"]

    assert "level" not in form.fields


@pytest.mark.parametrize("role", [Role.TREASURER, Role.SUPERVISOR, Role.FACILITATOR])
def test_others_read_and_grade_nothing(client, group, secretary, role):
    assessment = assess(group, secretary, 2)
    user = factories.create_user(role, office=group.office)
    if role == Role.FACILITATOR:
        factories.assign(user, group.village)
    client.force_login(user)

    detail = reverse("groups:assessment-detail", args=[assessment.pk])
    assert client.get(detail).status_code == 200
    assert client.get(add_url(group)).status_code == 403


def test_groups_of_other_offices_are_not_found(signed_in, secretary):
    other = factories.create_group()
    create_default_lists(other.office, factories.BEGINNING)
    assessment = assess(other, factories.create_user(office=other.office), 2)

    assert signed_in.get(add_url(other)).status_code == 404
    detail = reverse("groups:assessment-detail", args=[assessment.pk])
    assert signed_in.get(detail).status_code == 404
