"""The only writers of the ledger: posting, reversing, closing and reopening.

Lock order everywhere: office, loans by primary key, voucher counters by code, as late as
possible (design.md, 4).
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import groupby
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from upk.ledger.chart import TemplateAccount, template_accounts
from upk.ledger.models import (
    Account,
    Entry,
    PeriodChange,
    Posting,
    Submission,
    Voucher,
    VoucherCounter,
)
from upk.money import LARGEST_AMOUNT, rupiah
from upk.offices.models import Office, User
from upk.periods import format_date
from upk.trail.trailed import told_together


@dataclass(frozen=True, slots=True)
class Move:
    """``amount`` (whole rupiah, > 0) from the credit account to the debit account."""

    debit: Account
    credit: Account
    amount: int


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """An entry that is to be posted."""

    happened_on: date
    memo: str
    moves: Sequence[Move]
    kind: str = Entry.Kind.ORDINARY
    origin: str = "ledger"
    reverses: Entry | None = None

    @property
    def total(self) -> int:
        return sum(move.amount for move in self.moves)


_OFFICE_LOCKS = 527  # names these among PostgreSQL's advisory locks


def lock_office(office: Office) -> Office:
    """The office as it is now, its row held so that nobody closes the books meanwhile.

    Posting shares the lock with other postings; closing takes it alone. On SQLite the write
    transaction is that lock already. PostgreSQL's row locks know no queue: without the advisory
    lock a close would wait as long as postings overlap.
    """
    sql, params = "SELECT * FROM offices_office WHERE id = %s", [office.pk]
    if connection.vendor == "postgresql":
        sql = f"SELECT pg_advisory_xact_lock_shared(%s, %s); {sql} FOR SHARE"
        params = [_OFFICE_LOCKS, office.pk, office.pk]
    return Office.objects.raw(sql, params)[0]


def lock_office_alone(office: Office) -> Office:
    """The office as it is now, with every posting finished and later ones waiting.

    Closing and reopening begin with it, before they read anything.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_OFFICE_LOCKS, office.pk])
    return Office.objects.select_for_update().get(pk=office.pk)


def _digest(content: object) -> str:
    return sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _check_same(submission: Submission, office: Office, content: object) -> None:
    if submission.content_hash != _digest(content) or submission.office_id != office.pk:
        raise ValidationError(
            "Formulir ini sudah pernah dikirim dengan isi yang lain. "
            "Periksa hasilnya di daftar, lalu buka formulir baru bila masih ada yang kurang.",
            code="key_spent",
        )


def claim_submission(
    office: Office, key: UUID, content: object, *, by: User
) -> tuple[Submission, bool]:
    """Take the key of a rendered form; the second value says whether this is the first time.

    ``content`` is anything that JSON can hold. Call it inside the transaction that does the
    work, so that a key is spent exactly when the work is done.
    Raises ``ValidationError`` if the key was spent on other content.
    """
    submission = Submission(
        office=office, key=key, content_hash=_digest(content), made_by=by, made_at=timezone.now()
    )
    if _take_key(submission):
        return submission, True
    submission = Submission.objects.get(key=key)
    _check_same(submission, office, content)
    return submission, False


# Waits for another transaction that is about to take the key. The WHERE comes before the guard of
# SQLite that refuses a taken key.
_TAKE_KEY = """
    INSERT INTO "ledger_submission" (office_id, "key", content_hash, made_by_id, made_at)
    SELECT %s, %s, %s, %s, %s WHERE NOT EXISTS (SELECT 1 FROM ledger_submission WHERE "key" = %s)
    ON CONFLICT DO NOTHING RETURNING id
"""
_TAKEN_WITH = ("office_id", "key", "content_hash", "made_by_id", "made_at", "key")


def _take_key(submission: Submission) -> bool:
    """Save the submission, in one statement, unless its key is taken; whether it was saved."""
    value = {
        field.column: field.get_db_prep_save(getattr(submission, field.attname), connection)
        for field in Submission._meta.concrete_fields
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_KEY, [value[column] for column in _TAKEN_WITH])
        rows = cursor.fetchall()
    if rows:
        submission.pk = rows[0][0]
        submission._state.adding = False
    return bool(rows)


def submission_exists(office: Office, key: UUID, content: object) -> bool:
    """Whether the key was spent on this content; raises as ``claim_submission`` does."""
    submission = Submission.objects.filter(key=key).first()
    if submission is not None:
        _check_same(submission, office, content)
    return submission is not None


def check_period_open(office: Office, day: date) -> None:
    """Raise ``ValidationError`` when ``day`` lies in the closed books of ``office``."""
    if office.is_closed(day):
        closed = format_date(office.books_closed_through)
        raise ValidationError(
            f"Buku sudah ditutup sampai {closed}. Pilih tanggal sesudahnya.", code="period_closed"
        )


