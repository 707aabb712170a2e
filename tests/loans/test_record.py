"""The worst class of a loan's life, instalments on time, the ceiling that follows."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loans.arrears import standing
from loans.collectibility import PNPM, PRESETS, classify
from loans.record import Life, ceiling, punctuality, worst_class
from loans.schedule import Method, Terms, build_schedule

BEGAN = date(2009, 1, 10)


def rows(principal=10_000_000, every=1, tenor=10):
    terms = Terms(
        principal=principal, rate=Decimal("1.5"), method=Method.FLAT, tenor=tenor,
        disbursed_on=BEGAN, principal_every=every, interest_every=every,
    )  # fmt: skip
    return [(row.due_on, row.principal, row.interest) for row in build_schedule(terms)]


def life(payments, *, end, reliefs=(), **terms):
    """10 million over 10 months: 1.000.000 and 150.000 on the 10th from February to November."""
    return Life(10_000_000, BEGAN, rows(**terms), payments, reliefs, end)


def on_time(until=10):
    return [(due_on, p, i) for due_on, p, i in rows()[:until]]


# By hand


def test_never_late_is_the_first_class():
    paid = life(on_time(), end=date(2009, 11, 10))

    assert worst_class(paid, PNPM).code == "I"
    assert punctuality(paid).on_time == punctuality(paid).due == 10


def test_a_day_late_is_one_month_in_arrears():
    late = [(date(2009, 2, 11), 1_000_000, 150_000), *on_time()[1:]]
    a_day = life(late, end=date(2009, 11, 10))

    # At the end of 10 February nothing is late; it is at the end of the 11th, but that day it came.
    assert worst_class(a_day, PNPM).code == "I"
    two_days = [(date(2009, 2, 12), 1_000_000, 150_000), *on_time()[1:]]
    assert worst_class(life(two_days, end=date(2009, 11, 10)), PNPM).code == "II"
    assert punctuality(a_day).on_time == 9
    assert punctuality(a_day, days=1).on_time == 10


@pytest.mark.parametrize(
    ("paid_on", "worst"),
    # Unpaid since 10 February: month 1 on the 11th, month 3 on 10 April, 5 on 10 June, 7 on 10 Aug.
    [
        (date(2009, 4, 10), "II"), (date(2009, 4, 11), "III"), (date(2009, 6, 10), "III"),
        (date(2009, 6, 11), "IV"), (date(2009, 8, 10), "IV"), (date(2009, 8, 11), "V"),
    ],
)  # fmt: skip
def test_class_is_that_of_the_day_before_the_money_came(paid_on, worst):
    paid = life([(paid_on, 10_000_000, 1_500_000)], end=paid_on)

    assert worst_class(paid, PNPM).code == worst


def test_a_loan_that_still_runs_is_looked_at_today():
    assert worst_class(life([], end=date(2009, 6, 10)), PNPM).code == "IV"
    assert worst_class(life([], end=date(2009, 6, 9)), PNPM).code == "III"


def test_forgiven_rows_are_neither_late_nor_on_time():
    """Written off on 15 May: class III by then, and only the three rows before count."""
    off = date(2009, 5, 15)
    asked = rows()[1:]
    reliefs = [(off, due_on, p, i) for due_on, p, i in asked]
    ended = life(on_time(1), end=off, reliefs=reliefs)

    assert worst_class(ended, PNPM).code == "III"
    assert (punctuality(ended).on_time, punctuality(ended).due) == (1, 4)


def test_what_was_before_the_loan_was_moved_in_is_not_judged():
    """Six rows in one sum on 1 August, then one on its day, then a month late."""
    moved = date(2009, 8, 1)
    paid = [(moved, 6_000_000, 900_000), (date(2009, 8, 10), 1_000_000, 150_000)]
    paid += [(date(2009, 10, 9), 1_000_000, 150_000)]
    unknown = life(paid, end=date(2009, 10, 9))
    known = replace(unknown, known_from=moved)

    assert worst_class(unknown, PNPM).code == "IV"
    assert worst_class(known, PNPM).code == "II"
    assert (punctuality(known).on_time, punctuality(known).due) == (1, 2)


def test_rows_paid_ahead_count_and_rows_to_come_do_not():
    ahead = life([(date(2009, 2, 1), 2_000_000, 300_000)], end=date(2009, 2, 5))

    assert (punctuality(ahead).on_time, punctuality(ahead).due) == (2, 2)


def test_ceiling_is_rounded_down():
    assert ceiling(10_000_001, 75) == 7_500_000
    assert ceiling(10_000_000, 100) == 10_000_000
    assert ceiling(10_000_000, 0) == 0
    assert ceiling(10_000_000, None) is None


# Against every single day


DAYS = st.integers(min_value=1, max_value=400)


@given(
    payments=st.lists(st.tuples(DAYS, st.integers(0, 3_000_000), st.integers(0, 400_000))),
    reliefs=st.lists(st.tuples(DAYS, st.integers(0, 9)), max_size=3, unique_by=lambda r: r[1]),
    every=st.sampled_from([1, 2, 5]),
    end=DAYS,
    code=st.sampled_from(sorted(PRESETS)),
)
def test_no_day_is_worse_than_the_worst_that_was_found(payments, reliefs, every, end, code):
    scheduled = rows(every=every)
    paid = [(BEGAN + timedelta(days=d), p, i) for d, p, i in payments]
    forgiven = [
        (BEGAN + timedelta(days=d), *scheduled[n]) for d, n in reliefs if n < len(scheduled)
    ]
    one = life(paid, end=BEGAN + timedelta(days=end), reliefs=forgiven, every=every)
    class_set = PRESETS[code]

    days = [BEGAN + timedelta(days=n) for n in range(end + 1)]
    each = [
        classify(standing(10_000_000, BEGAN, one.rows, paid, day, forgiven), class_set)
        for day in days
    ]

    assert worst_class(one, class_set) == max(each, key=class_set.classes.index)
