"""The office's dated lists: the defaults, a new one from a day on, who may."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests import factories
from upk.access import Role
from upk.ledger.services import close_books
from upk.offices.checklists import add_checklist, create_default_lists, list_in_force
from upk.offices.default_lists import DEFAULT_LISTS, MEMBER_QUESTIONS
from upk.offices.models import Checklist

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return factories.create_user(Role.MANAGER)


@pytest.fixture
def office(manager):
    create_default_lists(manager.office, factories.BEGINNING)
    return manager.office


@pytest.fixture
def signed_in(client, manager):
    client.force_login(manager)
    return client


def lines(checklist) -> list[tuple[str, int]]:
    return [(item.text, item.weight) for item in checklist.items.all()]


def add_url(kind):
    return reverse("offices:checklist-add", args=[kind])


def test_new_office_has_every_list_and_nine_questions(office):
    for kind in Checklist.Kind.values:
        assert lines(list_in_force(office, kind, factories.TODAY)) == list(DEFAULT_LISTS[kind])
    assert len(MEMBER_QUESTIONS) == 9
    assert list_in_force(office, "papers", date(2002, 12, 31)) is None


def test_the_list_of_a_day_is_the_newest_that_had_begun(office):
    add_checklist(office, "papers", since=date(2010, 3, 1), items=[("Surat", 0)])

    assert len(lines(list_in_force(office, "papers", date(2010, 2, 28)))) == 14
    assert lines(list_in_force(office, "papers", date(2010, 3, 1))) == [("Surat", 0)]


def test_every_fault_of_a_list_is_told_at_once(office, manager):
    close_books(office, through=date(2009, 12, 31), by=manager)

    with pytest.raises(ValidationError) as caught:
        add_checklist(office, "group", since=date(2009, 12, 31), items=[("Rapi", 0), (" rapi", 5)])

    assert caught.value.messages == [
        "Buku sudah ditutup sampai 31 Desember 2009. Pilih tanggal sesudahnya.",
        "Ada baris yang sama. Hapus salah satunya.",
        "Bobot setiap baris harus lebih dari nol.",
    ]
    with pytest.raises(ValidationError, match="sedikitnya satu baris"):
        add_checklist(office, "papers", since=date(2010, 1, 1), items=[])


def test_manager_renews_a_list_from_the_present_one_once(signed_in, office):
    shown = signed_in.get(add_url("group")).context["form"]
    data = {"since": "2010-02-15"}
    for _n, text, weight in shown.rows():
        data |= {text.html_name: text.value(), weight.html_name: weight.value() or ""}
    data |= {"text-1": "", "text-8": "Kas kelompok diperiksa", "weight-8": "20"}

    saved = signed_in.post(add_url("group"), data)
    again = signed_in.post(add_url("group"), data)

    present = list_in_force(office, "group", factories.TODAY)
    assert saved.url == reverse("offices:checklist-list")
    assert "Sudah ada daftar mulai 15 Februari 2010" in again.text
    assert lines(present) == [*DEFAULT_LISTS["group"][1:], ("Kas kelompok diperiksa", 20)]
    page = signed_in.get(saved.url)
    assert [len(kind["others"]) for kind in page.context["kinds"]] == [0, 0, 1, 0]
    assert "Kas kelompok diperiksa" in page.text


def test_office_without_lists_sees_that_there_are_none(signed_in):
    assert (
        "Belum ada daftar yang berlaku hari ini"
        in signed_in.get(reverse("offices:checklist-list")).text
    )
    assert signed_in.get(add_url("papers")).status_code == 200
    assert signed_in.get(add_url("lain")).status_code == 404


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.TREASURER, Role.SUPERVISOR])
def test_staff_read_and_the_manager_alone_renews(client, office, role):
    client.force_login(factories.create_user(role, office=office))

    assert client.get(reverse("offices:checklist-list")).status_code == 200
    assert client.get(add_url("papers")).status_code == 403
