"""What people do to the books by hand: entries, their reversal, accounts of the chart."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from upk.ledger.lowest import hold_accounts, lack_of
from upk.ledger.models import Account, Entry, Posting
from upk.ledger.purses import RTM_FUND
from upk.ledger.services import (
    Move,
    check_period_open,
    claim_submission,
    lock_office,
    post_entry,
    reverse_entry,
)
from upk.money import rupiah
from upk.offices.models import Office, User
from upk.periods import format_date, today


def check_day(office: Office, day: date, *, field: str = "happened_on") -> None:
    """Raise ``ValidationError`` unless something may be dated ``day``: past, in open books.

    The message belongs to ``field`` of the form.
    """
    if day > today(office):
        raise ValidationError(
            {field: f"Tanggal {format_date(day)} belum tiba. Periksa tanggalnya."}
        )
    try:
        check_period_open(office, day)
    except ValidationError as error:
        raise ValidationError({field: error}) from error


def check_entry(office: Office, happened_on: date, moves: Sequence[Move]) -> None:
    """Raise ``ValidationError`` unless the day can be used and no cash or bank lacks money then.

    Nothing is taken by hand from the poor households' fund either: aid is planned and decided.
    """
    check_day(office, happened_on)
    if any(move.debit.code == RTM_FUND for move in moves):
        raise ValidationError(
            "Dana Sosial (RTM) hanya dibayarkan lewat halaman Bantuan RTM, bukan lewat jurnal."
        )
    for account, amount in _spent(moves).items():
        if lack := lack_of(account, amount, happened_on):
            raise ValidationError(lack.text)


def _spent(moves: Sequence[Move]) -> dict[Account, int]:
    """What each cash and bank account gives away in all. Whole rupiah."""
    net: dict[Account, int] = defaultdict(int)
    for move in moves:
        net[move.credit] += move.amount
        net[move.debit] -= move.amount
    return {account: out for account, out in net.items() if out > 0 and account.liquidity}


@transaction.atomic
def record_entry(
    office: Office,
    *,
    happened_on: date,
    memo: str,
    moves: Sequence[Move],
    request_key: UUID,
    by: User,
) -> Entry:
    """Post an entry that somebody typed.

    Idempotent by ``request_key``: the same content gives the first entry.
    Raises ``ValidationError`` for a day or an account that can't be used, or where money lacks.
    """
    office = lock_office(office)
    content = {
        "entry": memo,
        "on": happened_on,
        "moves": [[move.debit.pk, move.credit.pk, move.amount] for move in moves],
    }
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.entries.get()
    hold_accounts(_spent(moves))
    check_entry(office, happened_on, moves)
    return post_entry(
        office, happened_on=happened_on, memo=memo, moves=moves, by=by, submission=submission
    )


@transaction.atomic
def undo_entry(
    entry: Entry, *, happened_on: date, reason: str, request_key: UUID, by: User
) -> Entry:
    """Reverse an entry that was typed by hand; see ``reverse_entry``.

    Idempotent by ``request_key``. Opening balances stand: they say how older books ended.
    """
    office = lock_office(entry.office)
    content = {"reverse": entry.pk, "on": happened_on, "reason": reason}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.entries.get()
    check_day(office, happened_on)
    if entry.kind == Entry.Kind.OPENING:
        raise ValidationError(
            "Saldo awal tidak dibatalkan, sebab seluruh buku berdiri di atasnya. Perbaiki saldo "
            "akun yang salah dengan jurnal koreksi."
        )
    _check_fund_unused(entry)
    return reverse_entry(
        entry, happened_on=happened_on, reason=reason, by=by, submission=submission
    )


def _check_fund_unused(entry: Entry) -> None:
    """Raise ``ValidationError`` where the poor households' fund lived on what the entry brought."""
    brought = entry.postings.filter(credit__code=RTM_FUND)
    spent = Posting.objects.of_office(entry.office).since(entry.happened_on)
    if brought.exists() and spent.filter(debit__code=RTM_FUND).exists():
        raise ValidationError(
            "Dana Sosial (RTM) sudah dipakai sesudah jurnal ini. Batalkan dahulu pembayaran "
            "bantuannya."
        )


@transaction.atomic
def add_account(parent: Account, *, name: str, fund: str, liquidity: str = "") -> Account:
    """Add an account below a header that holds accounts, with its next free code.

    The kind is the header's. Raises ``ValidationError`` if the header holds headers or an account
    of that name, its codes are used up, or something that isn't an asset is to be cash or bank.
    """
    parent = Account.objects.select_for_update().get(pk=parent.pk)  # one code at a time
    children = list(parent.children.all())
    if not parent.is_header or any(child.is_header for child in children):
        raise ValidationError({"parent": "Pilih judul yang langsung berisi akun."})
    if liquidity and parent.kind != Account.Kind.ASSET:
        raise ValidationError({"liquidity": "Hanya akun aset yang dapat menjadi kas atau bank."})
    if any(child.name.casefold() == name.strip().casefold() for child in children):
        raise ValidationError({"name": "Sudah ada akun dengan nama ini di bawah judul itu."})
    head, _, last = parent.code.rpartition(".")
    taken = [int(child.code.rpartition(".")[2]) for child in children]
    number = max(taken, default=0) + 1
    if number >= 10 ** len(last):
        raise ValidationError({"parent": "Nomor akun di bawah judul ini sudah habis."})
    return Account.objects.create(
        office_id=parent.office_id,
        parent=parent,
        code=f"{head}.{number:0{len(last)}d}",
        name=name,
        kind=parent.kind,
        fund=fund,
        liquidity=liquidity,
    )


@transaction.atomic
def change_account(account: Account, *, name: str, is_active: bool) -> Account:
    """Rename an account, stop or resume using it.

    Raises ``ValidationError`` if an account with a balance, a header or one that belongs to a
    sub-ledger is to be stopped.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    if account.is_active and not is_active:
        _check_can_stop(account)
    account.name, account.is_active = name, is_active
    account.save(update_fields=["name", "is_active"])
    return account


def _check_can_stop(account: Account) -> None:
    if account.is_header or account.subledger:
        raise ValidationError({"is_active": "Akun ini dipakai program dan harus tetap aktif."})
    balance = Posting.objects.touching([account]).net_by_account().get(account.pk, 0)
    if balance:
        amount = rupiah(account.natural(balance))
        raise ValidationError(
            {"is_active": f"Akun masih bersaldo {amount}. Pindahkan dahulu saldonya."}
        )
