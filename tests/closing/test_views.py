"""Pages of provision and surplus."""

import re
from datetime import date
from html import unescape
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from pypdf import PdfReader

from closing.models import ProvisionPosting, SurplusDecision, SurplusRule
from closing.provisions import plan_provisions, post_provisions
from closing.results import standing_closings
from closing.services import close_through
from closing.surpluses import create_default_rule, divide_surplus, withdraw_division
from tests import factories
from tests.closing.office import INSTITUTION, RESERVE, SOCIAL, balance, earn, resolution
from tests.reports.office import create_books
from upk.access import Role

END = date(2009, 12, 31)


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def manager(db):
    return factories.create_user()


@pytest.fixture
def web(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def closing(manager):
    """The closing entry of 2009, which brought 10.000; the rule of shares is the usual one."""
    create_default_rule(manager.office, date(2003, 1, 1))
    earn(manager, date(2009, 3, 1), 10_000)
    close_through(manager.office, through=END, by=manager)
    manager.office.refresh_from_db()
    return standing_closings(manager.office).get()


# Provision


@pytest.fixture
def books(client, db):
    books = create_books()
    client.force_login(books.manager)
    return books


def confirmed(client, day: date = END) -> dict:
    """What the page of a month's end would send."""
    page = text(client.get(reverse("closing:provision-list"), {"per": day}))
    names = "as_of|shown|request_key"
    fields = re.findall(rf'<input type="hidden" name="({names})" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in fields}


def test_provision_is_shown_and_posted_on_confirmation(client, books):
    spp, uep = plan_provisions(books.office, END)
    page = text(client.get(reverse("closing:provision-list"), {"per": END}))
    assert f"{spp.needed:,}".replace(",", ".") in page
    assert not ProvisionPosting.objects.exists()

    data = confirmed(client)
    response = client.post(reverse("closing:provision-post"), data)
    client.post(reverse("closing:provision-post"), data)

    assert response.url == f"{reverse('closing:provision-list')}?per=2009-12-31"
    rows = list(ProvisionPosting.objects.order_by("pk").values_list("amount", flat=True))
    assert rows == [spp.needed, uep.needed]
    after = text(client.get(reverse("closing:provision-list"), {"per": END}))
    assert "Bukukan selisih" not in after
    assert ProvisionPosting.objects.first().entry.label in after


@pytest.mark.parametrize(
    "shown",
    ["", "{}", "[]", '{"x": 1}', '{"1": "y"}', '{"1": NaN}', '{"1": -Infinity}', "[" * 100_000],
)
def test_a_confirmation_of_other_figures_posts_nothing(client, books, shown):
    data = confirmed(client) | {"shown": shown}

    response = client.post(reverse("closing:provision-post"), data)

    assert response.status_code == 422
    assert not ProvisionPosting.objects.exists()


def test_a_closed_month_offers_nothing_to_post(client, books):
    close_through(books.office, through=END, by=books.manager)

    page = text(client.get(reverse("closing:provision-list"), {"per": END}))

    assert "Buku sudah ditutup sampai tanggal ini" in page
    assert "Bukukan selisih" not in page


@pytest.mark.parametrize("odd", ["besok", "9999-12-31", "0001-01-01", "2010-02-30"])
def test_an_odd_day_shows_the_last_month(client, books, odd):
    page = client.get(reverse("closing:provision-list"), {"per": odd})
    data = confirmed(client) | {"as_of": odd}
    answer = client.post(reverse("closing:provision-post"), data)

    assert page.context["as_of"] == date(2010, 1, 31)
    assert (answer.status_code, answer.context["as_of"]) == (422, date(2010, 1, 31))


def test_a_posting_is_taken_back_with_a_reason(client, books):
    [spp, _] = post_provisions(books.office, as_of=END, request_key=uuid4(), by=books.manager)
    address = reverse("closing:provision-reverse", args=[spp.pk])

    assert "invalid-feedback" in text(client.post(address, {"request_key": uuid4()}))
    client.post(address, {"reason": "Salah", "request_key": uuid4()})

    assert spp.reversed_by.amount == -spp.amount
    page = text(client.get(reverse("closing:provision-list"), {"per": END}))
    assert f"membatalkan {spp.entry.label}" in page
    again = client.post(address, {"reason": "Salah", "request_key": uuid4()})
    assert "sudah dibatalkan" in text(again)


def test_who_sees_and_posts_provisions(client, books):
    [spp, _] = post_provisions(books.office, as_of=END, request_key=uuid4(), by=books.manager)
    undo = reverse("closing:provision-reverse", args=[spp.pk])
    for role, sees, posts, undoes in (
        (Role.TREASURER, 200, 422, 403),
        (Role.SECRETARY, 200, 403, 403),
        (Role.SUPERVISOR, 200, 403, 403),
        (Role.FACILITATOR, 403, 403, 403),
    ):
        client.force_login(factories.create_user(role, books.office))
        assert client.get(reverse("closing:provision-list")).status_code == sees
        assert client.post(reverse("closing:provision-post")).status_code == posts
        assert client.get(undo).status_code == undoes
    client.force_login(factories.create_user())
    assert client.get(undo).status_code == 404


# Surplus


def typed(manager, closing, **changes) -> dict:
    """The form as the browser sends it: two shares, no reserve."""
    account = lambda code: factories.account(manager.office, code).pk  # noqa: E731
    return {
        "number": "BA/1/2010", "decided_on": "2010-02-05", "reserve": "0",
        "reserve_account": account(RESERVE), "capital_account": account("3.1.01.01"),
        "request_key": str(uuid4()),
        "bagian-TOTAL_FORMS": "3", "bagian-INITIAL_FORMS": "2",
        "bagian-0-name": "Dana sosial", "bagian-0-account": account(SOCIAL),
        "bagian-0-percent": "20", "bagian-0-step": "1.000",
        "bagian-1-name": "Kelembagaan", "bagian-1-account": account(INSTITUTION),
        "bagian-1-percent": "12,5", "bagian-1-step": "",
        **changes,
    }  # fmt: skip


def test_a_surplus_is_looked_at_and_divided(web, manager, closing):
    address = reverse("closing:surplus-divide", args=[closing.pk])
    assert "Dana sosial (RTM)" in text(web.get(address))

    look = text(web.post(address, typed(manager, closing, langkah="lihat")))
    assert "Yang akan dibukukan" in look
    for figure in ("Rp 2.000", "Rp 1.250", "Rp 6.750"):
        assert figure in look
    assert not SurplusDecision.objects.exists()
    data = typed(manager, closing, langkah="simpan")
    response = web.post(address, data)
    web.post(address, data)

    made = SurplusDecision.objects.get()
    assert response.url == reverse("closing:surplus-detail", args=[made.pk])
    assert balance(manager.office, INSTITUTION) == 1_250
    detail = text(web.get(response.url))
    assert "MAD BA/1/2010, 5 Februari 2010" in detail
    assert "Rp 6.750" in detail


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reserve": "10.001"}, "Cadangan risiko melebihi surplus Rp 10.000"),
        ({"bagian-0-percent": "90"}, "Jumlah bagian 102,5%"),
        ({"bagian-0-percent": "101"}, "invalid-feedback"),
        ({"bagian-0-account": ""}, "Lengkapi baris ini"),
        ({"bagian-0-step": "0,5"}, "rupiah bulat"),
        ({"decided_on": "2009-12-31"}, "sesudah tahun 2009"),
    ],
)
def test_bad_input_is_told_and_nothing_is_saved(web, manager, closing, changes, told):
    data = typed(manager, closing, langkah="simpan", **changes)

    page = text(web.post(reverse("closing:surplus-divide", args=[closing.pk]), data))

    assert told in page
    assert "Kelembagaan" in page
    assert not SurplusDecision.objects.exists()


