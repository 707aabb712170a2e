"""What makes the amounts of a phase fit each other."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from grants.rules.phases import Gap, gaps, usual_allotments


def test_the_usual_part_of_the_upk_is_two_and_of_the_teams_three_percent():
    allotted = usual_allotments(2_000_000_000, ["a", "b", "c"])

    assert allotted.upk == 40_000_000
    assert allotted.tpk == {"a": 20_000_000, "b": 20_000_000, "c": 20_000_000}


def test_an_office_without_villages_allots_nothing_to_teams():
    assert usual_allotments(1_000, []).tpk == {}


@given(st.integers(1, 10**13), st.integers(1, 40), st.integers(0, 1000), st.integers(0, 1000))
def test_teams_share_their_percentage_to_the_rupiah(amount, count, upk, tpk):
    allotted = usual_allotments(amount, range(count), Decimal(upk) / 100, Decimal(tpk) / 100)

    parts = list(allotted.tpk.values())
    assert max(parts) - min(parts) <= 1
    assert abs(sum(parts) * 10_000 - amount * tpk) <= 5_000
    assert allotted.total == allotted.upk + sum(parts)


def test_all_gaps_are_named():
    assert gaps(100, [80, 20], {"fisik": 95, "operasional": 5}, 5) == []
    assert gaps(100, [80], {"fisik": 95}, 5) == [
        Gap("sources", 100, 80),
        Gap("budgets", 100, 95),
        Gap("allotments", 0, 5),
    ]
