from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upk.periods import (
    Quarter,
    add_months,
    day_in_month,
    days_in_month,
    format_date,
    format_month,
    month_end,
    month_start,
    months_ahead,
    today,
    whole_months,
)

days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def test_add_months_clamps_to_the_month_end_and_returns_to_the_day():
    marks = [add_months(date(2023, 1, 31), k) for k in range(1, 5)]

    assert marks == [date(2023, 2, 28), date(2023, 3, 31), date(2023, 4, 30), date(2023, 5, 31)]
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2023, 11, 30), 3) == date(2024, 2, 29)
    assert add_months(date(2023, 3, 31), -1) == date(2023, 2, 28)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2009, 9, 30), date(2009, 12, 31)),
        (date(2009, 4, 30), date(2009, 7, 31)),
        (date(2010, 1, 31), date(2010, 4, 30)),
        (date(2009, 12, 31), date(2010, 3, 31)),
        (date(2009, 11, 30), date(2010, 2, 28)),
        (date(2011, 11, 30), date(2012, 2, 29)),
        (date(2010, 2, 28), date(2010, 5, 31)),  # the month's last day
        (date(2012, 2, 28), date(2012, 5, 28)),  # not the last: 2012 is a leap year
        (date(2012, 2, 29), date(2012, 5, 31)),
        (date(2009, 11, 29), date(2010, 2, 28)),
        (date(2010, 2, 15), date(2010, 5, 15)),
        (date(2009, 9, 29), date(2009, 12, 29)),
    ],
)
def test_months_ahead_of_a_last_day_end_on_a_last_day(day, end):
    assert months_ahead(day, 3) == end


@given(days, days, st.integers(1, 24))
def test_months_ahead_of_a_later_day_end_no_earlier(first, second, months):
    assert (first <= second) <= (months_ahead(first, months) <= months_ahead(second, months))


@given(days)
def test_three_months_ahead_of_a_quarter_are_the_next_quarter(day):
    quarter = Quarter.of(day)

    assert months_ahead(quarter.end, 3) == quarter.next().end


@given(days, st.integers(0, 600))
def test_whole_months_counts_the_marks_of_add_months(start, months):
    mark = add_months(start, months)

    assert whole_months(start, mark) == months
    assert whole_months(start, date.fromordinal(mark.toordinal() - 1)) == max(0, months - 1)


def test_whole_months_is_never_negative():
    assert whole_months(date(2023, 5, 1), date(2023, 1, 1)) == 0


@given(days)
def test_month_start_and_end_lie_in_the_month(day):
    assert month_start(day) <= day <= month_end(day)
    assert date.fromordinal(month_end(day).toordinal() + 1).day == 1
    assert days_in_month(day.year, day.month) == month_end(day).day


def test_days_in_month_knows_leap_years():
    assert [days_in_month(y, 2) for y in (1900, 2000, 2023, 2024)] == [28, 29, 28, 29]
    assert day_in_month(2023, 2, 31) == date(2023, 2, 28)


def test_quarter_bounds_and_label():
    quarter = Quarter(2009, 4)

    assert (quarter.start, quarter.end) == (date(2009, 10, 1), date(2009, 12, 31))
    assert quarter.label == "Triwulan IV 2009"
    assert str(quarter) == "2009-4"
    assert (quarter.next(), quarter.previous()) == (Quarter(2010, 1), Quarter(2009, 3))


@given(days)
def test_quarter_holds_its_day_and_meets_its_neighbours(day):
    quarter = Quarter.of(day)

    assert quarter.start <= day <= quarter.end
    assert quarter.next().previous() == quarter
    assert quarter.previous() < quarter < quarter.next()
    assert quarter.next().start.toordinal() == quarter.end.toordinal() + 1
    assert Quarter.parse(str(quarter)) == quarter


@pytest.mark.parametrize("text", ["", "2009", "2009-0", "2009-5", "2009-10", "09-4", "2009/4",
                                  "2009-4\n", "٢٠٠٩-4", " 2009-4"])  # fmt: skip
def test_quarter_parse_refuses_anything_else(text):
    with pytest.raises(ValueError, match="quarter"):
        Quarter.parse(text)


@pytest.mark.parametrize(("year", "number"), [(2009, 0), (2009, 5), (0, 1), (1, 1), (9999, 4)])
def test_quarter_refuses_what_does_not_exist(year, number):
    with pytest.raises(ValueError, match="no such quarter"):
        Quarter(year, number)


def test_dates_are_written_in_indonesian():
    assert format_date(date(2010, 1, 31)) == "31 Januari 2010"
    assert format_month(date(2009, 8, 17)) == "Agustus 2009"


def test_today_is_the_practice_date_where_there_is_one():
    office = SimpleNamespace(practice_date=date(2010, 2, 15), timezone="Asia/Jakarta")

    assert today(office) == date(2010, 2, 15)


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_today_is_the_date_in_the_office_time_zone(zone):
    office = SimpleNamespace(practice_date=None, timezone=zone)

    before = datetime.now(ZoneInfo(zone)).date()
    result = today(office)

    assert before <= result <= datetime.now(ZoneInfo(zone)).date()
