"""The back button, a second tab, the browser's developer tools: nothing is posted twice."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Error, Page

from loans.models import Repayment
from tests import factories
from tests.browser.session import sign_in
from upk.access import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DUE = 1_150_000


@pytest.fixture
def loan():
    """A loan of which two instalments are due."""
    treasurer = factories.create_user(Role.TREASURER, username="bendahara")
    group = factories.create_group(factories.create_village(treasurer.office), name="Melati")
    return factories.create_loan(group, disbursed_on=date(2009, 12, 10), by=treasurer)


@pytest.fixture
def open_page(new_page, live_server, loan):
    """A page of the treasurer; with ``beside`` another tab of the same browser."""

    def open_it(beside: Page | None = None) -> Page:
        if beside:
            page = beside.context.new_page()
        else:
            page = new_page(live_server.url)
            sign_in(page, factories.User.objects.get(username="bendahara"))
        page.set_default_timeout(10_000)
        return page

    return open_it


@pytest.fixture
def sheet(loan) -> str:
    return f"{reverse('loans:day-sheet')}?desa={loan.group.village_id}"


@pytest.fixture
def payment(loan) -> str:
    return reverse("loans:repayment-add", args=[loan.pk])


def send(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")


def amount(page: Page):
    return page.locator("[data-due]").first


def posted() -> list[int]:
    return [repayment.amount for repayment in Repayment.objects.order_by("pk")]


def test_back_and_send_again_posts_a_sheet_once(open_page, sheet):
    """After "back" the browser asks whether to send the form once more: preview, then posting."""
    page = open_page()
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request))
    page.goto(sheet)
    amount(page).fill(str(DUE))
    send(page)
    send(page)

    again = [
        page.context.request.post(
            request.url,
            data=request.post_data,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        for request in sent
    ]

    assert [answer.url for answer in again] == [page.url, page.url]  # its receipts, both times
    assert posted() == [DUE]


def test_back_and_again_posts_a_payment_once(open_page, payment):
    page = open_page()
    page.goto(payment)
    amount(page).fill(str(DUE))
    send(page)
    receipt = page.url

    page.go_back()
    amount(page).wait_for()

    assert amount(page).input_value() == ""
    page.go_forward()
    page.reload()
    assert page.url == receipt
    assert posted() == [DUE]


def test_second_tab_with_the_same_form_shows_the_same_receipt(open_page, payment):
    """It took the draft over, and with it the form's key."""
    first = open_page()
    first.goto(payment)
    amount(first).fill(str(DUE))
    first.wait_for_timeout(400)  # until the draft is written
    second = open_page(beside=first)
    second.goto(payment)
    second.get_by_text("Isian yang belum terkirim dipulihkan.").wait_for()

    send(first)
    second.locator("form[data-main]").evaluate("form => form.requestSubmit()")
    second.wait_for_url("**/kwitansi/**")

    assert second.url == first.url
    assert posted() == [DUE]


def test_same_loan_in_two_forms_is_paid_as_far_as_it_is_owed(open_page, sheet, payment):
    first = open_page()
    first.goto(sheet)
    amount(first).fill(str(2 * DUE))
    send(first)
    second = open_page(beside=first)
    second.goto(payment)
    amount(second).fill(str(2 * DUE))
    send(second)

    send(first)  # what the preview said is no longer so

    assert "Melebihi yang jatuh tempo sebesar Rp 2.300.000" in first.inner_text("main")
    assert amount(first).input_value() == "2.300.000"
    assert posted() == [2 * DUE]


def test_amount_altered_after_the_preview_is_checked_again(open_page, sheet):
    page = open_page()
    page.goto(sheet)
    amount(page).fill(str(DUE))
    send(page)
    page.locator("input[name$=-amount]").evaluate("field => field.value = '99000000'")

    send(page)

    assert "Melebihi kewajiban" in page.inner_text("main")
    assert posted() == []


def test_key_of_a_posted_sheet_takes_no_other_amount(open_page, sheet):
    page = open_page()
    page.goto(sheet)
    amount(page).fill(str(DUE))
    send(page)
    page.route("**/lembar-setoran/**", lambda route: (route.fetch(max_redirects=0), route.abort()))
    with pytest.raises(Error, match="ERR_FAILED"):
        send(page)  # the answer is lost, the sheet is posted
    page.unroute("**/lembar-setoran/**")
    page.context.clear_cookies(name="messages")  # it was in the answer
    page.go_back()
    amount(page).fill(str(2 * DUE))

    send(page)

    assert "sudah pernah dikirim dengan isi yang lain" in page.inner_text("main")
    assert posted() == [DUE]


def test_all_sessions_ended_elsewhere_lose_nothing_typed(open_page, sheet):
    page, elsewhere = open_page(), open_page()
    page.goto(sheet)
    amount(page).fill(str(DUE))
    elsewhere.goto("/")
    elsewhere.locator(".user-menu summary").click()
    with elsewhere.expect_navigation():
        elsewhere.get_by_role("button", name="semua perangkat").first.click()
    assert elsewhere.url.endswith("/masuk/")

    send(page)
    page.get_by_label("Nama pengguna").fill("bendahara")
    page.get_by_label("Kata sandi").fill(factories.PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert amount(page).input_value() == "1.150.000"
    assert posted() == []
    send(page)
    send(page)
    assert posted() == [DUE]
