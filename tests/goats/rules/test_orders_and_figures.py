from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from goats.rules.descent import tree_of
from goats.rules.figures import each, median_days, per_hundred
from goats.rules.next_keeper import Waiting, assigned, in_order


def test_next_household_same_village_then_need_then_waiting_time():
    waiting = [
        Waiting(1, village=2, need=99, since=date(2005, 1, 1)),
        Waiting(2, village=1, need=50, since=date(2008, 1, 1)),
        Waiting(3, village=1, need=70, since=date(2009, 1, 1)),
        Waiting(4, village=1, need=50, since=date(2007, 1, 1)),
        Waiting(5, village=1, need=50, since=date(2007, 1, 1)),
    ]

    assert [w.id for w in in_order(waiting, 1)] == [3, 4, 5, 2, 1]
    assert [w.id for w in in_order(waiting, None)] == [1, 3, 4, 5, 2]


@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(0, 3), st.integers(0, 3)), max_size=12),
    st.lists(st.sampled_from([None, 1, 2, 3, 4]), max_size=14),
)
def test_goats_are_assigned_as_if_each_asked_in_its_turn(homes, villages):
    waiting = [
        Waiting(n, village, need, date(2005, 1, 1 + days))
        for n, (village, need, days) in enumerate(homes)
    ]
    left, expected = list(waiting), {}
    for goat, village in enumerate(villages):
        if left:
            expected[goat] = in_order(left, village)[0]
            left.remove(expected[goat])

    assert assigned(enumerate(villages), waiting) == expected


def test_tree_counts_descendants_and_generations():
    tree = tree_of(1, {1: [2, 3], 3: [4], 4: [5]})

    assert (tree.size, tree.generations) == (4, 4)
    assert [node.id for node in tree.kids] == [2, 3]
    assert tree.kids[1].kids[0].depth == 2


def test_ratios_round_halves_up_and_have_no_value_without_a_base():
    assert per_hundred(1, 800) == Decimal("0.13")
    assert per_hundred(1, None) is None
    assert each(1, 0) is None
    assert each(5, 8) == Decimal("0.63")


def test_median_days_rounds_halves_up():
    assert median_days([]) is None
    assert median_days([10, 13]) == 12
    assert median_days([9, 1, 5]) == 5
