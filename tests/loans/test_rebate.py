"""Who has a right to IPTW, worked out by hand: 3 rows of 100.000 + 15.050, 5%, 5 days."""

from datetime import date
from decimal import Decimal

import pytest

from loans.rebate import SETTLEMENT, RebateRule, Right, Timing, rights

ROWS = [(date(2010, month, 10), 100_000, 15_050) for month in (1, 2, 3)]
EACH = RebateRule(Decimal(5), 5, Timing.INSTALMENT)
AT_THE_END = RebateRule(Decimal(5), 5, Timing.SETTLEMENT)
LATER = date(2010, 12, 31)
REBATE = 753
"""5% of 15.050 is 752,50: halves up."""


def paid(*days: tuple[int, int]) -> list:
    """A whole instalment on each (month, day)."""
    return [(date(2010, month, day), 100_000, 15_050) for month, day in days]


def of(rule, payments, reliefs=(), as_of=LATER):
    return [(r.n, r.amount) for r in rights(rule, ROWS, payments, reliefs, as_of=as_of)]


def test_right_says_what_it_is_a_percentage_of_and_since_when():
    [first] = rights(EACH, ROWS, paid((1, 9)), as_of=LATER)

    assert first == Right(1, date(2010, 1, 9), 15_050, REBATE)


@pytest.mark.parametrize(("day", "expected"), [(10, [1]), (15, [1]), (16, [])])
def test_due_day_plus_the_days_is_on_time_and_the_next_is_not(day, expected):
    assert [n for n, _ in of(EACH, paid((1, day)))] == expected


def test_one_late_instalment_ends_the_right_to_later_ones_and_to_the_whole():
    payments = paid((1, 10), (2, 16), (3, 10))

    assert of(EACH, payments) == [(1, REBATE)]
    assert of(AT_THE_END, payments) == []


def test_settlement_gives_back_of_all_jasa_once():
    # 5% of 45.150 is 2.257,50; three times 753 would be 2.259
    assert of(AT_THE_END, paid((1, 10), (2, 10), (3, 15))) == [(SETTLEMENT, 2_258)]
    assert of(AT_THE_END, paid((1, 10), (2, 10))) == []


def test_paying_all_early_is_on_time():
    payments = [(date(2010, 1, 5), 300_000, 45_150)]

    assert of(EACH, payments) == [(1, REBATE), (2, REBATE), (3, REBATE)]
    assert of(AT_THE_END, payments) == [(SETTLEMENT, 2_258)]


def test_part_of_an_instalment_is_not_the_instalment():
    first = date(2010, 1, 10)

    assert of(EACH, [(first, 99_999, 15_050)]) == []
    assert of(EACH, [(first, 100_000, 15_049)]) == []
    assert of(EACH, [(first, 60_000, 15_050), (date(2010, 1, 15), 40_000, 0)]) == [(1, REBATE)]


def test_nothing_is_earned_before_its_day():
    payments = paid((1, 10), (2, 10))

    assert of(EACH, payments, as_of=date(2010, 2, 9)) == [(1, REBATE)]
    assert of(EACH, payments, as_of=date(2010, 2, 10)) == [(1, REBATE), (2, REBATE)]


def test_forgiven_jasa_is_not_jasa_paid():
    """Settled with the second payment; the jasa of the third row is forgiven the same day."""
    day = date(2010, 2, 10)
    payments = [*paid((1, 10)), (day, 200_000, 15_050)]
    relief = [(day, ROWS[2][0], 0, 15_050)]

    assert of(AT_THE_END, payments, relief) == [(SETTLEMENT, 1_505)]  # 5% of 30.100
    assert of(EACH, payments, relief) == [(1, REBATE), (2, REBATE)]


def test_relief_after_the_deadline_does_not_make_a_late_row_timely():
    payments = [(date(2010, 1, 10), 100_000, 10_000)]
    rest = 5_050

    in_time, too_late = (
        of(EACH, payments, [(date(2010, 1, day), ROWS[0][0], 0, rest)]) for day in (15, 16)
    )

    assert in_time == [(1, 500)]  # 5% of the 10.000 that were paid
    assert too_late == []


def test_row_without_jasa_gives_no_rebate_and_stops_nobody():
    rows = [(date(2010, 1, 10), 0, 0), *ROWS[1:]]

    assert [r.n for r in rights(EACH, rows, paid((2, 10), (3, 10)), as_of=LATER)] == [2, 3]


def test_row_that_falls_due_with_principal_first_waits_for_its_jasa():
    payments = [(date(2010, 1, 10), 100_000, 0), (date(2010, 1, 20), 0, 15_050)]

    assert of(EACH, payments) == []


def test_no_timing_no_rebate():
    never = RebateRule(Decimal(5), 5, Timing.NEVER)

    assert of(never, paid((1, 10), (2, 10), (3, 10))) == []
    assert of(RebateRule(Decimal(0), 5, Timing.INSTALMENT), paid((1, 10))) == []
