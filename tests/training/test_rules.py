"""Rules of trainings: places, enough days, gain, coverage, whom to ask next."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from training.rules.batches import ALLOWED, OPEN, State, days_of, places
from training.rules.coverage import Covered, GroupCoverage, cover, next_groups, summed
from training.rules.results import Gain, days_needed, gain_of, is_enough

PEOPLE = st.integers(1, 12)


@given(st.integers(0, 100), st.integers(1, 60))
def test_the_first_have_places_and_the_others_wait(enrolled, capacity):
    found = places(enrolled, capacity)

    line = [n < capacity for n in range(enrolled)]
    assert (found.seated, found.waiting) == (line.count(True), line.count(False))
    assert found.seated + found.free == capacity
    assert min(found.waiting, found.free) == 0


def test_days_are_those_from_first_to_last():
    assert days_of(date(2010, 2, 27), date(2010, 3, 1)) == (
        date(2010, 2, 27), date(2010, 2, 28), date(2010, 3, 1),
    )  # fmt: skip
    assert days_of(date(2010, 2, 27), date(2010, 2, 27)) == (date(2010, 2, 27),)


@given(st.integers(0, 14), st.integers(1, 14), st.integers(1, 100))
def test_enough_days_are_those_that_are_needed(attended, days, percent):
    assert is_enough(attended, days, percent) == (attended >= days_needed(days, percent))
    assert is_enough(days, days, percent)


def test_two_of_three_days_are_enough_for_two_thirds_only():
    assert [is_enough(2, 3, percent) for percent in (66, 67, 80)] == [True, False, False]
    assert not is_enough(0, 0, 1)


def test_gain_counts_who_took_both_tests():
    assert gain_of([(40, 80), (51, 60), (None, 90), (30, None)]) == Gain(
        2, Decimal("45.50"), Decimal("70.00")
    )
    assert gain_of([(40, 80), (51, 60)]).gain == Decimal("24.50")
    assert gain_of([(1, None)]).gain is None


def test_averages_are_rounded_halves_up():
    found = gain_of([(0, 0)] * 7 + [(1, 5)])  # 0,125 and 0,625

    assert (found.before, found.after) == (Decimal("0.13"), Decimal("0.63"))


def test_every_state_has_its_steps_and_none_leads_back():
    assert set(ALLOWED) == set(State)
    assert not any(State.PLANNED in steps for steps in ALLOWED.values())
    assert all(ALLOWED[state] for state in OPEN)
    assert ALLOWED[State.CLOSED] == ALLOWED[State.CANCELLED] == frozenset()


@given(
    st.dictionaries(st.integers(1, 8), st.tuples(st.integers(1, 3), st.lists(PEOPLE, max_size=3))),
    st.sets(PEOPLE),
)
def test_coverage_is_what_counting_by_hand_gives(world, trained):
    officers = {group: people for group, (_, people) in world.items()}
    rows = cover([(g, village) for g, (village, _) in world.items()], officers, trained)
    total = summed(rows)

    assert [row.group for row in rows] == list(world)
    for row in rows:
        assert sorted([*row.untrained, *(p for p in row.officers if p in trained)]) == sorted(
            officers[row.group]
        )
    every = [(group, person) for group, people in officers.items() for person in people]
    assert total.officers == len(every)
    assert total.trained == len([1 for _, person in every if person in trained])
    assert total.none == len([g for g in officers if not set(officers[g]) & trained])
    assert total.whole == len([p for p in officers.values() if p and set(p) <= trained])


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3), st.integers(0, 3)), max_size=12),
       st.integers(0, 12))  # fmt: skip
def test_next_groups_fill_the_places_and_no_more(sizes, capacity):
    rows = [
        GroupCoverage(n, village, tuple(range(trained + without)), tuple(range(without)))
        for n, (village, trained, without) in enumerate(sizes)
    ]

    found = next_groups(rows, capacity)

    taken = sum(len(row.untrained) for row in found)
    left_out = [row for row in rows if row.untrained and row not in found]
    assert taken <= capacity
    assert all(row.untrained for row in found)
    assert all(len(row.untrained) > capacity - taken for row in left_out)  # none would fit


def test_groups_without_any_trained_officer_come_first_from_the_least_trained_village():
    some = GroupCoverage(1, 10, (1, 2, 3), (3,))
    well_off = GroupCoverage(2, 10, (4, 5, 6), (4, 5, 6))
    poor = GroupCoverage(3, 20, (7, 8, 9), (7, 8, 9))
    done = GroupCoverage(4, 10, (11,), ())

    assert next_groups([some, well_off, poor, done], 30) == [poor, well_off, some]
    assert next_groups([some, well_off, poor, done], 5) == [poor, some]


def test_coverage_without_officers_has_no_percentage():
    assert Covered().percent is None
    assert Covered(officers=3, trained=2).percent == Decimal("66.67")
