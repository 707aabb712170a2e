"""Rescheduling: the new loan, the account between, undoing. Figures by hand."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from loans.ending_problems import Ruling
from loans.endings import cancel_disbursement, write_off
from loans.models import Loan
from loans.relieving import left_of
from loans.rescheduling import reschedule_loan, undo_rescheduling
from loans.setup import add_rules
from loans.shares import MemberCell
from tests import factories
from tests.loans.endings_world import DISBURSED, ENDED, back, create_loan, create_office, how
from upk.desk.check_books import check_books
from upk.ledger.models import Posting
from upk.offices.models import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def books():
    return create_office()


@pytest.fixture
def loan(books):
    return create_loan(*books)


@pytest.fixture
def by(books):
    return books[1]


def reschedule(loan, by, carried=0, **changes):
    terms = {"tenor": 12, "rounding_step": 1, **changes.pop("terms", {})}
    return reschedule_loan(loan, terms=terms, carried_interest=carried, **how(by) | changes)


def postings(entry):
    return list(entry.postings.values_list("debit__code", "credit__code", "amount"))


def assert_books_in_order():
    assert [r for r in check_books(Office.objects.all()) if r.faults] == []


def test_new_loan_takes_over_the_principal_on_that_day(loan, by):
    new = reschedule(loan, by, carried=400_000, terms={"rate": Decimal(1)}, reason="Gagal panen")

    loan.refresh_from_db()
    old = loan.repayments.get(kind="rescheduled")
    assert (loan.status, new.status) == (Loan.Status.RESCHEDULED, Loan.Status.ACTIVE)
    assert (old.principal, old.interest) == (8_000_000, 1_200_000)
    assert postings(old.entry) == [("1.1.03.09", "1.1.03.01", 8_000_000)]
    assert postings(new.disbursement) == [("1.1.03.01", "1.1.03.09", 8_000_000)]
    assert (new.rescheduled_from, new.principal, new.disbursed_on) == (loan, 8_000_000, ENDED)
    assert [share.principal for share in new.shares.all()] == [1_600_000] * 5
    steps = new.steps.order_by("id").values_list("from_status", "to_status", "happened_on")
    assert list(steps) == [("", "W", ENDED), ("W", "A", ENDED)]
    assert str(new.decision) == "MAD 07/MAD/2010"
    assert_books_in_order()


def test_carried_jasa_lies_on_top_of_the_new_rows(loan, by):
    new = reschedule(loan, by, carried=400_000, terms={"rate": Decimal(1)})

    # 8.000.000 x 1% = 80.000 a month; 400.000 / 12 = 33.333, the last row 33.337
    rows = new.instalments.order_by("n").values_list("due_on", "interest")
    assert rows[0] == (date(2010, 2, 20), 113_333)
    assert rows[11] == (date(2011, 1, 20), 113_337)
    assert sum(interest for _, interest in rows) == 960_000 + 400_000


def test_jasa_that_is_not_carried_is_forgiven(loan, by):
    new = reschedule(loan, by)

    assert new.carried_interest == 0
    assert sum(new.instalments.values_list("interest", flat=True)) == 12 * 120_000


def test_no_more_jasa_is_carried_than_is_due(loan, by):
    with pytest.raises(ValidationError, match=r"Rp 450[.]001.*Rp 450[.]000"):
        reschedule(loan, by, carried=450_001)


def test_shares_are_what_each_member_owes(books, by):
    village = books[0].villages.first() or factories.create_village(books[0])
    group = factories.create_group(village, member_count=3)
    people = [m.person for m in group.memberships.open().order_by("id")]
    shares = list(zip(people, [1_000_000, 3_000_000, 6_000_000], strict=True))
    loan = factories.create_loan(group, shares=shares, disbursed_on=date(2009, 8, 10), by=by)
    factories.pay(loan, on=date(2009, 9, 10))
    factories.pay(loan, 583_333, on=date(2009, 10, 10), split=(433_333, 150_000))

    new = reschedule(loan, by)

    # 8.000.000 by 1:3:6, and the 566.667 left of the second row: 56.667 | 170.000 | 340.000
    left = dict(new.shares.values_list("person_id", "principal"))
    assert [left[person.pk] for person in people] == [856_667, 2_570_000, 5_140_000]
    assert sum(left.values()) == new.principal == 8_566_667


def test_member_who_is_gone_is_not_in_the_new_loan(loan, by):
    write_off(loan, person=loan.shares.first().person, **how(by))

    new = reschedule(loan, by)

    gone = loan.shares.first().person_id
    assert gone not in new.shares.values_list("person_id", flat=True)
    assert [share.principal for share in new.shares.all()] == [1_600_000] * 4
    assert_books_in_order()


def test_account_between_is_empty_and_no_cash_moves(loan, by):
    before = Posting.objects.of_office(loan.office).net_by_account()

    reschedule(loan, by)

    after = Posting.objects.of_office(loan.office).net_by_account()
    assert after == before | {loan.product.rescheduling_id: 0}


def test_all_that_is_wrong_is_said_at_once(loan, by):
    factories.pay(loan, on=date(2010, 2, 10))

    with pytest.raises(ValidationError) as refusal:
        reschedule(loan, by, ruling=Ruling("MAD", "", date(2010, 1, 21)), terms={"grace": 12})

    assert [error.code for error in refusal.value.error_list] == [
        "before_last_movement", "decision", "before_decision", "terms",
    ]  # fmt: skip
    assert Loan.objects.count() == 1


def test_nothing_is_left_of_a_loan_whose_principal_is_paid(books, by):
    loan = create_loan(*books, paid=0)
    factories.pay(loan, 10_000_000, on=date(2010, 1, 10), split=(10_000_000, 0), ahead=True)

    with pytest.raises(ValidationError, match="Tidak ada sisa pokok"):
        reschedule(loan, by)


def test_shares_too_small_for_the_new_rows_are_refused(books, by):
    village = factories.create_village(books[0])
    group = factories.create_group(village, member_count=2)
    people = [m.person for m in group.memberships.open()]
    shares = list(zip(people, [1_000, 9_999_000], strict=True))
    loan = factories.create_loan(group, shares=shares, disbursed_on=date(2009, 8, 10), by=by)

    with pytest.raises(ValidationError, match="terlalu kecil"):
        reschedule(loan, by, carried=10, terms={"tenor": 60, "rate": Decimal("0.0001")})


def test_the_same_form_twice_makes_one_loan(loan, by):
    asked = how(by) | {"terms": {"tenor": 12}}

    assert reschedule_loan(loan, **asked) == reschedule_loan(loan, **asked)
    assert Loan.objects.count() == 2


def test_group_may_go_on_as_if_it_had_one_loan(loan, by):
    new = reschedule(loan, by)

    factories.pay(new, 786_667, on=date(2010, 2, 15), ahead=True)

    assert new.repayments.count() == 1
    with pytest.raises(ValidationError, match="tidak aktif"):
        factories.pay(loan, 1_000)


# Undoing


def test_undone_rescheduling_cancels_the_new_loan_and_wakes_the_old(loan, by):
    new = reschedule(loan, by, carried=100_000)

    undo_rescheduling(loan.repayments.get(kind="rescheduled"), **back(by, date(2010, 2, 1)))

    loan.refresh_from_db()
    new.refresh_from_db()
    assert (loan.status, new.status) == (Loan.Status.ACTIVE, Loan.Status.CANCELLED)
    assert_books_in_order()
    again = reschedule(loan, by, on=date(2010, 2, 2))
    assert again.code != new.code
    assert_books_in_order()


def test_undoing_twice_with_one_key_is_one(loan, by):
    reschedule(loan, by)
    relief, asked = loan.repayments.get(kind="rescheduled"), back(by, date(2010, 2, 1))

    undo_rescheduling(relief, **asked)
    undo_rescheduling(relief, **asked)

    with pytest.raises(ValidationError, match="sudah dibatalkan"):
        undo_rescheduling(relief, **asked | {"request_key": uuid4()})


def test_rescheduling_stays_once_the_new_loan_is_paid(loan, by):
    new = reschedule(loan, by)
    factories.pay(new, 100_000, on=date(2010, 2, 10), ahead=True)

    with pytest.raises(ValidationError, match=r"sebesar Rp 100[.]000 pada 10 Februari 2010"):
        undo_rescheduling(loan.repayments.get(kind="rescheduled"), **back(by, date(2010, 2, 11)))


def test_new_loan_is_cancelled_by_undoing_alone(loan, by):
    new = reschedule(loan, by)

    with pytest.raises(ValidationError, match=f"penjadwalan ulang {loan}"):
        cancel_disbursement(new, **back(by, ENDED))


def test_shares_of_the_new_loan_follow_the_own_rounding_of_the_old(books):
    office, by = books
    product = office.products.get()
    add_rules(product, since=date(2009, 8, 1), ceilings={}, rounds_per_member=True)
    group = factories.create_group(factories.create_village(office), member_count=3)
    loan = factories.create_loan(
        group, principal=3_000_000, terms={"tenor": 12}, disbursed_on=DISBURSED, by=by
    )
    factories.pay(loan, 295_500, on=date(2009, 9, 10), by=by)

    # by hand: a share of 1.000.000 pays 83.500 + 15.000 a month; 83.333 if the group rounded
    left = left_of(loan)
    new = reschedule(loan, by)

    assert left.parts[1] == (MemberCell(83_500, 15_000),) * 3
    assert [share.principal for share in new.shares.all()] == [916_500] * 3
    assert_books_in_order()
