"""Two people at once at the end of a year."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from closing.models import ProvisionPosting, SurplusDecision, SurplusWithdrawal
from closing.provisions import plan_provisions, post_provisions, reverse_provision
from closing.results import standing_closings
from closing.services import close_through, reopen_through
from closing.surpluses import divide_surplus, withdraw_division
from loans.endings import write_off
from loans.models import Loan
from tests import factories
from tests.closing.office import CASH, INSTITUTION, RETAINED, balance, earn, resolution
from tests.loans.endings_world import create_loan, create_office, how
from tests.parallel import run_together
from tests.reports.office import create_books
from upk.cash.services import UsualDraft, record_usual
from upk.cash.usual import BY_KEY
from upk.desk.check_books import check_books
from upk.ledger.lowest import lowest_balance
from upk.ledger.models import Entry, PeriodChange
from upk.offices.models import Office

pytestmark = pytest.mark.django_db(transaction=True)
END = date(2009, 12, 31)


def told(deed):
    """What somebody sees: nothing, or why it was refused."""

    def run():
        try:
            deed()
        except ValidationError as error:
            return error.messages[0]
        return ""

    return run


def test_two_who_close_a_year_make_one_closing_entry():
    by = factories.create_user()
    earn(by, date(2009, 3, 1), 10_000)

    answers = run_together([told(lambda: close_through(by.office, through=END, by=by))] * 2)

    assert sorted(answers) == ["", "Buku sudah ditutup sampai 31 Desember 2009."]
    assert Entry.objects.filter(kind="closing").count() == PeriodChange.objects.count() == 1


def test_two_who_divide_a_year_make_one_decision():
    by = factories.create_user()
    earn(by, date(2009, 3, 1), 10_000)
    close_through(by.office, through=END, by=by)
    office = Office.objects.get(pk=by.office_id)
    closing, decided = standing_closings(office).get(), resolution(office)

    answers = run_together(
        [told(lambda: divide_surplus(closing, decided, request_key=uuid4(), by=by))] * 2
    )

    assert sorted(answers) == ["", "Surplus 2009 sudah dibagi pada 5 Februari 2010."]
    assert SurplusDecision.objects.count() == 1


def test_two_who_post_a_provision_post_it_once():
    books = create_books()

    def post():
        post_provisions(books.office, as_of=END, request_key=uuid4(), by=books.manager)

    answers = run_together([told(post)] * 2)

    assert answers.count("") == 1
    assert ProvisionPosting.objects.count() == 2
    assert [need.difference for need in plan_provisions(books.office, END)] == [0, 0]


def assert_books_in_order():
    assert [r for r in check_books(Office.objects.all()) if r.faults] == []


def test_a_provision_beside_a_write_off_leaves_no_allowance_below_zero():
    office, by = create_office()
    loan, _other = (create_loan(office, by) for _ in range(2))
    month = date(2010, 1, 31)

    def provide():
        mine = Office.objects.get(pk=office.pk)
        post_provisions(mine, as_of=month, request_key=uuid4(), by=by)

    def write():
        write_off(Loan.objects.get(pk=loan.pk), **how(by))

    answers = run_together([told(provide), told(write)])

    assert answers == ["", ""]
    assert lowest_balance(loan.product.allowance, date(2009, 1, 1), is_credit=True) >= 0
    assert_books_in_order()


def test_a_provision_is_taken_back_once():
    books = create_books()
    made = post_provisions(books.office, as_of=END, request_key=uuid4(), by=books.manager)[0]

    def undo():
        mine = ProvisionPosting.objects.get(pk=made.pk)
        reverse_provision(mine, reason="Salah", request_key=uuid4(), by=books.manager)

    answers = run_together([told(undo)] * 2)

    assert answers.count("") == ProvisionPosting.objects.filter(reverses=made).count() == 1
    assert_books_in_order()


def test_what_is_posted_while_the_year_is_closed_is_in_its_closing_entry_or_refused():
    by = factories.create_user()
    earn(by, date(2009, 3, 1), 10_000)

    def keep_earning() -> int:
        """Earn on the year's last day until it is closed; how often that went through."""
        count = 0
        while True:
            try:
                earn(by, END, 7)
            except ValidationError:
                return count
            count += 1

    def close():
        while Entry.objects.count() < 5:
            pass
        return close_through(Office.objects.get(pk=by.office_id), through=END, by=by)

    *earned, change = run_together([keep_earning] * 3 + [close])

    assert change.closed_after == END
    assert balance(by.office, RETAINED) == 10_000 + 7 * sum(earned)
    assert_books_in_order()


def test_reopening_beside_a_decision_leaves_no_divided_year_open():
    by = factories.create_user()
    earn(by, date(2009, 3, 1), 10_000)
    close_through(by.office, through=date(2008, 12, 31), by=by)
    close_through(by.office, through=END, by=by)
    office = Office.objects.get(pk=by.office_id)
    closing, decided = standing_closings(office).get(), resolution(office)

    def reopen():
        reopen_through(office, through=date(2008, 12, 31), reason="Salah", by=by)

    def share():
        divide_surplus(closing, decided, request_key=uuid4(), by=by)

    answers = run_together([told(reopen), told(share)])

    assert answers.count("") == 1
    assert SurplusDecision.objects.exists() == (answers[1] == "")
    assert Office.objects.get(pk=office.pk).is_closed(END) == (answers[1] == "")
    assert_books_in_order()


def test_a_decision_is_withdrawn_once():
    by = factories.create_user()
    earn(by, date(2009, 3, 1), 10_000)
    close_through(by.office, through=END, by=by)
    office = Office.objects.get(pk=by.office_id)
    decided = resolution(office)
    made = divide_surplus(standing_closings(office).get(), decided, request_key=uuid4(), by=by)

    def withdraw():
        mine = SurplusDecision.objects.get(pk=made.pk)
        on = {"happened_on": date(2010, 2, 10), "request_key": uuid4()}
        withdraw_division(mine, reason="Salah", by=by, **on)

    answers = run_together([told(withdraw)] * 3)

    assert answers.count("") == SurplusWithdrawal.objects.count() == 1
    assert_books_in_order()


def test_a_decision_is_not_withdrawn_beside_the_spending_of_its_share():
    by = factories.create_user()
    earn(by, date(2009, 3, 1), 10_000)
    close_through(by.office, through=END, by=by)
    office = Office.objects.get(pk=by.office_id)
    decided = resolution(office)
    made = divide_surplus(standing_closings(office).get(), decided, request_key=uuid4(), by=by)
    fund, cash = (factories.account(office, code) for code in (INSTITUTION, CASH))

    def withdraw():
        mine = SurplusDecision.objects.get(pk=made.pk)
        on = {"happened_on": date(2010, 2, 10), "request_key": uuid4()}
        withdraw_division(mine, reason="Salah", by=by, **on)

    def spend():
        usual = UsualDraft(BY_KEY["fund-paid"], date(2010, 2, 10), fund, cash, 1_000)
        record_usual(office, usual, request_key=uuid4(), by=by)

    answers = run_together([told(withdraw), told(spend)])

    assert answers.count("") == 1
    assert lowest_balance(fund, date(2009, 1, 1), is_credit=True) == 0
    assert_books_in_order()
