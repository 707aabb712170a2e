from datetime import date

import pytest

from closing.year import RETAINED_SURPLUS
from tests import factories
from upk.ledger.books import (
    build_account_book,
    build_trial_balance,
    economic_assets,
)
from upk.ledger.models import Account, Entry
from upk.ledger.services import Move, post_entry, reverse_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return factories.create_user()


def account(by, code: str) -> Account:
    return factories.account(by.office, code)


def post(by, debit: str, credit: str, amount: int, on: date):
    move = Move(account(by, debit), account(by, credit), amount)
    return post_entry(by.office, happened_on=on, memo="Catatan", moves=[move], by=by)


def test_trial_balance_shows_each_net_on_one_side(by):
    post(by, "1.1.01.01", "3.1.01.01", 1_000, date(2009, 12, 1))
    post(by, "1.1.01.03", "1.1.01.01", 400, date(2009, 12, 31))
    post(by, "1.1.01.01", "3.1.01.01", 5_000, date(2010, 1, 1))

    balance = build_trial_balance(by.office, date(2009, 12, 31))

    assert [(row.code, row.level, row.debit, row.credit) for row in balance.rows] == [
        ("1.0.00.00", 1, 1_000, 0),
        ("1.1.00.00", 2, 1_000, 0),
        ("1.1.01.00", 3, 1_000, 0),
        ("1.1.01.01", 4, 600, 0),
        ("1.1.01.03", 4, 400, 0),
        ("3.0.00.00", 1, 0, 1_000),
        ("3.1.00.00", 2, 0, 1_000),
        ("3.1.01.00", 3, 0, 1_000),
        ("3.1.01.01", 4, 0, 1_000),
    ]
    assert (balance.debit, balance.credit) == (1_000, 1_000)


def test_trial_balance_leaves_out_what_is_even_again(by):
    entry = post(by, "1.1.01.01", "3.1.01.01", 1_000, date(2010, 1, 1))
    reverse_entry(entry, happened_on=date(2010, 1, 2), reason="Salah", by=by)

    assert build_trial_balance(by.office, date(2010, 1, 2)).rows == ()


def test_trial_balance_asks_two_queries(by, django_assert_num_queries):
    post(by, "1.1.01.01", "3.1.01.01", 1_000, date(2010, 1, 1))

    with django_assert_num_queries(2):
        build_trial_balance(by.office, date(2010, 1, 2))


def test_economic_assets_are_money_of_the_fund_and_loans_before_provision():
    loan = factories.create_loan(principal=10_000_000, disbursed_on=date(2009, 8, 10))
    by = factories.create_user(office=loan.office)
    post(by, "1.1.01.01", "3.1.01.01", 7_000, date(2009, 8, 1))
    post(by, "1.1.01.07", "3.1.01.01", 900_000, date(2009, 8, 1))  # grants: trust money
    factories.pay(loan, 1_150_000, on=date(2009, 9, 10), by=by)

    assert economic_assets(loan.office, date(2009, 8, 31)) == 10_007_000
    assert economic_assets(loan.office, date(2009, 9, 30)) == 10_157_000
    balance = build_trial_balance(loan.office, date(2009, 9, 30))
    assert balance.economic_assets == 10_157_000


CASH, INTEREST, WAGES = "1.1.01.01", "4.1.01.01", "5.1.01.01"


def close(by, surplus: int, year: int = 2009):
    """A closing entry that takes a surplus from the income to the retained surplus."""
    moves = [Move(account(by, INTEREST), account(by, RETAINED_SURPLUS), surplus)]
    return post_entry(
        by.office, happened_on=date(year, 12, 31), memo="Penutup", moves=moves, by=by,
        kind=Entry.Kind.CLOSING, origin="closing",
    )  # fmt: skip


def test_trial_balance_leaves_out_the_closing_of_its_own_year(by):
    office, day = by.office, date(2009, 12, 31)
    post(by, CASH, INTEREST, 1_520, date(2009, 6, 30))
    post(by, WAGES, CASH, 360, date(2009, 7, 1))
    before = build_trial_balance(office, day)
    close(by, 1_160)

    assert build_trial_balance(office, day) == before
    after = build_trial_balance(office, day, after_closing=True)
    rows = {row.code: (row.debit, row.credit) for row in after.rows}
    assert rows[RETAINED_SURPLUS] == (0, 1_160)
    assert rows[INTEREST] == (0, 360)
    assert {r.code for r in build_trial_balance(office, date(2010, 1, 1)).rows} == set(rows)


def test_account_book_runs_on_the_natural_side(by):
    post(by, "1.1.01.01", "3.1.01.01", 1_000, date(2009, 12, 31))
    post(by, "1.1.01.01", "3.1.01.01", 500, date(2010, 1, 1))
    post(by, "3.1.01.01", "1.1.01.01", 200, date(2010, 1, 31))
    post(by, "1.1.01.01", "3.1.01.01", 9_000, date(2010, 2, 1))

    book = build_account_book(account(by, "3.1.01.01"), date(2010, 1, 1), date(2010, 1, 31))

    assert [(r.voucher, r.other_code, r.debit, r.credit, r.balance) for r in book.rows] == [
        ("BKM-2010-000001", "1.1.01.01", 0, 500, 1_500),
        ("BKK-2010-000001", "1.1.01.01", 200, 0, 1_300),
    ]
    assert (book.opening, book.debit, book.credit, book.closing) == (1_000, 200, 500, 1_300)


def test_account_book_asks_two_queries(by, django_assert_num_queries):
    cash = account(by, "1.1.01.01")
    for _ in range(3):
        post(by, "1.1.01.01", "3.1.01.01", 500, date(2010, 1, 1))

    with django_assert_num_queries(2):
        book = build_account_book(cash, date(2010, 1, 1), date(2010, 1, 31))

    assert len(book.rows) == 3