def voucher_of(moves: Iterable[Move]) -> Voucher:
    """Paper that goes with the moves: by what they do to the office's own cash and banks."""
    cash = sum(
        move.amount * (bool(move.debit.liquidity) - bool(move.credit.liquidity)) for move in moves
    )
    if cash == 0:
        return Voucher.MEMORIAL
    return Voucher.CASH_IN if cash > 0 else Voucher.CASH_OUT


def _check_draft(office: Office, draft: EntryDraft) -> None:
    if not draft.moves:
        raise ValidationError("Jurnal belum berisi baris.")
    for move in draft.moves:
        if move.amount <= 0:
            raise ValidationError("Jumlah setiap baris harus lebih dari nol.")
        if move.debit.pk == move.credit.pk:
            raise ValidationError(f"Akun debet dan kredit sama: {move.debit}.")
        for account in (move.debit, move.credit):
            _check_account(office, account, draft)
    if draft.total > LARGEST_AMOUNT:
        raise ValidationError(
            f"Jumlahnya terlalu besar: paling banyak {rupiah(LARGEST_AMOUNT)}.", code="too_large"
        )


def _check_account(office: Office, account: Account, draft: EntryDraft) -> None:
    if account.office_id != office.pk:
        raise ValidationError(f"Akun {account} bukan milik kantor ini.")
    is_done_with = draft.reverses or draft.kind == Entry.Kind.CLOSING
    if account.is_header or not (account.is_active or is_done_with):
        raise ValidationError(f"Akun {account} tidak dapat dipakai dalam jurnal.")
    if account.subledger not in ("", draft.origin):
        raise ValidationError(
            f"Akun {account} hanya berubah lewat transaksinya sendiri, bukan lewat jurnal."
        )


def _take_numbers(office: Office, wanted: Counter) -> dict[tuple[str, int], int]:
    """Reserve numbers per (voucher, year) in one step; gives the number before the first."""
    return {
        (voucher, year): _advance(office, voucher, year, wanted[voucher, year])
        for voucher, year in sorted(wanted)
    }


