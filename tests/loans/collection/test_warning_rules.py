"""Spells of arrears and the letters within them, by worked examples."""

from datetime import date

import pytest

from loans.warning_rules import LateUnit, Sent, WarningRules, last_of, late_since, level_due

DISBURSED = date(2009, 8, 10)
ROWS = [(date(2009, month, 10), 1_000_000, 150_000) for month in (9, 10, 11, 12)]
RULES = WarningRules(LateUnit.MONTHS, (1, 2, 3), 14)
FULL = (1_000_000, 150_000)


@pytest.mark.parametrize(
    ("payments", "as_of", "since"),
    [
        ([], date(2009, 9, 10), None),  # the due day itself isn't late
        ([], date(2009, 9, 11), date(2009, 9, 11)),
        ([], date(2009, 12, 31), date(2009, 9, 11)),
        ([(date(2009, 9, 10), *FULL)], date(2009, 10, 10), None),
        ([(date(2009, 9, 10), *FULL)], date(2009, 10, 11), date(2009, 10, 11)),
        # Paid a month late, but the next is late by then: one spell.
        ([(date(2009, 10, 20), *FULL)], date(2009, 10, 20), date(2009, 9, 11)),
        # All paid on 20 October, late again from 11 November: a new spell.
        ([(date(2009, 10, 20), 2_000_000, 300_000)], date(2009, 10, 20), None),
        ([(date(2009, 10, 20), 2_000_000, 300_000)], date(2009, 12, 1), date(2009, 11, 11)),
        # Jasa alone is missing.
        ([(date(2009, 9, 10), 1_000_000, 149_999)], date(2009, 9, 30), date(2009, 9, 11)),
        # A payment that was taken back begins a spell on that day.
        (
            [(date(2009, 9, 10), *FULL), (date(2009, 9, 15), -1_000_000, -150_000)],
            date(2009, 9, 20),
            date(2009, 9, 15),
        ),
    ],
)
def test_a_spell_begins_where_the_last_one_ended(payments, as_of, since):
    assert late_since(DISBURSED, ROWS, payments, as_of) == since


def test_a_relief_ends_a_spell():
    relief = (date(2009, 9, 20), date(2009, 9, 10), *FULL)

    assert late_since(DISBURSED, ROWS, [], date(2009, 9, 19), [relief]) == date(2009, 9, 11)
    assert late_since(DISBURSED, ROWS, [], date(2009, 9, 20), [relief]) is None


@pytest.mark.parametrize(
    ("months", "last", "on", "level"),
    [
        (0, None, date(2009, 10, 1), None),
        (1, None, date(2009, 10, 1), 1),
        (7, None, date(2009, 10, 1), 1),  # found very late: the first comes first
        (1, Sent(1, date(2009, 9, 1)), date(2009, 10, 1), None),  # not late enough for the second
        (2, Sent(1, date(2009, 9, 18)), date(2009, 10, 1), None),  # 13 days after the first
        (2, Sent(1, date(2009, 9, 17)), date(2009, 10, 1), 2),
        (3, Sent(2, date(2009, 9, 17)), date(2009, 10, 1), 3),
        (9, Sent(3, date(2009, 9, 1)), date(2009, 12, 1), None),  # there is no fourth
    ],
)
def test_the_letter_that_is_due(months, last, on, level):
    assert level_due(RULES, months, months * 30, last, on) == level


def test_rules_may_count_days():
    rules = WarningRules(LateUnit.DAYS, (10, 20, 30), 0)
    on = date(2009, 10, 1)

    assert level_due(rules, 1, 9, None, on) is None
    assert level_due(rules, 1, 10, None, on) == 1
    assert level_due(rules, 1, 20, Sent(1, on), on) == 2


def test_the_last_letter_is_the_highest():
    first, second = Sent(1, date(2009, 9, 20)), Sent(2, date(2009, 10, 20))

    assert last_of([second, first]) == second
    assert last_of([]) is None
