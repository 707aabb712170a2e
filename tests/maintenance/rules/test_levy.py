"""What a village owes: which rate holds when, and how a quarter divides between rates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maintenance.rules.levy import LevyRecord, Per, Rate, due_of, in_force
from upk.money import ZERO_PERCENT
from upk.periods import Quarter

FIRST = Quarter(2009, 1)


def rate(since: date, key: int = 1, ended: date | None = None, **fields) -> Rate:
    return Rate(key, since, ended, **{"amount": 1_000, "per": Per.MONTH, "payers": 10} | fields)


def test_whole_quarter_is_three_months_or_the_quarters_amount():
    assert due_of([rate(date(2008, 1, 1))], FIRST) == 30_000
    assert due_of([rate(date(2008, 1, 1), per=Per.QUARTER)], FIRST) == 10_000


@pytest.mark.parametrize(
    ("since", "due"),
    [
        (date(2009, 1, 1), 10_000),
        (date(2009, 1, 2), 6_666),  # two months: 6.666,67, down
        (date(2009, 2, 1), 6_666),
        (date(2009, 3, 1), 3_333),
        (date(2009, 3, 2), 0),
    ],
)
def test_month_belongs_to_the_rate_of_its_first_day(since, due):
    assert due_of([rate(since, per=Per.QUARTER)], FIRST) == due


def test_change_within_a_quarter_counts_from_the_next_month_on():
    rates = [rate(date(2008, 1, 1)), rate(date(2009, 2, 15), 2, amount=2_000)]

    assert due_of(rates, FIRST) == 2 * 10_000 + 20_000
    assert due_of(rates, FIRST.next()) == 60_000


def test_new_rate_ends_the_one_before_and_leaves_nothing_when_it_ends():
    rates = [rate(date(2008, 1, 1)), rate(date(2009, 1, 1), 2, date(2009, 3, 1))]

    days = (date(2007, 12, 31), date(2008, 12, 31), date(2009, 2, 28), date(2009, 3, 1))
    holding = [in_force(rates, day) for day in days]

    assert [found and found.key for found in holding] == [None, 1, 2, None]
    assert due_of(rates, FIRST) == 20_000


def test_rate_taken_back_from_its_first_day_never_held():
    wrong = rate(date(2009, 1, 1), 2, date(2009, 1, 1), amount=9)
    right = rate(date(2009, 1, 1), 3, amount=500)

    assert in_force([rate(date(2008, 1, 1)), wrong], date(2009, 6, 1)).key == 1
    assert due_of([rate(date(2008, 1, 1)), wrong, right], FIRST) == 15_000


RATES = st.lists(
    st.builds(
        Rate,
        key=st.integers(1, 10**6),
        since=st.dates(date(2008, 6, 1), date(2009, 6, 1)),
        ended=st.none() | st.dates(date(2008, 6, 1), date(2009, 9, 1)),
        amount=st.integers(1, 10**6),
        per=st.sampled_from(Per),
        payers=st.integers(1, 5_000),
    ),
    max_size=5,
    unique_by=lambda r: r.key,
)


@given(RATES, st.randoms())
def test_due_is_never_negative_whole_and_whatever_the_order(rates, random):
    mixed = random.sample(rates, len(rates))

    due = due_of(rates, FIRST)

    assert due == due_of(mixed, FIRST)
    assert isinstance(due, int)
    highest = max((r.amount * r.payers * 3 for r in rates), default=0)
    assert 0 <= due <= highest


def test_record_has_no_percentage_where_nothing_is_due():
    assert LevyRecord(0, 5_000, 0).percent is None
    assert LevyRecord(5_000, 0, 0).percent == ZERO_PERCENT
    assert LevyRecord(100, 150, 0).open == 0
