"""The day sheet as it is used: by keyboard alone, on a weak line, on a phone."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Error

from loans.models import Repayment
from tests import factories
from tests.browser.session import overflow, sign_in, type_at_once, wait_for_focus
from upk.access import Role
from upk.signin.models import Session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROWS = 15
OVERDUE = 6_900_000  # of each loan of these tests, on 15 February 2010


@pytest.fixture
def treasurer():
    return factories.create_user(Role.TREASURER)


@pytest.fixture
def village(treasurer):
    """Fifteen groups, each with a loan; the tenth would settle by what is typed below."""
    village = factories.create_village(treasurer.office, name="Banaran")
    for n in range(1, ROWS + 1):
        group = factories.create_group(village, code=f"B{n:02}", name=f"Melati {n:02}")
        factories.create_loan(group, disbursed_on=date(2009, 8, 10), by=treasurer)
    return village


@pytest.fixture
def open_sheet(new_page, live_server, treasurer, village):
    def open_it(**options):
        page = new_page(live_server.url, **options)
        page.set_default_timeout(10_000)
        sign_in(page, treasurer)
        page.goto(f"{reverse('loans:day-sheet')}?desa={village.pk}")
        return page

    return open_it


def press_and_wait(page, keys):
    with page.expect_navigation():
        page.keyboard.press(keys)


def click_and_wait(button):
    with button.page.expect_navigation():
        button.click()


def amounts(page):
    return [field.input_value() for field in page.locator("[data-due]").all()]


def test_ten_rows_by_keyboard_alone_from_sheet_to_receipts(open_sheet):
    page = open_sheet()

    wait_for_focus(page)  # which the first field has by itself
    for n in range(10):
        page.keyboard.press("F2") if n % 2 else page.keyboard.type(f"{1_000_000 + n}")
        page.keyboard.press("Enter")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("2500")

    expected = sum(OVERDUE if n % 2 else 1_000_000 + n for n in range(10)) + 2500
    shown = f"Rp {expected:,}".replace(",", ".")
    assert page.locator("[data-total=all]").inner_text() == shown
    press_and_wait(page, "Control+Enter")
    assert "belum tercatat" in page.locator(".page-head").inner_text()
    assert not Repayment.objects.exists()
    press_and_wait(page, "Control+Enter")
    assert "10 setoran tercatat." in page.locator(".alert-success").inner_text()
    paid = Repayment.objects.order_by("pk")
    assert [r.loan.group.code for r in paid] == [f"B{n:02}" for n in range(1, 11)]
    assert sum(r.amount for r in paid) == expected
    assert paid[9].penalty == 2500


def test_fifteen_rows_fit_a_laptop_without_scrolling(open_sheet):
    page = open_sheet()

    last = page.locator("[data-due]").last.bounding_box()
    bar = page.locator(".sheet-bar").bounding_box()

    assert page.locator("[data-due]").count() == ROWS
    assert last["y"] + last["height"] < bar["y"]
    assert bar["y"] + bar["height"] <= 768
    assert overflow(page) == 0


def test_lost_line_loses_nothing_and_sends_once(open_sheet):
    page = open_sheet()
    type_at_once(page, "1150000")
    page.context.set_offline(True)

    page.keyboard.press("Control+Enter")

    page.get_by_text("Sambungan terputus.").wait_for()
    assert amounts(page)[0] == "1.150.000"
    page.context.set_offline(False)
    press_and_wait(page, "Control+Enter")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    page.get_by_text("Sambungan terputus.").wait_for()
    assert not Repayment.objects.exists()
    page.context.set_offline(False)
    press_and_wait(page, "Control+Enter")
    assert Repayment.objects.get().amount == 1_150_000


def test_answer_that_never_arrived_is_asked_for_again(open_sheet):
    """The server has posted, the browser doesn't know: back, and once more."""
    page = open_sheet()
    type_at_once(page, "1150000")
    press_and_wait(page, "Control+Enter")

    def swallow(route):
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    page.route("**/lembar-setoran/**", swallow)
    with pytest.raises(Error, match="ERR_CONNECTION_RESET"):
        press_and_wait(page, "Control+Enter")
    page.unroute("**/lembar-setoran/**")
    page.context.clear_cookies(name="messages")  # it was in the answer
    assert Repayment.objects.count() == 1

    page.go_back()  # to the sheet: its draft has the key of then, and the server knows it
    press_and_wait(page, "Control+Enter")
    page.get_by_role("heading", name="Setoran 15 Februari 2010").wait_for()
    assert Repayment.objects.count() == 1