def _advance(office: Office, voucher: str, year: int, count: int) -> int:
    """Move a counter on by ``count`` and hold it; gives where it stood."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_vouchercounter SET last_number = last_number + %s "
            "WHERE office_id = %s AND voucher = %s AND year = %s RETURNING last_number",
            [count, office.pk, voucher, year],
        )
        rows = cursor.fetchall()
    if rows:
        return rows[0][0] - count
    VoucherCounter.objects.get_or_create(office=office, voucher=voucher, year=year)
    return _advance(office, voucher, year, count)


@transaction.atomic
def post_entries(
    office: Office,
    drafts: Sequence[EntryDraft],
    *,
    by: User,
    submission: Submission | None = None,
) -> list[Entry]:
    """Post all drafts or none, numbered without gaps in their order.

    Raises ``ValidationError`` for a closed period or accounts that can't be used.
    """
    return post_in_held_office(lock_office(office), drafts, by=by, submission=submission)


def post_in_held_office(
    office: Office,
    drafts: Sequence[EntryDraft],
    *,
    by: User,
    submission: Submission | None = None,
) -> list[Entry]:
    """``post_entries`` for a transaction that got ``office`` from ``lock_office`` itself."""
    for draft in drafts:
        check_period_open(office, draft.happened_on)
        _check_draft(office, draft)
    vouchers = [(voucher_of(draft.moves).value, draft.happened_on.year) for draft in drafts]
    last = _take_numbers(office, Counter(vouchers))
    entries = []
    for draft, (voucher, year) in zip(drafts, vouchers, strict=True):
        last[voucher, year] += 1
        entries.append(
            Entry(
                office=office, voucher=voucher, year=year, number=last[voucher, year],
                kind=draft.kind, origin=draft.origin, happened_on=draft.happened_on,
                memo=draft.memo, posting_count=len(draft.moves), total=draft.total,
                reverses=draft.reverses, submission=submission, recorded_by=by,
            )
        )  # fmt: skip
    Entry.objects.bulk_create(entries)
    Posting.objects.bulk_create(
        Posting(entry=entry, debit=move.debit, credit=move.credit, amount=move.amount)
        for entry, draft in zip(entries, drafts, strict=True)
        for move in draft.moves
    )
    return entries


def post_entry(
    office: Office,
    *,
    happened_on: date,
    memo: str,
    moves: Sequence[Move],
    by: User,
    kind: str = Entry.Kind.ORDINARY,
    origin: str = "ledger",
    submission: Submission | None = None,
) -> Entry:
    """Post one entry; see ``post_entries``."""
    draft = EntryDraft(happened_on, memo, moves, kind, origin)
    return post_entries(office, [draft], by=by, submission=submission)[0]


@transaction.atomic
def reverse_entry(
    entry: Entry,
    *,
    happened_on: date,
    reason: str,
    by: User,
    origin: str = "ledger",
    submission: Submission | None = None,
) -> Entry:
    """Post the mirror image of ``entry``, once.

    ``origin`` is the app that asks: only the one that made the entry may undo it.
    Raises ``ValidationError`` if the entry is a reversal, was reversed or came from elsewhere, if
    ``happened_on`` lies before its own day or in closed books, or no reason is given.
    """
    lock_office(entry.office)
    Entry.objects.select_for_update().get(pk=entry.pk)  # two people can't both reverse it
    if not reason.strip():
        raise ValidationError({"reason": "Tulis alasan pembatalan."})
    if entry.kind == Entry.Kind.REVERSAL:
        raise ValidationError("Pembatalan tidak dapat dibatalkan. Catat transaksinya sekali lagi.")
    if entry.origin != origin:
        raise ValidationError(
            "Jurnal ini dibuat oleh transaksi lain. Batalkan transaksinya, bukan jurnalnya."
        )
    if Entry.objects.filter(reverses=entry).exists():
        raise ValidationError(f"{entry.label} sudah dibatalkan.", code="already_reversed")
    if happened_on < entry.happened_on:
        raise ValidationError(
            {"happened_on": "Tanggal pembatalan tidak boleh sebelum tanggal bukti."}
        )
    mirrored = [
        Move(debit=p.credit, credit=p.debit, amount=p.amount)
        for p in entry.postings.select_related("debit", "credit")
    ]
    memo = f"Batal {entry.label}: {reason.strip()}"[:200]
    draft = EntryDraft(happened_on, memo, mirrored, Entry.Kind.REVERSAL, origin, reverses=entry)
    return post_entries(entry.office, [draft], by=by, submission=submission)[0]


@transaction.atomic
def close_books(office: Office, *, through: date, by: User, reason: str = "") -> PeriodChange:
    """Close the books through a day, for good unless they are reopened with a reason.

    It moves the date alone: whoever closes a year calls ``closing.services.close_through``.
    ``reason`` says why they were closed although something was missing; usually empty.
    Raises ``ValidationError`` unless ``through`` is later than what is closed already.
    """
    office = lock_office_alone(office)
    if office.is_closed(through):
        raise ValidationError(
            f"Buku sudah ditutup sampai {format_date(office.books_closed_through)}."
        )
    return _change_period(office, through, by=by, reason=reason.strip())


@transaction.atomic
def reopen_books(office: Office, *, through: date | None, reason: str, by: User) -> PeriodChange:
    """Move the closed books back to ``through`` (``None``: everything is open again).

    Raises ``ValidationError`` without a reason, where nothing would be reopened, or where days of
    the older books would be that an office moved in with.
    """
    office = lock_office_alone(office)
    if not reason.strip():
        raise ValidationError({"reason": "Tulis alasan buku dibuka kembali."})
    before = office.books_closed_through
    if before is None or (through is not None and through >= before):
        raise ValidationError("Tidak ada masa tutup buku yang dibuka kembali dengan tanggal itu.")
    older = Entry.objects.filter(office=office).opening_balances().order_by("-happened_on").first()
    if older and (through is None or through < older.happened_on):
        raise ValidationError(
            f"Sampai {format_date(older.happened_on)} berlaku pembukuan lama; saldonya dipindahkan "
            "ke sini. Perbaiki yang salah dengan jurnal koreksi bertanggal sesudahnya."
        )
    return _change_period(office, through, by=by, reason=reason.strip())


def _change_period(
    office: Office, through: date | None, *, by: User, reason: str = ""
) -> PeriodChange:
    change = PeriodChange.objects.create(
        office=office,
        closed_before=office.books_closed_through,
        closed_after=through,
        reason=reason,
        made_by=by,
    )
    office.books_closed_through = through
    office.save(update_fields=["books_closed_through"])
    return change


@transaction.atomic
@told_together()
def copy_chart(office: Office) -> None:
    """Give a new office its chart of accounts from the template; the office itself is told."""
    made: dict[str, Account] = {}
    by_level = groupby(sorted(template_accounts(), key=_level), key=_level)
    for _, lines in by_level:  # parents first
        accounts = Account.objects.bulk_create(
            Account(
                office=office, code=line.code, name=line.name, kind=line.kind, fund=line.fund,
                liquidity=line.liquidity, parent=made.get(line.parent_code),
                is_header=line.is_header,
            )
            for line in lines
        )  # fmt: skip
        made |= {account.code: account for account in accounts}


def _level(line: TemplateAccount) -> int:
    return line.level
