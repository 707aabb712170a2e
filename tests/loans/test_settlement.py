"""Settling a loan early by the office's rule. Figures by hand (see ``endings_world``)."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from loans.endings import undo_relief
from loans.models import Loan, Repayment
from loans.receipt_views import left_after
from loans.repayments import reverse_repayment
from loans.settlement import Settlement, quotation, settle_loan
from loans.setup import add_rules
from tests import factories
from tests.loans.endings_world import back, create_loan, create_office, settle
from upk.desk.check_books import check_books
from upk.offices.models import Office

pytestmark = pytest.mark.django_db

DAY = date(2010, 1, 10)
"""A due day: rows of November and December are late, January's is due, five are to come."""


@pytest.fixture
def books():
    return create_office()


@pytest.fixture
def loan(books):
    return create_loan(*books)


@pytest.fixture
def by(books):
    return books[1]


def status_of(loan):
    return Loan.objects.get(pk=loan.pk).status


def assert_books_in_order():
    assert [r for r in check_books(Office.objects.all()) if r.faults] == []


def test_quotation_asks_principal_and_jasa_so_far(loan):
    quote = quotation(loan, DAY)

    assert quote.principal == 8_000_000
    assert (quote.due.interest_arrears, quote.due.interest_due) == (300_000, 150_000)
    assert (quote.interest_ahead_asked, quote.waived) == (0, 750_000)
    assert quote.total == 8_450_000
    assert quote.rule_since == date(2009, 1, 1)


def test_quotation_for_a_later_day_asks_what_is_due_then(loan):
    quote = quotation(loan, date(2010, 5, 9))

    assert (quote.due.interest_arrears, quote.waived) == (900_000, 300_000)


def test_rule_of_full_jasa_asks_all(loan):
    add_rules(loan.product, since=date(2010, 1, 1), ceilings={}, full_interest_when_early=True)

    before, after = quotation(loan, date(2009, 12, 31)), quotation(loan, DAY)

    assert (before.total, before.waived) == (8_300_000, 900_000)
    assert (after.total, after.waived, after.interest_ahead_asked) == (9_200_000, 0, 750_000)


def test_without_a_rule_all_jasa_is_asked():
    loan = factories.create_loan(disbursed_on=date(2009, 8, 10))

    quote = quotation(loan, DAY)

    assert (quote.total, quote.waived, quote.rule_since) == (11_500_000, 0, None)


def test_settling_takes_the_money_and_waives_the_rest(loan, by):
    receipt, waiver = settle(loan, by, DAY)

    assert (receipt.principal, receipt.interest) == (8_000_000, 450_000)
    assert receipt.entry.voucher == "BKM"
    assert (waiver.kind, waiver.principal, waiver.interest) == ("waived", 0, 750_000)
    assert waiver.entry is None
    assert [r.instalment.n for r in waiver.reliefs.all()] == [6, 7, 8, 9, 10]
    assert receipt.submission == waiver.submission
    assert status_of(loan) == Loan.Status.SETTLED
    assert loan.steps.last().happened_on == DAY
    assert left_after([receipt])[receipt.pk].total == 0
    assert_books_in_order()


def test_settling_with_full_jasa_waives_nothing(by):
    office, by = create_office(full_interest=True)
    loan = create_loan(office, by)

    [receipt] = settle(loan, by, DAY)

    assert (receipt.principal, receipt.interest) == (8_000_000, 1_200_000)
    assert status_of(loan) == Loan.Status.SETTLED
    assert_books_in_order()


def test_where_nothing_is_asked_any_more_the_waiver_alone_settles(books, by):
    loan = create_loan(*books, paid=5)
    factories.pay(loan, 5_000_000, on=date(2010, 1, 20), split=(5_000_000, 0), ahead=True)

    [waiver] = settle(loan, by)

    assert (waiver.kind, waiver.interest) == ("waived", 750_000)
    assert status_of(loan) == Loan.Status.SETTLED
    assert_books_in_order()


