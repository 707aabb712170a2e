from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loans.schedule import (
    InstalmentRow,
    InvalidTerms,
    Method,
    Period,
    Terms,
    build_member_schedules,
    build_schedule,
    sum_schedules,
)
from upk.money import RoundingMode, round_to_step
from upk.periods import add_months


def make_terms(**changes):
    values = {
        "principal": 12_000_000,
        "rate": Decimal("1.5"),
        "method": Method.FLAT,
        "tenor": 12,
        "disbursed_on": date(2024, 1, 31),
    }
    return Terms(**values | changes)


def schedule(**changes):
    return build_schedule(make_terms(**changes))


def principals(rows):
    return [row.principal for row in rows]


def interests(rows):
    return [row.interest for row in rows]


def due_dates(rows):
    return [row.due_on.isoformat() for row in rows]


# -- worked by hand --------------------------------------------------------------------------------


def test_flat_loan_by_hand():
    rows = schedule(principal=10_000_000, tenor=3, step=500)

    assert rows == [
        InstalmentRow(1, date(2024, 2, 29), 3_333_500, 150_000, 6_666_500),
        InstalmentRow(2, date(2024, 3, 31), 3_333_500, 150_000, 3_333_000),
        InstalmentRow(3, date(2024, 4, 30), 3_333_000, 150_000, 0),
    ]


def test_declining_loan_by_hand():
    rows = schedule(principal=10_000_000, tenor=3, step=500, method=Method.DECLINING)

    # jasa of 10.000.000, 6.666.500 (99.997,5) and 3.333.000 (49.995) at 1,5%, to the step
    assert interests(rows) == [150_000, 100_000, 50_000]
    assert principals(rows) == [3_333_500, 3_333_500, 3_333_000]


def test_annuity_by_hand():
    rows = schedule(principal=1_000_000, rate=Decimal(2), tenor=3, method=Method.ANNUITY, step=100)

    # 1.000.000 x 0,02 / (1 - 1,02^-3) = 346.754,67 -> 346.800
    assert principals(rows) == [326_800, 333_336, 339_864]
    assert interests(rows) == [20_000, 13_464, 6_797]
    assert principals(rows)[0] + interests(rows)[0] == 346_800
    assert interests(rows)[1] == 13_464  # 2% of 673.200


def test_seasonal_loan_pays_principal_every_fourth_month_and_jasa_monthly():
    rows = schedule(principal=3_000_000, tenor=12, principal_every=4)

    assert principals(rows) == [0, 0, 0, 1_000_000] * 3
    assert interests(rows) == [45_000] * 12
    assert [row.balance_after for row in rows][3::4] == [2_000_000, 1_000_000, 0]


def test_declining_jasa_is_summed_over_its_interval():
    rows = schedule(
        principal=12_000_000, rate=Decimal(1), tenor=6, interest_every=3, method=Method.DECLINING
    )

    # months 1-3: 12, 10, 8 million; months 4-6: 6, 4, 2 million
    assert interests(rows) == [0, 0, 300_000, 0, 0, 120_000]


def test_declining_jasa_with_rare_principal_is_of_what_is_left():
    rows = schedule(
        principal=12_000_000, rate=Decimal(1), tenor=4, principal_every=2, method=Method.DECLINING
    )

    assert interests(rows) == [120_000, 120_000, 60_000, 60_000]


def test_tempo_pays_principal_once_at_the_end():
    rows = schedule(tenor=4, principal_every=0)

    assert principals(rows) == [0, 0, 0, 12_000_000]
    assert interests(rows) == [180_000] * 4


def test_tempo_of_principal_and_jasa_has_one_row():
    rows = schedule(tenor=4, principal_every=0, interest_every=0)

    assert rows == [InstalmentRow(1, date(2024, 5, 31), 12_000_000, 720_000, 0)]


def test_one_row_per_distinct_due_date():
    rows = schedule(tenor=12, principal_every=4, interest_every=6)

    assert due_dates(rows) == ["2024-05-31", "2024-07-31", "2024-09-30", "2025-01-31"]
    assert principals(rows) == [4_000_000, 0, 4_000_000, 4_000_000]
    assert interests(rows) == [0, 1_080_000, 0, 1_080_000]


