"""Counting the cash, and taking a difference into the books."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from upk.cash.books import balance_of
from upk.cash.counts import difference_now, later_count
from upk.cash.denominations import Denomination
from upk.cash.models import CashCount, CashCountLine, CashDenomination, CashSettlement
from upk.cash.usual import Side
from upk.ledger.by_hand import check_day
from upk.ledger.models import Account, Entry
from upk.ledger.services import Move, claim_submission, lock_office, post_entry
from upk.money import LARGEST_AMOUNT, rupiah
from upk.offices.models import Office, User
from upk.periods import format_date

LARGEST_NOTE = 1_000_000
SHORT = Side("Kekurangan dicatat sebagai", ("5.3.04.", "1.1.03.08"))
OVER = Side("Kelebihan dicatat sebagai", ("4.2.01.07", "2.1.05."))
"""Where a difference goes: a cost, or owed by whoever answers for it; income, or owed."""


@dataclass(frozen=True, slots=True)
class Piece:
    """``pieces`` (> 0) notes or coins of one denomination."""

    denomination: Denomination
    pieces: int

    @property
    def amount(self) -> int:
        """What they are worth; whole rupiah."""
        return self.denomination.value * self.pieces


def total_of(pieces: Sequence[Piece]) -> int:
    """What was counted; whole rupiah."""
    return sum(piece.amount for piece in pieces)


@transaction.atomic
def add_denomination(
    office: Office, *, kind: str, value: int, since: date, until: date | None, by: User
) -> CashDenomination:
    """Say when a note or coin was legal tender; the same once more is one row.

    Unit: whole rupiah. Raises ``ValidationError`` (by field) for no value, or an end before the
    beginning. Counts that were made stay as they are.
    """
    office = lock_office(office)
    if not 0 < value <= LARGEST_NOTE:
        raise ValidationError({"value": f"Isi nilai 1 sampai {rupiah(LARGEST_NOTE)}."})
    if until and until < since:
        raise ValidationError({"until": "Lebih awal daripada hari pertamanya."})
    said = {"kind": kind, "value": value}
    last = CashDenomination.objects.filter(office=office, **said).last()
    if last and (last.since, last.until) == (since, until):
        return last
    return CashDenomination.objects.create(
        office=office, since=since, until=until, made_by=by, **said
    )


@transaction.atomic
def record_count(
    account: Account,
    *,
    counted_on: date,
    pieces: Sequence[Piece],
    counted_by: User,
    witnessed_by: User,
    explanation: str,
    request_key: UUID,
    by: User,
) -> CashCount:
    """Keep what was counted in a cash box at a day's end, beside the books' balance of that day.

    Unit: whole rupiah. Idempotent by ``request_key``. Raises ``ValidationError`` (by field) for a
    day that hasn't come or is closed, an account that is no cash of the office, people who aren't
    two users of it, or a difference that nobody explains.
    """
    office = lock_office(account.office)
    content = {
        "count": account.pk,
        "on": counted_on,
        "pieces": sorted([p.denomination.key, p.pieces] for p in pieces),
        "people": [counted_by.pk, witnessed_by.pk],
        "explanation": explanation,
    }
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.cash_count
    check_day(office, counted_on, field="counted_on")
    _check_people(account, counted_by, witnessed_by)
    counted, book = total_of(pieces), balance_of(account, counted_on)
    if counted > LARGEST_AMOUNT:
        raise ValidationError("Jumlahnya terlalu besar.")
    if counted != book and not explanation.strip():
        raise ValidationError(
            {
                "explanation": f"Dihitung {rupiah(counted)}, menurut buku {rupiah(book)}: "
                "jelaskan selisihnya, atau hitung sekali lagi."
            }
        )
    count = CashCount.objects.create(
        office=office, account=account, counted_on=counted_on, counted=counted, book_balance=book,
        difference=counted - book, explanation=explanation.strip(), counted_by=counted_by,
        witnessed_by=witnessed_by, submission=submission, recorded_by=by,
    )  # fmt: skip
    CashCountLine.objects.bulk_create(
        CashCountLine(
            count=count, kind=p.denomination.kind, value=p.denomination.value, pieces=p.pieces
        )
        for p in pieces
    )
    return count


def _check_people(account: Account, counted_by: User, witnessed_by: User) -> None:
    if account.liquidity != Account.Liquidity.CASH:
        raise ValidationError({"account": "Yang dihitung adalah kas, bukan rekening bank."})
    if counted_by.pk == witnessed_by.pk:
        raise ValidationError({"witnessed_by": "Saksi harus orang lain daripada yang menghitung."})
    if {counted_by.office_id, witnessed_by.office_id} != {account.office_id}:
        raise ValidationError({"witnessed_by": "Pilih pengguna kantor ini."})


def settlement_moves(count: CashCount, other: Account) -> list[Move]:
    """The posting that brings the books to what was counted."""
    if count.difference > 0:
        return [Move(count.account, other, count.difference)]
    return [Move(other, count.account, -count.difference)]


def side_of(count: CashCount) -> Side:
    """Which accounts may take the count's difference."""
    return OVER if count.difference > 0 else SHORT


def standing_settlement(count: CashCount) -> CashSettlement | None:
    """The entry that took the difference into the books, unless it was reversed."""
    return count.settlements.standing().select_related("entry").first()


def check_settlement(count: CashCount, *, happened_on: date, other: Account) -> None:
    """Raise ``ValidationError`` (by field) unless the difference can be posted like this."""
    if not count.difference:
        raise ValidationError("Opname ini tidak berselisih.")
    if settlement := standing_settlement(count):
        raise ValidationError(f"Selisih ini sudah dibukukan dengan {settlement.entry.label}.")
    if later := later_count(count):
        day = format_date(later.counted_on)
        raise ValidationError(f"Kas ini dihitung lagi pada {day}: bukukan selisih opname itu.")
    if (now := difference_now(count)) != count.difference:
        raise ValidationError(
            f"Ada bukti yang dicatat sesudah opname ini: selisihnya sekarang {rupiah(now)}. "
            "Hitung kas sekali lagi."
        )
    if happened_on < count.counted_on:
        raise ValidationError({"happened_on": "Tidak boleh sebelum tanggal opname."})
    check_day(count.office, happened_on)
    if other.office_id != count.office_id or not side_of(count).takes(other):
        raise ValidationError({"other": "Akun ini tidak dipakai untuk selisih kas."})


@transaction.atomic
def settle_difference(
    count: CashCount, *, happened_on: date, other: Account, request_key: UUID, by: User
) -> Entry:
    """Post the difference of a count between its cash box and ``other``, once.

    Idempotent by ``request_key``. Raises ``ValidationError`` as ``check_settlement`` does.
    """
    office = lock_office(count.office)
    count = (
        CashCount.objects.select_for_update(of=("self",)).select_related("account").get(pk=count.pk)
    )  # two people can't both post it
    content = {"settle": count.pk, "on": happened_on, "other": other.pk}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.entries.get()
    count.office = office
    check_settlement(count, happened_on=happened_on, other=other)
    entry = post_entry(
        office,
        happened_on=happened_on,
        memo=f"Selisih opname {count.account.name} {count.counted_on:%d-%m-%Y}",
        moves=settlement_moves(count, other),
        by=by,
        submission=submission,
    )
    CashSettlement.objects.create(count=count, entry=entry)
    return entry
