"""The page of what the pack holds: who may, what it saves, what it refuses."""

import pytest
from django.urls import reverse

from reports.chosen import choice_of
from reports.models import PackSetting
from tests import factories
from upk.access import Role

pytestmark = pytest.mark.django_db
PAGE = reverse("reports:pack-settings")
ALL = ["profil", "blm", "kelompok", "rtm", "pemeliharaan", "pengawasan"]


@pytest.fixture
def web(client, books):
    client.force_login(books.manager)
    return client


def test_page_offers_what_holds_and_saves_what_is_chosen(web, books):
    assert web.get(PAGE).context["form"].initial["chapters"] == ALL
    form = {"chapters": ALL[1:], "with_annexes": "on", "letter": "Surat {kantor}"}

    response = web.post(PAGE, {**form, "langkah": "simpan"}, follow=True)

    assert "Susunan laporan tersimpan" in response.text
    choice = choice_of(books.office)
    assert (choice.left_out, choice.with_annexes) == ({"profil"}, True)
    assert choice.letter == "Surat {kantor}"
    assert "tanpa profil" in response.text


def test_sending_it_twice_keeps_one_row(web):
    form = {"chapters": ALL[2:], "letter": "", "langkah": "simpan"}

    web.post(PAGE, form)
    web.post(PAGE, form)

    assert PackSetting.objects.count() == 1


def test_preview_saves_nothing_and_shows_the_letter(web, books):
    page = web.post(PAGE, {"letter": "**Halo** {kantor} <b>", "langkah": "pratinjau"}).text

    assert f"<b>Halo</b> {books.office.name}" in page
    assert "&lt;b&gt;" in page
    assert not PackSetting.objects.exists()


def test_fault_of_the_letter_is_shown_and_what_was_typed_stays(web):
    page = web.post(PAGE, {"letter": "Kepada {kabupatn}", "langkah": "simpan"}).text

    assert "Maksudnya {kabupaten}?" in page
    assert "Kepada {kabupatn}" in page
    assert not PackSetting.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MANAGER])
def test_page_is_for_the_manager(client, books, role):
    place = {"district": books.office.district} if role == Role.DISTRICT else {}
    office = [] if place else [books.office]
    client.force_login(factories.create_user(role, *office, **place))

    assert client.get(PAGE).status_code == client.post(PAGE, {}).status_code == 403
