from datetime import date

import pytest

from goats.rules.events import DEFAULT_RULES, Rules
from goats.rules.handover import Birth, HandOver, Kid, Stage, hand_over_of

BORN = date(2009, 1, 31)


def birth(*kids: Kid, on: date = BORN, rules: Rules = DEFAULT_RULES) -> Birth:
    return Birth(on, kids, rules)


def stage(as_of: str, *births: Birth) -> HandOver:
    return hand_over_of(births, date.fromisoformat(as_of), DEFAULT_RULES)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2009-05-30", Stage.NURSING),
        ("2009-05-31", Stage.DUE),
        ("2009-06-30", Stage.DUE),
        ("2009-07-01", Stage.OVERDUE),
    ],
)
def test_due_at_the_weaning_age_and_overdue_after_the_grace(as_of, expected):
    found = stage(as_of, birth(Kid(1)))

    assert (found.stage, found.due_on, found.born_on) == (expected, date(2009, 5, 31), BORN)
    assert not found.is_written


def test_a_weaning_that_was_written_down_makes_it_due_that_day():
    found = stage("2009-04-15", birth(Kid(1, weaned_on=date(2009, 4, 15))))

    assert (found.stage, found.due_on, found.is_written) == (Stage.DUE, date(2009, 4, 15), True)
    assert not found.is_early


def test_of_twins_the_last_one_counts():
    found = stage("2009-04-20", birth(Kid(1, weaned_on=date(2009, 4, 15)), Kid(2)))

    assert (found.stage, found.due_on) == (Stage.NURSING, date(2009, 5, 31))
    assert found.nursing_until == date(2009, 5, 31)


def test_a_kid_that_died_before_weaning_does_not_count():
    died = birth(Kid(1, ended_on=date(2009, 3, 1)))

    assert stage("2009-08-01", died).stage == Stage.NO_KID
    assert stage("2009-08-01", died).is_early
    second = birth(Kid(2), on=date(2009, 7, 1))
    assert stage("2009-11-01", died, second).due_on == date(2009, 11, 1)


def test_a_kid_that_died_after_weaning_still_counts():
    assert stage("2009-06-01", birth(Kid(1, ended_on=date(2009, 5, 31)))).stage == Stage.DUE


def test_newer_kids_hold_the_mother_though_she_is_overdue():
    found = stage("2009-08-01", birth(Kid(1)), birth(Kid(2), on=date(2009, 7, 15)))

    assert (found.stage, found.due_on) == (Stage.OVERDUE, date(2009, 5, 31))
    assert (found.nursing_until, found.is_early) == (date(2009, 11, 15), True)


def test_each_birth_keeps_the_weaning_age_of_its_day():
    found = stage("2009-04-30", birth(Kid(1), rules=Rules(weaning_months=3)))

    assert (found.stage, found.due_on) == (Stage.DUE, date(2009, 4, 30))


def test_without_a_birth_nothing_is_due():
    assert stage("2012-01-01") == HandOver(Stage.NO_BIRTH)