def test_penalty_is_paid_with_the_settlement(loan, by):
    paid = Settlement(DAY, loan.product.cash, 8_450_000, penalty=25_000)

    receipt, _ = settle_loan(loan, paid, request_key=uuid4(), by=by)

    assert (receipt.penalty, receipt.entry.total) == (25_000, 8_475_000)


def test_the_same_form_twice_settles_once(loan, by):
    key, paid = uuid4(), Settlement(DAY, loan.product.cash, 8_450_000)

    first = settle_loan(loan, paid, request_key=key, by=by)
    second = settle_loan(loan, paid, request_key=key, by=by)

    assert first == second
    assert loan.repayments.count() == 4


def test_another_sum_than_was_shown_is_refused(loan, by):
    paid = Settlement(DAY, loan.product.cash, 8_450_000)
    factories.pay(loan, 100_000, on=DAY)

    with pytest.raises(ValidationError, match=r"adalah Rp 8[.]350[.]000, bukan Rp 8[.]450[.]000"):
        settle_loan(loan, paid, request_key=uuid4(), by=by)

    assert status_of(loan) == Loan.Status.ACTIVE


def test_all_that_is_wrong_is_said_at_once(loan, by):
    factories.pay(loan, 100_000, on=date(2010, 2, 1))
    stranger = factories.create_person(loan.group.village)
    capital = factories.account(loan.office, "3.1.01.01")
    paid = Settlement(DAY, capital, 1, penalty=10_000_001, paid_in_by=stranger)

    with pytest.raises(ValidationError) as refusal:
        settle_loan(loan, paid, request_key=uuid4(), by=by)

    assert [error.code for error in refusal.value.error_list] == [
        "before_last_movement", "cash", "amount", "penalty", "payer",
    ]  # fmt: skip


def test_reversed_settlement_takes_the_waiver_back(loan, by):
    receipt, waiver = settle(loan, by, DAY)

    reverse_repayment(receipt, happened_on=date(2010, 1, 25), reason="Salah", by=by)

    undone = Repayment.objects.get(reverses=waiver)
    assert (undone.interest, undone.paid_on) == (-750_000, date(2010, 1, 25))
    assert status_of(loan) == Loan.Status.ACTIVE
    assert quotation(loan, date(2010, 1, 25)).total == 8_450_000
    assert_books_in_order()


def test_jasa_waived_until_the_settlement_was_taken_back_is_not_paid_before_that_day(loan, by):
    """From the 10th to the 24th nothing was owed: neither principal nor the waived jasa."""
    receipt, _ = settle(loan, by, DAY)
    taken_back = date(2010, 1, 25)
    reverse_repayment(receipt, happened_on=taken_back, reason="Salah", by=by)

    with pytest.raises(ValidationError, match="masih terhitung sampai 25 Januari 2010"):
        factories.pay(loan, 1, on=date(2010, 1, 24), ahead=True)
    factories.pay(loan, 9_200_000, on=taken_back, ahead=True)

    assert status_of(loan) == Loan.Status.SETTLED
    assert_books_in_order()


def test_waiver_undone_alone_leaves_its_jasa_to_be_paid(loan, by):
    _, waiver = settle(loan, by, DAY)

    undo_relief(waiver, **back(by, date(2010, 2, 1)))

    assert status_of(loan) == Loan.Status.ACTIVE
    factories.pay(loan, 750_000, on=date(2010, 2, 10), ahead=True)
    assert status_of(loan) == Loan.Status.SETTLED
    assert_books_in_order()


def test_a_receipt_before_the_settlement_taken_back_is_owed_again(loan, by):
    settle(loan, by, DAY)

    reverse_repayment(loan.repayments.first(), happened_on=date(2010, 1, 25), reason="Salah", by=by)

    assert status_of(loan) == Loan.Status.ACTIVE
    assert quotation(loan, date(2010, 1, 25)).total == 1_150_000
    assert_books_in_order()