def test_interval_that_does_not_divide_the_tenor_ends_at_the_tenor():
    rows = schedule(principal=10_000_000, tenor=10, principal_every=4, interest_every=4)

    assert due_dates(rows) == ["2024-05-31", "2024-09-30", "2024-11-30"]
    assert principals(rows) == [4_000_000, 4_000_000, 2_000_000]
    assert interests(rows) == [600_000, 600_000, 300_000]


def test_interval_longer_than_the_tenor_pays_at_the_tenor():
    assert principals(schedule(tenor=3, principal_every=6)) == [0, 0, 12_000_000]


def test_tenor_includes_the_grace_and_jasa_runs_on():
    rows = schedule(tenor=12, grace=3)

    assert len(rows) == 12
    assert principals(rows)[:3] == [0, 0, 0]
    assert principals(rows)[3:] == [1_333_333] * 8 + [1_333_336]
    assert interests(rows) == [180_000] * 12


def test_principal_interval_starts_after_the_grace():
    assert principals(schedule(tenor=8, grace=2, principal_every=3)) == [
        0, 0, 0, 0, 6_000_000, 0, 0, 6_000_000,
    ]  # fmt: skip


def test_flat_total_is_rounded_to_whole_rupiah_and_never_to_the_step():
    rows = schedule(principal=1_000_050, rate=Decimal("1.01"), tenor=1, step=1000)

    assert interests(rows) == [10_101]  # 10.100,505 halves up
    assert principals(rows) == [1_000_050]


def test_zero_rate_keeps_its_rows():
    rows = schedule(rate=Decimal(0), tenor=4, principal_every=2)

    assert interests(rows) == [0, 0, 0, 0]
    assert principals(rows) == [0, 6_000_000, 0, 6_000_000]


def test_weekly_schedule_by_hand():
    rows = schedule(principal=5_200_000, rate=Decimal("1.3"), tenor=4, period=Period.WEEK)

    # a week is 12/52 of a month: 5.200.000 x 1,3% x 3/13 = 15.600
    assert due_dates(rows) == ["2024-02-07", "2024-02-14", "2024-02-21", "2024-02-28"]
    assert principals(rows) == [1_300_000] * 4
    assert interests(rows) == [15_600] * 4


def test_a_year_of_weeks_costs_what_a_year_of_months_costs():
    weekly = schedule(tenor=52, period=Period.WEEK)

    assert sum(interests(weekly)) == sum(interests(schedule())) == 2_160_000


# -- due dates -------------------------------------------------------------------------------------


def test_due_dates_come_from_the_disbursement_and_never_from_the_row_before():
    assert due_dates(schedule(tenor=4, disbursed_on=date(2023, 1, 31))) == [
        "2023-02-28", "2023-03-31", "2023-04-30", "2023-05-31",
    ]  # fmt: skip


def test_payment_day_is_that_day_of_the_months_after_the_disbursement():
    rows = schedule(tenor=3, disbursed_on=date(2024, 1, 31), payment_day=5)

    assert due_dates(rows) == ["2024-02-05", "2024-03-05", "2024-04-05"]


def test_payment_day_is_clamped_to_the_month():
    rows = schedule(tenor=3, disbursed_on=date(2023, 1, 10), payment_day=31)

    assert due_dates(rows) == ["2023-02-28", "2023-03-31", "2023-04-30"]


@pytest.mark.parametrize(
    ("disbursed_on", "first"),
    [
        (date(2024, 1, 19), "2024-02-19"),
        (date(2024, 1, 20), "2024-03-20"),
        (date(2024, 1, 31), "2024-03-31"),
    ],
)
def test_from_the_cutoff_day_on_the_first_due_date_is_a_month_later(disbursed_on, first):
    rows = schedule(tenor=3, disbursed_on=disbursed_on, cutoff_day=20)

    assert due_dates(rows)[0] == first
    assert len(rows) == 3
    assert sum(interests(rows)) == 540_000


def test_cutoff_day_and_payment_day_together():
    rows = schedule(tenor=2, disbursed_on=date(2024, 1, 25), cutoff_day=20, payment_day=5)

    assert due_dates(rows) == ["2024-03-05", "2024-04-05"]


def test_weekly_schedule_uses_no_day_of_the_month():
    weekly = {"tenor": 3, "period": Period.WEEK}

    assert schedule(**weekly, payment_day=5, cutoff_day=1) == schedule(**weekly)


# -- known bugs of the systems in use --------------------------------------------------------------


