from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loans.allocation import dues
from loans.arrears import Standing, standing, standing_without_arrears
from loans.schedule import Method, Period, Terms, build_schedule
from upk.periods import add_months

DISBURSED = date(2010, 1, 15)


def make_rows(**changes):
    values = {
        "principal": 12_000_000,
        "rate": Decimal("1.5"),
        "method": Method.FLAT,
        "tenor": 12,
        "disbursed_on": DISBURSED,
    } | changes
    rows = build_schedule(Terms(**values))
    return [(row.due_on, row.principal, row.interest) for row in rows]


def stands(as_of, payments=(), principal=12_000_000, disbursed_on=DISBURSED, rows=None, **terms):
    rows = rows or make_rows(principal=principal, disbursed_on=disbursed_on, **terms)
    return standing(principal, disbursed_on, rows, payments, as_of)


def test_standing_by_hand():
    payments = [
        (date(2010, 2, 15), 1_000_000, 180_000),
        (date(2010, 3, 20), 400_000, 180_000),
        (date(2010, 5, 2), 100_000, 0),  # after the date
    ]

    assert stands(date(2010, 4, 30), payments) == Standing(
        target_principal=3_000_000,
        target_interest=540_000,
        paid_principal=1_400_000,
        paid_interest=360_000,
        outstanding=10_600_000,
        outstanding_interest=1_800_000,
        arrears_principal=1_600_000,
        arrears_interest=180_000,
        oldest_unpaid_due=date(2010, 3, 15),
        months_in_arrears=2,
        days_in_arrears=46,
        overdue_instalments=2,
    )
    assert stands(date(2010, 4, 30), payments).arrears == 1_780_000


def test_payments_and_due_dates_of_the_day_itself_count():
    result = stands(date(2010, 2, 15), [(date(2010, 2, 15), 1_000_000, 180_000)])

    assert (result.target_principal, result.paid_principal) == (1_000_000, 1_000_000)
    assert result.arrears == 0


def test_the_due_day_itself_is_not_late():
    on_the_day = stands(date(2010, 2, 15))
    a_day_later = stands(date(2010, 2, 16))

    assert on_the_day.arrears_principal == 1_000_000  # target less realised
    assert not on_the_day.is_late
    assert on_the_day.oldest_unpaid_due is None
    late = [on_the_day.months_in_arrears, on_the_day.days_in_arrears]
    assert [*late, on_the_day.overdue_instalments] == [0, 0, 0]
    assert a_day_later.is_late
    assert (a_day_later.months_in_arrears, a_day_later.days_in_arrears) == (1, 1)


def test_unpaid_jasa_alone_makes_a_loan_late():
    result = stands(date(2010, 3, 20), [(date(2010, 3, 15), 2_000_000, 180_000)])

    assert (result.arrears_principal, result.arrears_interest) == (0, 180_000)
    assert result.oldest_unpaid_due == date(2010, 3, 15)
    assert (result.months_in_arrears, result.overdue_instalments) == (1, 1)


def test_one_rupiah_short_is_late():
    result = stands(date(2010, 2, 16), [(date(2010, 2, 15), 999_999, 180_000)])

    assert (result.arrears_principal, result.months_in_arrears) == (1, 1)


def test_paid_in_advance_leaves_no_negative_arrears():
    result = stands(date(2010, 2, 20), [(date(2010, 2, 15), 5_000_000, 900_000)])

    assert (result.arrears_principal, result.arrears_interest) == (0, 0)
    assert (result.outstanding, result.outstanding_interest) == (7_000_000, 1_260_000)


def test_principal_in_advance_does_not_pay_jasa():
    result = stands(date(2010, 4, 20), [(date(2010, 2, 15), 12_000_000, 180_000)])

    assert result.outstanding == 0
    assert (result.arrears_principal, result.arrears_interest) == (0, 360_000)
    assert result.oldest_unpaid_due == date(2010, 3, 15)


def test_a_reversal_undoes_its_payment_from_its_own_date_on():
    payments = [
        (date(2010, 2, 15), 1_000_000, 180_000),
        (date(2010, 3, 1), -1_000_000, -180_000),
    ]

    assert not stands(date(2010, 2, 28), payments).is_late
    assert stands(date(2010, 3, 1), payments).oldest_unpaid_due == date(2010, 2, 15)


def test_the_loan_of_31_january_is_seven_months_in_arrears_at_30_september():
    disbursed_on = date(2010, 1, 31)
    payments = [(date(2010, 2, 28), 1_000_000, 180_000)]

    result = stands(date(2010, 9, 30), payments, disbursed_on=disbursed_on)

    assert result.oldest_unpaid_due == date(2010, 3, 31)
    assert result.months_in_arrears == 7
    assert result.overdue_instalments == 7
    before = stands(date(2010, 9, 29), payments, disbursed_on=disbursed_on)
    assert before.months_in_arrears == 6


def test_a_quarterly_loan_keeps_counting_months():
    months = [
        stands(as_of, principal_every=3, interest_every=3).months_in_arrears
        for as_of in (date(2010, 4, 15), date(2010, 4, 16), date(2010, 5, 14), date(2010, 5, 15),
                      date(2010, 6, 15), date(2010, 7, 15))
    ]  # fmt: skip

    assert months == [0, 1, 1, 2, 3, 4]


def test_months_go_on_after_the_last_due_date():
    paid = [(date(2011, 1, 1), 11_000_000, 11 * 180_000)]

    result = stands(date(2011, 6, 20), paid)

    assert result.oldest_unpaid_due == date(2011, 1, 15)
    assert result.months_in_arrears == 6
    assert result.overdue_instalments == 6  # 1 instalment and 5 months since the last due date


