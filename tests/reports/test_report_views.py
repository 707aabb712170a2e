"""Reports on screen and as files: who sees what, filters, mistakes."""

from datetime import date

import pytest
from django.urls import reverse

from reports.registry import REPORTS
from reports.render import FORMATS
from tests import factories
from tests.goats.aid.world import AidWorld
from tests.grants.running import world as running_world
from tests.oversight.world import World as Oversight
from tests.reports.books.ledger import post
from tests.reports.office import end_two_loans
from tests.training.world import World as Trainings
from tests.upk.assets.office import Setting, buy_things
from tests.visits.villages import Setting as Visited
from tests.visits.villages import visit
from upk.access import OFFICE, Role
from upk.assets.classes import add_default_classes

pytestmark = pytest.mark.django_db
OF_OVERSIGHT = ("findings", "agreements")
OF_GRANTS = ("grants-by-year", "grant-progress", "unspent-tranches", "swadaya-ratio")
FILES = [name for name in FORMATS if name != "pdf"]


def address(name, **query):
    url = reverse("reports:report", args=[name])
    return url + "?" + "&".join(f"{key}={value}" for key, value in query.items())


def file_address(name, file_format, **query):
    url = reverse("reports:download", args=[name, file_format])
    return url + "?" + "&".join(f"{key}={value}" for key, value in query.items())


@pytest.mark.parametrize("name", list(REPORTS))
def test_every_report_shows_its_table(client, books, name):
    end_two_loans(books)
    post(books.manager, "1.1.01.01", "1.1.01.04", 500_000, date(2009, 12, 31))  # for the cash book
    add_default_classes(books.office, date(2003, 1, 1))
    setting = Setting(books.office, books.manager, books.manager)
    buy_things(setting, unit_cost=450_000, on=date(2009, 12, 31))
    factories.assign(books.manager, books.banaran)  # the profile says who is responsible
    reader = books.manager
    if name in OF_OVERSIGHT:
        oversight = Oversight(books.office)
        oversight.finding(on=date(2009, 12, 1), deadline=date(2009, 12, 31))
        oversight.agreement(on=date(2009, 12, 1))
    if name in OF_GRANTS:
        grants = running_world.create_world()
        running_world.receive(grants)
        reader = grants.manager
    if name == "training":
        trainings, on = Trainings(), date(2009, 11, 3)
        trainings.held(starts_on=on, ends_on=on, decided_on=on)
        post(trainings.manager, "1.1.01.01", "3.1.01.01", 500_000, on)
        reader = trainings.manager
    if name == "aid":
        reader = AidWorld().manager
    if name == "visits":
        group, manager = books.loans["E"].group, books.manager
        own = Visited(books.office, group.village, group, manager, manager)
        visit(own, date(2009, 12, 1), officers=(), agreements=[])
    client.force_login(reader)

    response = client.get(address(name, triwulan="2009-4"))

    assert response.status_code == 200
    page = response.content.decode()
    assert "<caption" in page
    assert "Triwulan IV 2009 (1 Oktober 2009 s.d. 31 Desember 2009)" in page


def test_index_lists_what_the_role_may_see(client, books):
    facilitator = factories.create_user(Role.FACILITATOR, office=books.office)
    client.force_login(facilitator)

    page = client.get(reverse("reports:index")).content.decode()

    shown = [n for n in REPORTS if f'href="{reverse("reports:report", args=[n])}"' in page]
    assert shown == [n for n, d in REPORTS.items() if Role.FACILITATOR in d.roles]
    assert "trial-balance" not in shown


@pytest.mark.parametrize("role", list(Role))
def test_roles_of_reports(client, books, role):
    user = (
        factories.create_user(role)
        if role == Role.DISTRICT
        else factories.create_user(role, office=books.office)
    )
    client.force_login(user)

    for name, definition in REPORTS.items():
        expected = 200 if role in definition.roles else 403
        assert client.get(address(name)).status_code == expected, name
        assert client.get(file_address(name, "json")).status_code == expected, name
    assert client.get(reverse("reports:index")).status_code == (200 if role in OFFICE else 403)


