"""Taking down a bank's statement, and deciding line by line which entry it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from upk.cash.models import (
    BankStatement,
    BankStatementWithdrawal,
    LineNote,
    LineVerdict,
    StatementClosing,
    StatementLine,
)
from upk.cash.reconciliation import (
    Matches,
    build_reconciliation,
    entry_of,
    find_in_file,
    items_of,
    last_statement,
)
from upk.cash.statement_files import ReadLine
from upk.ledger.models import Account, Entry
from upk.ledger.services import claim_submission, lock_office
from upk.money import LARGEST_AMOUNT, rupiah
from upk.offices.models import User
from upk.periods import format_date, today


@dataclass(frozen=True, slots=True)
class StatementDraft:
    """A statement as it was typed or read; whole rupiah. ``digest`` is that of a file."""

    since: date
    until: date
    opening: int
    closing: int
    lines: Sequence[ReadLine] = field(default_factory=tuple)
    digest: str = ""


def check_statement(account: Account, draft: StatementDraft) -> None:
    """Raise ``ValidationError`` unless the statement adds up and follows the account's last one."""
    if account.liquidity != Account.Liquidity.BANK:
        raise ValidationError({"account": "Rekening koran adalah milik rekening bank."})
    if draft.until < draft.since:
        raise ValidationError({"until": "Tanggal akhir lebih awal daripada tanggal mulai."})
    if draft.until > today(account.office):
        raise ValidationError({"until": "Tanggal ini belum tiba."})
    _check_follows(account, draft)
    for number, line in enumerate(draft.lines, 1):
        if not draft.since <= line.day <= draft.until:
            day = format_date(line.day)
            raise ValidationError(f"Mutasi ke-{number}: {day} di luar masa rekening koran.")
    total = draft.opening + sum(line.amount for line in draft.lines)
    if abs(total) > LARGEST_AMOUNT:
        raise ValidationError("Jumlahnya terlalu besar.")
    if total != draft.closing:
        raise ValidationError(
            f"Saldo awal dan mutasi berjumlah {rupiah(total)}, selisih "
            f"{rupiah(draft.closing - total)} dari saldo akhir. Periksa mutasinya."
        )


def _check_follows(account: Account, draft: StatementDraft) -> None:
    last = last_statement(account)
    if last is None:
        return
    follows = last.until + timedelta(days=1)
    if draft.since != follows:
        raise ValidationError(
            {"since": f"Lanjutkan dari rekening koran terakhir: mulai {format_date(follows)}."}
        )
    if draft.opening != last.closing:
        raise ValidationError(
            {"opening": f"Saldo akhir rekening koran sebelumnya {rupiah(last.closing)}."}
        )


@transaction.atomic
def record_statement(
    account: Account, draft: StatementDraft, *, request_key: UUID, by: User
) -> tuple[BankStatement, bool]:
    """Keep a statement with its lines; the second value says whether it is new.

    Idempotent by ``request_key`` and by the file: the same file of an account changes nothing.
    Raises ``ValidationError`` as ``check_statement`` does.
    """
    office = lock_office(account.office)
    Account.objects.select_for_update().get(pk=account.pk)  # one statement at a time
    if draft.digest and (found := find_in_file(account, draft.digest)):
        return found, False
    lines = [[line.day, line.text, line.amount] for line in draft.lines]
    content = {
        "statement": account.pk,
        "days": [draft.since, draft.until],
        "balances": [draft.opening, draft.closing],
        "lines": lines,
    }
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.bank_statement, False
    check_statement(account, draft)
    statement = BankStatement.objects.create(
        office=office, account=account, since=draft.since, until=draft.until,
        opening=draft.opening, closing=draft.closing, line_count=len(lines),
        file_sha256=draft.digest, submission=submission, recorded_by=by,
    )  # fmt: skip
    StatementLine.objects.bulk_create(
        StatementLine(
            statement=statement, position=n, happened_on=line.day, text=line.text,
            amount=line.amount,
        )
        for n, line in enumerate(draft.lines, 1)
    )  # fmt: skip
    return statement, True


def _held(statement: BankStatement) -> BankStatement:
    """The statement as it is now, held together with its account's others."""
    lock_office(statement.office)
    Account.objects.select_for_update().get(pk=statement.account_id)
    related = ("office", "account", "withdrawal", "closed")
    found = BankStatement.objects.select_related(*related).get(pk=statement.pk)
    if hasattr(found, "withdrawal"):
        raise ValidationError("Rekening koran ini sudah ditarik.")
    return found


