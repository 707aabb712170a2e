"""The closing entry as plain numbers."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from closing.year import ClosingMove, closing_moves, year_ends

RETAINED = 99


def test_income_is_debited_and_expense_credited_to_the_retained_surplus():
    assert closing_moves({1: -700, 2: 0, 3: 300}, RETAINED) == [
        ClosingMove(debit=1, credit=RETAINED, amount=700),
        ClosingMove(debit=RETAINED, credit=3, amount=300),
    ]


@given(st.dictionaries(st.integers(1, 50), st.integers(-(10**12), 10**12)))
def test_every_account_is_empty_afterwards_and_the_surplus_is_kept(balances):
    net = dict(balances) | {RETAINED: 0}

    for move in closing_moves(balances, RETAINED):
        assert move.amount > 0
        net[move.debit] += move.amount
        net[move.credit] -= move.amount

    assert net.pop(RETAINED) == sum(balances.values())
    assert not any(net.values())


def test_year_ends_lie_after_the_closed_books_and_within_what_is_closed():
    end = date(2008, 12, 31)

    assert list(year_ends(end, date(2009, 12, 30))) == []
    assert list(year_ends(end, date(2009, 12, 31))) == [2009]
    assert list(year_ends(date(2008, 12, 30), date(2010, 1, 31))) == [2008, 2009]
    assert list(year_ends(end, end)) == []
