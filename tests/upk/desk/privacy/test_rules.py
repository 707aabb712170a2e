"""When somebody's time comes, and when a rule that works by itself applies: dates, by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upk.desk.privacy.rules import (
    DAYS_TO_LOOK,
    MOST_YEARS,
    Tie,
    cutoff,
    goes_by_itself,
    past_their_time,
    time_comes,
)

DAYS = st.dates(date(1998, 1, 1), date(2030, 12, 31))
YEARS = st.integers(1, MOST_YEARS)


@pytest.mark.parametrize(
    ("tie", "years", "comes"),
    [
        (date(2009, 12, 31), 10, date(2019, 12, 31)),
        (date(2010, 3, 1), 10, date(2020, 3, 1)),
        (date(2010, 2, 28), 10, date(2020, 2, 28)),
        (date(2008, 2, 29), 12, date(2020, 2, 29)),
        (date(2008, 2, 29), 10, date(2018, 3, 1)),  # on 28 February it ended 9 years and 364 days
        (date(2008, 2, 29), 1, date(2009, 3, 1)),
    ],
)
def test_a_time_comes_after_whole_years(tie, years, comes):
    assert time_comes(tie, years) == comes


@pytest.mark.parametrize(
    ("tie", "since", "goes"),
    [
        (date(2010, 1, 1), date(2015, 1, 1), date(2020, 1, 31)),
        (date(2010, 1, 30), date(2015, 1, 1), date(2020, 2, 29)),
        (date(2010, 1, 31), date(2015, 1, 1), date(2020, 3, 1)),
        (date(2008, 2, 29), date(2015, 1, 1), date(2018, 3, 31)),
        (date(2005, 1, 1), date(2021, 5, 10), date(2021, 6, 9)),  # past it when the rule begins
    ],
)
def test_the_manager_has_thirty_days_to_look(tie, since, goes):
    assert goes_by_itself(tie, years=10, since=since) == goes


@given(DAYS, YEARS)
def test_the_time_comes_on_the_first_day_that_is_far_enough(tie, years):
    day = time_comes(tie, years)

    assert cutoff(day, years) >= tie > cutoff(day - timedelta(days=1), years)


@given(DAYS, YEARS, st.integers(-400, 400))
def test_who_is_offered_has_the_time_come(tie, years, shift):
    day = time_comes(tie, years) + timedelta(days=shift)
    known = Tie(1, tie, "a")

    assert past_their_time([known], [], on=day, years=years) == ([known] if shift >= 0 else [])
    assert past_their_time([known], [1], on=day, years=years) == []


@given(DAYS, DAYS, YEARS)
def test_nobody_goes_before_being_offered_so_long(tie, since, years):
    goes = goes_by_itself(tie, years=years, since=since)

    assert goes - max(since, time_comes(tie, years)) == timedelta(days=DAYS_TO_LOOK)
    assert goes <= goes_by_itself(tie + timedelta(days=1), years=years, since=since)
