"""Products, terms and classes that an office lends with."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from loans.collectibility import PNPM, PRESETS
from loans.models import Product
from loans.setup import add_product, add_terms, create_class_set, create_default_products
from tests import factories
from upk.ledger.models import Account
from upk.ledger.services import Move, close_books, post_entry

pytestmark = pytest.mark.django_db
DAY = date(2010, 2, 1)


@pytest.fixture
def office():
    return factories.create_office()


def test_default_products_have_accounts_terms_and_classes(office):
    spp, uep = create_default_products(office, DAY)

    assert (spp.code, spp.women_only, uep.code, uep.women_only) == ("SPP", True, "UEP", False)
    accounts = (spp.receivable, spp.interest_income, spp.penalty_income, spp.cash)
    assert [account.code for account in accounts] == [
        "1.1.03.01", "4.1.01.01", "4.1.01.04", "1.1.01.04",
    ]  # fmt: skip
    for product in (spp, uep):
        terms = product.terms.get()
        assert (terms.since, terms.rate, terms.tenor, terms.rounding_step, terms.method) == (
            DAY, Decimal("1.5"), 12, 500, "flat",
        )  # fmt: skip
        assert terms.collectibility.rule() == PNPM
        assert product.receivable.subledger == "loans"


def test_receivable_takes_no_entries_by_hand(office):
    by = factories.create_user(office=office)
    spp, _ = create_default_products(office, DAY)

    with pytest.raises(ValidationError, match="hanya berubah lewat transaksinya sendiri"):
        factories.put_money_in(spp.receivable, 1, by=by)


@pytest.mark.parametrize("code", list(PRESETS))
def test_presets_are_kept_as_they_are(office, code):
    assert create_class_set(office, PRESETS[code]).rule() == PRESETS[code]


def test_class_set_is_kept_once(office):
    create_class_set(office, PNPM)

    with pytest.raises(ValidationError, match="sudah dipakai susunan lain"):
        create_class_set(office, PNPM)


def test_all_that_is_wrong_with_a_product_is_said_by_field(office):
    create_default_products(office, DAY)
    account = {a.code: a for a in Account.objects.filter(office=office)}

    with pytest.raises(ValidationError) as caught:
        add_product(
            office, code="SPP", name="x", category="LAIN", women_only=False,
            receivable=account["1.1.03.01"], interest_income=account["1.1.03.08"],
            penalty_income=factories.account(factories.create_office(), "4.1.01.06"),
            cash=account["1.1.03.08"],
        )  # fmt: skip

    assert set(caught.value.error_dict) == {
        "code", "receivable", "interest_income", "penalty_income", "cash",
    }  # fmt: skip
    assert Product.objects.count() == 2


def test_account_with_entries_cannot_become_a_receivable(office):
    by = factories.create_user(office=office)
    receivable, capital = (factories.account(office, c) for c in ("1.1.03.03", "3.1.01.01"))
    post_entry(office, happened_on=DAY, memo="x", moves=[Move(receivable, capital, 5)], by=by)

    with pytest.raises(ValidationError, match="sudah berisi jurnal"):
        factories.create_product(office, code="RTM")


def test_terms_in_closed_books_are_refused(office):
    product = factories.create_product(office)
    close_books(office, through=DAY, by=factories.create_user(office=office))
    classes = factories.default_class_set(office)

    with pytest.raises(ValidationError, match="Buku sudah ditutup sampai 1 Februari 2010"):
        add_terms(product, since=DAY, collectibility=classes, rate=1, tenor=10)
    add_terms(product, since=date(2010, 2, 2), collectibility=classes, rate=1, tenor=10)

    assert product.terms.count() == 2


def test_terms_out_of_range_and_classes_of_another_office_are_refused(office):
    product = factories.create_product(office)
    own = factories.default_class_set(office)
    other = factories.default_class_set(factories.create_office())

    with pytest.raises(ValidationError) as caught:
        add_terms(product, since=DAY, collectibility=own, rate=21, tenor=0)
    assert set(caught.value.error_dict) == {"rate", "tenor"}
    with pytest.raises(ValidationError, match="dari kantor ini"):
        add_terms(product, since=DAY, collectibility=other, rate=1, tenor=10)
