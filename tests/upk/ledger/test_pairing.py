from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upk.ledger.pairing import BothSides, Line, Pair, Unbalanced, pair_lines

amounts = st.integers(min_value=1, max_value=10**12)


@st.composite
def balanced_lines(draw) -> list[Line]:
    """Lines of both sides in any order: one sum cut in two ways."""
    debits = draw(st.lists(amounts, min_size=1, max_size=8))
    total = sum(debits)
    cuts = draw(st.sets(st.integers(min_value=1, max_value=total), max_size=8)) - {total}
    edges = [0, *sorted(cuts), total]
    lines = [Line(f"D{i % 3}", True, amount) for i, amount in enumerate(debits)]
    credits = [b - a for a, b in pairwise(edges)]
    lines += [Line(f"K{i % 3}", False, amount) for i, amount in enumerate(credits)]
    return draw(st.permutations(lines))


@given(balanced_lines())
def test_pairs_move_exactly_what_the_lines_say(lines):
    pairs = pair_lines(lines)

    moved = Counter()
    for pair in pairs:
        moved[pair.debit, True] += pair.amount
        moved[pair.credit, False] += pair.amount
    typed = Counter()
    for line in lines:
        typed[line.account, line.is_debit] += line.amount
    assert moved == typed
    assert all(pair.amount > 0 and pair.debit != pair.credit for pair in pairs)
    assert len(pairs) < len(lines)


def test_lines_are_paired_in_the_order_entered():
    lines = [
        Line("bank", True, 700),
        Line("kas", True, 300),
        Line("modal", False, 600),
        Line("hibah", False, 400),
    ]

    assert pair_lines(lines) == [
        Pair("bank", "modal", 600),
        Pair("bank", "hibah", 100),
        Pair("kas", "hibah", 300),
    ]


def test_unequal_sides_are_refused_with_both_sums():
    with pytest.raises(Unbalanced) as caught:
        pair_lines([Line("kas", True, 300), Line("modal", False, 200)])

    assert (caught.value.debit, caught.value.credit) == (300, 200)


def test_an_account_on_both_sides_is_refused():
    lines = [Line("kas", True, 300), Line("kas", False, 100), Line("modal", False, 200)]

    with pytest.raises(BothSides) as caught:
        pair_lines(lines)

    assert caught.value.account == "kas"