def test_step_500_rounds_to_the_nearest_step():
    assert principals(schedule(principal=833_800 * 2, tenor=2, step=500))[0] == 834_000
    assert principals(schedule(principal=100_999 * 2, tenor=2, step=500))[0] == 101_000


def test_always_up_leaves_a_round_amount():
    rows = schedule(principal=1_200_000, tenor=12, step=1000, rounding=RoundingMode.UP)

    assert principals(rows) == [100_000] * 12


def test_always_up_of_twelve_million_over_twelve_is_a_million_each():
    rows = schedule(step=1000, rounding=RoundingMode.UP)  # 11 x 1.001.000 + 989.000 elsewhere

    assert principals(rows) == [1_000_000] * 12


def test_grace_does_not_blow_up_the_principal():
    rows = schedule(grace=3, step=500)  # 16.000.500 elsewhere

    assert sum(principals(rows)) == 12_000_000
    assert rows[-1].balance_after == 0


def test_declining_loan_of_the_same_terms_does_not_crash():
    rows = schedule(method=Method.DECLINING, step=500)

    assert interests(rows) == list(range(180_000, 0, -15_000))


def test_always_up_never_takes_more_than_is_left():
    rows = schedule(
        principal=2_001_234, rate=Decimal(1), tenor=24, step=1000, rounding=RoundingMode.UP
    )

    assert interests(rows) == [21_000] * 22 + [18_296, 0]  # the last was -2.704 elsewhere
    assert principals(rows) == [84_000] * 23 + [69_234]


# -- properties over all combinations --------------------------------------------------------------


@st.composite
def any_terms(draw):
    method = draw(st.sampled_from(Method))
    tenor = draw(st.integers(1, 40))
    every = draw(st.sampled_from([0, 1, 2, 3, 4, 6, 7]))
    if method == Method.ANNUITY:
        every = every if every and tenor % every == 0 else draw(st.sampled_from([0, 1]))
    annuity = method == Method.ANNUITY
    day = st.none() | st.integers(1, 31)
    return Terms(
        principal=draw(st.integers(1, 10**11)),
        rate=draw(st.decimals(0, 10, places=4)),
        method=method,
        tenor=tenor,
        principal_every=every,
        interest_every=every if annuity else draw(st.sampled_from([0, 1, 2, 3, 4, 6, 7])),
        grace=0 if annuity else draw(st.integers(0, tenor - 1)),
        step=draw(st.sampled_from([1, 50, 100, 500, 1000, 10**6])),
        rounding=draw(st.sampled_from(RoundingMode)),
        disbursed_on=draw(st.dates(date(2000, 1, 1), date(2090, 12, 31))),
        payment_day=draw(day),
        cutoff_day=draw(day),
        period=draw(st.sampled_from(Period)),
    )


@given(any_terms())
def test_any_schedule_adds_up(terms):
    rows = build_schedule(terms)

    assert sum(principals(rows)) == terms.principal
    assert rows[-1].balance_after == 0
    assert [row.n for row in rows] == list(range(1, len(rows) + 1))
    left = terms.principal
    for row in rows:
        left -= row.principal
        assert row.balance_after == left >= 0
        assert min(row.principal, row.interest) >= 0


@given(any_terms())
def test_any_schedule_has_increasing_due_dates_up_to_the_tenor(terms):
    rows = build_schedule(terms)

    dates = [terms.disbursed_on, *(row.due_on for row in rows)]
    assert all(earlier < later for earlier, later in pairwise(dates))
    if terms.period == Period.WEEK:
        assert dates[-1] == terms.disbursed_on + timedelta(weeks=terms.tenor)
    else:
        moved = terms.cutoff_day is not None and terms.disbursed_on.day >= terms.cutoff_day
        mark = add_months(terms.disbursed_on, terms.tenor + moved)
        assert (dates[-1].year, dates[-1].month) == (mark.year, mark.month)


@given(any_terms())
def test_any_flat_schedule_has_the_exact_total_jasa(terms):
    rate = Fraction(terms.rate) / 100
    months = Fraction(terms.tenor * 12, 52) if terms.period == Period.WEEK else terms.tenor
    if terms.method == Method.FLAT:
        total = sum(interests(build_schedule(terms)))
        assert total == round_to_step(terms.principal * rate * months, 1)