@transaction.atomic
def withdraw_statement(
    statement: BankStatement, *, reason: str, by: User
) -> BankStatementWithdrawal:
    """Take back a statement that was taken down wrongly: the account's last, nothing matched yet.

    Raises ``ValidationError`` otherwise, or without a reason.
    """
    statement = _held(statement)
    if not reason.strip():
        raise ValidationError({"reason": "Tulis alasannya."})
    if last_statement(statement.account) != statement:
        raise ValidationError("Hanya rekening koran terakhir yang dapat ditarik.")
    matched = LineVerdict.objects.standing().filter(line__statement=statement)
    if hasattr(statement, "closed") or matched.exists():
        raise ValidationError("Lepaskan dahulu mutasi yang sudah dicocokkan.")
    return BankStatementWithdrawal.objects.create(
        statement=statement, reason=reason.strip(), made_by=by
    )


@transaction.atomic
def accept_matches(
    statement: BankStatement, pairs: Iterable[tuple[int, int]], *, by: User
) -> list[LineVerdict]:
    """Say of (line id, entry id) pairs that each is one movement; those that stand already, stay.

    All or none. Raises ``ValidationError`` where a line isn't of the statement, either has another
    partner, or the amounts differ.
    """
    statement = _held(statement)
    pairs = dict(pairs)
    lines = {line.pk: line for line in statement.lines.all()}
    items = items_of(statement.account, pairs.values())
    about = Q(line__in=list(pairs)) | Q(entry__in=list(pairs.values()))
    matches = Matches(statement.account, about)
    made = []
    for line, entry in pairs.items():
        if matches.pairs.get(line) == entry:
            continue
        if line not in lines or entry not in items or items[entry].amount != lines[line].amount:
            raise ValidationError("Mutasi dan bukti tidak sama jumlahnya. Muat ulang halaman ini.")
        if line in matches.pairs or entry in matches.entries:
            raise ValidationError("Mutasi atau bukti ini sudah dicocokkan dengan yang lain.")
        matches.pairs[line] = entry
        made.append(LineVerdict(line_id=line, entry_id=entry, verdict="accepted", made_by=by))
    return LineVerdict.objects.bulk_create(made)


@transaction.atomic
def reject_match(line: StatementLine, entry: Entry, *, by: User) -> LineVerdict | None:
    """Say that a proposed entry isn't the line: it isn't proposed again. Twice is once."""
    statement = _held(line.statement)
    matches = Matches(statement.account, Q(line=line))
    if (line.pk, entry.pk) in matches.rejected:
        return None
    item = items_of(statement.account, [entry.pk]).get(entry.pk)
    if matches.pairs.get(line.pk) == entry.pk or item is None or item.amount != line.amount:
        raise ValidationError("Bukti ini tidak sedang diusulkan untuk mutasi itu.")
    return LineVerdict.objects.create(line=line, entry=entry, verdict="rejected", made_by=by)


@transaction.atomic
def undo_match(line: StatementLine, *, by: User) -> LineVerdict | None:
    """Part a line from its entry again; without one nothing happens.

    Raises ``ValidationError`` once the statement is closed.
    """
    statement = _held(line.statement)
    entry = entry_of(line)
    if entry is None:
        return None
    if hasattr(statement, "closed"):
        raise ValidationError("Rekonsiliasi ini sudah ditutup.")
    return LineVerdict.objects.create(line=line, entry=entry, verdict="undone", made_by=by)


@transaction.atomic
def explain_line(line: StatementLine, *, text: str, by: User) -> LineNote:
    """Note why a line has no entry yet. The same words twice are one note."""
    _held(line.statement)
    text = text.strip()
    if not text:
        raise ValidationError({"text": "Tulis penjelasannya."})
    last = line.notes.last()
    if last and last.text == text:
        return last
    return LineNote.objects.create(line=line, text=text, made_by=by)


@transaction.atomic
def close_statement(statement: BankStatement, *, by: User) -> StatementClosing:
    """Close a reconciliation whose every line is matched or explained; twice is once.

    Raises ``ValidationError`` while a line is open, or the account's earlier statement is.
    """
    statement = _held(statement)
    if hasattr(statement, "closed"):
        return statement.closed
    earlier = statement.account.bank_statements.standing().filter(until__lt=statement.since)
    if earlier.filter(closed__isnull=True).exists():
        raise ValidationError("Tutup dahulu rekonsiliasi rekening koran sebelumnya.")
    found = build_reconciliation(statement)
    if found.open_rows:
        raise ValidationError(
            f"{len(found.open_rows)} mutasi belum dicocokkan atau dijelaskan. Selesaikan dahulu."
        )
    return StatementClosing.objects.create(statement=statement, book_balance=found.book, made_by=by)
