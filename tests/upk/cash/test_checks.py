"""What is to be looked at before closing: counts, their differences, open lines of banks."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import factories
from tests.upk.cash.bank import (
    CASH,
    UNTIL,
    count_cash,
    create_treasurer,
    entry,
    line,
    statement,
)
from upk.access import Role
from upk.cash.checks import before_closing
from upk.cash.counting import Piece, record_count, settle_difference
from upk.cash.denominations import in_use
from upk.cash.reconciling import explain_line
from upk.ledger.services import close_books

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return create_treasurer()


def count(by, notes: int):
    """Notes of 100.000 in the cash box, which should hold ten."""
    [note] = [d for d in in_use(UNTIL) if d.value == 100_000]
    return record_count(
        factories.account(by.office, CASH), counted_on=UNTIL, pieces=[Piece(note, notes)],
        counted_by=by, witnessed_by=factories.create_user(Role.SECRETARY, by.office),
        explanation="Kurang", request_key=uuid4(), by=by,
    )  # fmt: skip


def found(by) -> list[tuple[bool, str]]:
    return [(f.is_in_order, f.text) for f in before_closing(by.office, UNTIL)]


def test_nothing_is_open_where_all_was_done(by):
    count(by, 10)

    assert found(by) == [
        (True, "kas dihitung pada 31 Januari 2010"),
        (True, "tidak ada yang belum dibukukan"),
        (True, "semua mutasi bank cocok atau dijelaskan"),
        (True, "tidak ada yang minus"),
    ]


def test_an_office_that_never_counted_is_told_so_and_not_warned(by):
    [finding, *_] = before_closing(by.office, UNTIL)

    assert (finding.is_in_order, finding.is_hint) == (True, True)
    assert finding.text == "belum pernah dicatat sampai 31 Januari 2010"


def test_a_bank_that_gave_more_than_it_had_is_told_although_it_has_enough_by_now(by):
    entry(by, -1_000_001, 5)
    entry(by, 900_000, 6)

    assert found(by)[3] == (False, "pernah minus: Kas di Bank Ops -Rp 1")
    close_books(by.office, through=date(2010, 1, 5), by=by)
    by.office.refresh_from_db()
    assert found(by)[3] == (True, "tidak ada yang minus")


def test_a_box_that_was_not_counted_on_the_last_day(by):
    count_cash(by, date(2010, 1, 29))

    assert found(by)[0] == (False, "belum dihitung pada 31 Januari 2010: Kas Tunai")
    [earlier, *_] = before_closing(by.office, date(2009, 12, 31))
    assert earlier.is_hint  # it began to count after that day


def test_a_difference_is_open_until_it_is_posted_or_counted_away(by):
    made = count(by, 9)
    before = found(by)[1]
    other = factories.account(by.office, "5.3.04.01")
    settle_difference(made, happened_on=UNTIL, other=other, request_key=uuid4(), by=by)
    posted = found(by)[1]
    count(by, 8)
    counted_again = found(by)[1]
    count(by, 9)

    assert before == (False, "belum dibukukan -Rp 100.000")
    assert posted == (True, "tidak ada yang belum dibukukan")
    assert counted_again == (False, "belum dibukukan -Rp 100.000")
    assert found(by)[1] == posted


def test_lines_are_open_until_they_are_explained(by):
    made = statement(by, (31, -6_500))
    before = found(by)[2]
    explain_line(line(made), text="Biaya", by=by)

    assert before == (False, "1 mutasi bank belum dicocokkan atau dijelaskan")
    assert found(by)[2][0]


def test_each_finding_leads_to_its_page(by):
    for finding in before_closing(by.office, date(2010, 1, 31)):
        assert reverse(finding.url_name)
