"""A poor household proposed and judged on a phone, and what was typed kept over a lost line."""

from datetime import date

import pytest
from django.urls import reverse

from goats.models import Household
from tests import factories
from tests.browser.session import overflow, sign_in
from tests.goats.households_made import confirmed, criteria
from upk.access import Role
from upk.offices.checklists import create_default_lists

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NIK = "3314016503700001"


@pytest.fixture
def village():
    office = factories.create_office()
    create_default_lists(office, date(2005, 1, 1))
    factories.create_user(Role.MANAGER, office)
    return factories.create_village(office, name="Banaran")


def submit(page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Simpan").click()


def test_proposed_and_judged_on_a_phone(new_page, live_server, village):
    user = factories.create_user(Role.FACILITATOR, village.office)
    factories.assign(user, village)
    page = new_page(live_server.url, width=390, height=844)
    page.set_default_timeout(15_000)
    sign_in(page, user)
    page.goto(reverse("goats:household-add"))
    page.locator("#id_village").select_option(str(village.pk))
    page.locator("#id_hamlet").fill("Krajan")
    page.locator("#id_name").fill("Sri Lestari")
    page.locator("#id_sex").select_option("P")
    page.locator("#id_nik").fill(NIK)
    page.locator("#id_proposed_by").fill("Ketua RT 3")
    page.wait_for_timeout(600)
    page.reload()
    assert page.locator("#id_name").input_value() == "Sri Lestari"
    assert page.locator("#id_nik").input_value() == ""  # never kept in the browser
    page.locator("#id_nik").fill(NIK)
    submit(page)
    home = Household.objects.get()
    assert (home.head.nik, home.hamlet) == (NIK, "Krajan")

    page.goto(reverse("goats:household-assess", args=[home.pk]))
    items = list(criteria(village.office, date(2010, 1, 1)).items.all())
    for item in items[:3]:
        page.get_by_label(item.text).check()
    assert overflow(page) <= 0
    submit(page)

    home.refresh_from_db()
    assert home.need == sum(item.weight for item in items[:3])
    assert NIK not in page.content()


@pytest.mark.parametrize("width", [1366, 390])
def test_pages_fit_the_screen(new_page, live_server, village, width):
    homes = [confirmed(village, need=need) for need in (0, 0, 0)]
    page = new_page(live_server.url, width=width, height=844 if width == 390 else 768)
    sign_in(page, village.office.users.get())
    for name, args in (
        ("household-list", []), ("household-add", []), ("household-detail", [homes[0].pk]),
        ("household-assess", [homes[0].pk]), ("household-correct", [homes[0].pk]),
    ):  # fmt: skip
        page.goto(reverse(f"goats:{name}", args=args))
        assert overflow(page) <= 0, name
