"""The rule by which old backups go: properties over any history of backups."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from upk.desk.keeping.thinning import superfluous

NOW = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
ages = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=800))
histories = st.lists(ages.map(lambda age: NOW - age), max_size=60)


def left(taken, now=NOW):
    return set(taken) - superfluous(taken, now)


def test_all_of_a_week_one_a_day_for_a_month_one_a_month_for_a_year():
    noon = NOW.replace(hour=12)
    ages = [timedelta(days=day, hours=hour) for day in range(500) for hour in (0, 6)]
    taken = [noon - age for age in ages]

    kept = sorted(left(taken), reverse=True)

    week = [m for m in kept if NOW - m <= timedelta(days=7)]
    month = [m for m in kept if timedelta(days=7) < NOW - m <= timedelta(days=31)]
    assert len(week) == 14  # two a day; the noon of seven days ago is older by two hours
    assert [m.hour for m in month] == [12] * 24
    assert [f"{m:%Y-%m-%d %H}" for m in kept[len(week) + len(month) :]] == [
        "2026-09-30 12", "2026-08-31 12", "2026-07-31 12", "2026-06-30 12", "2026-05-31 12",
        "2026-04-30 12", "2026-03-31 12", "2026-02-28 12", "2026-01-31 12", "2025-12-31 12",
        "2025-11-30 12",
    ]  # fmt: skip


@given(histories)
def test_the_newest_stays_and_a_week_is_whole(taken):
    kept = left(taken)

    assert not taken or max(taken) in kept
    assert {m for m in taken if NOW - m <= timedelta(days=7)} <= kept


@given(histories)
def test_each_day_of_a_month_and_each_month_of_a_year_that_had_one_has_one(taken):
    kept = left(taken)

    days = {m.date() for m in taken if NOW - m <= timedelta(days=30)}
    months = {(m.year, m.month) for m in taken if NOW - m <= timedelta(days=335)}
    assert days <= {m.date() for m in kept}
    assert months <= {(m.year, m.month) for m in kept}


@given(histories)
def test_of_older_ones_no_day_and_no_month_has_two(taken):
    newest = max(taken, default=None)
    older = [m for m in left(taken) if NOW - m > timedelta(days=7) and m != newest]

    assert len({m.date() for m in older}) == len(older)
    ancient = [m for m in older if NOW - m > timedelta(days=31)]
    assert len({(m.year, m.month) for m in ancient}) == len(ancient)
    assert all(NOW - m <= timedelta(days=366) for m in older)


@given(histories, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400)))
def test_thinning_in_between_takes_nothing_that_would_be_kept_later(taken, later):
    early = {m for m in taken if m <= NOW - later}

    thinned_on_the_way = left(early, NOW - later) | (set(taken) - early)

    assert left(thinned_on_the_way) == left(taken)


@given(histories)
def test_what_lies_in_the_future_stays(taken):
    past = NOW - timedelta(days=400)

    assert {m for m in taken if m > past} <= left(taken, past)