def test_a_deficit_says_that_there_is_nothing_to_divide(web, manager):
    earn(manager, date(2009, 3, 1), 100, 400)
    close_through(manager.office, through=END, by=manager)
    closing = standing_closings(manager.office).get()

    page = text(web.get(reverse("closing:surplus-divide", args=[closing.pk])))

    assert "Tahun 2009 defisit Rp 300: tidak ada yang dibagi" in page
    assert "Simpan" not in page
    assert "tidak ada yang dibagi: defisit" in text(web.get(reverse("closing:surplus-list")))


def test_the_list_shows_each_year_with_its_decision(web, manager, closing):
    assert "belum dibagi" in text(web.get(reverse("closing:surplus-list")))

    made = divide_surplus(closing, resolution(manager.office), request_key=uuid4(), by=manager)

    assert "dibagi 5 Februari 2010" in text(web.get(reverse("closing:surplus-list")))
    withdraw_division(
        made, happened_on=date(2010, 2, 8), reason="Salah", request_key=uuid4(), by=manager
    )
    page = text(web.get(reverse("closing:surplus-list")))
    assert "keputusan 05-02-2010 dicabut" in page
    assert "belum dibagi" in page


def test_a_decision_is_withdrawn_with_a_reason(web, manager, closing):
    made = divide_surplus(closing, resolution(manager.office), request_key=uuid4(), by=manager)
    address = reverse("closing:surplus-withdraw", args=[made.pk])

    assert "invalid-feedback" in text(web.post(address, {"happened_on": "2010-02-08"}))
    key = uuid4()
    for _ in range(2):
        data = {"happened_on": "2010-02-08", "reason": "Salah hitung", "request_key": key}
        web.post(address, data)

    made.refresh_from_db()
    assert made.withdrawal.reason == "Salah hitung"
    assert "Salah hitung" in text(web.get(reverse("closing:surplus-detail", args=[made.pk])))


