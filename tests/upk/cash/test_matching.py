"""Which line is which entry: rules worked out by hand, and for random lines and entries."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from upk.cash.matching import REACH, Item, Proposal, part, propose

START = date(2010, 2, 1)


def item(key: int, day: int, amount: int) -> Item:
    return Item(key, START + timedelta(days=day), amount)


def pairs(lines, entries, **changes) -> list[tuple[int, int, int]]:
    return [(p.line, p.entry, p.days) for p in propose(lines, entries, **changes)]


def test_the_same_day_comes_before_a_nearer_place_in_the_list():
    lines = [item(1, 0, 500), item(2, 3, 500)]
    entries = [item(11, 3, 500), item(12, 2, 500)]

    assert pairs(lines, entries) == [(1, 12, 2), (2, 11, 0)]


def test_direction_amount_and_reach_must_fit():
    line = [item(1, 0, 500)]

    assert pairs(line, [item(11, 0, -500), item(12, 0, 501), item(13, REACH + 1, 500)]) == []
    assert pairs(line, [item(11, REACH, 500)]) == [(1, 11, REACH)]
    assert pairs([item(1, REACH, 500)], [item(11, 0, 500)]) == [(1, 11, REACH)]


def test_a_rejected_pair_is_not_proposed_again():
    lines, entries = [item(1, 0, 500)], [item(11, 0, 500), item(12, 1, 500)]

    assert pairs(lines, entries, rejected={(1, 11)}) == [(1, 12, 1)]


def items(first: int):
    """Few amounts and days, so that much fits together."""
    moves = st.tuples(st.integers(0, 25), st.sampled_from([-700, 300, 500]))
    return st.lists(moves, max_size=12).map(
        lambda rows: [item(first + n, *row) for n, row in enumerate(rows)]
    )


@given(items(1), items(101), st.randoms())
def test_proposals_are_one_to_one_near_and_leave_nothing_that_fits(lines, entries, random):
    found = propose(lines, entries)
    line_of, entry_of = ({i.key: i for i in side} for side in (lines, entries))

    assert len({p.line for p in found}) == len({p.entry for p in found}) == len(found)
    for p in found:
        line, entry = line_of.pop(p.line), entry_of.pop(p.entry)
        assert line.amount == entry.amount
        assert p == Proposal(line.key, entry.key, abs((line.day - entry.day).days))
        assert p.days <= REACH
    for line in line_of.values():
        assert not [
            e for e in entry_of.values()
            if e.amount == line.amount and abs((e.day - line.day).days) <= REACH
        ]  # fmt: skip
    shuffled = [random.sample(side, len(side)) for side in (lines, entries)]
    assert set(propose(*shuffled)) == set(found)


@given(items(1), items(101), st.integers(0, 25), st.integers(0, 25))
def test_what_one_side_lacks_explains_the_difference(lines, entries, one, other):
    since, until = (START + timedelta(days=day) for day in sorted((one, other)))
    made = {p.line: p.entry for p in propose(lines, entries)}
    entry_of = {e.key: e for e in entries}
    inside = [line for line in lines if since <= line.day <= until]

    found = part(lines, entries, made, since=since, until=until)

    older = sum(x.amount for x in inside if x.key in made and entry_of[made[x.key]].day < since)
    by_bank = sum(line.amount for line in inside)
    by_books = sum(e.amount for e in entries if since <= e.day <= until)
    open_lines, open_entries = (
        sum(i.amount for i in side) for side in (found.lines, found.entries)
    )
    assert by_bank - by_books == open_lines - open_entries + older
