"""The rules of the waiting list: worked examples by hand, and what must always hold."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from loans.waiting import Month, Rate, Request, expected, in_order, places, still_due

TODAY = date(2010, 2, 15)
ALL = Rate(100, 100)


def asks(loan_id: int, amount: int, day: int = 1, priority: int | None = None) -> Request:
    return Request(loan_id, amount, date(2010, 1, day), priority)


def ids(requests) -> list[int]:
    return [request.loan_id for request in requests]


# The order


def test_the_longest_wait_comes_first_and_equal_days_in_the_order_of_entry():
    requests = [asks(3, 1, day=9), asks(2, 1, day=4), asks(1, 1, day=9)]

    assert ids(in_order(requests, by_priority=False)) == [2, 1, 3]


def test_priority_villages_come_before_the_others_and_then_the_date_counts():
    requests = [
        asks(1, 1, day=1), asks(2, 1, day=9, priority=2), asks(3, 1, day=8, priority=1),
        asks(4, 1, day=3, priority=2),
    ]  # fmt: skip

    assert ids(in_order(requests, by_priority=True)) == [3, 4, 2, 1]
    assert ids(in_order(requests, by_priority=False)) == [1, 4, 3, 2]


def test_who_was_chosen_comes_before_all_and_the_others_keep_their_order():
    requests = [asks(1, 1, day=1), asks(2, 1, day=2), asks(3, 1, day=3)]

    assert ids(in_order(requests, by_priority=False, first=3)) == [3, 1, 2]


# What comes in


def test_payments_cover_the_oldest_rows_and_what_is_overdue_is_not_expected():
    rows = [(date(2010, month, 10), 1_000) for month in (1, 2, 3, 4)]

    assert still_due(rows, 0, TODAY) == rows[2:]
    assert still_due(rows, 2_400, TODAY) == [(date(2010, 3, 10), 600), (date(2010, 4, 10), 1_000)]
    assert still_due(rows, 4_000, TODAY) == []


def test_what_is_due_on_the_day_itself_is_still_expected():
    assert still_due([(TODAY, 500)], 0, TODAY) == [(TODAY, 500)]


def test_money_month_by_month_by_hand():
    """10 million now; 3 and 4 million due; 11 of 12 came in over the last year."""
    dues = [(date(2010, 2, 20), 3_000_000), (date(2010, 3, 5), 4_000_000), (date(2010, 9, 1), 9)]

    months = expected(dues, money=10_000_000, as_of=TODAY, rate=Rate(11, 12), months=2)

    assert months == [
        Month(date(2010, 2, 1), 3_000_000, 2_750_000, 13_000_000, 12_750_000),
        Month(date(2010, 3, 1), 4_000_000, 3_666_666, 17_000_000, 16_416_666),
        Month(date(2010, 4, 1), 0, 0, 17_000_000, 16_416_666),
    ]


def test_without_a_rate_the_careful_projection_expects_nothing():
    [month] = expected([(TODAY, 900)], money=100, as_of=TODAY, rate=Rate(0, 0), months=0)

    assert (month.planned_money, month.careful_money) == (1_000, 100)


def test_old_arrears_paid_in_the_year_don_t_make_the_rate_more_than_whole():
    assert Rate(150, 100).of(1_000) == 1_000


def test_each_waits_until_the_money_suffices_for_all_before():
    months = expected(
        [(date(2010, 2, 20), 3_000_000), (date(2010, 3, 5), 4_000_000)],
        money=10_000_000, as_of=TODAY, rate=Rate(11, 12), months=2,
    )  # fmt: skip
    requests = [asks(1, 8_000_000), asks(2, 4_900_000), asks(3, 4_000_000), asks(4, 200_000)]

    shown = [
        (p.turn, p.needed, p.now, p.planned, p.careful)
        for p in places(requests, 10_000_000, months)
    ]

    february, march = date(2010, 2, 1), date(2010, 3, 1)
    assert shown == [
        (1, 8_000_000, True, february, february),
        (2, 12_900_000, False, february, march),
        (3, 16_900_000, False, march, None),
        (4, 17_100_000, False, None, None),
    ]


def test_money_that_lacks_already_is_counted_in():
    months = expected([(TODAY, 500)], money=-300, as_of=TODAY, rate=ALL, months=0)

    [place] = places([asks(1, 201)], -300, months)

    assert (place.now, place.planned) == (False, None)


amounts = st.integers(0, 10**10)
days = st.dates(date(2010, 1, 1), date(2011, 12, 31))


@given(
    st.lists(st.tuples(days, amounts), max_size=30), st.integers(-(10**10), 10**10),
    days, amounts, amounts, st.lists(st.integers(1, 10**10), max_size=8),
)  # fmt: skip
def test_projections_never_fall_and_the_careful_one_never_promises_more(
    dues, money, as_of, paid, due, asked
):
    months = expected(dues, money=money, as_of=as_of, rate=Rate(paid, due))
    listed = places([asks(n, amount) for n, amount in enumerate(asked)], money, months)

    planned = [month.planned_money for month in months]
    careful = [month.careful_money for month in months]
    assert planned == sorted(planned)
    assert careful == sorted(careful)
    assert all(0 <= c - money <= p - money for p, c in zip(planned, careful, strict=True))
    assert planned[-1] - money == sum(month.planned for month in months)
    assert careful[-1] - money == sum(month.careful for month in months)
    for place in listed:
        assert place.careful is None or (place.planned and place.planned <= place.careful)
        assert not place.now or place.planned == months[0].start
    assert [p.needed for p in listed] == [sum(asked[: n + 1]) for n in range(len(asked))]


@given(
    st.lists(st.tuples(days, amounts), max_size=20).map(sorted), amounts, days,
)  # fmt: skip
def test_what_is_still_due_is_never_more_than_is_unpaid(rows, paid, as_of):
    left = still_due(rows, paid, as_of)

    assert sum(amount for _, amount in left) <= max(0, sum(a for _, a in rows) - paid)
    assert all(day >= as_of and amount > 0 for day, amount in left)
