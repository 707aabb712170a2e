"""What members owe and have paid of a group's loan, by hand and over random cases."""

from hypothesis import given
from hypothesis import strategies as st

from loans.allocation import Parts
from loans.member_accounts import Forgiven, accounts, propose
from loans.shares import MemberCell, member_schedule

NOTHING = Parts(0, 0)
ROWS = [MemberCell(300, 30), MemberCell(300, 30)]
CELLS = member_schedule(ROWS, [200, 300, 100])
"""Two rows: principal 100, 150, 50 and jasa 10, 15, 5 each."""


def paid_of(members):
    return [(m.paid.principal, m.paid.interest) for m in members]


def test_group_that_pays_as_scheduled_has_nobody_behind():
    members = accounts(CELLS, [NOTHING] * 3, Parts(300, 30))

    assert paid_of(members) == [(100, 10), (150, 15), (50, 5)]
    assert [m.cells[0].left for m in members] == [0, 0, 0]


def test_part_of_a_row_is_divided_in_proportion_by_the_largest_remainder():
    members = accounts(CELLS, [NOTHING] * 3, Parts(100, 7))

    # exact: 33,33 50 16,67 and 2,33 3,5 1,17
    assert paid_of(members) == [(33, 2), (50, 4), (17, 1)]


def test_named_part_counts_for_its_member_and_the_rest_for_those_who_owe():
    """The first member paid both rows ahead, the group in all one row and a third."""
    named = [Parts(200, 20), NOTHING, NOTHING]

    members = accounts(CELLS, named, Parts(400, 40))

    assert paid_of(members) == [(200, 20), (150, 15), (50, 5)]
    assert [m.left.principal for m in members] == [0, 150, 50]


def test_member_who_paid_nothing_is_the_one_behind():
    named = [Parts(100, 10), Parts(150, 15), NOTHING]

    members = accounts(CELLS, named, Parts(250, 25))

    assert [m.cells[0].left for m in members] == [0, 0, 55]


def test_part_forgiven_to_a_member_is_asked_of_nobody():
    gone = [Forgiven(0, 2, 50, 5), Forgiven(1, 2, 50, 5)]

    members = accounts(CELLS, [NOTHING] * 3, Parts(250, 25), gone)

    assert [m.asked.total for m in members] == [220, 330, 0]
    assert [m.cells[0].left for m in members] == [0, 0, 0]


def test_part_forgiven_to_the_group_falls_to_those_who_have_not_paid_it():
    """The first member had paid the jasa of the last row already."""
    named = [Parts(200, 20), NOTHING, NOTHING]
    waived = [Forgiven(1, None, 0, 20)]

    members = accounts(CELLS, named, Parts(600, 40), waived)

    assert [m.asked.interest for m in members] == [20, 15, 5]
    assert [m.left.total for m in members] == [0, 0, 0]


def test_forgiven_beyond_what_the_row_still_asks_of_members_falls_to_earlier_rows():
    """All paid the last row ahead, so the rest that is forgiven is of the first."""
    named = [Parts(200, 10), Parts(300, 15), Parts(100, 5)]
    waived = [Forgiven(1, None, 0, 30)]

    members = accounts(CELLS, named, Parts(600, 30), waived)

    assert [m.left.total for m in members] == [0, 0, 0]


def test_proposal_asks_of_each_what_is_oldest():
    members = accounts(CELLS, [Parts(100, 10), NOTHING, NOTHING], Parts(100, 10))

    proposed = propose(members, Parts(200, 20))

    assert [(p.principal, p.interest) for p in proposed] == [(0, 0), (150, 15), (50, 5)]


shares = st.lists(st.integers(50_000, 5_000_000), min_size=1, max_size=8)
amount = st.integers(0, 10**6)


@given(
    shares=shares,
    count=st.integers(1, 6),
    jasa=st.integers(10_000, 10**6),
    data=st.data(),
)
def test_parts_add_up_whatever_was_named(shares, count, jasa, data):
    principal = sum(shares)
    each = principal // count
    rows = [MemberCell(each, jasa)] * (count - 1)
    rows = [*rows, MemberCell(principal - each * (count - 1), jasa)]
    cells = member_schedule(rows, shares)
    owed = [
        (sum(c.principal for c in column), sum(c.interest for c in column))
        for column in zip(*cells, strict=True)
    ]
    named = [Parts(data.draw(st.integers(0, p)), data.draw(st.integers(0, i))) for p, i in owed]
    base = Parts(sum(n.principal for n in named), sum(n.interest for n in named))
    paid = Parts(
        data.draw(st.integers(base.principal, principal)),
        data.draw(st.integers(base.interest, jasa * count)),
    )

    members = accounts(cells, named, paid)

    assert sum(m.paid.principal for m in members) == paid.principal
    assert sum(m.paid.interest for m in members) == paid.interest
    for member, said in zip(members, named, strict=True):
        assert member.paid.principal >= said.principal
        assert member.paid.interest >= said.interest
        assert all(0 <= c.paid_principal <= c.principal for c in member.cells)
        assert all(0 <= c.paid_interest <= c.interest for c in member.cells)
    left = Parts(principal - paid.principal, jasa * count - paid.interest)
    proposed = propose(members, left)
    assert [(p.principal, p.interest) for p in proposed] == [
        (m.left.principal, m.left.interest) for m in members
    ]
