from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from loans.models import ProductTerms
from tests import factories
from tests.parallel import run_together
from upk.access import Role
from upk.assets.models import AssetClass, UsefulLife
from upk.ledger.models import Account
from upk.offices.first_run import setup_code
from upk.offices.models import Office, User
from upk.periods import format_date

pytestmark = pytest.mark.django_db
ADDRESS = "/mulai/"


def answers(**changes) -> dict:
    return {
        "code": setup_code(),
        "province": "Jawa Tengah",
        "district_name": "Sragen",
        "district_code": "sragen",
        "subdistrict": "Kalijambe",
        "office_name": "UPK Kecamatan Kalijambe",
        "office_code": "Kalijambe",
        "legal_form": "upk",
        "timezone": "Asia/Jakarta",
        "since": "2010-01-01",
        "manager_name": "Pimpinan",
        "username": "Pimpinan",
        "password": "kali-jambe-2010",
        **changes,
    }


def test_login_leads_there_as_long_as_there_is_no_office(client):
    login = reverse("offices:login")
    assert f'href="{ADDRESS}"' in client.get(login).text

    client.post(ADDRESS, answers())
    client.post(reverse("offices:logout"))

    assert f'href="{ADDRESS}"' not in client.get(login).text


def test_office_is_made_with_chart_products_and_manager(client):
    response = client.post(ADDRESS, answers())

    office = Office.objects.get()
    manager = User.objects.get()
    assert response.url == reverse("offices:village-list")
    assert (office.code, office.district.code) == ("KALIJAMBE", "SRAGEN")
    assert (manager.username, manager.role) == ("pimpinan", Role.MANAGER)
    assert Account.objects.filter(office=office).count() == 222
    assert ProductTerms.objects.count() == 2
    assert set(AssetClass.objects.filter(office=office).values_list("name", flat=True)) == {
        "Tanah", "Gedung/Bangunan dan prasarana", "Kendaraan", "Truk, alat mekanik, alat berat",
        "Mesin dan instalasi", "Komputer", "Inventaris/peralatan kantor", "Lisensi aplikasi",
        "Biaya pendirian", "Sewa dibayar dimuka", "Asuransi dibayar dimuka",
    }  # fmt: skip
    assert set(UsefulLife.objects.values_list("since", flat=True)) == {date(2010, 1, 1)}
    assert Account.objects.get(office=office, code="1.2.01.04").subledger == "assets"
    assert client.get(response.url).status_code == 200


def test_a_second_factor_is_demanded_after_a_month_and_told_before(client):
    client.post(ADDRESS, answers())

    office = Office.objects.get()
    since = timezone.localdate() + timedelta(days=30)
    assert office.second_factor_from == office.district.second_factor_from == since
    manager = User.objects.get()
    assert not manager.must_have_second_factor(since - timedelta(days=1))
    assert manager.must_have_second_factor(since)
    home = client.get(reverse("desk:home")).text
    assert f"Mulai {format_date(since)} Anda memerlukan kode dari telepon" in home


def test_wrong_code_makes_nothing(client):
    response = client.post(ADDRESS, answers(code="AAAA-AAAA-AAAA"))

    assert "Kode tidak cocok" in response.text
    assert not Office.objects.exists()


def test_every_mistake_is_shown_and_nothing_is_lost(client):
    response = client.post(
        ADDRESS, answers(password="12345", username="Pak Lurah", office_code="K/1")
    )

    assert "Pak Lurah" in response.text
    assert response.text.count("invalid-feedback") == 3
    assert not Office.objects.exists()


def test_page_is_gone_once_there_is_an_office(client):
    factories.create_office()

    assert client.get(ADDRESS).status_code == 404


def test_late_second_click_is_told_that_the_office_is_there(client):
    data = answers()
    client.post(ADDRESS, data)
    client.logout()

    second = client.post(ADDRESS, data, follow=True)

    assert second.redirect_chain == [(reverse("offices:login"), 302)]
    assert "Kantor sudah dibuat. Masuk dengan akun manajernya." in second.text
    assert Office.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_office():
    """Also with two codes of offices, which no unique key keeps apart."""
    first, second = answers(), answers(office_code="LAIN", username="lain", district_code="LAIN")

    done = run_together(
        [lambda data=data: Client().post(ADDRESS, data) for data in (first, second)]
    )

    assert sorted(response.url for response in done) == [
        reverse("offices:village-list"),
        reverse("offices:login"),
    ]
    assert (Office.objects.count(), User.objects.count()) == (1, 1)
