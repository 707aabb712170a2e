"""What became of promises: worked examples, and what holds of all of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loans.promises import Promise, State, outcomes

FIRST = date(2010, 2, 1)


def day(n: int) -> date:
    return FIRST + timedelta(days=n - 1)


PROMISE = Promise(day(3), day(10), 500_000)


@pytest.mark.parametrize(
    ("payments", "as_of", "paid", "state"),
    [
        ([], 9, 0, State.OPEN),
        ([], 10, 0, State.DUE),
        ([], 11, 0, State.BROKEN),
        ([(3, 500_000)], 3, 500_000, State.KEPT),  # the day that it was made counts
        ([(10, 500_000)], 10, 500_000, State.KEPT),  # so does the promised day
        ([(10, 499_999)], 10, 499_999, State.DUE),
        ([(10, 499_999)], 11, 499_999, State.BROKEN),
        ([(4, 200_000), (9, 300_000)], 8, 200_000, State.OPEN),
        ([(4, 200_000), (9, 300_000)], 12, 500_000, State.KEPT),
        ([(2, 500_000)], 12, 0, State.BROKEN),  # paid before it was promised
        ([(11, 500_000)], 12, 0, State.BROKEN),  # too late
        ([(5, 900_000)], 12, 500_000, State.KEPT),  # more than promised
    ],
)
def test_a_promise_as_of_a_day(payments, as_of, paid, state):
    [outcome] = outcomes([PROMISE], [(day(n), amount) for n, amount in payments], day(as_of))

    assert (outcome.paid, outcome.state) == (paid, state)
    assert outcome.left == 500_000 - paid


def test_one_payment_keeps_one_promise_the_earlier_first():
    later = Promise(day(3), day(20), 500_000)

    second, first = outcomes([later, PROMISE], [(day(9), 700_000)], day(21))

    assert (first.paid, first.state) == (500_000, State.KEPT)
    assert (second.paid, second.state) == (200_000, State.BROKEN)


DAYS = st.integers(1, 40).map(day)
PROMISES = st.lists(
    st.builds(
        lambda made, ahead, amount: Promise(made, made + timedelta(days=ahead), amount),
        DAYS, st.integers(0, 15), st.integers(1, 1_000),
    ),
    max_size=5,
)  # fmt: skip
PAYMENTS = st.lists(st.tuples(DAYS, st.integers(1, 1_000)), max_size=8)


@given(PROMISES, PAYMENTS, DAYS)
def test_no_rupiah_keeps_two_promises(promises, payments, as_of):
    found = outcomes(promises, payments, as_of)

    assert [outcome.promise for outcome in found] == promises
    assert all(0 <= o.paid <= o.promise.amount for o in found)
    assert sum(o.paid for o in found) <= sum(a for paid_on, a in payments if paid_on <= as_of)
    for outcome in found:
        on, made = outcome.promise.promised_on, outcome.promise.made_on
        within = sum(a for paid_on, a in payments if made <= paid_on <= min(on, as_of))
        assert outcome.paid <= within


@given(PROMISES, PAYMENTS, st.integers(0, 30))
def test_after_its_day_an_outcome_stays(promises, payments, later):
    for i, promise in enumerate(promises):
        after = promise.promised_on + timedelta(days=1)

        assert (
            outcomes(promises, payments, after)[i]
            == outcomes(promises, payments, after + timedelta(days=later))[i]
        )
