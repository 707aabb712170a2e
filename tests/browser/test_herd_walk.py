"""Birth, weaning and hand-over on a phone, with the line dropping: nothing lost or doubled."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Error

from goats.models import Goat, GoatEvent
from goats.rules.events import Kind
from tests import factories
from tests.browser.session import overflow, sign_in
from tests.goats.herd.world import World
from upk.access import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTH, HEIGHT = 390, 844


@pytest.fixture
def world():
    return World()


@pytest.fixture
def phone(new_page, live_server, world):
    """The phone of the village's responsible, signed in."""
    user = factories.create_user(Role.FACILITATOR, world.office)
    factories.assign(user, world.villages[0])
    page = new_page(live_server.url, width=WIDTH, height=HEIGHT)
    page.set_default_timeout(15_000)
    sign_in(page, user)
    return page


def submit(page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Simpan").click()


def submit_and_lose_the_answer(page, address: str) -> None:
    """The server has done it, the phone doesn't know; then it is asked for the form again."""

    def swallow(route):
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    page.route(f"**{address}", swallow)
    with pytest.raises(Error, match="ERR_CONNECTION_RESET"):
        submit(page)
    page.unroute(f"**{address}")
    page.context.clear_cookies(name="messages")  # it was in the answer
    page.goto(address)


def submit_without_a_line(page, address: str) -> None:
    """The line is down when the button is pressed; once it is back the form is opened again."""
    page.context.set_offline(True)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        submit(page)
    page.context.set_offline(False)
    page.goto(address)


def count(kind: Kind) -> int:
    return GoatEvent.objects.filter(kind=kind).count()


def test_birth_weaning_and_hand_over_with_the_line_dropping(phone, world):
    mother = world.placed(0)
    pages = {
        name: reverse(f"goats:{name}", args=[mother.pk])
        for name in ("goat-detail", "birth-add", "weaning-add", "handover-add")
    }

    phone.goto(pages["birth-add"])
    phone.get_by_label("Tanggal lahir").fill("2009-09-01")
    phone.get_by_label("Anak betina hidup").select_option("1")
    phone.get_by_label("Anak jantan hidup").select_option("1")
    assert overflow(phone) == 0
    submit_and_lose_the_answer(phone, pages["birth-add"])
    assert count(Kind.GAVE_BIRTH) == 1
    assert phone.get_by_label("Anak betina hidup").input_value() == "1"
    submit(phone)

    assert phone.get_by_role("heading", name=mother.tag).is_visible()
    assert overflow(phone) == 0
    assert (count(Kind.GAVE_BIRTH), Goat.objects.count()) == (1, 3)

    phone.goto(pages["weaning-add"])
    phone.get_by_label("Tanggal disapih").fill("2010-01-02")
    submit_without_a_line(phone, pages["weaning-add"])
    assert count(Kind.WEANED) == 0
    assert phone.get_by_label("Tanggal disapih").input_value() == "2010-01-02"
    assert overflow(phone) == 0
    submit(phone)

    assert count(Kind.WEANED) == 2
    assert (
        phone.get_by_text("Serah terima terlambat")
        .or_(phone.get_by_text("Serah terima jatuh tempo"))
        .first.is_visible()
    )

    phone.goto(reverse("goats:handover-list"))
    assert overflow(phone) == 0
    with phone.expect_navigation():
        phone.get_by_role("link", name=f"Serah terima {mother.tag}").click()
    phone.locator("input[name=on]").fill("2010-01-05")
    assert overflow(phone) == 0
    submit_and_lose_the_answer(phone, pages["handover-add"])
    assert count(Kind.HANDED_ON) == 1
    submit(phone)

    assert count(Kind.HANDED_ON) == 1
    [event] = GoatEvent.objects.filter(kind=Kind.HANDED_ON)
    assert (event.happened_on, event.household_id) == (date(2010, 1, 5), world.households[1].pk)
    assert Goat.objects.get(pk=mother.pk).keeper_id == world.households[1].pk
