"""Screens of products: dated terms, classes, and that only the manager adds."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from loans.models import CollectibilitySet, Product
from loans.setup import create_default_products
from tests import factories
from upk.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return factories.create_user(Role.MANAGER)


@pytest.fixture
def signed_in(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def product(manager):
    return create_default_products(manager.office, factories.BEGINNING)[0]


TERMS = {
    "since": "2010-03-01", "rate": "1,2", "method": "declining", "period": "month", "tenor": "10",
    "principal_every": "1", "interest_every": "1", "grace": "0", "rounding_step": "1.000",
    "rounding": "up", "payment_order": "interest_first", "cutoff_day": "",
}  # fmt: skip


def test_list_shows_products_and_classes_with_their_dates(signed_in, product):
    response = signed_in.get(reverse("loans:product-list"))

    assert [p.code for p in response.context["products"]] == ["SPP", "UEP"]
    assert "01-01-2003" in response.text
    assert "Dalam Perhatian Khusus" in response.text


@pytest.mark.parametrize("count", [1, 4])
def test_list_asks_a_constant_number_of_queries(
    signed_in, product, count, django_assert_num_queries
):
    for n in range(count):
        data = {
            "since": f"2010-03-{n + 1:02}",
            "collectibility": CollectibilitySet.objects.get().pk,
        }
        signed_in.post(reverse("loans:terms-add", args=[product.pk]), TERMS | data)

    with django_assert_num_queries(6):  # session, user, products, terms, sets, classes
        signed_in.get(reverse("loans:product-list"))


def test_product_of_another_office_is_not_found(signed_in):
    other = factories.create_product()

    assert signed_in.get(reverse("loans:product-detail", args=[other.pk])).status_code == 404
    assert signed_in.get(reverse("loans:terms-add", args=[other.pk])).status_code == 404
    assert use(signed_in, other, "tidak").status_code == 404


def use(client, product, word):
    return client.post(reverse("loans:product-use", args=[product.pk]), {"dipakai": word})


def test_manager_stops_a_product_and_lends_it_again(signed_in, product):
    for word, expected in (("tidak", False), ("tidak", False), ("ya", True), ("ya", True)):
        response = use(signed_in, product, word)

        product.refresh_from_db()
        assert response.url == reverse("loans:product-detail", args=[product.pk])
        assert product.is_active == expected
    assert "Hentikan produk" in signed_in.get(response.url).text


def test_stopped_product_is_not_lent(signed_in, manager, product):
    group = factories.create_group(factories.create_village(manager.office))
    use(signed_in, product, "tidak")

    chosen = signed_in.get(reverse("loans:loan-add"), {"kelompok": group.pk})

    assert chosen.url == reverse("groups:group-detail", args=[group.pk])
    with pytest.raises(ValidationError, match="Produk SPP tidak dipakai lagi"):
        factories.create_loan(group, product, by=manager)  # its product was read before the stop


@pytest.mark.parametrize("disbursed_on", [None, date(2009, 8, 10)])
def test_product_with_running_loans_is_not_stopped(signed_in, manager, product, disbursed_on):
    group = factories.create_group(factories.create_village(manager.office))
    loan = factories.create_loan(group, product, by=manager, disbursed_on=disbursed_on)

    response = use(signed_in, product, "tidak")

    product.refresh_from_db()
    assert product.is_active
    assert (
        f"Produk SPP masih dipakai 1 pinjaman yang belum lunas, misalnya {loan}."
        in signed_in.get(response.url).text
    )


def test_only_the_manager_adds(client, manager, product):
    client.force_login(factories.create_user(Role.TREASURER, office=manager.office))

    assert client.get(reverse("loans:product-detail", args=[product.pk])).status_code == 200
    of_product = [(name, [product.pk]) for name in ("product-use", "terms-add")]
    for name, args in (("product-add", []), ("class-set-add", []), *of_product):
        assert client.post(reverse(f"loans:{name}", args=args)).status_code == 403


def test_new_terms_are_added_once_from_a_day_on(signed_in, product):
    data = TERMS | {"collectibility": CollectibilitySet.objects.get().pk}
    address = reverse("loans:terms-add", args=[product.pk])

    first = signed_in.post(address, data)
    second = signed_in.post(address, data)

    newest = product.terms.first()
    assert first.url == reverse("loans:product-detail", args=[product.pk])
    assert (str(newest.since), str(newest.rate), newest.rounding_step) == (
        "2010-03-01", "1.2000", 1_000,
    )  # fmt: skip
    assert "Sudah ada ketentuan mulai 1 Maret 2010" in second.text
    assert "Belum berlaku" in signed_in.get(first.url).text


def test_terms_without_a_schedule_are_refused(signed_in, product):
    data = TERMS | {
        "collectibility": CollectibilitySet.objects.get().pk, "method": "annuity", "grace": "2",
    }  # fmt: skip

    response = signed_in.post(reverse("loans:terms-add", args=[product.pk]), data)

    assert "Anuitas tidak dapat memakai tenggang" in response.text
    assert product.terms.count() == 1


def test_product_is_added_and_asks_for_its_terms(signed_in, manager, product):
    office = manager.office
    data = {
        "code": "RTM", "name": "Pinjaman RTM", "category": "LAIN",
        "receivable": factories.account(office, "1.1.03.03").pk,
        "interest_income": factories.account(office, "4.1.01.03").pk,
        "penalty_income": factories.account(office, "4.1.01.06").pk,
        "cash": factories.account(office, "1.1.01.01").pk,
        "allowance": factories.account(office, "1.1.04.03").pk,
        "provision_expense": factories.account(office, "5.1.07.03").pk,
        "rebate_expense": factories.account(office, "5.2.01.01").pk,
        "recovery_income": factories.account(office, "4.1.02.04").pk,
        "rescheduling": factories.account(office, "1.1.03.09").pk,
    }  # fmt: skip

    first = signed_in.post(reverse("loans:product-add"), data)
    second = signed_in.post(reverse("loans:product-add"), data)

    made = Product.objects.get(code="RTM")
    assert first.url == reverse("loans:terms-add", args=[made.pk])
    assert "receivable" in second.context["form"].errors  # taken: no longer offered
    assert made.receivable.subledger == "loans"


def test_classes_come_from_a_preset(signed_in, manager):
    signed_in.post(reverse("loans:class-set-add"), {"preset": "G", "basis": "months"})

    made = CollectibilitySet.objects.get(office=manager.office)
    assert [c.code for c in made.classes.all()] == ["I", "II", "III", "IV"]


def classes(*rows):
    data = {"code": "KITA", "name": "Susunan kita", "basis": "days"}
    for n, (code, name, upper, provision) in enumerate(rows, start=1):
        data |= {
            f"class-{n}-code": code, f"class-{n}-name": name,
            f"class-{n}-upper": upper, f"class-{n}-provision": provision,
        }  # fmt: skip
    return data


def test_classes_are_typed_row_by_row_once(signed_in, manager):
    data = classes(("I", "Lancar", "30", "0,5"), ("II", "Macet", "", "100"))

    signed_in.post(reverse("loans:class-set-add"), data)
    again = signed_in.post(reverse("loans:class-set-add"), data)

    rule = CollectibilitySet.objects.get(office=manager.office).rule()
    assert [(c.lower, c.upper, str(c.provision)) for c in rule.classes] == [
        (0, 30, "0.50"),
        (31, None, "100.00"),
    ]
    assert "Kode KITA sudah dipakai susunan lain" in again.text


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("I", "Lancar", "30", "1")], "Kelas terakhir tidak boleh punya batas"),
        ([("I", "Lancar", "30", "1"), ("II", "Macet", "20", "9")], "harus naik"),
        ([("I", "", "30", "1")], "Baris 1: isi kelas"),
        ([("I", "Lancar", "30", "1"), ("I", "Macet", "", "9")], "kode yang sama"),
        ([], "Isi sedikitnya satu kelas"),
    ],
)
def test_classes_that_leave_gaps_are_refused(signed_in, rows, sentence):
    response = signed_in.post(reverse("loans:class-set-add"), classes(*rows))

    assert sentence in response.text
    assert not CollectibilitySet.objects.exists()
