"""The pages of usual transactions: quick to find, shown before they are saved, saved once."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import factories
from upk.access import Role
from upk.assets.classes import add_class, add_default_classes
from upk.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def treasurer(client):
    user = factories.create_user(Role.TREASURER)
    factories.put_money_in(factories.account(user.office, "1.1.01.01"), 1_000_000, by=user)
    client.force_login(user)
    return user


def body(by, **changes) -> dict:
    office = by.office
    return {
        "happened_on": "2010-02-10",
        "debit": factories.account(office, "5.1.03.02").pk,
        "credit": factories.account(office, "1.1.01.01").pk,
        "amount": "150.000",
        "memo": "",
        "request_key": str(uuid4()),
        "langkah": "lihat",
    } | changes


ADDRESS = reverse("cash:usual-add", args=["office-costs"])


def test_list_shows_the_groups_and_finds_by_word(client, treasurer):
    everything = client.get(reverse("cash:usual-list"))
    found = client.get(reverse("cash:usual-list"), {"cari": "pajak bunga"})

    assert next(iter(everything.context["groups"])) == "Biaya"
    assert {g: [u.key for u in us] for g, us in found.context["groups"].items()} == {
        "Bank": ["bank-tax"]
    }


def test_who_looks_for_things_to_buy_is_led_to_the_inventory(client, treasurer):
    page = client.get(reverse("cash:usual-list"), {"cari": "komputer"})

    assert f'<a href="{reverse("assets:purchase-add")}">Membeli barang inventaris</a>' in page.text
    assert [u.title for u in page.context["groups"]["Biaya"]] == ["Membeli barang inventaris"]


def test_account_that_became_one_of_the_inventory_is_bought_there(client, treasurer):
    address, office = reverse("cash:usual-add", args=["prepaid"]), treasurer.office
    assert "Pembelian inventaris" not in client.get(address).text
    rent = factories.account(office, "1.2.03.03")
    add_class(
        office, name="Hak sewa", account=rent, accumulated=None, expense=None, months=None,
        gain=factories.account(office, "4.2.01.04"), loss=factories.account(office, "5.3.02.01"),
        since=date(2010, 1, 1),
    )  # fmt: skip

    page = client.get(address)

    assert page.context["form"].of_inventory == [rent]
    assert f'href="{reverse("assets:purchase-add")}">Pembelian inventaris</a>' in page.text
    assert str(rent.pk) not in dict(page.context["form"].fields["debit"].choices)
    assert client.get(ADDRESS).context["form"].of_inventory == []


def test_prepaid_rent_is_bought_as_inventory_where_the_usual_classes_are(client, treasurer):
    add_default_classes(treasurer.office, date(2010, 1, 1))

    found = client.get(reverse("cash:usual-list"), {"cari": "asuransi di muka"})
    led = client.get(reverse("cash:usual-add", args=["prepaid"]))
    sent = client.post(reverse("cash:usual-add", args=["prepaid"]), body(treasurer))

    assert [u.url_name for u in found.context["groups"]["Biaya"]] == ["assets:purchase-add"]
    assert led.url == reverse("assets:purchase-add")
    assert sent.status_code == 200  # an older page that is sent now says what is wrong
    assert "debit" in sent.context["form"].errors


def test_form_offers_the_accounts_of_its_line_alone(client, treasurer):
    page = client.get(ADDRESS)

    names = [label for _, label in page.context["form"].fields["credit"].choices]
    assert names[:2] == ["Pilih …", "Kas Tunai (saldo Rp 1.000.000)"]
    assert not any("BLM" in name or "Iuran" in name for name in names)
    assert "Beban Listrik (5.1.03.02)" in page.text
    assert "Beban IPTW" not in page.text


def test_preview_shows_the_postings_and_saves_nothing(client, treasurer):
    before = Entry.objects.count()

    page = client.post(ADDRESS, body(treasurer))

    assert "5.1.03.02 Beban Listrik" in page.text
    assert "1.1.01.01 Kas Tunai" in page.text
    assert "Bukti kas keluar (BKK)" in page.text
    assert "Biaya kantor: Beban Listrik" in page.text
    assert Entry.objects.count() == before


def test_saving_twice_makes_one_entry(client, treasurer):
    data = body(treasurer, langkah="simpan")

    answers = [client.post(ADDRESS, data) for _ in range(2)]

    [entry] = Entry.objects.filter(usual__kind="office-costs")
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (entry.total, entry.recorded_by) == (150_000, treasurer)


def test_change_after_the_preview_keeps_what_was_typed(client, treasurer):
    page = client.post(ADDRESS, body(treasurer, langkah="ubah", memo="Rekening listrik"))

    assert 'value="150.000"' in page.text
    assert 'value="Rekening listrik"' in page.text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"amount": "0"}, "Jumlah harus lebih dari nol."),
        ({"amount": "1,5"}, "Tulis rupiah bulat tanpa sen"),
        ({"debit": "17"}, "bukan salah satu dari pilihan"),
        ({"amount": "2.000.000"}, "hanya cukup untuk Rp 1.000.000"),
        ({"happened_on": "2010-02-16"}, "belum tiba"),
    ],
)
def test_bad_input_is_told_at_its_field(client, treasurer, changes, told):
    before = Entry.objects.count()

    page = client.post(ADDRESS, body(treasurer, **changes))

    assert told in page.text
    assert page.text.count("invalid-feedback") == 1
    assert Entry.objects.count() == before


def test_address_fills_the_form(client, treasurer):
    cash = factories.account(treasurer.office, "1.1.01.01")

    page = client.get(ADDRESS, {"tanggal": "2010-01-31", "jumlah": "6500", "kredit": cash.pk})
    odd = client.get(ADDRESS, {"tanggal": "kemarin", "jumlah": "x", "kredit": "x"})

    assert 'value="2010-01-31"' in page.text
    assert 'value="6.500"' in page.text
    assert f'value="{cash.pk}" selected' in page.text
    assert 'value="2010-02-15"' in odd.text


def test_debt_asks_for_the_interest_beside_the_principal(client, treasurer):
    office = treasurer.office
    address = reverse("cash:usual-add", args=["debt-paid"])
    data = body(
        treasurer, debit=factories.account(office, "2.1.01.01").pk, amount="",
        extra_amount="7.500", extra=factories.account(office, "5.1.08.01").pk, langkah="simpan",
    )  # fmt: skip

    client.post(address, data)

    [entry] = Entry.objects.filter(usual__kind="debt-paid")
    assert [p.amount for p in entry.postings.all()] == [7_500]


@pytest.mark.parametrize("count", [1, 4])
def test_number_of_queries_does_not_depend_on_the_rows(
    client, treasurer, count, django_assert_max_num_queries
):
    for _ in range(count):
        client.post(ADDRESS, body(treasurer, langkah="simpan", amount="1.000"))
    client.get(reverse("cash:usual-list"))

    with django_assert_max_num_queries(4):  # session, user with office, accounts, kinds used last
        client.get(reverse("cash:usual-list"))
    with django_assert_max_num_queries(
        5
    ):  # session, user with office, accounts, balances: two sides
        client.get(ADDRESS)


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.SUPERVISOR, Role.FACILITATOR])
def test_only_those_who_keep_the_cash_record(client, role):
    client.force_login(factories.create_user(role))

    assert client.get(ADDRESS).status_code == 403
