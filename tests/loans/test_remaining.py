"""What is left of a loan by row and member, by hand and for any amounts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loans.remaining import (
    RowLeft,
    cells_by_remainder,
    members_left,
    principal_by_member,
    rows_left,
)
from loans.schedule import InstalmentRow, carry_interest
from loans.shares import CellTooSmall, MemberCell, member_schedule

DAYS = [date(2010, month, 10) for month in range(1, 13)]
ROWS = [(day, 1_000_000, 150_000) for day in DAYS[:3]]
SHARES = [500_000, 1_000_000, 1_500_000]


def cells(rows, shares):
    try:
        return member_schedule([MemberCell(p, i) for _, p, i in rows], shares)
    except CellTooSmall:
        return cells_by_remainder(rows, shares)


CELLS = cells(ROWS, SHARES)


def test_payments_cover_the_oldest_rows_first_principal_and_jasa_apart():
    left = rows_left(ROWS, 1_400_000, 150_000)

    assert left == [
        RowLeft(DAYS[0], 0, 0),
        RowLeft(DAYS[1], 600_000, 150_000),
        RowLeft(DAYS[2], 1_000_000, 150_000),
    ]


def test_a_member_owes_the_cells_of_unpaid_rows_and_a_part_of_the_row_paid_in_part():
    parts = members_left(CELLS, rows_left(ROWS, 1_400_000, 150_000), SHARES)

    # by hand: cells of a row are 166.666, 333.333/4, 500.000; 600.000 of row 2 by these
    assert parts[0] == [MemberCell(0, 0)] * 3
    assert [cell.principal for cell in parts[1]] == [100_000, 200_000, 300_000]
    assert parts[2] == member_schedule([MemberCell(p, i) for _, p, i in ROWS], SHARES)[2]


def test_who_is_gone_has_no_part_in_what_is_left():
    left = rows_left(ROWS, 1_000_000, 150_000)
    parts = members_left(CELLS, left, SHARES, gone={0})

    assert {line[0] for line in parts} == {MemberCell(0, 0)}
    assert principal_by_member(parts) == [0, 800_000, 1_200_000]


def test_what_comes_back_after_all_are_gone_is_shared_by_the_shares():
    left = [RowLeft(DAYS[0], 600_000, 0), *[RowLeft(day, 0, 0) for day in DAYS[1:3]]]

    parts = members_left(CELLS, left, SHARES, gone={0, 1, 2})

    assert principal_by_member(parts) == [100_000, 200_000, 300_000]


def test_tiny_cells_are_shared_by_largest_remainder():
    rows = [(DAYS[0], 5, 1), (DAYS[1], 5, 1)]

    parts = members_left(cells(rows, [1, 9]), rows_left(rows, 0, 0), [1, 9])

    assert principal_by_member(parts) == [2, 8]
    assert [sum(cell.principal for cell in line) for line in parts] == [5, 5]


amounts = st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**8)), min_size=1, max_size=12)


@given(amounts, st.lists(st.integers(1, 10**8), min_size=1, max_size=6), st.data())
def test_parts_add_up_and_none_is_negative(pairs, weights, data):
    total = sum(p for p, _ in pairs)
    shares = weights
    if sum(weights) != total:  # shares always add up to the loan: the last row makes them
        pairs = [*pairs[:-1], (pairs[-1][0] + max(0, sum(weights) - total), pairs[-1][1])]
        total = sum(p for p, _ in pairs)
        shares = [*weights[:-1], weights[-1] + total - sum(weights)]
    rows = [(day, p, i) for day, (p, i) in zip(DAYS, pairs, strict=False)]
    paid = data.draw(st.integers(0, total)), data.draw(st.integers(0, sum(i for _, i in pairs)))
    gone = data.draw(st.sets(st.integers(0, len(shares) - 1)))

    left = rows_left(rows, *paid)
    parts = members_left(cells(rows, shares), left, shares, gone)

    assert sum(row.principal for row in left) == total - paid[0]
    assert sum(row.interest for row in left) == sum(i for _, i in pairs) - paid[1]
    for row, line in zip(left, parts, strict=True):
        assert (row.principal, row.interest) == (
            sum(cell.principal for cell in line),
            sum(cell.interest for cell in line),
        )
        assert all(cell.principal >= 0 and cell.interest >= 0 for cell in line)
    if len(gone) < len(shares):
        assert all(line[m] == MemberCell(0, 0) for line in parts for m in gone)


# Jasa carried along


def schedule_rows(count):
    return [
        InstalmentRow(n, day, 100, 7, (count - n) * 100)
        for n, day in zip(range(1, count + 1), DAYS, strict=False)
    ]


def test_carried_jasa_is_spread_evenly_and_the_last_row_takes_the_remainder():
    rows = carry_interest(schedule_rows(3), 100_000)

    assert [row.interest for row in rows] == [33_340, 33_340, 33_341]


@given(st.integers(1, 12), st.integers(0, 10**12))
def test_carried_jasa_adds_up_and_changes_nothing_else(count, carried):
    before = schedule_rows(count)
    after = carry_interest(before, carried)

    assert sum(row.interest for row in after) == sum(row.interest for row in before) + carried
    added = [new.interest - old.interest for new, old in zip(after, before, strict=True)]
    assert len(set(added[:-1])) <= 1
    assert 0 <= added[-1] - added[0] < count
    kept = ("n", "due_on", "principal", "balance_after")
    for new, old in zip(after, before, strict=True):
        assert all(getattr(new, name) == getattr(old, name) for name in kept)


def test_carried_jasa_is_never_negative():
    with pytest.raises(ValueError, match="not negative"):
        carry_interest(schedule_rows(2), -1)
