"""Two people at once: a loan ends once, and no money is counted twice."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from loans.endings import write_off
from loans.models import Loan, Recovery, Repayment
from loans.recoveries import record_recovery
from loans.rescheduling import reschedule_loan
from loans.settlement import Settlement, settle_loan
from tests import factories
from tests.loans.endings_world import ENDED, create_loan, create_office, how, received
from tests.parallel import run_together
from upk.desk.check_books import check_books
from upk.ledger.models import Posting
from upk.offices.models import Office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def books():
    return create_office()


@pytest.fixture
def by(books):
    return books[1]


def fresh(loan: Loan) -> Loan:
    """The loan as each person's own connection reads it."""
    return Loan.objects.get(pk=loan.pk)


def one_of_two(results: list) -> ValidationError:
    """Exactly one went through; gives the refusal of the other."""
    refused = [result for result in results if isinstance(result, Exception)]
    assert [isinstance(error, ValidationError) for error in refused] == [True], results
    return refused[0]


def assert_books_in_order():
    assert [r for r in check_books(Office.objects.all()) if r.faults] == []


def test_settling_and_paying_at_once(books, by):
    loan = create_loan(*books)

    def settle():
        paid = Settlement(ENDED, loan.product.cash, 8_450_000)
        return settle_loan(fresh(loan), paid, request_key=uuid4(), by=by)

    def pay():
        return factories.pay(fresh(loan), 1_150_000, on=ENDED, by=by)

    error = one_of_two(run_together([settle, pay]))

    assert "sudah lunas" in error.messages[0] or "Rp 7.300.000" in error.messages[0]
    assert_books_in_order()


def test_rescheduling_and_paying_at_once(books, by):
    loan = create_loan(*books)

    def reschedule():
        return reschedule_loan(fresh(loan), terms={"tenor": 12}, **how(by))

    def pay():
        return factories.pay(fresh(loan), 1_150_000, on=ENDED, by=by)

    results = run_together([reschedule, pay])

    new = Loan.objects.get(rescheduled_from=loan)
    paid = Repayment.objects.filter(loan=loan, kind="cash").count() == 3
    assert new.principal == (7_300_000 if paid else 8_000_000)
    if not paid:  # the loan was no longer there to be paid
        assert "tidak aktif" in one_of_two(results).messages[0]
    assert_books_in_order()


def test_two_write_offs_of_one_loan_at_once(books, by):
    loan = create_loan(*books)

    error = one_of_two(run_together([lambda: write_off(fresh(loan), **how(by))] * 2))

    assert "sudah dihapus" in error.messages[0]
    assert Repayment.objects.filter(kind="written_off").count() == 1
    assert_books_in_order()


def test_two_write_offs_share_one_allowance(books, by):
    loans = [create_loan(*books) for _ in range(2)]

    results = run_together([lambda loan=loan: write_off(fresh(loan), **how(by)) for loan in loans])

    assert [type(result) for result in results] == [Repayment] * 2
    product = loans[0].product
    nets = Posting.objects.of_office(books[0]).net_by_account()
    assert nets.get(product.allowance_id, 0) == 0
    # 3.000.000 set aside, and what two loans of 8.000.000 lacked
    assert nets[product.provision_expense_id] == 16_000_000
    assert_books_in_order()


def test_two_recoveries_at_once_stay_within_the_write_off(books, by):
    off = write_off(create_loan(*books), **how(by))

    def take():
        mine = Repayment.objects.get(pk=off.pk)
        money = received(mine.loan, 5_000_000, date(2010, 2, 1))
        return record_recovery(mine, money, request_key=uuid4(), by=by)

    error = one_of_two(run_together([take, take]))

    assert "paling banyak Rp 3.000.000" in error.messages[0]
    assert sum(Recovery.objects.values_list("amount", flat=True)) == 5_000_000
    assert_books_in_order()
