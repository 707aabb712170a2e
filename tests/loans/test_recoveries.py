"""Money after a write-off is income, and never more than was written off."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from loans.endings import write_off
from loans.models import Loan, Recovery
from loans.recoveries import record_recovery, recoverable, reverse_recovery
from tests import factories
from tests.loans.endings_world import create_loan, create_office, how, received
from upk.desk.check_books import check_books
from upk.ledger.models import Posting
from upk.offices.models import Office

pytestmark = pytest.mark.django_db

DAY = date(2010, 2, 1)


@pytest.fixture
def books():
    return create_office()


@pytest.fixture
def by(books):
    return books[1]


@pytest.fixture
def off(books, by):
    return write_off(create_loan(*books), **how(by))


def take(off, by, amount, on=DAY, key=None):
    money = received(off.loan, amount, on)
    return record_recovery(off, money, request_key=key or uuid4(), by=by)


def test_recovery_is_income_with_a_receipt_number(off, by):
    paid = take(off, by, 3_000_000)

    [posting] = Posting.objects.filter(entry=paid.entry)
    codes = (posting.debit.code, posting.credit.code, posting.amount)
    assert codes == ("1.1.01.04", "4.1.02.04", 3_000_000)
    assert paid.entry.label.startswith("BKM-2010-")
    assert recoverable(off) == 5_000_000
    assert Loan.objects.get(pk=off.loan_id).status == Loan.Status.WRITTEN_OFF
    assert [r for r in check_books(Office.objects.all()) if r.faults] == []


def test_no_more_comes_in_than_was_written_off(off, by):
    take(off, by, 3_000_000)
    take(off, by, 4_999_999)

    with pytest.raises(ValidationError, match=r"sebesar Rp 1; paling banyak Rp 1[.]"):
        take(off, by, 2)
    take(off, by, 1)

    assert recoverable(off) == 0


def test_reversed_recovery_may_come_in_again(off, by):
    paid = take(off, by, 8_000_000)

    undone = reverse_recovery(paid, happened_on=DAY, reason="Salah", by=by, request_key=uuid4())

    assert undone.amount == -8_000_000
    assert undone.entry.reverses == paid.entry
    take(off, by, 8_000_000)
    assert [r for r in check_books(Office.objects.all()) if r.faults] == []


def test_on_no_day_more_had_come_in_than_was_written_off(off, by):
    """What was taken back on the 3rd still counts on the 1st and the 2nd."""
    wrong = take(off, by, 5_000_000)
    third = date(2010, 2, 3)
    reverse_recovery(wrong, happened_on=third, reason="Salah", by=by, request_key=uuid4())

    with pytest.raises(ValidationError, match=r"banyak Rp 3\.000\.000\. Penerimaan"):
        take(off, by, 3_000_001, on=date(2010, 2, 2))
    take(off, by, 3_000_000, on=date(2010, 2, 2))
    take(off, by, 5_000_000, on=third)

    assert recoverable(off) == 0
    assert [r for r in check_books(Office.objects.all()) if r.faults] == []


def test_recovery_is_reversed_once_and_a_reversal_never(off, by):
    paid = take(off, by, 10_000)
    undone = reverse_recovery(paid, happened_on=DAY, reason="Salah", by=by, request_key=uuid4())

    with pytest.raises(ValidationError, match="sudah dibatalkan"):
        reverse_recovery(paid, happened_on=DAY, reason="Lagi", by=by, request_key=uuid4())
    with pytest.raises(ValidationError, match="tidak dapat dibatalkan"):
        reverse_recovery(undone, happened_on=DAY, reason="Lagi", by=by, request_key=uuid4())


def test_the_same_form_twice_is_one_receipt(off, by):
    key = uuid4()

    assert take(off, by, 10_000, key=key) == take(off, by, 10_000, key=key)
    assert Recovery.objects.count() == 1


def test_all_that_is_wrong_is_said_at_once(off, by):
    stranger = factories.create_person(off.loan.group.village)
    capital = factories.account(off.office, "3.1.01.01")
    money = type(received(off.loan, 0, DAY))(date(2010, 1, 19), capital, 0, stranger)

    with pytest.raises(ValidationError) as refusal:
        record_recovery(off, money, request_key=uuid4(), by=by)

    assert [error.code for error in refusal.value.error_list] == [
        "before_write_off", "amount", "cash", "payer",
    ]  # fmt: skip


def test_member_written_off_has_receipts_of_its_own(books, by):
    loan = create_loan(*books)
    first, second = (
        write_off(loan, person=share.person, **how(by)) for share in loan.shares.all()[:2]
    )

    take(first, by, 1_600_000)

    assert (recoverable(first), recoverable(second)) == (0, 1_600_000)