def test_the_grid_of_a_loan_with_a_payment_day_is_the_payment_day():
    rows = make_rows(disbursed_on=date(2010, 1, 20), payment_day=5)

    months = [
        standing(12_000_000, date(2010, 1, 20), rows, [], as_of).months_in_arrears
        for as_of in (date(2010, 2, 5), date(2010, 2, 6), date(2010, 2, 20), date(2010, 3, 4),
                      date(2010, 3, 5))
    ]  # fmt: skip

    assert months == [0, 1, 1, 1, 2]


def test_the_grid_of_a_payment_day_31_keeps_the_month_ends():
    rows = make_rows(disbursed_on=date(2010, 1, 10), payment_day=31)

    months = [
        standing(12_000_000, date(2010, 1, 10), rows, [], as_of).months_in_arrears
        for as_of in (date(2010, 3, 1), date(2010, 3, 30), date(2010, 3, 31), date(2010, 4, 29),
                      date(2010, 4, 30))
    ]  # fmt: skip

    assert months == [1, 1, 2, 2, 3]


def test_a_payment_day_28_is_not_mistaken_for_a_clamped_31():
    rows = make_rows(disbursed_on=date(2010, 1, 31), payment_day=28)

    result = standing(12_000_000, date(2010, 1, 31), rows, [], date(2010, 3, 29))

    assert result.months_in_arrears == 2


def test_the_grid_of_a_weekly_loan_starts_at_the_unpaid_week():
    rows = make_rows(disbursed_on=date(2010, 1, 1), period=Period.WEEK, tenor=20)
    paid = [(date(2010, 1, 25), rows[0][1] * 3, rows[0][2] * 3)]  # unpaid since 29 January

    months = [
        standing(12_000_000, date(2010, 1, 1), rows, paid, as_of).months_in_arrears
        for as_of in (date(2010, 1, 29), date(2010, 2, 1), date(2010, 2, 27), date(2010, 2, 28),
                      date(2010, 3, 29))
    ]  # fmt: skip

    assert months == [0, 1, 1, 2, 3]


def test_overdue_instalments_are_rounded_half_up():
    as_of = date(2010, 4, 20)

    counts = [
        stands(as_of, [(as_of, paid, 540_000)]).overdue_instalments
        for paid in (0, 1_500_000, 1_500_001, 2_500_000, 2_500_001, 3_000_000)
    ]

    assert counts == [3, 2, 1, 1, 0, 0]


def test_overdue_instalments_add_months_since_the_latest_due_date():
    counts = [
        stands(as_of, principal_every=4, interest_every=4).overdue_instalments
        for as_of in (date(2010, 5, 15), date(2010, 5, 16), date(2010, 6, 15), date(2010, 8, 14))
    ]

    assert counts == [0, 1, 2, 3]


def test_overdue_instalments_during_the_grace_count_jasa():
    assert stands(date(2010, 4, 1), grace=6).overdue_instalments == 2


def test_before_the_first_due_date_nothing_is_late():
    result = stands(date(2010, 2, 1))

    assert (result.target_principal, result.arrears, result.is_late) == (0, 0, False)
    assert result.outstanding == 12_000_000
    assert result.outstanding_interest == 2_160_000


@pytest.mark.parametrize("day", [1, 15, 28, 29, 30, 31])
@given(since=st.integers(1, 11), later=st.integers(0, 11))
def test_months_of_a_monthly_loan_count_the_instalments_come_due_unpaid(day, since, later):
    disbursed_on = date(2010, 1, day)
    rows = make_rows(disbursed_on=disbursed_on)
    paid = [(disbursed_on, 1_000_000 * (since - 1), 180_000 * (since - 1))]
    as_of = add_months(disbursed_on, since + later) + timedelta(days=1)

    result = standing(12_000_000, disbursed_on, rows, paid, as_of)

    assert result.oldest_unpaid_due == add_months(disbursed_on, since)
    assert result.months_in_arrears == later + 1
    assert result.overdue_instalments == later + 1


@given(
    st.integers(0, 15), st.integers(0, 13), st.integers(0, 12_000_000), st.integers(0, 2_160_000)
)
def test_what_is_late_agrees_with_what_is_asked_at_the_counter(day, month, principal, interest):
    rows = make_rows()
    as_of = add_months(DISBURSED, month) + timedelta(days=day - 7)

    result = standing(12_000_000, DISBURSED, rows, [(DISBURSED, principal, interest)], as_of)
    due = dues(rows, *((principal, interest) if as_of >= DISBURSED else (0, 0)), as_of)

    assert result.is_late == (due.principal_arrears + due.interest_arrears > 0)
    assert result.arrears_principal == due.principal_now
    assert result.arrears_interest == due.interest_now
    assert result.outstanding + result.outstanding_interest == due.owed


# Without the rows


ROWS = [(date(2009, month, 10), 1_000_000, 150_000) for month in range(2, 12)]


@given(
    as_of=st.dates(date(2009, 1, 1), date(2010, 3, 1)),
    principal=st.integers(0, 10_000_000),
    interest=st.integers(0, 1_500_000),
)
def test_sums_are_enough_for_a_loan_that_paid_what_was_due(as_of, principal, interest):
    due = [row for row in ROWS if row[0] <= as_of]
    due_principal, due_interest = sum(row[1] for row in due), sum(row[2] for row in due)
    whole = standing(
        10_000_000, date(2009, 1, 10), ROWS, [(as_of, principal, interest)], as_of
    )  # fmt: skip
    sums = (10_000_000, due_principal, due_interest, 1_500_000, principal, interest)

    if principal >= due_principal and interest >= due_interest:
        assert standing_without_arrears(*sums) == whole
    else:
        with pytest.raises(ValueError, match="more was due than paid"):
            standing_without_arrears(*sums)
