"""An office with a bank account, entries on it and statements of it, for tests."""

from datetime import date
from uuid import uuid4

from tests import factories
from upk.access import Role
from upk.cash.books import balance_of
from upk.cash.counting import Piece, record_count
from upk.cash.denominations import in_use
from upk.cash.models import BankStatement, StatementLine
from upk.cash.reconciling import StatementDraft, accept_matches, record_statement
from upk.cash.statement_files import ReadLine
from upk.ledger.models import Account, Entry
from upk.ledger.services import Move, post_entry
from upk.offices.models import User

CASH, BANK, FEE, INTEREST = "1.1.01.01", "1.1.01.03", "5.3.01.02", "4.2.01.01"
OPENED = date(2009, 12, 31)
SINCE, UNTIL = date(2010, 1, 1), date(2010, 1, 31)


def create_treasurer() -> User:
    """A treasurer whose office has Rp 1.000.000 in the bank and in cash since 2009."""
    user = factories.create_user(Role.TREASURER)
    for code in (CASH, BANK):
        factories.put_money_in(factories.account(user.office, code), 1_000_000, on=OPENED, by=user)
    return user


def bank(by: User) -> Account:
    """The office's bank account."""
    return factories.account(by.office, BANK)


def entry(by: User, amount: int, day: int, month: int = 1, other: str = CASH) -> Entry:
    """An entry that brings ``amount`` to the bank account, or takes it."""
    accounts = [bank(by), factories.account(by.office, other)]
    debit, credit = accounts if amount > 0 else reversed(accounts)
    return post_entry(
        by.office, happened_on=date(2010, month, day), memo="Mutasi",
        moves=[Move(debit, credit, abs(amount))], by=by,
    )  # fmt: skip


def draft(*moves: tuple[int, int], **changes) -> StatementDraft:
    """January's statement of ``(day, amount)``, adding up unless told otherwise."""
    since = changes.get("since", SINCE)
    lines = [ReadLine(since.replace(day=day), "Mutasi bank", amount) for day, amount in moves]
    opening = changes.get("opening", 1_000_000)
    values = {
        "since": since, "until": UNTIL, "opening": opening,
        "closing": opening + sum(amount for _, amount in moves), "lines": lines,
    }  # fmt: skip
    return StatementDraft(**values | changes)


def statement(by: User, *moves: tuple[int, int], **changes) -> BankStatement:
    """``draft`` kept."""
    made, is_new = record_statement(bank(by), draft(*moves, **changes), request_key=uuid4(), by=by)
    assert is_new
    return made


def line(made: BankStatement, position: int = 1) -> StatementLine:
    """A line of the statement by its place."""
    return made.lines.get(position=position)


def match(by: User, a_line: StatementLine, an_entry: Entry) -> None:
    """Accept that pair."""
    accept_matches(a_line.statement, [(a_line.pk, an_entry.pk)], by=by)


def count_cash(by: User, on: date) -> None:
    """The cash box holds that day what the books say, in notes and coins of the time."""
    box = factories.account(by.office, CASH)
    left, pieces = balance_of(box, on), []
    for denomination in in_use(on):
        number, left = divmod(left, denomination.value)
        pieces += [Piece(denomination, number)] if number else []
    assert left == 0
    record_count(
        box, counted_on=on, pieces=pieces, counted_by=by,
        witnessed_by=factories.create_user(Role.SECRETARY, by.office), explanation="",
        request_key=uuid4(), by=by,
    )  # fmt: skip