@given(any_terms())
def test_any_row_but_the_last_is_a_multiple_of_the_step_or_what_was_left(terms):
    rows = build_schedule(terms)

    if terms.method != Method.ANNUITY:
        for row in rows[:-1]:
            assert row.principal % terms.step == 0 or row.balance_after == 0
    if terms.method == Method.DECLINING:
        assert all(row.interest % terms.step == 0 for row in rows)


@given(any_terms())
def test_any_annuity_has_equal_instalments(terms):
    if terms.method != Method.ANNUITY:
        return
    rows = build_schedule(terms)
    before_last = [row for row in rows[:-1] if row.principal and row.balance_after]

    totals = {row.principal + row.interest for row in before_last}
    assert len(totals) <= 1
    assert all(total % terms.step == 0 for total in totals)


def test_annuity_whose_instalment_rounds_below_its_jasa_pays_no_principal_until_the_end():
    rows = schedule(
        principal=100_000, tenor=3, method=Method.ANNUITY, step=10**6, rounding=RoundingMode.DOWN
    )

    assert principals(rows) == [0, 0, 100_000]
    assert interests(rows) == [1500, 1500, 1500]


# -- refusals --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field", "code", "limit"),
    [
        ({"principal": 0}, "principal", "too_small", 1),
        ({"principal": -5}, "principal", "too_small", 1),
        ({"principal": 10**16}, "principal", "too_large", 10**15),
        ({"principal": 1.5}, "principal", "not_whole", None),
        ({"principal": True}, "principal", "not_whole", None),
        ({"rate": Decimal("-0.1")}, "rate", "too_small", 0),
        ({"rate": Decimal("100.1")}, "rate", "too_large", 100),
        ({"rate": Decimal("NaN")}, "rate", "not_a_rate", None),
        ({"rate": Decimal("Infinity")}, "rate", "not_a_rate", None),
        ({"rate": 1.5}, "rate", "not_a_rate", None),
        ({"tenor": 0}, "tenor", "too_small", 1),
        ({"tenor": 601}, "tenor", "too_large", 600),
        ({"grace": -1}, "grace", "too_small", 0),
        ({"grace": 12}, "grace", "grace_fills_tenor", None),
        ({"principal_every": -1}, "principal_every", "too_small", 0),
        ({"interest_every": -1}, "interest_every", "too_small", 0),
        ({"step": 0}, "step", "too_small", 1),
        ({"payment_day": 0}, "payment_day", "too_small", 1),
        ({"payment_day": 32}, "payment_day", "too_large", 31),
        ({"cutoff_day": 32}, "cutoff_day", "too_large", 31),
        ({"method": "bunga"}, "method", "unknown", None),
        ({"rounding": "even"}, "rounding", "unknown", None),
        ({"period": "day"}, "period", "unknown", None),
        ({"disbursed_on": date(9999, 6, 1)}, "disbursed_on", "date_too_late", None),
        ({"method": "annuity", "grace": 1}, "grace", "annuity_needs_no_grace", None),
        (
            {"method": "annuity", "principal_every": 2},
            "interest_every",
            "annuity_needs_equal_intervals",
            None,
        ),
        (
            {"method": "annuity", "principal_every": 5, "interest_every": 5},
            "principal_every",
            "annuity_interval_must_divide_tenor",
            None,
        ),
    ],
)
def test_terms_that_make_no_schedule_are_refused(changes, field, code, limit):
    with pytest.raises(InvalidTerms) as caught:
        make_terms(**changes)

    assert (caught.value.field, caught.value.code, caught.value.limit) == (field, code, limit)


# -- members with a step of their own --------------------------------------------------------------


def test_the_group_row_is_the_sum_of_its_members_rows():
    shares = [1_000_000, 2_500_000, 8_500_000]
    members = build_member_schedules(make_terms(step=500), shares)

    group = sum_schedules(members)

    assert [sum(principals(rows)) for rows in members] == shares
    assert group[0].principal == 83_500 + 208_500 + 708_500
    assert sum(principals(group)) == 12_000_000
    assert sum(interests(group)) == 2_160_000
    assert due_dates(group) == due_dates(members[0])
    assert group[-1].balance_after == 0


def test_member_schedules_refuse_shares_that_do_not_add_up():
    with pytest.raises(ValueError, match="add up"):
        build_member_schedules(make_terms(), [1, 2])


def test_schedules_with_different_dates_are_not_summed():
    with pytest.raises(ValueError, match="due dates differ"):
        sum_schedules([schedule(), schedule(payment_day=5)])