def test_a_facilitator_sees_the_own_villages_alone(client, books):
    facilitator = factories.create_user(Role.FACILITATOR, office=books.office)
    factories.assign(facilitator, books.keden)
    client.force_login(facilitator)

    for name in ("lpp", "active-loans", "arrears", "collectibility"):
        page = client.get(address(name, triwulan="2009-4")).content.decode()
        assert "Desa Keden" in page
        assert "Kelompok C" in page
        assert "Kelompok A" not in page
        assert "Banaran" not in page
    totals = client.get(file_address("lpp", "json", triwulan="2009-4")).json()["totals"]
    assert totals["outstanding_principal"] == 8_000_000 + 19_200_000


def test_a_facilitator_may_not_ask_for_another_village(client, books):
    facilitator = factories.create_user(Role.FACILITATOR, office=books.office)
    factories.assign(facilitator, books.keden)
    client.force_login(facilitator)

    page = client.get(address("lpp", desa=books.banaran.pk)).content.decode()

    assert "invalid-feedback" in page
    assert "<caption" not in page
    assert client.get(file_address("lpp", "csv", desa=books.banaran.pk)).status_code == 404


def test_a_stranger_sees_nothing_of_the_office(client, books):
    client.force_login(factories.create_user())

    page = client.get(address("active-loans")).content.decode()

    assert "<caption" not in page
    assert client.get(file_address("lpp", "json", desa=books.keden.pk)).status_code == 404


def test_filters_narrow_the_report_and_its_title(client, books):
    client.force_login(books.manager)
    product = books.loans["E"].product

    page = client.get(
        address("active-loans", tanggal="2009-12-31", desa=books.keden.pk, produk=product.pk)
    ).content.decode()

    assert "Daftar Pinjaman Aktif: Desa Keden, UEP" in page
    assert "Kelompok F" in page
    assert "Kelompok C" not in page
    assert "Kelompok E" not in page


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"tanggal": "2010-02-16"}, "belum tiba"),
        ({"tanggal": "kemarin"}, "tanggal"),
        ({"triwulan": "2009-4", "tanggal": "2009-12-31"}, "Pilih triwulan atau tanggal"),
        ({"triwulan": "2012-1"}, "invalid-feedback"),
        ({"desa": "987654321"}, "invalid-feedback"),
    ],
)
def test_wrong_filters_say_what_is_wrong(client, books, query, message):
    client.force_login(books.manager)

    page = client.get(address("lpp", **query)).content.decode()

    assert message in page
    assert "invalid-feedback" in page
    assert "<caption" not in page
    assert client.get(file_address("lpp", "json", **query)).status_code == 404


def test_the_running_quarter_ends_today(client, books):
    client.force_login(books.manager)

    data = client.get(file_address("lpp", "json", triwulan="2010-1")).json()

    assert (data["from"], data["as_of"]) == ("2010-01-01", "2010-02-15")


@pytest.mark.parametrize("file_format", FILES)
def test_files_carry_name_and_type(client, books, file_format):
    client.force_login(books.manager)

    response = client.get(file_address("lpp", file_format, triwulan="2009-4"))

    name = f"contoh-lpp-2009-12-31.{file_format}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Type"] == FORMATS[file_format].content_type
    assert response.content


def test_unknown_reports_and_formats_are_not_found(client, books):
    client.force_login(books.manager)

    assert client.get(address("lppp")).status_code == 404
    assert client.get(file_address("lpp", "docx")).status_code == 404


def test_a_village_leads_to_its_loans(client, books):
    client.force_login(books.manager)

    page = client.get(address("lpp-villages", triwulan="2009-4")).content.decode()

    below = f"{reverse('reports:report', args=['lpp'])}?triwulan=2009-4&amp;desa={books.keden.pk}"
    assert f'<a href="{below}">Keden</a>' in page


def test_a_report_with_nothing_in_it_says_so(client):
    client.force_login(factories.create_user())

    assert "Tidak ada yang perlu dimuat" in client.get(address("lpp")).content.decode()


def test_today_is_the_default(client, books):
    client.force_login(books.manager)

    data = client.get(file_address("active-loans", "json")).json()

    assert data["as_of"] == date(2010, 2, 15).isoformat()
