"""The ranking: by total, ties by the stated rule, and who is passed over."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from grants.rules.ranking import Contender, passed_over, rank


def contender(key, total="80.00", poor=50, swadaya=10, asked=90, number=None) -> Contender:
    return Contender(key, Decimal(total), poor, swadaya, asked, number or key)


def order(*contenders):
    return [(p.contender.key, p.rank, p.tie_broken_by) for p in rank(contenders)]


def test_the_higher_total_comes_first():
    assert order(contender(1, "70.00"), contender(2, "80.01"), contender(3)) == [
        (2, 1, ""),
        (3, 2, ""),
        (1, 3, ""),
    ]


def test_a_tie_goes_to_more_poor_then_to_more_swadaya_then_to_the_earlier_number():
    assert order(
        contender(1), contender(2), contender(3, swadaya=20), contender(4, poor=51)
    ) == [(4, 1, "poor"), (3, 2, "poor"), (1, 3, "swadaya"), (2, 4, "number")]  # fmt: skip


def test_swadaya_counts_as_part_of_the_whole_cost_and_not_as_a_sum():
    small, large = contender(1, swadaya=50, asked=50), contender(2, swadaya=100, asked=900)

    assert [key for key, _, _ in order(large, small)] == [1, 2]


CONTENDERS = st.lists(
    st.builds(
        Contender,
        key=st.integers(1, 10**6),
        total=st.integers(7000, 7003).map(lambda n: Decimal(n).scaleb(-2)),
        poor=st.integers(0, 2),
        swadaya=st.integers(0, 3),
        asked=st.integers(1, 3),
        number=st.integers(1, 10**6),
    ),
    unique_by=(lambda c: c.key, lambda c: c.number),
    max_size=12,
)


@given(CONTENDERS, st.randoms(use_true_random=False))
def test_the_ranking_does_not_depend_on_the_order_of_entry(contenders, random):
    shuffled = list(contenders)
    random.shuffle(shuffled)

    placed = rank(contenders)

    assert placed == rank(shuffled)
    assert [p.rank for p in placed] == list(range(1, len(contenders) + 1))
    for better, worse in pairwise(placed):
        a, b = better.contender, worse.contender
        assert a.total >= b.total
        if a.total == b.total:
            assert a.poor >= b.poor
            assert better.tie_broken_by
            assert worse.tie_broken_by


def test_whoever_is_approved_below_one_that_is_not_passes_it_over():
    assert passed_over([5, 3, 8, 1], {5, 8}) == {8: [3]}
    assert passed_over([5, 3, 8, 1], {5, 3}) == {}
    assert passed_over([5, 3, 8, 1], {1}) == {1: [5, 3, 8]}


@given(st.lists(st.integers(), unique=True), st.sets(st.integers()))
def test_nobody_is_passed_over_exactly_if_the_best_are_approved(ranked, approved):
    approved &= set(ranked)

    over = passed_over(ranked, approved)

    assert (over == {}) == (set(ranked[: len(approved)]) == approved)
    for key, better in over.items():
        assert key in approved
        assert not approved & set(better)
