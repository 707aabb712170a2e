"""The example's work on arrears, its rebates, and receipts divided over the members."""

from datetime import date

import pytest

from loans.collection import promises_of
from loans.models import ArrearsContact, ArrearsLetter, MemberRepayment, Rebate, Repayment
from loans.promises import State
from loans.rebates import claims, with_rebates
from loans.warnings import letters_due
from upk.desk.example import OFFICE_CODE
from upk.desk.example.collection import LETTER_DAYS, SPLITS
from upk.desk.example.events import Rebates
from upk.desk.example.places import REBATE_SINCE
from upk.desk.example.plan import make_plan
from upk.offices.models import Office, User

PRACTICE_DATE = date(2010, 2, 15)


@pytest.fixture
def office(example_db) -> Office:
    return Office.objects.get(code=OFFICE_CODE)


def test_letters_of_every_level_were_issued_in_batches(office):
    letters = ArrearsLetter.objects.filter(office=office)

    assert set(letters.values_list("level", flat=True)) == {1, 2, 3}
    assert set(letters.values_list("issued_on", flat=True)) == set(LETTER_DAYS)


def test_some_letters_are_due_on_the_practice_date(office):
    manager = User.objects.get(username="manajer")

    assert [found for found in letters_due(manager, PRACTICE_DATE) if found.due]


def test_promises_are_kept_broken_due_and_open(office):
    loans = ArrearsContact.objects.values_list("loan_id", flat=True)

    followed = [p for found in promises_of(loans, PRACTICE_DATE).values() for p in found]

    assert {promise.outcome.state for promise in followed} == set(State)
    assert ArrearsContact.objects.filter(promised_on=None).exists()


def test_rebates_were_paid_as_planned_and_others_wait(office):
    [planned] = [event for event in make_plan().events if isinstance(event, Rebates)]
    paid = {(r.loan.group.code, r.amount) for r in Rebate.objects.select_related("loan__group")}

    assert paid == {(loan.group.code, amount) for loan, amount in planned.amounts}
    for rebate in Rebate.objects.select_related("approval__recorded_by", "recorded_by", "loan"):
        assert rebate.loan.status == "L"
        assert rebate.approval.recorded_by != rebate.recorded_by
    found = claims(with_rebates(office), PRACTICE_DATE)
    assert not [claim for claim in found if claim.is_unfounded]
    assert [claim for claim in found if claim.is_open]
    assert min(claim.loan.disbursed_on for claim in found) >= REBATE_SINCE


def test_receipts_were_divided_over_the_members(office):
    divided = Repayment.objects.filter(member_parts__isnull=False).distinct()

    assert divided.count() == SPLITS
    for receipt in divided:
        parts = MemberRepayment.objects.filter(repayment=receipt)
        amounts = [(part.principal, part.interest, part.penalty) for part in parts]
        whole = (receipt.principal, receipt.interest, receipt.penalty)
        assert tuple(map(sum, zip(*amounts, strict=True))) == whole
        assert parts.count() > 1
