"""The waiting list of an office: whose turn, against which money, and the manager's choice."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from loans.choices import choose_next
from loans.models import LendingRules, Product, WaitingChoice
from loans.proposals import take_back
from loans.services import disburse_loan
from loans.setup import add_rules
from loans.waiting import Rate
from loans.waiting_list import repayment_rate, waiting_lists
from tests import factories
from upk.access import Role

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY


@pytest.fixture
def treasurer():
    return factories.create_user(Role.TREASURER)


@pytest.fixture
def product(treasurer):
    return factories.create_product(treasurer.office)


@pytest.fixture
def manager(treasurer):
    return factories.create_user(Role.MANAGER, office=treasurer.office)


def waiting(product, amount=10_000_000, day=1, priority=None, category="SPP"):
    village = factories.create_village(product.office, lending_priority=priority)
    return factories.create_loan(
        factories.create_group(village, member_count=2, category=category), product,
        principal=amount, disbursed_on=None, approved_on=date(2010, 2, day),
    )  # fmt: skip


def the_list(product, as_of=TODAY):
    lists = waiting_lists(product.office, as_of=as_of)
    return next(listed for listed in lists if listed.product == product)


def turns(product, as_of=TODAY):
    return [listed.loan for listed in the_list(product, as_of).loans]


# Money and turns


def test_worked_example(product, treasurer):
    """25 million in the bank, of which 2 stay; 10 + 20 + 5 million wait; a loan of 10 million,
    disbursed on 10 August over 10 months, brings 1 million on the 10th of each month.

    Due since: 6 instalments, 5 are paid, so 83,33% of what is due came in. The sixth is overdue
    and expected by nobody; four are left, from 10 March on.
    """
    active = factories.create_loan(
        factories.create_group(factories.create_village(product.office)), product, by=treasurer
    )
    for month in (9, 10, 11, 12):
        factories.pay(active, on=date(2009, month, 10), by=treasurer)
    factories.pay(active, on=date(2010, 1, 10), by=treasurer)
    factories.put_money_in(product.cash, 25_000_000 - 5_750_000, by=treasurer)
    add_rules(product, since=date(2010, 1, 1), ceilings={}, cash_reserve=2_000_000)
    first, second, third = (
        waiting(product, amount, day)
        for amount, day in ((10_000_000, 1), (14_500_000, 3), (5_000_000, 9))
    )

    listed = the_list(product)

    assert (listed.balance, listed.reserve, listed.money) == (25_000_000, 2_000_000, 23_000_000)
    assert listed.rate == Rate(5_000_000, 6_000_000)
    assert [month.planned for month in listed.months] == [0, *[1_000_000] * 4, 0, 0]
    assert [month.careful for month in listed.months[:3]] == [0, 833_333, 833_333]
    assert (listed.needed, listed.left, listed.lacking) == (29_500_000, -6_500_000, 6_500_000)
    places = [(w.loan, w.place.now, w.place.planned, w.place.careful) for w in listed.loans]
    assert places == [
        (first, True, date(2010, 2, 1), date(2010, 2, 1)),
        (second, False, date(2010, 4, 1), date(2010, 4, 1)),
        (third, False, None, None),
    ]
    assert [w.is_next for w in listed.loans] == [True, False, False]


def test_order_by_priority_village_is_a_dated_rule(product):
    plain, second, first = (
        waiting(product, day=1), waiting(product, day=2, priority=2),
        waiting(product, day=3, priority=1),
    )  # fmt: skip
    add_rules(
        product, since=date(2010, 2, 10), ceilings={},
        waiting_order=LendingRules.WaitingOrder.PRIORITY,
    )  # fmt: skip

    assert turns(product, date(2010, 2, 9)) == [plain, second, first]
    assert turns(product) == [first, second, plain]


def test_a_day_of_the_past_has_the_list_and_the_money_of_that_day(product, treasurer):
    factories.put_money_in(product.cash, 12_000_000, on=date(2010, 2, 3), by=treasurer)
    early, late = waiting(product, day=1), waiting(product, day=8)
    disburse_loan(
        early, disbursed_on=date(2010, 2, 9), cash=product.cash, request_key=uuid4(), by=treasurer
    )

    assert turns(product, date(2010, 2, 5)) == [early]
    assert the_list(product, date(2010, 2, 5)).balance == 12_000_000
    assert turns(product) == [late]
    assert the_list(product).balance == 2_000_000


def test_products_that_share_an_account_don_t_promise_it_twice(product, treasurer):
    uep = factories.create_product(product.office, code="UEP", cash=product.cash)
    factories.put_money_in(product.cash, 30_000_000, by=treasurer)
    waiting(product, 10_000_000)
    waiting(uep, 8_000_000, category="UEP")

    assert (the_list(product).promised, the_list(product).money) == (8_000_000, 22_000_000)
    assert (the_list(uep).promised, the_list(uep).money) == (10_000_000, 20_000_000)


def test_loans_in_no_office_but_the_own_count(product, treasurer):
    factories.create_loan()

    assert repayment_rate(product.office, TODAY) == Rate(0, 0)
    assert turns(product) == []


# The manager's choice


def test_choice_by_the_rule_needs_no_reason(product, manager):
    first, _ = waiting(product, day=1), waiting(product, day=2)

    choice = choose_next(first, reason="", on=TODAY, by=manager)

    assert (choice.loan, choice.first_by_rule, choice.reason) == (first, first, "")


def test_choice_that_departs_from_the_rule_needs_a_reason_and_is_kept_once(product, manager):
    first, second = waiting(product, day=1), waiting(product, day=2)

    with pytest.raises(ValidationError, match=f"Menurut aturan giliran {first}. Tulis alasannya."):
        choose_next(second, reason=" ", on=TODAY, by=manager)
    made = choose_next(second, reason="Musim tanam", on=TODAY, by=manager)
    again = choose_next(second, reason="Musim tanam", on=TODAY, by=manager)

    assert made == again
    assert WaitingChoice.objects.count() == 1
    assert (made.first_by_rule, made.chosen_on) == (first, TODAY)
    assert turns(product) == [second, first]


def test_the_newest_choice_counts_until_its_loan_is_paid_out(product, manager, treasurer):
    factories.put_money_in(product.cash, 30_000_000, by=treasurer)
    first, second, third = (waiting(product, day=day) for day in (1, 2, 3))
    choose_next(third, reason="Mendesak", on=TODAY, by=manager)
    choose_next(second, reason="Lebih mendesak", on=TODAY, by=manager)
    assert turns(product) == [second, first, third]

    disburse_loan(second, disbursed_on=TODAY, cash=product.cash, request_key=uuid4(), by=treasurer)

    assert turns(product) == [first, third]


def test_choice_ends_when_the_approval_is_taken_back(product, manager):
    first, second = waiting(product, day=1), waiting(product, day=2)
    choose_next(second, reason="Mendesak", on=date(2010, 2, 10), by=manager)
    verified = take_back(second, reason="Salah", on=date(2010, 2, 11), by=manager)
    factories.advance(verified, on=date(2010, 2, 12))

    assert turns(product) == [first, second]


def test_only_a_waiting_loan_can_be_chosen(product, manager):
    loan = waiting(product, day=9)
    for on, sentence in (
        (date(2010, 2, 8), "baru disetujui pada 9 Februari 2010"),
        (date(2010, 2, 16), "belum tiba"),
    ):
        with pytest.raises(ValidationError, match=sentence):
            choose_next(loan, reason="x", on=on, by=manager)
    verified = take_back(loan, reason="Salah", on=TODAY, by=manager)
    with pytest.raises(ValidationError, match="tidak sedang menunggu pencairan"):
        choose_next(verified, reason="x", on=TODAY, by=manager)


def test_the_database_wants_the_reason_too(product, manager):
    first, second = waiting(product, day=1), waiting(product, day=2)

    with pytest.raises(DatabaseError, match="departs_with_a_reason"), transaction.atomic():
        WaitingChoice.objects.create(
            loan=second, first_by_rule=first, chosen_on=TODAY, made_by=manager
        )


# The pages


def test_page_shows_turns_to_the_treasurer_with_ticks(client, product, treasurer, manager):
    factories.put_money_in(product.cash, 12_000_000, by=treasurer)
    first, second = waiting(product, day=1), waiting(product, day=2)
    choose_next(second, reason="Musim tanam", on=TODAY, by=manager)
    client.force_login(treasurer)

    page = client.get(reverse("loans:waiting-list")).text

    assert page.index(str(second)) < page.index("berikutnya") < page.index(f">{first}<")
    assert "Musim tanam" in page
    assert page.count('type="checkbox"') == 2
    assert "Dahulukan" not in page
    assert "<svg" in page


@pytest.mark.parametrize("count", [1, 6])
def test_page_asks_a_constant_number_of_queries(client, product, treasurer, count):
    for day in range(1, count + 1):
        waiting(product, day=day)
        factories.create_loan(
            factories.create_group(factories.create_village(product.office)),
            product,
            by=treasurer,
        )
    client.force_login(treasurer)
    client.get(reverse("loans:waiting-list"))

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("loans:waiting-list"))

    # session, user; loans, approvals, products, rules, choices; four of the accounts; products
    # of active loans, payments, reliefs, instalments; three of the rate
    assert len(queries) == 18


def test_manager_chooses_with_a_reason(client, product, manager):
    _, second = waiting(product, day=1), waiting(product, day=2)
    client.force_login(manager)
    url = reverse("loans:waiting-choose", args=[second.pk])

    empty = client.post(url, {"reason": ""})
    for _ in range(2):
        done = client.post(url, {"reason": "Musim tanam"})

    assert "Tulis alasannya" in str(empty.context["form"].errors["reason"])
    assert done.url == reverse("loans:waiting-list")
    assert WaitingChoice.objects.get().loan == second
    assert "Dahulukan" in client.get(done.url).text


def test_choosing_is_the_manager_s_and_of_the_own_office(client, product, treasurer, manager):
    loan = waiting(product)
    url = reverse("loans:waiting-choose", args=[loan.pk])

    client.force_login(treasurer)
    assert client.post(url, {"reason": "x"}).status_code == 403
    client.force_login(factories.create_user(Role.MANAGER))
    assert client.post(url, {"reason": "x"}).status_code == 404
    client.force_login(factories.create_user(Role.FACILITATOR, office=product.office))
    assert client.get(reverse("loans:waiting-list")).status_code == 403


def test_office_without_products_or_waiting_loans_says_so(client, treasurer):
    client.force_login(treasurer)
    assert "Belum ada produk" in client.get(reverse("loans:waiting-list")).text

    factories.create_product(treasurer.office)
    assert Product.objects.count() == 1
    assert "Tidak ada pinjaman yang menunggu" in client.get(reverse("loans:waiting-list")).text
