"""Write-off, death and cancelled disbursement: postings, refusals, undoing. Figures by hand."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from loans.ending_problems import Ruling
from loans.endings import (
    cancel_disbursement,
    note_heirs_pay,
    undo_relief,
    write_off,
)
from loans.models import Loan, Recovery, Relief, Repayment
from loans.problems import standing_problems
from loans.recoveries import record_recovery, reverse_recovery
from loans.relieving import left_of
from loans.repayments import reverse_repayment
from tests import factories
from tests.loans.endings_world import (
    DISBURSED,
    ENDED,
    back,
    create_loan,
    create_office,
    how,
    received,
    ruling,
)
from upk.desk.check_books import check_books
from upk.ledger.models import Entry
from upk.ledger.services import close_books
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


def postings(entry):
    rows = entry.postings.order_by("id")
    return list(rows.values_list("debit__code", "credit__code", "amount"))


def status_of(loan):
    return Loan.objects.get(pk=loan.pk).status


def assert_books_in_order():
    assert [r for r in check_books(Office.objects.all()) if r.faults] == []


# Writing a loan off


def test_write_off_uses_the_allowance_and_expenses_what_it_lacks(loan, by):
    done = write_off(loan, **how(by))

    assert (done.principal, done.interest) == (8_000_000, 1_200_000)
    assert postings(done.entry) == [
        ("5.1.07.01", "1.1.04.01", 5_000_000),
        ("1.1.04.01", "1.1.03.01", 8_000_000),
    ]
    assert str(done.decision) == "MAD 07/MAD/2010"
    assert status_of(loan) == Loan.Status.WRITTEN_OFF
    assert Relief.objects.filter(repayment=done).count() == 8
    assert_books_in_order()


def test_an_allowance_that_is_enough_needs_no_expense(by):
    office, by = create_office(allowance=20_000_000)
    loan = create_loan(office, by)

    done = write_off(loan, **how(by))

    assert postings(done.entry) == [("1.1.04.01", "1.1.03.01", 8_000_000)]


def test_allowance_that_a_later_day_needs_is_not_used_before(books, by):
    first, second = create_loan(*books, paid=0), create_loan(*books, paid=0)
    for loan, count in ((first, 9), (second, 8)):
        factories.pay(loan, count * 1_150_000, on=date(2010, 1, 10), ahead=True)
    write_off(second, **how(by, on=date(2010, 2, 10)))

    done = write_off(first, **how(by, on=date(2010, 1, 25)))

    # 3.000.000 less 2.000.000 on 10 February: 1.000.000 is free, and that is all that is left
    assert done.principal == 1_000_000
    assert postings(done.entry) == [("1.1.04.01", "1.1.03.01", 1_000_000)]


def test_write_off_of_jasa_alone_posts_nothing(books, by):
    loan = create_loan(*books, paid=0)
    factories.pay(loan, 10_000_000, on=date(2010, 1, 10), split=(10_000_000, 0), ahead=True)

    done = write_off(loan, **how(by))

    assert (done.entry, done.principal, done.interest) == (None, 0, 1_500_000)
    assert status_of(loan) == Loan.Status.WRITTEN_OFF
    assert_books_in_order()


def test_the_same_form_twice_writes_off_once(loan, by):
    asked = how(by)

    assert write_off(loan, **asked) == write_off(loan, **asked)
    assert Repayment.objects.filter(kind="written_off").count() == 1


def test_a_write_off_says_all_that_is_in_its_way(loan, by):
    factories.pay(loan, on=date(2010, 2, 10))
    close_books(loan.office, through=date(2009, 12, 31), by=by)

    asked = how(by, on=date(2009, 12, 15)) | {"ruling": Ruling("MAD", " ", ENDED)}

    with pytest.raises(ValidationError) as refusal:
        write_off(loan, **asked)

    assert [error.code for error in refusal.value.error_list] == [
        "period_closed", "before_last_movement", "decision", "before_decision",
    ]  # fmt: skip
    assert not Relief.objects.exists()


def test_only_an_active_loan_is_written_off(loan, by):
    write_off(loan, **how(by))

    with pytest.raises(ValidationError, match="sudah dihapus"):
        write_off(loan, **how(by))


def test_a_day_to_come_is_refused(loan, by):
    with pytest.raises(ValidationError, match="belum tiba"):
        write_off(loan, **how(by, on=date(2010, 2, 16)))


def test_a_receipt_of_a_loan_written_off_stays(loan, by):
    write_off(loan, **how(by))

    with pytest.raises(ValidationError, match="tidak dapat dibatalkan"):
        reverse_repayment(loan.repayments.first(), happened_on=ENDED, reason="Salah", by=by)


# A member's part


def test_member_written_off_leaves_the_loan_to_the_others(loan, by):
    person = loan.shares.first().person

    done = write_off(loan, person=person, **how(by))

    left = left_of(loan)
    assert (done.principal, done.interest, done.person) == (1_600_000, 240_000, person)
    assert (left.principal, left.interest) == (6_400_000, 960_000)
    assert [row.principal for row in left.rows] == [0, 0] + [800_000] * 8
    assert dict(left.member_principal()) == {
        share.person: 1_600_000 for share in loan.shares.all()[1:]
    }
    assert [share.principal for share in loan.shares.all()] == [2_000_000] * 5
    assert status_of(loan) == Loan.Status.ACTIVE
    assert_books_in_order()


def test_member_with_a_row_paid_in_part_keeps_the_part_of_the_rest(loan, by):
    factories.pay(loan, 650_000, on=date(2009, 11, 10))  # jasa 150.000, principal 500.000

    done = write_off(loan, person=loan.shares.first().person, **how(by))

    # a fifth of the 500.000 left of the third row, and of seven rows of 1.000.000
    assert (done.principal, done.interest) == (1_500_000, 210_000)


def test_death_is_posted_like_a_write_off_and_counts_as_settled(loan, by):
    person = loan.shares.last().person

    done = write_off(loan, person=person, kind="death", **how(by))

    assert done.get_kind_display() == "Meninggal"
    assert postings(done.entry) == [("1.1.04.01", "1.1.03.01", 1_600_000)]
    with pytest.raises(ValidationError, match="sudah dihapus atau dianggap lunas"):
        write_off(loan, person=person, **how(by))


def test_loan_is_settled_when_the_last_member_is_gone(books, by):
    loan = create_loan(*books)

    for share in loan.shares.all():
        write_off(loan, person=share.person, kind="death", **how(by))

    assert status_of(loan) == Loan.Status.SETTLED
    assert loan.steps.last().happened_on == ENDED
    assert_books_in_order()


def test_the_others_pay_what_is_left_and_settle_the_loan(loan, by):
    write_off(loan, person=loan.shares.first().person, **how(by))

    factories.pay(loan, 6_400_000 + 960_000, on=date(2010, 2, 10), ahead=True)

    assert status_of(loan) == Loan.Status.SETTLED
    assert_books_in_order()


def test_heirs_who_pay_leave_a_note_without_a_name_and_nothing_posted(loan, by):
    share = loan.shares.last()
    entries = Entry.objects.count()

    step = note_heirs_pay(loan, person=share.person, reason="Suami", **how(by))

    assert (step.from_status, step.to_status) == ("A", "A")
    assert step.reason == "Pemanfaat ke-5 meninggal, ahli waris melanjutkan angsuran. Suami"
    assert share.person.name not in step.reason
    assert Entry.objects.count() == entries
    assert left_of(loan).principal == 8_000_000
    assert_books_in_order()


def test_member_written_off_stands_in_the_way_of_the_next_loan(loan, by):
    person = loan.shares.first().person
    part = write_off(loan, person=person, **how(by))

    def codes():
        asked = {"principal": 1, "on": factories.TODAY}
        found = standing_problems(loan.group, loan.product, [person], **asked)
        return [problem.code for problem in found]

    assert codes() == ["unsettled", "member_written_off"]
    undo_relief(part, **back(by, factories.TODAY))
    assert codes() == ["unsettled"]


def test_a_stranger_has_no_part_to_write_off(loan, by):
    stranger = factories.create_person(loan.group.village)

    with pytest.raises(ValidationError, match="tidak ikut dalam pinjaman"):
        write_off(loan, person=stranger, **how(by))


def test_death_needs_a_member(loan, by):
    with pytest.raises(ValidationError, match="Pilih pemanfaat"):
        write_off(loan, kind="death", **how(by))


# Undoing


def test_undone_write_off_makes_the_loan_ask_for_all_again(loan, by):
    done = write_off(loan, **how(by))

    undone = undo_relief(done, **back(by, date(2010, 2, 1)))

    assert (undone.principal, undone.interest) == (-8_000_000, -1_200_000)
    assert postings(undone.entry) == [
        ("1.1.04.01", "5.1.07.01", 5_000_000),
        ("1.1.03.01", "1.1.04.01", 8_000_000),
    ]
    assert status_of(loan) == Loan.Status.ACTIVE
    assert left_of(loan).principal == 8_000_000
    assert_books_in_order()


def test_undone_member_is_a_member_again(loan, by):
    person = loan.shares.first().person
    done = write_off(loan, person=person, **how(by))

    undo_relief(done, **back(by, date(2010, 2, 1)))

    assert dict(left_of(loan).member_principal())[person] == 1_600_000
    assert status_of(loan) == Loan.Status.ACTIVE


def test_undone_death_that_settled_the_loan_makes_it_active(books, by):
    loan = create_loan(*books)
    reliefs = [
        write_off(loan, person=share.person, kind="death", **how(by)) for share in loan.shares.all()
    ]

    undo_relief(reliefs[-1], **back(by, date(2010, 2, 1)))

    assert status_of(loan) == Loan.Status.ACTIVE
    assert left_of(loan).principal == 1_600_000
    assert_books_in_order()


def test_write_off_after_a_recovery_stays_until_that_is_reversed(loan, by):
    done = write_off(loan, **how(by))
    paid = record_recovery(
        done, received(loan, 100_000, date(2010, 2, 1)), request_key=uuid4(), by=by
    )

    with pytest.raises(ValidationError, match=r"penerimaan Rp 100[.]000"):
        undo_relief(done, **back(by, date(2010, 2, 10)))
    reverse_recovery(
        paid, happened_on=date(2010, 2, 10), reason="Salah", by=by, request_key=uuid4()
    )
    with pytest.raises(ValidationError, match="10 Februari 2010"):
        undo_relief(done, **back(by, date(2010, 2, 9)))
    undo_relief(done, **back(by, date(2010, 2, 10)))

    assert status_of(loan) == Loan.Status.ACTIVE
    assert sum(Recovery.objects.values_list("amount", flat=True)) == 0


def test_member_of_a_loan_written_off_since_is_not_undone_alone(loan, by):
    part = write_off(loan, person=loan.shares.first().person, **how(by))
    write_off(loan, **how(by))

    with pytest.raises(ValidationError, match="Batalkan langkah itu dahulu"):
        undo_relief(part, **back(by, date(2010, 2, 1)))


def test_nothing_is_undone_twice_or_without_a_reason(loan, by):
    done = write_off(loan, **how(by))
    undo_relief(done, **back(by, date(2010, 2, 1)))

    with pytest.raises(ValidationError) as refusal:
        undo_relief(done, **back(by, date(2010, 2, 1)) | {"reason": " "})

    assert [error.code for error in refusal.value.error_list] == ["reason", "undone"]


def test_the_same_undoing_twice_is_one(loan, by):
    done = write_off(loan, **how(by))
    asked = back(by, date(2010, 2, 1))

    assert undo_relief(done, **asked) == undo_relief(done, **asked)


# A disbursement that is taken back


def test_cancelled_disbursement_is_reversed_and_the_loan_gone(books, by):
    loan = create_loan(*books, paid=0)

    cancel_disbursement(loan, **back(by, ENDED))

    [entry] = Entry.objects.filter(reverses=loan.disbursement)
    assert postings(entry) == [("1.1.01.04", "1.1.03.01", 10_000_000)]
    assert status_of(loan) == Loan.Status.CANCELLED
    assert_books_in_order()


def test_disbursement_with_money_on_it_stays(loan, by):
    with pytest.raises(ValidationError) as refusal:
        cancel_disbursement(loan, **back(by, ENDED) | {"reason": ""})

    assert [error.code for error in refusal.value.error_list] == ["reason", "paid", "paid"]
    assert "Angsuran BKM-2009-000002 sebesar Rp 1.150.000" in refusal.value.messages[1]


def test_disbursement_is_cancelled_once_its_receipts_are_reversed(books, by):
    loan = create_loan(*books, paid=1)
    reverse_repayment(loan.repayments.get(), happened_on=date(2009, 9, 11), reason="Salah", by=by)

    cancel_disbursement(loan, **back(by, ENDED))

    assert status_of(loan) == Loan.Status.CANCELLED
    assert_books_in_order()


def test_the_same_cancelling_twice_is_one(books, by):
    loan, asked = create_loan(*books, paid=0), back(by, ENDED)

    cancel_disbursement(loan, **asked)
    cancel_disbursement(loan, **asked)

    assert Entry.objects.filter(reverses=loan.disbursement).count() == 1


def test_cancelling_before_the_disbursement_is_refused(books, by):
    loan = create_loan(*books, paid=0)

    with pytest.raises(ValidationError, match="Langkah sebelumnya"):
        cancel_disbursement(loan, **back(by, date(2009, 8, 9)))

    assert loan.disbursed_on == DISBURSED
    assert ruling().body == "MAD"