def test_the_paper_holds_every_figure(web, manager, closing):
    decided = resolution(manager.office, reserve=1_000)
    made = divide_surplus(closing, decided, request_key=uuid4(), by=manager)

    response = web.get(reverse("closing:surplus-paper", args=[made.pk]))

    pdf = PdfReader(BytesIO(response.content))
    words = " ".join(page.extract_text() for page in pdf.pages)
    assert len(pdf.pages) == 1
    for told in ("PEMBAGIAN SURPLUS TAHUN 2009", "BA/1/2010", "5 Februari 2010", "Rp 10.000",
                 "sepuluh ribu rupiah", "Rp 9.000", "Rp 1.000", "Rp 500", "Rp 7.500",
                 made.entry.label):  # fmt: skip
        assert told in words
    assert "DICABUT" not in words


def test_a_rule_is_added_from_a_day_on(web, manager, closing):
    data = typed(manager, closing, since="2010-02-10", reserve_percent="5")
    address = reverse("closing:rule-add")

    assert web.post(address, data).url == reverse("closing:surplus-list")
    again = text(web.post(address, data))

    assert "Sudah ada aturan mulai hari itu" in again
    rule = SurplusRule.objects.get(since=date(2010, 2, 10))
    assert [(s.name, s.percent, s.step) for s in rule.shares.all()] == [
        ("Dana sosial", 20, 1_000), ("Kelembagaan", 12.5, 1),
    ]  # fmt: skip
    assert "10 Februari 2010" in text(web.get(reverse("closing:surplus-list")))


def test_who_sees_and_divides_surpluses(client, manager, closing):
    made = divide_surplus(closing, resolution(manager.office), request_key=uuid4(), by=manager)
    detail = reverse("closing:surplus-detail", args=[made.pk])
    divide = reverse("closing:surplus-divide", args=[closing.pk])
    for role, sees in (
        (Role.TREASURER, 200), (Role.SECRETARY, 200), (Role.SUPERVISOR, 200),
        (Role.FACILITATOR, 403), (Role.DISTRICT, 403),
    ):  # fmt: skip
        client.force_login(factories.create_user(role, manager.office))
        assert client.get(reverse("closing:surplus-list")).status_code == sees
        assert client.get(detail).status_code == sees
        assert client.get(divide).status_code == 403
        assert client.get(reverse("closing:surplus-withdraw", args=[made.pk])).status_code == 403
    client.force_login(factories.create_user())
    for address in (detail, divide, reverse("closing:surplus-paper", args=[made.pk])):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("years", [1, 3])
def test_the_list_asks_a_constant_number_of_queries(web, manager, years, django_assert_num_queries):
    create_default_rule(manager.office, date(2003, 1, 1))
    for year in range(2010 - years, 2010):
        earn(manager, date(year, 3, 1), 10_000)
    close_through(manager.office, through=END, by=manager)

    with django_assert_num_queries(8):
        web.get(reverse("closing:surplus-list"))
