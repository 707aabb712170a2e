"""Aid from a plan to the household: written and decided at the office, paid, handed over on a phone
while the line drops."""

import pytest
from django.urls import reverse

from goats.aid import plan_views
from goats.models import AidHandover, AidMove, AidPlan
from tests import factories
from tests.browser.session import overflow, sign_in
from tests.goats.aid.world import AidWorld
from upk.access import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world():
    return AidWorld()


def submit(page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def sheet(new_page, live_server, user, width: int):
    page = new_page(live_server.url, width=width, height=844 if width == 390 else 768)
    page.set_default_timeout(15_000)
    sign_in(page, user)
    return page


def test_from_the_plan_to_the_payment_at_the_office(new_page, live_server, world):
    page = sheet(new_page, live_server, world.secretary, 1366)
    page.goto(f"{reverse('goats:aid-plan-add')}?jenis=groceries&jumlah=150.000")
    page.locator("#id_purpose").fill("Sembako Lebaran")
    last = world.homes[5]
    page.locator(f"#id_amount-{last.pk}").fill("")
    assert page.locator("[data-total=all]").inner_text() == "Rp 750.000"
    assert overflow(page) <= 0
    submit(page, "Tulis rencana")
    plan = AidPlan.objects.get()
    assert (plan.total, plan.line_count) == (750_000, 5)

    page = sheet(new_page, live_server, world.manager, 1366)
    page.goto(reverse("goats:aid-plan", args=[plan.pk]))
    with page.expect_navigation():
        page.get_by_role("link", name="Putuskan").click()
    page.get_by_label("Disetujui").check()
    submit(page, "Simpan")

    page = sheet(new_page, live_server, world.treasurer, 1366)
    page.goto(reverse("goats:aid-plan", args=[plan.pk]))
    with page.expect_navigation():
        page.get_by_role("link", name="Bayar").click()
    assert page.locator("#id_amount").input_value() == "750.000"
    page.locator("#id_account").select_option(str(world.cash.pk))
    submit(page, "Simpan")
    assert AidMove.objects.get().amount == 750_000
    assert overflow(page) <= 0


def test_a_long_plan_is_written_page_by_page_and_its_draft_is_whole(
    new_page, live_server, world, monkeypatch
):
    monkeypatch.setattr(plan_views, "HOMES_SHOWN", 4)
    first, last = world.homes[0], world.homes[2]
    page = sheet(new_page, live_server, world.secretary, 390)
    page.goto(reverse("goats:aid-plan-add"))
    page.locator("#id_purpose").fill("Sembako Lebaran")
    page.locator(f"#id_amount-{first.pk}").fill("100.000")
    assert page.locator(f"#id_amount-{last.pk}").count() == 0

    submit(page, "Berikutnya")
    page.locator(f"#id_amount-{last.pk}").fill("50.000")
    assert page.locator("[data-total=all]").inner_text() == "Rp 150.000"
    page.wait_for_timeout(600)  # the draft is kept
    page.goto(reverse("goats:aid-plan-add"))

    assert page.locator(f"#id_amount-{first.pk}").input_value() == "100.000"
    assert page.locator("[data-total=all]").inner_text() == "Rp 150.000"
    assert overflow(page) <= 0
    submit(page, "Tulis rencana")
    plan = AidPlan.objects.get()
    assert (plan.total, plan.line_count) == (150_000, 2)


def test_handed_over_on_a_phone_while_the_line_drops(new_page, live_server, world):
    plan = world.approved({3: 100_000, 4: 100_000})
    world.pay(plan, 200_000)
    user = factories.create_user(Role.FACILITATOR, world.office)
    factories.assign(user, world.villages[1])
    page = sheet(new_page, live_server, user, 390)
    page.goto(reverse("goats:aid-list"))
    with page.expect_navigation():
        page.get_by_role("link", name="Serahkan").click()
    came = page.locator(f"[name=line-{world.line(plan, 3).pk}]")
    came.check()
    page.wait_for_timeout(600)  # the draft is kept
    page.context.set_offline(True)
    page.get_by_role("button", name="Catat penyerahan").click()
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    page.goto(reverse("goats:aid-hand", args=[plan.pk]))
    assert came.is_checked()
    assert overflow(page) <= 0
    submit(page, "Catat penyerahan")

    assert AidHandover.objects.get().line == world.line(plan, 3)
    page.goto(reverse("goats:aid-hand", args=[plan.pk]))
    assert page.locator("input[type=checkbox]").count() == 1


@pytest.mark.parametrize("width", [1366, 390])
def test_pages_fit_the_screen(new_page, live_server, world, width):
    plan = world.approved()
    world.pay(plan, 500_000)
    world.hand(plan, {0: 200_000})
    page = sheet(new_page, live_server, world.manager, width)
    for name, args in (
        ("aid-list", []), ("aid-year", [2009]), ("aid-plan", [plan.pk]), ("aid-plan-add", []),
        ("aid-hand", [plan.pk]), ("aid-handovers", []), ("aid-plan-end", [plan.pk]),
        ("household-detail", [world.homes[0].pk]),
    ):  # fmt: skip
        page.goto(reverse(f"goats:{name}", args=args))
        assert overflow(page) <= 0, name
