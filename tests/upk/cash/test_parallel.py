"""Two people at once at the cash box and at a bank's statement."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Sum

from tests import factories
from tests.parallel import run_together
from tests.upk.cash.bank import (
    BANK,
    CASH,
    UNTIL,
    bank,
    create_treasurer,
    draft,
    entry,
    line,
    statement,
)
from upk.access import Role
from upk.cash.books import balance_of
from upk.cash.counting import Piece, record_count, settle_difference
from upk.cash.denominations import in_use
from upk.cash.models import BankStatement, CashCount, CashSettlement, LineVerdict, StatementClosing
from upk.cash.reconciling import (
    accept_matches,
    close_statement,
    explain_line,
    record_statement,
    undo_match,
    withdraw_statement,
)
from upk.cash.services import UsualDraft, record_usual
from upk.cash.usual import BY_KEY
from upk.desk.check_books import check_books
from upk.ledger.attachments import attach_file
from upk.ledger.models import Account, Entry, EntryFile
from upk.offices.models import Office, StoredFile

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def by():
    return create_treasurer()


def told(results: list) -> list[str]:
    """What each was told: nothing where it went through."""
    for result in results:
        assert not isinstance(result, Exception) or isinstance(result, ValidationError), result
    return [r.messages[0] if isinstance(r, ValidationError) else "" for r in results]


def assert_books_in_order():
    assert [r for r in check_books(Office.objects.all()) if r.faults] == []


def counted(by, notes: int) -> CashCount:
    """Notes of 100.000 in the box, which should hold ten."""
    [note] = [d for d in in_use(UNTIL) if d.value == 100_000]
    return record_count(
        factories.account(by.office, CASH), counted_on=UNTIL, pieces=[Piece(note, notes)],
        counted_by=by, witnessed_by=by.office.users.exclude(pk=by.pk).first(),
        explanation="Kurang", request_key=uuid4(), by=by,
    )  # fmt: skip


def test_two_counts_at_once_both_stand_and_the_lack_is_posted_once(by):
    factories.create_user(Role.SECRETARY, by.office)
    other = factories.account(by.office, "5.3.04.01")

    assert told(run_together([lambda: counted(by, 9)] * 2)) == ["", ""]

    def settle(pk: int):
        count = CashCount.objects.select_related("office", "account").get(pk=pk)
        how = {"happened_on": UNTIL, "other": other, "request_key": uuid4(), "by": by}
        return settle_difference(count, **how)

    keys = [*CashCount.objects.values_list("pk", flat=True)] * 2
    answers = told(run_together([lambda pk=pk: settle(pk) for pk in keys]))

    assert answers.count("") == CashSettlement.objects.count() == 1
    assert balance_of(factories.account(by.office, CASH), UNTIL) == 900_000
    assert_books_in_order()


def test_one_line_is_matched_with_one_entry(by):
    made = statement(by, (5, 700))
    entries = [entry(by, 700, 5) for _ in range(3)]
    the_line = line(made)

    def accept(one: Entry):
        return accept_matches(BankStatement.objects.get(pk=made.pk), [(the_line.pk, one.pk)], by=by)

    answers = told(run_together([lambda one=one: accept(one) for one in entries]))

    assert sorted(answers)[:1] == [""]
    assert set(answers) - {""} == {"Mutasi atau bukti ini sudah dicocokkan dengan yang lain."}
    assert LineVerdict.objects.count() == 1
    assert_books_in_order()


def test_one_entry_is_matched_with_one_line(by):
    made = statement(by, (5, 700), (6, 700), (7, 700))
    one = entry(by, 700, 5)

    def accept(position: int):
        pair = (line(made, position).pk, one.pk)
        return accept_matches(BankStatement.objects.get(pk=made.pk), [pair], by=by)

    answers = told(run_together([lambda n=n: accept(n) for n in (1, 2, 3)]))

    assert answers.count("") == LineVerdict.objects.count() == 1
    assert_books_in_order()


def test_two_statements_of_one_month_at_once_are_one(by):
    account = bank(by)

    def take_down():
        return record_statement(account, draft((5, 700)), request_key=uuid4(), by=by)

    answers = told(run_together([take_down] * 3))

    assert answers.count("") == BankStatement.objects.count() == 1


def test_closing_a_statement_while_its_match_is_undone_leaves_no_line_open(by):
    made = statement(by, (5, 700))
    accept_matches(made, [(line(made).pk, entry(by, 700, 5).pk)], by=by)

    def fresh() -> BankStatement:
        return BankStatement.objects.get(pk=made.pk)

    answers = told(
        run_together(
            [
                lambda: close_statement(fresh(), by=by),
                lambda: undo_match(fresh().lines.get(), by=by),
            ]
        )
    )

    assert answers.count("") == 1
    assert StatementClosing.objects.exists() == (answers[0] == "")
    assert LineVerdict.objects.filter(verdict="undone").exists() == (answers[1] == "")


def test_a_statement_is_not_withdrawn_while_its_line_is_explained_and_closed(by):
    made = statement(by, (5, 700))
    explain_line(line(made), text="Bunga", by=by)

    def fresh() -> BankStatement:
        return BankStatement.objects.get(pk=made.pk)

    answers = told(
        run_together(
            [
                lambda: close_statement(fresh(), by=by),
                lambda: withdraw_statement(fresh(), reason="Salah", by=by),
            ]
        )
    )

    assert answers.count("") == 1


def test_two_payments_at_once_do_not_spend_the_same_money(by):
    cash = factories.account(by.office, CASH)
    cost = factories.account(by.office, "5.1.03.02")

    def pay():
        usual = UsualDraft(BY_KEY["office-costs"], date(2010, 2, 10), cost, cash, 600_000)
        return record_usual(by.office, usual, request_key=uuid4(), by=by)

    answers = told(run_together([pay] * 3))

    assert answers.count("") == 1
    assert balance_of(cash, date.max) == 400_000


def test_one_scan_attached_from_four_places_is_kept_once(by):
    entries = [entry(by, 700 + n, 5) for n in range(2)]

    def attach(pk: int):
        scan = SimpleUploadedFile("nota.pdf", b"%PDF-1.4 nota %%EOF")
        return attach_file(Entry.objects.get(pk=pk), scan, by=by)

    answers = told(run_together([lambda e=e: attach(e.pk) for e in entries * 2]))

    assert answers == [""] * 4
    assert (StoredFile.objects.count(), EntryFile.objects.count()) == (1, 2)


def test_the_money_of_the_tests_is_that_of_the_books(by):
    """Else the tests above would show nothing."""
    boxes = Account.objects.filter(office=by.office, code__in=(CASH, BANK))
    total = boxes.aggregate(total=Sum("debits__amount"))["total"]

    assert total == 2_000_000
