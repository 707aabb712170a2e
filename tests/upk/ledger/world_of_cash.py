"""What the cash and its transactions add to the world."""

from datetime import date
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from upk.access import Role
from upk.cash.books import balance_of
from upk.cash.counting import (
    Piece,
    add_denomination,
    record_count,
    settle_difference,
    settlement_moves,
)
from upk.cash.denominations import COIN, Denomination
from upk.cash.models import BankStatement
from upk.cash.reconciling import (
    StatementDraft,
    accept_matches,
    close_statement,
    explain_line,
    record_statement,
    withdraw_statement,
)
from upk.cash.services import UsualDraft, record_usual
from upk.cash.statement_files import ReadLine
from upk.cash.usual import BY_KEY
from upk.ledger.attachments import attach_file, withdraw_file
from upk.ledger.models import Entry
from upk.ledger.services import Move, claim_submission, post_entry
from upk.offices.models import User

BANK = "1.1.01.08"  # nothing else of the world moves it
DAY, NEXT_DAY = date(2010, 1, 20), date(2010, 1, 21)


def add_cash(by: User) -> dict[str, int]:
    """Ids by name: a cost that was paid as a usual transaction; a cash box counted and settled.

    Three rupiah (of a coin that never was) were too many in the box; a second count differs too.
    A scan was attached to the cost and withdrawn.
    """
    office = by.office
    cost, cash = (factories.account(office, code) for code in ("5.1.03.02", "1.1.01.01"))
    draft = UsualDraft(BY_KEY["office-costs"], DAY, cost, cash, 500)
    paid = record_usual(office, draft, request_key=uuid4(), by=by)
    banked = _add_statements(by)  # before the count: it takes money from the box
    coin = Denomination(COIN, 1)
    surplus = factories.account(office, "4.2.01.07")
    book = balance_of(cash, DAY)

    def count(found: int):
        return record_count(
            cash, counted_on=DAY, pieces=[Piece(coin, found)], counted_by=by,
            witnessed_by=factories.create_user(Role.SECRETARY, office),
            explanation="Uang receh", request_key=uuid4(), by=by,
        )  # fmt: skip

    first = count(book + 3)
    how = {"happened_on": NEXT_DAY, "other": surplus, "request_key": uuid4(), "by": by}
    posted = settle_difference(first, **how)
    again = post_entry(
        office, happened_on=NEXT_DAY, memo="x", moves=settlement_moves(first, surplus), by=by
    )
    second = count(book + 4)
    third = count(book + 5)
    of_second, of_third = (
        post_entry(
            office, happened_on=NEXT_DAY, memo="x", moves=settlement_moves(c, surplus), by=by
        )
        for c in (second, third)
    )
    scan = SimpleUploadedFile("nota.pdf", b"%PDF-1.4 nota %%EOF")
    kept = attach_file(paid, scan, by=by)
    made = {"kind": COIN, "value": 1, "since": DAY, "until": None}
    denomination = add_denomination(office, **made, by=by)
    return banked | {
        "denomination": denomination.pk,
        "stored_file": kept.file_id, "entry_file": kept.pk,
        "file_withdrawal": withdraw_file(kept, reason="Salah", by=by).pk,
        "usual": paid.usual.pk, "usual_entry": paid.pk, "cash_count": first.pk,
        "cash_count_line": first.lines.get().pk, "second_cash_count": second.pk,
        "cash_settlement": posted.cash_settlement.pk, "settling_again": again.pk,
        "settling_second": of_second.pk, "last_cash_count": third.pk, "settling_last": of_third.pk,
    }  # fmt: skip


def _add_statements(by: User) -> dict[str, int]:
    """January's statement of a bank is closed: two matched lines and one explained; one was wrong.

    February's has a line that is matched, and one that is open. A statement lacks its lines.
    """
    bank, cash = (factories.account(by.office, code) for code in (BANK, "1.1.01.01"))
    january = (date(2010, 1, 1), date(2010, 1, 31))

    def take_down(days: tuple[date, date], *amounts: int, opening: int = 0) -> BankStatement:
        lines = [ReadLine(days[0], "Mutasi", amount) for amount in amounts]
        draft = StatementDraft(*days, opening, opening + sum(amounts), lines)
        return record_statement(bank, draft, request_key=uuid4(), by=by)[0]

    def entry(amount: int, day: date = DAY) -> Entry:
        moves = [Move(bank, cash, amount)]
        return post_entry(by.office, happened_on=day, memo="Setor", moves=moves, by=by)

    wrong = take_down(january, 5)
    withdrawal = withdraw_statement(wrong, reason="Salah", by=by)
    made = take_down(january, 11, 13, 17)
    one, two, three = made.lines.all()
    eleven, thirteen = entry(11), entry(13)
    [verdict, _] = accept_matches(made, [(one.pk, eleven.pk), (two.pk, thirteen.pk)], by=by)
    note = explain_line(three, text="Biaya", by=by)
    closing = close_statement(made, by=by)
    later = take_down((date(2010, 2, 1), date(2010, 2, 14)), 11, 19, opening=41)
    matched, waiting = later.lines.all()
    eleven_again = entry(11)
    accept_matches(later, [(matched.pk, eleven_again.pk)], by=by)
    submission, _ = claim_submission(by.office, uuid4(), {}, by=by)
    bare = BankStatement.objects.create(
        office=by.office, account=factories.account(by.office, "1.1.01.07"), since=january[0],
        until=january[1], opening=0, closing=0, line_count=5, submission=submission,
        recorded_by=by,
    )  # fmt: skip
    return {
        "bare_statement": bare.pk, "statement": made.pk, "statement_withdrawal": withdrawal.pk,
        "statement_line": one.pk,
        "explained_line": three.pk, "verdict": verdict.pk, "line_note": note.pk,
        "statement_closing": closing.pk, "later_statement": later.pk, "waiting_line": waiting.pk,
        "matched_line": matched.pk, "eleven": eleven.pk, "eleven_again": eleven_again.pk,
        "spare_eleven": entry(11).pk, "nineteen": entry(19).pk, "statement_bank": bank.pk,
        "wrong_line": wrong.lines.get().pk, "five": entry(5).pk,
    }  # fmt: skip
