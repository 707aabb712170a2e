"""Statements follow each other, lines find their entries, and books and bank are explained."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from tests import factories
from tests.upk.cash.bank import (
    CASH,
    FEE,
    UNTIL,
    bank,
    create_treasurer,
    draft,
    entry,
    line,
    match,
    statement,
)
from upk.cash.models import BankStatement, LineNote, LineVerdict, StatementLine
from upk.cash.reconciliation import build_reconciliation, candidates, open_lines
from upk.cash.reconciling import (
    accept_matches,
    close_statement,
    explain_line,
    record_statement,
    reject_match,
    undo_match,
    withdraw_statement,
)
from upk.ledger.services import reverse_entry

pytestmark = pytest.mark.django_db
FEBRUARY = {"since": date(2010, 2, 1), "until": date(2010, 2, 14)}


@pytest.fixture
def by():
    return create_treasurer()


def found_of(made):
    """The reconciliation, once it is seen that it explains the whole difference."""
    found = build_reconciliation(BankStatement.objects.get(pk=made.pk))
    assert found.difference == found.earlier + found.lines_only - found.entries_only
    return found


# Taking a statement down


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"closing": 1_000_001}, "__all__", "selisih Rp 1 dari saldo akhir"),
        ({"until": date(2009, 12, 31)}, "until", "lebih awal"),
        ({"until": date(2010, 2, 16)}, "until", "belum tiba"),
        ({"until": date(2010, 1, 4), "moves": [(5, 10)]}, "__all__", "di luar masa"),
    ],
)
def test_a_statement_that_does_not_add_up_is_refused(by, changes, field, told):
    moves = changes.pop("moves", [])

    with pytest.raises(ValidationError, match=told) as refusal:
        statement(by, *moves, **changes)

    assert list(getattr(refusal.value, "error_dict", {"__all__": 0})) == [field]
    assert not BankStatement.objects.exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"since": date(2010, 2, 2)}, "mulai 1 Februari 2010"),
        ({"since": date(2010, 1, 31)}, "mulai 1 Februari 2010"),
        ({"opening": 1_000_001}, "sebelumnya Rp 1.000.500"),
    ],
)
def test_statements_follow_each_other_without_a_gap(by, changes, told):
    statement(by, (5, 500))

    with pytest.raises(ValidationError, match=told):
        statement(by, **FEBRUARY | {"opening": 1_000_500} | changes)

    assert statement(by, **FEBRUARY, opening=1_000_500).closing == 1_000_500


def test_only_banks_have_statements(by):
    cash = factories.account(by.office, CASH)

    with pytest.raises(ValidationError, match="rekening bank"):
        record_statement(cash, draft(), request_key=uuid4(), by=by)


def test_same_file_or_form_twice_changes_nothing(by):
    key, from_file = uuid4(), draft((5, 500), digest="a" * 64)

    first = record_statement(bank(by), from_file, request_key=key, by=by)
    by_file = record_statement(bank(by), from_file, request_key=uuid4(), by=by)
    typed = draft(**FEBRUARY, opening=1_000_500)
    key = uuid4()
    second, again = (record_statement(bank(by), typed, request_key=key, by=by) for _ in range(2))

    assert by_file == (first[0], False)
    assert (second[1], again) == (True, (second[0], False))
    assert (BankStatement.objects.count(), StatementLine.objects.count()) == (2, 1)


def test_a_wrong_statement_is_withdrawn_and_taken_down_again(by):
    wrong = statement(by, (5, 600), digest="b" * 64)

    withdraw_statement(wrong, reason="Salah ketik", by=by)
    right = statement(by, (5, 500), digest="b" * 64)

    assert found_of(right).lines_only == 500
    with pytest.raises(ValidationError, match="sudah ditarik"):
        withdraw_statement(wrong, reason="Lagi", by=by)


def test_a_statement_in_use_is_not_withdrawn(by):
    january = statement(by, (5, 500))
    match(by, line(january), entry(by, 500, 5))
    with pytest.raises(ValidationError, match="Lepaskan dahulu"):
        withdraw_statement(january, reason="x", by=by)

    undo_match(line(january), by=by)
    with pytest.raises(ValidationError, match="Tulis alasannya"):
        withdraw_statement(january, reason=" ", by=by)
    february = statement(by, **FEBRUARY, opening=1_000_500)
    with pytest.raises(ValidationError, match="Hanya rekening koran terakhir"):
        withdraw_statement(january, reason="x", by=by)
    withdraw_statement(february, reason="x", by=by)


# Matching


def test_proposals_become_matches_and_the_rest_is_outstanding(by):
    near, exact = entry(by, -300, 9), entry(by, 500, 5)
    slip = entry(by, 800, 30)
    made = statement(by, (5, 500), (11, -300), (31, -6_500))

    before = found_of(made)
    pairs = [(row.line.pk, row.proposed.pk) for row in before.proposals]
    accept_matches(made, pairs, by=by)
    accept_matches(made, pairs, by=by)
    after = found_of(made)

    assert [(row.proposed, row.days) for row in before.proposals] == [(exact, 0), (near, 2)]
    assert [row.entry for row in after.rows] == [exact, near, None]
    assert (after.book, after.bank) == (1_001_000, 993_700)
    assert (after.lines_only, after.entries_only, after.earlier) == (-6_500, 800, 0)
    assert [(row.entry, row.amount) for row in after.outstanding] == [(slip, 800)]
    assert LineVerdict.objects.count() == 2


def test_a_line_has_one_entry_and_an_entry_one_line(by):
    one, two = entry(by, 500, 5), entry(by, 500, 6)
    made = statement(by, (5, 500), (6, 500))
    first, second = line(made, 1), line(made, 2)
    match(by, first, one)

    for pair in ((first.pk, two.pk), (second.pk, one.pk)):
        with pytest.raises(ValidationError, match="sudah dicocokkan dengan yang lain"):
            accept_matches(made, [pair], by=by)


def test_other_amounts_lines_and_accounts_are_refused(by):
    made = statement(by, (5, 500))
    cash_only = factories.account(by.office, CASH)
    factories.put_money_in(cash_only, 500, on=date(2010, 1, 5), by=by)
    elsewhere = by.office.entries.order_by("-id").first()
    wrong = [entry(by, 501, 5), entry(by, -500, 5), elsewhere]

    for an_entry in wrong:
        with pytest.raises(ValidationError, match="tidak sama jumlahnya"):
            match(by, line(made), an_entry)
    with pytest.raises(ValidationError, match="tidak sama jumlahnya"):
        accept_matches(made, [(987_654, entry(by, 500, 5).pk)], by=by)


def test_a_rejected_entry_is_not_proposed_but_may_be_chosen(by):
    an_entry = entry(by, 500, 5)
    made = statement(by, (5, 500))

    for _ in range(2):
        reject_match(line(made), an_entry, by=by)

    assert found_of(made).proposals == []
    assert candidates(line(made)) == [an_entry]
    match(by, line(made), an_entry)
    assert found_of(made).rows[0].entry == an_entry
    with pytest.raises(ValidationError, match="tidak sedang diusulkan"):
        reject_match(line(made), an_entry, by=by)


def test_a_match_is_undone_by_a_new_row(by):
    an_entry = entry(by, 500, 5)
    made = statement(by, (5, 500))
    match(by, line(made), an_entry)

    for _ in range(2):
        undo_match(line(made), by=by)

    assert found_of(made).rows[0].proposed == an_entry
    match(by, line(made), an_entry)
    assert [v.verdict for v in LineVerdict.objects.all()] == ["accepted", "undone", "accepted"]


def test_an_entry_and_its_reversal_are_not_outstanding(by):
    wrong = entry(by, 500, 5)
    reverse_entry(wrong, happened_on=date(2010, 1, 6), reason="Salah", by=by)
    made = statement(by, (5, 500))

    found = found_of(made)

    assert found.outstanding == ()
    assert found.proposals == []


def test_an_entry_of_before_the_first_statement_explains_what_differed(by):
    cheque = entry(by, -400, 20, month=1)
    made = statement(by, since=date(2010, 1, 25), opening=1_000_000)
    assert found_of(made).earlier == 400
    following = {"since": date(2010, 2, 1), "until": date(2010, 2, 14)}

    cleared = statement(by, (2, -400), **following)
    match(by, line(cleared), cheque)

    assert found_of(cleared).earlier == 0
    assert found_of(cleared).difference == 0


def test_a_line_whose_entry_comes_in_the_next_month_is_outstanding_until_then(by):
    made = statement(by, (31, -6_500))
    fee = entry(by, -6_500, 2, month=2, other=FEE)
    match(by, line(made), fee)

    january = found_of(made)
    february = found_of(statement(by, **FEBRUARY, opening=993_500))

    assert (january.lines_only, january.difference) == (-6_500, -6_500)
    assert (february.lines_only, february.difference) == (0, 0)


# Explaining and closing


def test_statement_closes_once_every_line_is_matched_or_explained(by):
    an_entry = entry(by, 500, 5)
    made = statement(by, (5, 500), (31, -6_500))
    match(by, line(made, 1), an_entry)
    with pytest.raises(ValidationError, match="1 mutasi belum dicocokkan"):
        close_statement(made, by=by)
    assert open_lines(by.office, UNTIL) == [line(made, 2)]

    for _ in range(2):
        explain_line(line(made, 2), text="Biaya Januari, dibukukan Februari", by=by)
    closing = close_statement(made, by=by)

    assert close_statement(made, by=by) == closing
    assert closing.book_balance == 1_000_500
    assert LineNote.objects.count() == 1
    assert open_lines(by.office, UNTIL) == []
    with pytest.raises(ValidationError, match="sudah ditutup"):
        undo_match(line(made, 1), by=by)
    match(by, line(made, 2), entry(by, -6_500, 3, month=2, other=FEE))


def test_statements_are_closed_in_their_order(by):
    statement(by, (31, -6_500))
    february = statement(by, **FEBRUARY, opening=993_500)

    with pytest.raises(ValidationError, match="Tutup dahulu rekonsiliasi"):
        close_statement(february, by=by)


def test_open_lines_are_those_until_the_day(by):
    made = statement(by, (5, 500), (31, -6_500))
    other = create_treasurer()
    statement(other, (5, 500))

    assert open_lines(by.office, date(2010, 1, 30)) == [line(made, 1)]
    withdraw_statement(made, reason="Salah", by=by)
    assert open_lines(by.office, UNTIL) == []


def test_an_explanation_says_something(by):
    made = statement(by, (5, 500))

    with pytest.raises(ValidationError, match="Tulis penjelasannya"):
        explain_line(line(made), text=" ", by=by)