def test_reload_restores_the_draft_and_a_posted_one_is_gone(open_sheet):
    page = open_sheet()
    address = page.url
    type_at_once(page, "1150000")
    page.locator("select[name$=payer]").first.select_option(index=1)
    page.wait_for_timeout(400)  # the draft is written a quarter of a second after the last key

    page.reload()

    page.get_by_text("Isian yang belum terkirim dipulihkan.").wait_for()
    assert amounts(page)[0] == "1.150.000"
    press_and_wait(page, "Control+Enter")
    press_and_wait(page, "Control+Enter")
    page.goto(address)
    assert set(amounts(page)) == {""}
    assert Repayment.objects.get().paid_in_by is not None


def test_idle_logout_leads_back_to_what_was_typed(open_sheet, treasurer):
    page = open_sheet()
    type_at_once(page, "1150000")
    Session.objects.all().delete()

    press_and_wait(page, "Control+Enter")
    page.get_by_label("Nama pengguna").fill(treasurer.username)
    page.get_by_label("Kata sandi").fill(factories.PASSWORD)
    press_and_wait(page, "Enter")

    page.get_by_text("Isian yang belum terkirim dipulihkan.").wait_for()
    assert amounts(page)[0] == "1.150.000"
    press_and_wait(page, "Control+Enter")
    press_and_wait(page, "Control+Enter")
    assert Repayment.objects.get().amount == 1_150_000


def test_another_day_shows_its_dues_and_keeps_what_was_typed(open_sheet):
    page = open_sheet()
    type_at_once(page, "1150000")

    with page.expect_navigation():
        page.locator("#id_tanggal").fill("2009-10-10")

    assert amounts(page)[0] == "1.150.000"
    assert page.locator("[data-fill]").first.get_attribute("data-fill") == "2300000"
    page.wait_for_timeout(400)
    page.goto(page.locator("form[data-sheet]").evaluate("form => form.action"))
    assert amounts(page)[0] == "1.150.000"


def test_double_click_posts_once(open_sheet):
    page = open_sheet()
    type_at_once(page, "1150000")
    press_and_wait(page, "Control+Enter")

    with page.expect_navigation():
        page.get_by_role("button", name="Catat 1 setoran").dblclick(no_wait_after=True)

    page.get_by_role("heading", name="Setoran 15 Februari 2010").wait_for()
    assert Repayment.objects.count() == 1


def test_split_typed_by_hand_adds_up_and_enter_closes_it(open_sheet):
    page = open_sheet()
    page.locator(".sheet-more summary").first.press("Enter")
    page.locator("[name$=-principal]").first.fill("400000")
    page.locator("[name$=-interest]").first.fill("100000")

    page.keyboard.press("Enter")

    assert amounts(page)[0] == "500.000"
    assert page.locator("[data-due]").first.evaluate("field => field === document.activeElement")
    assert page.locator(".sheet-more[open]").count() == 0


def test_error_stands_at_its_row_with_the_focus(open_sheet):
    page = open_sheet()
    third = page.locator("[data-due]").nth(2)
    third.fill("99000000")

    press_and_wait(page, "Control+Enter")

    third = page.locator("[data-due]").nth(2)
    assert third.evaluate("field => field === document.activeElement")
    note = page.locator(f"#{third.get_attribute('aria-describedby')}")
    assert "Melebihi kewajiban" in note.inner_text()


def test_phone_has_room_for_fingers_and_no_sideways_scrolling(open_sheet):
    page = open_sheet(width=390, height=844, has_touch=True)

    page.locator("[data-fill]").nth(1).tap()
    assert amounts(page)[1] == "6.900.000"
    for selector in ("[data-due]", "select[name$=payer]", "[data-fill]", ".sheet-more summary"):
        assert page.locator(selector).nth(1).bounding_box()["height"] >= 44
    assert overflow(page) == 0
    with page.expect_navigation():
        page.get_by_role("button", name="Periksa").tap()
    assert overflow(page) == 0
    with page.expect_navigation():
        page.get_by_role("button", name="Catat 1 setoran").tap()
    assert Repayment.objects.get().amount == OVERDUE


def test_without_javascript_the_sheet_is_filled_checked_and_posted(open_sheet):
    page = open_sheet(java_script_enabled=False)

    click_and_wait(page.locator("button[value^=isi-]").first)
    assert amounts(page)[0] == "6.900.000"
    click_and_wait(page.get_by_role("button", name="Periksa"))
    click_and_wait(page.get_by_role("button", name="Kembali mengubah"))
    assert amounts(page)[0] == "6.900.000"
    click_and_wait(page.get_by_role("button", name="Periksa"))
    click_and_wait(page.get_by_role("button", name="Catat 1 setoran"))

    assert Repayment.objects.get().amount == OVERDUE
