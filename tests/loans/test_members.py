"""Members' schedules by both rules: examples by hand, and sums that always agree."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loans.members import cells_of, group_rows, member_cells
from loans.schedule import Method, Terms
from loans.shares import CellTooSmall, MemberCell
from upk.money import RoundingMode

DAY = date(2010, 2, 10)


def terms(principal: int, **values) -> Terms:
    given = {
        "rate": Decimal("1.5"), "method": Method.FLAT, "tenor": 10, "disbursed_on": DAY,
        "step": 500,
    }  # fmt: skip
    return Terms(principal=principal, **(given | values))


def test_rounded_per_member_the_group_s_row_is_the_sum_of_its_members():
    """3 members with 1.000.000 over 12 months, to 500: 83.500 each, 81.500 at the end."""
    asked, shares = terms(3_000_000, tenor=12), [1_000_000] * 3

    rows = group_rows(asked, shares, per_member=True)
    cells = member_cells(asked, shares, rows, per_member=True)

    assert [row.principal for row in rows] == [250_500] * 11 + [244_500]
    assert [row.interest for row in rows] == [45_000] * 12
    assert cells[0] == [MemberCell(83_500, 15_000)] * 3
    assert cells[-1] == [MemberCell(81_500, 15_000)] * 3


def test_rounded_as_a_group_the_cells_follow_from_the_rows():
    asked, shares = terms(3_000_000, tenor=12), [1_000_000] * 3

    rows = group_rows(asked, shares, per_member=False)
    cells = member_cells(asked, shares, rows, per_member=False)

    assert [row.principal for row in rows] == [250_000] * 12
    assert [cell.principal for cell in cells[0]] == [83_333, 83_333, 83_334]


def test_a_tiny_share_is_no_obstacle_where_members_have_their_own_schedules():
    asked, shares = terms(1_000_003), [3, 1_000_000]

    with pytest.raises(CellTooSmall):
        member_cells(asked, shares, group_rows(asked, shares, per_member=False), per_member=False)
    rows = group_rows(asked, shares, per_member=True)

    assert [line[0].principal for line in member_cells(asked, shares, rows, per_member=True)] == [
        *[0] * 9, 3,
    ]  # fmt: skip


def test_jasa_that_was_carried_over_is_split_by_the_shares():
    asked, shares = terms(3_000_000), [1_000_000, 2_000_000]
    rows = [
        replace(row, interest=row.interest + 9_000)
        for row in group_rows(asked, shares, per_member=True)
    ]

    cells = member_cells(asked, shares, rows, per_member=True)

    assert [cell.interest for cell in cells[0]] == [15_000 + 3_000, 30_000 + 6_000]
    assert all(
        sum(c.interest for c in line) == row.interest for row, line in zip(rows, cells, strict=True)
    )


def test_rows_of_another_loan_are_refused():
    asked, shares = terms(3_000_000), [1_000_000, 2_000_000]
    rows = group_rows(asked, shares, per_member=True)
    wrong = [replace(rows[0], principal=1), *rows[1:]]
    less = [replace(rows[0], interest=0), *rows[1:]]

    for made in (wrong, less):
        with pytest.raises(ValueError, match="members' schedules"):
            member_cells(asked, shares, made, per_member=True)


def test_a_loan_s_own_rule_decides():
    class Loan:
        rounds_per_member = True

        def schedule_terms(self, disbursed_on=None):
            return terms(3_000_000, tenor=12)

    shares = [1_000_000] * 3
    rows = group_rows(Loan().schedule_terms(), shares, per_member=True)

    assert cells_of(Loan(), rows, shares)[0][0].principal == 83_500


@settings(max_examples=60)
@given(
    shares=st.lists(st.integers(50_000, 9_000_000), min_size=1, max_size=8),
    tenor=st.integers(1, 24),
    method=st.sampled_from(list(Method)),
    step=st.sampled_from([1, 100, 500, 1_000]),
    rounding=st.sampled_from(list(RoundingMode)),
    rate=st.decimals(0, 3, places=2),
    per_member=st.booleans(),
)
def test_cells_add_up_by_row_and_by_member(shares, tenor, method, step, rounding, rate, per_member):
    asked = terms(sum(shares), tenor=tenor, method=method, step=step, rounding=rounding, rate=rate)
    rows = group_rows(asked, shares, per_member=per_member)
    try:
        cells = member_cells(asked, shares, rows, per_member=per_member)
    except CellTooSmall:
        assert not per_member
        return

    for row, line in zip(rows, cells, strict=True):
        assert sum(cell.principal for cell in line) == row.principal
        assert sum(cell.interest for cell in line) == row.interest
        assert min(min(cell.principal, cell.interest) for cell in line) >= 0
    for n, share in enumerate(shares):
        assert sum(line[n].principal for line in cells) == share
