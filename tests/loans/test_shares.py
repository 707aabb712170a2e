from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loans.schedule import InstalmentRow, Method, Terms, build_schedule
from loans.shares import CellTooSmall, MemberCell, member_schedule


def make_rows(*parts):
    return [InstalmentRow(n, date(2010, n, 1), p, i, 0) for n, (p, i) in enumerate(parts, 1)]


def test_cells_by_hand():
    rows = make_rows((50, 10), (50, 11))

    # principal: C = 50, 100; S = 30, 100 -> X = 15, 50 and 30, 100
    # jasa: C = 10, 21 -> X = 3, 10 and 21 x 30 // 100 = 6, 21
    assert member_schedule(rows, [30, 70]) == [
        [MemberCell(15, 3), MemberCell(35, 7)],
        [MemberCell(15, 3), MemberCell(35, 8)],
    ]


def test_three_equal_members_of_an_uneven_schedule():
    rows = make_rows((100, 10), (100, 10), (100, 10))

    cells = member_schedule(rows, [100, 100, 100])

    assert [[cell.principal for cell in row] for row in cells] == [
        [33, 33, 34], [33, 34, 33], [34, 33, 33],
    ]  # fmt: skip


def test_a_row_without_principal_has_no_principal_for_anybody():
    cells = member_schedule(make_rows((0, 90), (900, 90)), [300, 600])

    assert cells[0] == [MemberCell(0, 30), MemberCell(0, 60)]


def test_cells_below_two_rupiah_are_refused():
    rows = make_rows((1000, 100), (1000, 19))

    with pytest.raises(CellTooSmall) as caught:
        member_schedule(rows, [200, 1800])

    assert (caught.value.row, caught.value.member, caught.value.part) == (1, 0, "interest")


def test_a_cell_of_exactly_two_rupiah_is_taken():
    rows = member_schedule(make_rows((1000, 100), (1000, 20)), [200, 1800])

    assert rows[1][0].interest == 2


@pytest.mark.parametrize("shares", [[], [0, 100], [-50, 150]])
def test_shares_must_be_positive(shares):
    with pytest.raises(ValueError, match="positive"):
        member_schedule(make_rows((100, 10)), shares)


def test_shares_must_add_up_to_the_principal():
    with pytest.raises(ValueError, match="add up"):
        member_schedule(make_rows((100, 10)), [40, 50])


@given(
    st.lists(st.integers(10_000, 5_000_000), min_size=1, max_size=25),
    st.sampled_from([Method.FLAT, Method.DECLINING]),
    st.integers(1, 24),
    st.sampled_from([0, 1, 3]),
    st.sampled_from([1, 500, 1000]),
)
def test_rows_and_columns_add_up_and_no_cell_is_negative(shares, method, tenor, every, step):
    rows = build_schedule(
        Terms(
            principal=sum(shares),
            rate=Decimal("1.5"),
            method=method,
            tenor=tenor,
            principal_every=every,
            step=step,
            disbursed_on=date(2010, 1, 31),
        )
    )
    try:
        cells = member_schedule(rows, shares)
    except CellTooSmall:
        return

    for row, members in zip(rows, cells, strict=True):
        assert sum(cell.principal for cell in members) == row.principal
        assert sum(cell.interest for cell in members) == row.interest
        assert min(min(cell.principal, cell.interest) for cell in members) >= 0
    for share, column in zip(shares, zip(*cells, strict=True), strict=True):
        assert sum(cell.principal for cell in column) == share


@given(
    st.lists(st.integers(1, 10**6), min_size=1, max_size=12),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=12),
)
def test_any_cell_is_less_than_two_rupiah_from_its_exact_value(shares, interest):
    whole = sum(shares)
    rows = make_rows(*[(0, i) for i in interest])
    rows[-1] = InstalmentRow(len(rows), rows[-1].due_on, whole, interest[-1], 0)
    try:
        cells = member_schedule(rows, shares)
    except CellTooSmall:
        return

    for row, members in zip(rows, cells, strict=True):
        for share, cell in zip(shares, members, strict=True):
            assert abs(cell.interest * whole - row.interest * share) < 2 * whole
