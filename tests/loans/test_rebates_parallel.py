"""Two people at once on one list of rebates, or dividing one receipt: it happens once."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Sum

from loans.member_books import member_book
from loans.member_splits import proposed_parts, split_receipt
from loans.models import MemberRepayment, Rebate, RebateApproval
from loans.rebating import ListErrors, approve_rebates
from tests import factories
from tests.loans.rebate_world import (
    FIRST,
    REBATE,
    SECOND,
    approve,
    claims_of,
    items,
    lend,
    pay_out,
    rebate_product,
)
from tests.parallel import run_together
from upk.access import Role
from upk.ledger.models import Posting
from upk.offices.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office():
    return factories.create_office()


@pytest.fixture
def users(office) -> dict[str, User]:
    manager = factories.create_user(Role.MANAGER, office)
    first, second = (factories.create_user(Role.TREASURER, office) for _ in range(2))
    return {"manager": manager, "first": first, "second": second}


@pytest.fixture
def loan(office, users):
    loan = lend(rebate_product(office), by=users["first"])
    for day in (FIRST, SECOND):
        factories.pay(loan, on=day, by=users["first"])
    return loan


def outcome(results, kind):
    return [result for result in results if isinstance(result, kind)]


def test_two_treasurers_pay_the_same_list_once(loan, users):
    approve(loan, users["manager"])
    found = items(claims_of(loan))

    results = run_together(
        [lambda user=users[name]: pay_out(loan, user, found) for name in ("first", "second")]
    )

    assert len(outcome(results, list)) == 1
    [refused] = outcome(results, ListErrors)
    assert all("sudah dibayar" in message for message in refused.messages)
    assert Rebate.objects.aggregate(Sum("amount"))["amount__sum"] == 2 * REBATE
    expense = loan.product.rebate_expense
    assert Posting.objects.touching([expense]).net_by_account()[expense.pk] == 2 * REBATE


def test_double_click_on_the_list_pays_once(loan, users):
    approve(loan, users["manager"])
    found, key = items(claims_of(loan)), uuid4()

    results = run_together([lambda: pay_out(loan, users["first"], found, key=key)] * 3)

    assert results[0] == results[1] == results[2]
    assert Rebate.objects.count() == 2


def test_two_managers_confirm_the_same_list_once(loan, users):
    found = items(claims_of(loan))

    def confirm():
        return approve_rebates(
            loan.office, found, on=factories.TODAY, request_key=uuid4(), by=users["manager"]
        )

    results = run_together([confirm, confirm])

    assert len(outcome(results, list)) == 1
    assert len(outcome(results, ListErrors)) == 1
    assert RebateApproval.objects.count() == 2


def test_two_people_divide_the_same_receipt_once(loan, users):
    receipt = loan.repayments.order_by("id").first()
    sums = (receipt.principal, receipt.interest, receipt.penalty)
    parts = proposed_parts(member_book(loan), sums, of=receipt)

    results = run_together(
        [
            lambda user=users[name]: split_receipt(receipt, parts, request_key=uuid4(), by=user)
            for name in ("first", "second")
        ]
    )

    assert len(outcome(results, list)) == 1
    [refused] = outcome(results, ValidationError)
    assert refused.messages == ["Setoran ini sudah dibagi per anggota. Lihat di kwitansinya."]
    assert MemberRepayment.objects.count() == len(parts)
