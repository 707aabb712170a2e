"""The score of conditions: by hand for three villages, and what must hold for any pieces."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maintenance.rules.conditions import (
    DEFAULT_WEIGHTS,
    Condition,
    ConditionRecord,
    Look,
    Piece,
    Weights,
    oldest_that_counts,
    record_of,
)
from upk.periods import Quarter

GOOD, SLIGHT, HEAVY, BROKEN = Condition
LAST = date(2009, 12, 31)  # triwulan IV 2009
REGISTERED = date(2008, 1, 10)


def piece(*looks: tuple[date, Condition], since: date = REGISTERED, ended_on=None) -> Piece:
    return Piece(since, ended_on, [Look(on, condition) for on, condition in looks])


def test_a_village_where_all_was_inspected():
    """Three good, one slightly damaged: (3 × 100 + 70) / 4 = 92,50."""
    pieces = [piece((date(2009, 11, 3), GOOD)) for _ in range(3)]
    pieces.append(piece((date(2009, 12, 31), SLIGHT)))

    found = record_of(pieces, LAST, DEFAULT_WEIGHTS)

    assert found == ConditionRecord(pieces=4, inspected=4, good=3, slight=1, points=370)
    assert (found.score, found.not_inspected, found.unknown) == (Decimal("92.50"), 0, 0)


def test_a_village_that_was_inspected_in_part():
    """A bridge found badly damaged in IV 2009 (30), a road good in II 2009, carried on (100), a
    drain last seen in IV 2008, four quarters before: unknown; a market never seen: unknown.
    (30 + 100) / 2 = 65,00."""
    pieces = [
        piece((date(2009, 4, 2), GOOD), (date(2009, 10, 1), HEAVY)),
        piece((date(2009, 6, 30), GOOD)),
        piece((date(2008, 12, 31), GOOD)),
        piece(),
    ]

    found = record_of(pieces, LAST, DEFAULT_WEIGHTS)

    assert found == ConditionRecord(pieces=4, inspected=1, good=1, heavy=1, points=130)
    assert (found.score, found.not_inspected, found.unknown) == (Decimal("65.00"), 3, 2)


def test_a_village_whose_pieces_come_and_go():
    """A wall given up on 31 December no longer counts, a latrine registered that day does; a piece
    of next year doesn't. Of two looks in a quarter the last counts: 70, then broken, 0.
    (0 + 70 + 70) / 3 = 46,666… = 46,67."""
    pieces = [
        piece((date(2009, 10, 5), GOOD), ended_on=date(2009, 12, 31)),
        piece((date(2009, 12, 31), SLIGHT), since=date(2009, 12, 31)),
        piece(since=date(2010, 1, 1)),
        piece((date(2009, 10, 5), SLIGHT), (date(2009, 12, 20), BROKEN)),
        piece((date(2009, 10, 6), SLIGHT), ended_on=date(2010, 1, 1)),
    ]

    found = record_of(pieces, LAST, DEFAULT_WEIGHTS)

    assert found == ConditionRecord(pieces=3, inspected=3, slight=2, broken=1, points=140)
    assert found.score == Decimal("46.67")


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (date(2009, 1, 1), GOOD),  # I 2009: three quarters before
        (date(2008, 12, 31), None),  # IV 2008: four
        (date(2009, 12, 31), GOOD),
        (date(2010, 1, 1), None),  # not yet
    ],
)
def test_a_condition_counts_for_a_year_in_all(seen, expected):
    found = record_of([piece((seen, GOOD))], LAST, DEFAULT_WEIGHTS)

    assert (found.good, found.unknown) == ((1, 0) if expected else (0, 1))


def test_an_office_may_count_only_what_was_inspected_in_the_quarter():
    strict = Weights(100, 70, 30, 0, carried=0)

    found = record_of([piece((date(2009, 9, 30), GOOD))], LAST, strict)

    assert found == ConditionRecord(pieces=1)
    assert found.score is None


def test_a_village_without_pieces_has_no_score():
    assert record_of([], LAST, DEFAULT_WEIGHTS) == ConditionRecord()
    assert ConditionRecord().score is None


DAYS = st.dates(date(2007, 1, 1), date(2011, 12, 31))
PIECES = st.lists(
    st.builds(
        lambda since, looks, ended: Piece(
            since, ended, [Look(on, c) for on, c in sorted(looks, key=lambda look: look[0])]
        ),
        DAYS,
        st.lists(st.tuples(DAYS, st.sampled_from(Condition)), max_size=6),
        st.none() | DAYS,
    ),
    max_size=8,
)
WEIGHTS = st.builds(
    lambda falling, carried: Weights(*sorted(falling, reverse=True), carried=carried),
    st.lists(st.integers(0, 100), min_size=4, max_size=4),
    st.integers(0, 8),
)


@given(PIECES, DAYS, WEIGHTS)
def test_counts_and_score_hold_together(pieces, day, weights):
    found = record_of(pieces, day, weights)

    assert found.pieces == sum(p.since <= day and not (p.ended_on and p.ended_on <= day)
                               for p in pieces)  # fmt: skip
    assert 0 <= found.inspected <= found.known <= found.pieces
    assert found.unknown + found.known == found.pieces
    assert (found.score is None) == (found.known == 0)
    if found.score is not None:
        assert weights.broken <= found.score <= weights.good
        assert abs(found.score * found.known - found.points) <= Decimal("0.005") * found.known


@given(PIECES, PIECES, DAYS, WEIGHTS)
def test_villages_add_up(some, others, day, weights):
    together = record_of([*some, *others], day, weights)

    assert together == record_of(some, day, weights) + record_of(others, day, weights)


@given(PIECES, DAYS, WEIGHTS, DAYS, st.sampled_from(Condition))
def test_what_is_found_later_changes_nothing_before(pieces, day, weights, later, condition):
    if later <= day:
        later = day + timedelta(days=1)
    more = [Piece(p.since, p.ended_on, [*p.looks, Look(later, condition)]) for p in pieces]
    more = [Piece(p.since, p.ended_on, sorted(p.looks, key=lambda look: look.on)) for p in more]

    assert record_of(more, day, weights) == record_of(pieces, day, weights)


@given(PIECES, DAYS, WEIGHTS)
def test_a_better_condition_never_lowers_the_score(pieces, day, weights):
    better = [Piece(p.since, p.ended_on, [Look(look.on, GOOD) for look in p.looks]) for p in pieces]

    before, after = record_of(pieces, day, weights), record_of(better, day, weights)

    assert (after.pieces, after.inspected, after.known) == (
        before.pieces, before.inspected, before.known,
    )  # fmt: skip
    assert before.score is None or after.score >= before.score


@given(DAYS, st.integers(0, 12))
def test_the_oldest_day_that_counts_is_so_many_quarters_back(day, carried):
    quarter = Quarter.of(day)
    for _ in range(carried):
        quarter = quarter.previous()

    assert oldest_that_counts(day, carried) == quarter.start
