"""Dated rules of a product: shown with the product, added by the manager, never changed."""

from datetime import date

import pytest
from django.urls import reverse

from loans.models import LendingRules
from loans.rules_forms import RULES
from loans.setup import DEFAULT_CEILINGS, DEFAULT_RULES, add_rules
from tests import factories
from upk.access import Role
from upk.ledger.services import close_books

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return factories.create_user(Role.MANAGER)


@pytest.fixture
def product(manager):
    return factories.create_product(manager.office)


@pytest.fixture
def signed_in(client, manager):
    client.force_login(manager)
    return client


def url(product):
    return reverse("loans:rules-add", args=[product.pk])


def data(**fields):
    return {
        "since": "2010-02-15", "min_members": "5", "max_members": "20",
        "max_beginner": "10.000.000", "max_growing": "", "max_mature": "", "max_share": "2.000.000",
        "full_interest_when_early": "on", "rebate_timing": "settlement", "rebate_percent": "2,5",
        "rebate_days": "3", "waiting_order": "priority", "ceiling-I": "", "ceiling-II": "100",
        "ceiling-III": "50", "ceiling-IV": "0", "ceiling-V": "0", **fields,
    }  # fmt: skip


def test_rules_are_added_once_and_shown(signed_in, product):
    first = signed_in.post(url(product), data())
    again = signed_in.post(url(product), data())

    rules = product.rules.get()
    assert first.url == reverse("loans:product-detail", args=[product.pk])
    assert "Sudah ada aturan mulai 15 Februari 2010" in again.text
    assert (rules.max_beginner, rules.max_growing, rules.max_share) == (10_000_000, None, 2_000_000)
    assert (str(rules.rebate_percent), rules.rebate_days) == ("2.50", 3)
    assert dict(rules.ceilings.values_list("class_code", "percent")) == {
        "I": None, "II": 100, "III": 50, "IV": 0, "V": 0,
    }  # fmt: skip
    page = signed_in.get(first.url).text
    for words in ("5 sampai 20 orang", "paling banyak 50%", "tidak, sebelum lunas", "boleh naik"):
        assert words in page
    assert "Saat lunas: 2,5% jasa, terlambat paling lama 3 hari" in page


def test_form_is_filled_with_the_rules_followed_now(signed_in, product):
    default = signed_in.get(url(product)).context["form"]
    add_rules(product, since=factories.BEGINNING, ceilings={"II": 80}, max_share=3_000_000)
    present = signed_in.get(url(product)).context["form"]

    assert default["ceiling-III"].value() == DEFAULT_CEILINGS["III"]
    assert default["min_members"].value() == DEFAULT_RULES["min_members"]
    assert present["ceiling-II"].value() == 80
    assert present["max_share"].value() == 3_000_000
    assert present["since"].value() == factories.TODAY


def test_reserve_and_rounding_are_kept_when_the_form_is_sent_back_as_it_came(signed_in, product):
    add_rules(
        product, since=factories.BEGINNING, ceilings={}, cash_reserve=7_500_000,
        rounds_per_member=True,
    )  # fmt: skip
    shown = signed_in.get(url(product)).context["form"]
    assert shown["cash_reserve"].value() == 7_500_000

    kept = {"cash_reserve": "7.500.000", "rounds_per_member": "on"}
    assert shown["rounds_per_member"].value() is True
    page = signed_in.post(url(product), data(**kept), follow=True).text
    signed_in.post(url(product), data(since="2010-02-14"))

    newest, emptied = product.rules.order_by("-since")[:2]
    assert (newest.cash_reserve, newest.rounds_per_member) == (7_500_000, True)
    assert (emptied.cash_reserve, emptied.rounds_per_member) == (0, False)
    assert "Rp 7.500.000" in page
    assert "per pemanfaat" in page


def test_form_asks_for_every_column_of_the_rules(product):
    """Else new rules reset what the form forgot, and nobody sees it."""
    columns = {field.name for field in LendingRules._meta.concrete_fields}

    assert set(RULES) == columns - {"id", "product", "since"}


def test_closed_day_and_contradicting_limits_are_refused(signed_in, product, manager):
    close_books(manager.office, through=date(2009, 12, 31), by=manager)

    closed = signed_in.post(url(product), data(since="2009-12-31"))
    crossed = signed_in.post(url(product), data(min_members="21"))
    odd = signed_in.post(url(product), data(rebate_percent="101", max_share="1,5"))

    assert "Buku sudah ditutup sampai 31 Desember 2009" in closed.text
    assert "max_members" in crossed.context["form"].errors
    assert set(odd.context["form"].errors) == {"rebate_percent", "max_share"}
    assert not product.rules.exists()


def test_others_may_not_and_other_offices_are_not_found(client, signed_in, product):
    assert signed_in.get(url(factories.create_product())).status_code == 404
    for role in (Role.SECRETARY, Role.TREASURER, Role.SUPERVISOR, Role.FACILITATOR):
        client.force_login(factories.create_user(role, office=product.office))
        assert client.get(url(product)).status_code == 403
