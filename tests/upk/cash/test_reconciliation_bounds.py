"""A statement's page reads its own time and what is open from before, never the whole account."""

from datetime import date

import pytest

from tests.upk.cash.bank import create_treasurer, entry, line, match, statement
from upk.cash.matching import Item, part
from upk.cash.models import StatementLine
from upk.cash.reconciliation import (
    Matches,
    build_reconciliation,
    candidates,
    entries_beside,
    entry_items,
    entry_of,
)
from upk.cash.reconciling import reject_match, undo_match
from upk.ledger.services import reverse_entry

pytestmark = pytest.mark.django_db
SINCE = (date(2010, 1, 1), date(2010, 1, 11), date(2010, 1, 21), date(2010, 2, 1))
UNTIL = (date(2010, 1, 10), date(2010, 1, 20), date(2010, 1, 31), date(2010, 2, 12))


@pytest.fixture
def by():
    return create_treasurer()


def period(by, number: int, opening: int, *moves):
    """The statement of one of the four periods."""
    return statement(by, *moves, since=SINCE[number], until=UNTIL[number], opening=opening)


def brute_force(made):
    """Open lines and open entries, with every line, entry and verdict of the account at hand."""
    account = made.account
    until = made.until
    standing = account.bank_statements.standing().filter(until__lte=until).order_by("since")
    lines = [
        Item(x.pk, x.happened_on, x.amount)
        for x in StatementLine.objects.filter(statement__in=standing)
    ]
    first = standing[0].since
    return part(lines, entry_items(account), Matches(account).pairs, since=first, until=until)


def create_tangle(by) -> list:
    """Four statements with matches across their ends, an undone one, and a cancelled entry."""
    before = entry(by, 70, 1)  # of before the second statement, matched in the third
    late = entry(by, -300, 9)
    wrong = entry(by, 900, 8)
    reverse_entry(wrong, happened_on=date(2010, 1, 12), reason="Salah", by=by)
    entry(by, 11, 5)  # the bank never books it
    fee = entry(by, -6_500, 2, month=2)
    first = period(by, 0, 1_000_000, (2, 500), (10, -6_500))
    second = period(by, 1, 994_000, (11, -300), (15, 40))
    third = period(by, 2, 993_740, (22, 70), (31, 25))
    fourth = period(by, 3, 993_835, (1, 40), (5, 5))
    match(by, line(first, 2), fee)  # a line whose entry is dated two statements later
    match(by, line(second, 1), late)
    match(by, line(third, 1), before)
    same = entry(by, 5, 4, month=2)
    match(by, line(fourth, 2), same)
    undo_match(line(fourth, 2), by=by)
    reject_match(line(fourth, 2), same, by=by)
    return [first, second, third, fourth]


def test_what_is_open_is_the_same_as_with_everything_read(by):
    for made in create_tangle(by):
        found, whole = build_reconciliation(made), brute_force(made)

        assert found.lines_only == sum(item.amount for item in whole.lines)
        assert found.entries_only == sum(item.amount for item in whole.entries)
        assert found.difference == found.earlier + found.lines_only - found.entries_only


def test_open_items_of_the_tangle_are_those_that_were_left(by):
    *_, fourth = create_tangle(by)

    found = build_reconciliation(fourth)

    assert sorted(row.amount for row in found.outstanding) == [5, 11]
    assert found.proposals == []
    # 500, 40, 25 of earlier statements, 40 and 5 of its own
    assert found.lines_only == 500 + 40 + 25 + 40 + 5


def test_settled_past_is_not_read_again(by):
    """Ten times as many matched entries before, the same rows beside the last statement."""
    read = []
    for count in (1, 10):
        user = create_treasurer()
        days = range(1, count + 1)
        entries = [entry(user, 100 + day, day) for day in days]
        first = period(user, 0, 1_000_000, *((day, 100 + day) for day in days))
        for position, matched in enumerate(entries, 1):
            match(user, line(first, position), matched)
        opening = first.closing
        for number in (1, 2):
            opening = period(user, number, opening).closing
        open_entry = entry(user, 7, 10)
        last = period(user, 3, opening, (2, 9))
        read.append(len(entries_beside(last, SINCE[0])))
        assert [row.entry for row in build_reconciliation(last).outstanding] == [open_entry]

    assert read == [1, 1]


@pytest.mark.parametrize("count", [1, 9])
def test_queries_do_not_grow_with_the_past(by, count, django_assert_num_queries):
    for day in range(1, count + 1):
        entry(by, 100 + day, day)
    first = period(by, 0, 1_000_000, *((day, 100 + day) for day in range(1, count + 1)))
    second = period(by, 1, first.closing, (12, 3))

    # first day, own lines, lines open from before, entries by side, verdicts, balance,
    # reversals, entries, notes
    with django_assert_num_queries(10):
        build_reconciliation(second)


def test_candidates_are_the_nearest_of_the_same_amount(by):
    made = period(by, 1, 1_000_000, (15, 500))
    days = [entry(by, 500, day) for day in range(1, 32)]
    match(by, line(made), days[14])
    undo_match(line(made), by=by)

    found = candidates(line(made))

    assert found[0] == days[14]
    assert {abs((one.happened_on - date(2010, 1, 15)).days) for one in found} <= set(range(11))
    assert len(found) == 20
    assert entry_of(line(made)) is None


def test_candidates_leave_out_what_has_a_line_and_what_nets_to_something_else(by):
    made = period(by, 0, 1_000_000, (5, 500), (6, 500))
    one, two = entry(by, 500, 5), entry(by, 501, 5)
    match(by, line(made, 2), one)

    assert candidates(line(made, 1)) == []
    assert entry_of(line(made, 2)) == one
    assert two not in candidates(line(made, 1))
