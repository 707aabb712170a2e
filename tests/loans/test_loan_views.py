"""Screens of loans: the register, the card, its proposal, its disbursement."""

from datetime import date

import pytest
from django.urls import reverse

from tests import factories
from upk.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def treasurer():
    return factories.create_user(Role.TREASURER)


@pytest.fixture
def village(treasurer):
    return factories.create_village(treasurer.office)


@pytest.fixture
def signed_in(client, treasurer):
    client.force_login(treasurer)
    return client


def address(name, *args, **query):
    return reverse(f"loans:{name}", args=args, query=query)


# The register


@pytest.mark.parametrize("count", [1, 5])
def test_register_asks_a_constant_number_of_queries(
    signed_in, village, count, django_assert_num_queries
):
    product = factories.create_product(village.office)
    for _ in range(count):
        factories.create_loan(factories.create_group(village), product)
    signed_in.get(address("loan-list"))  # the session's own time of last use

    # session, user; count, rows; terms, sets, classes, instalments, repayments, reliefs, columns;
    # products, villages
    with django_assert_num_queries(13):
        response = signed_in.get(address("loan-list"))

    assert response.text.count('class="badge tone-') == 2 * count


def test_register_shows_balance_arrears_and_class(signed_in, village):
    loan = factories.create_loan(factories.create_group(village), disbursed_on=date(2009, 11, 10))
    factories.pay(loan, 1_150_000, on=date(2009, 12, 10))

    [shown] = signed_in.get(address("loan-list")).context["page"]

    assert shown.position.outstanding == 9_000_000
    assert shown.position.standing.arrears == 2_300_000
    assert shown.position.rule.code == "II"


def test_register_filters_by_status_product_village_and_text(signed_in, village):
    spp = factories.create_loan(factories.create_group(village, name="Melati"))
    uep = factories.create_loan(factories.create_group(village, category="UEP"), disbursed_on=None)
    factories.create_loan(factories.create_group(factories.create_village(village.office)))

    def found(**filters):
        return list(signed_in.get(address("loan-list", **filters)).context["page"])

    assert found(status="W") == [uep]
    assert found(desa=village.pk, status="A") == [spp]
    assert found(produk=uep.product_id) == [uep]
    assert found(cari="melat") == [spp]
    assert len(found()) == 3
    assert found(status="L") == []


def test_facilitator_sees_loans_of_the_own_villages(client):
    facilitator = factories.create_user(Role.FACILITATOR)
    own, other = (
        factories.create_loan(factories.create_group(factories.create_village(facilitator.office)))
        for _ in range(2)
    )
    factories.assign(facilitator, own.group.village)
    client.force_login(facilitator)

    assert list(client.get(address("loan-list")).context["page"]) == [own]
    assert client.get(address("loan-detail", own.pk)).status_code == 200
    assert client.get(address("loan-detail", other.pk)).status_code == 404


# A loan


def test_loan_shows_what_is_paid_of_each_row(signed_in, village):
    loan = factories.create_loan(factories.create_group(village), disbursed_on=date(2009, 11, 10))
    factories.pay(loan, 1_150_000, on=date(2009, 12, 10))
    factories.pay(loan, 650_000, on=date(2010, 1, 10))

    card = signed_in.get(address("loan-detail", loan.pk)).context["card"]

    shown = [(row.n, row.paid_principal, row.paid_interest, row.state) for row in card.rows[:4]]
    assert shown == [
        (1, 1_000_000, 150_000, "Lunas"),
        (2, 500_000, 150_000, "Menunggak"),
        (3, 0, 0, "Menunggak"),
        (4, 0, 0, "Belum"),
    ]
    assert card.next_due.due_on == date(2010, 3, 10)
    assert (card.totals.due, card.totals.paid, card.totals.left) == (
        11_500_000, 1_800_000, 9_700_000,
    )  # fmt: skip


def test_waiting_loan_has_no_card_but_members_schedules(signed_in, village):
    loan = factories.create_loan(factories.create_group(village), disbursed_on=None)

    assert signed_in.get(address("loan-detail", loan.pk)).context["card"] is None
    assert "belum cair" in signed_in.get(address("loan-card", loan.pk)).text
    assert "seakan-akan cair" in signed_in.get(address("loan-shares", loan.pk)).text


def test_members_schedules_add_up(signed_in, village):
    loan = factories.create_loan(factories.create_group(village, member_count=3))

    page = signed_in.get(address("loan-shares", loan.pk, bagian="pokok"))

    assert page.context["totals"] == [3_333_334, 3_333_333, 3_333_333]
    assert page.context["total"] == 10_000_000
    assert [line["sum"] for line in page.context["table"]] == [1_000_000] * 10


def test_loan_names_its_receipts_and_reversals(signed_in, village):
    loan = factories.create_loan(factories.create_group(village), disbursed_on=date(2009, 11, 10))
    factories.pay(loan, on=date(2009, 12, 10))

    response = signed_in.get(address("loan-card", loan.pk))

    assert "BKM-2009-000002" in response.text
    assert "keadaan per 15 Februari 2010" in response.text


# Disbursement


@pytest.fixture
def group(village):
    factories.create_product(village.office)
    return factories.create_group(village)
