"""Points of each criterion from its figures, and their weighted total."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.rules import scoring
from grants.rules.scoring import Upkeep, WrongWeights
from upk.periods import Quarter


def upkeep(**changes) -> Upkeep:
    values = {"due": 0, "paid": 0, "pieces": 0, "inspected": 0, "conditions": {}, "condition": None}
    return Upkeep(**values | changes)


def test_the_window_is_eight_whole_quarters_before_that_of_the_day():
    window = scoring.window_before(date(2009, 5, 20))

    assert window == [
        Quarter(2007, 2), Quarter(2007, 3), Quarter(2007, 4), Quarter(2008, 1),
        Quarter(2008, 2), Quarter(2008, 3), Quarter(2008, 4), Quarter(2009, 1),
    ]  # fmt: skip


def test_poor_people_and_swadaya_are_percentages():
    assert scoring.rate_poor(1, 3).points == Decimal("33.33")
    assert scoring.rate_swadaya(10, 90).points == Decimal("10.00")
    assert scoring.rate_swadaya(10, 90).basis == {"swadaya": 10, "cost": 100}


def test_levies_are_paid_of_due_and_never_more_than_all():
    assert scoring.rate_levy(upkeep(due=300, paid=200)).points == Decimal("66.67")
    assert scoring.rate_levy(upkeep(due=300, paid=900)).points == Decimal("100.00")


def test_a_village_that_has_something_and_does_nothing_gets_no_points():
    idle = upkeep(pieces=4)

    assert scoring.rate_levy(idle).points == Decimal("0.00")
    assert scoring.rate_condition(idle).points == Decimal("0.00")


def test_nothing_to_keep_does_not_count_against_a_village():
    bare = upkeep()

    assert scoring.rate_levy(bare).points is None
    assert scoring.rate_condition(bare).points is None


def test_the_condition_comes_with_its_figures():
    rated = scoring.rate_condition(
        upkeep(pieces=3, inspected=2, conditions={"good": 1, "slight": 1}, condition=Decimal(85))
    )

    assert rated.points == Decimal(85)
    assert rated.basis == {"pieces": 3, "inspected": 2, "good": 1, "slight": 1}


def test_the_total_is_the_weighted_mean_of_what_applies():
    assert scoring.total_score([(60, Decimal(80)), (40, Decimal("33.33"))]) == Decimal("61.33")
    assert scoring.total_score([(60, Decimal(80)), (40, None)]) == Decimal("80.00")
    assert scoring.total_score([(60, None)]) == Decimal("0.00")
    # half a hundredth goes up
    assert scoring.total_score([(50, Decimal("0.01")), (50, Decimal("0.00"))]) == Decimal("0.01")


LINES = st.lists(
    st.tuples(
        st.integers(1, 100),
        st.none() | st.integers(0, 10_000).map(lambda n: Decimal(n).scaleb(-2)),
    ),
    max_size=8,
)


@given(LINES)
def test_the_total_lies_between_the_lowest_and_the_highest(lines):
    points = [points for _, points in lines if points is not None]

    total = scoring.total_score(lines)

    assert min(points, default=0) <= total <= max(points, default=0)


def test_weights_are_a_hundred_together():
    for terms in (scoring.WITH_RECORDS, scoring.BEFORE_RECORDS):
        scoring.check_weights([term.weight for term in terms])
    with pytest.raises(WrongWeights) as refused:
        scoring.check_weights([50, 49])
    assert refused.value.total == 99


def test_levies_and_condition_are_criteria_since_2008_only():
    records = {scoring.LEVY, scoring.CONDITION}

    assert not records & {term.source for term in scoring.BEFORE_RECORDS}
    assert records <= {term.source for term in scoring.WITH_RECORDS}
