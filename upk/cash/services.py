"""Posting usual transactions: the form's words become an entry of the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from upk.cash.models import UsualTransaction
from upk.cash.usual import BY_KEY, Side, Usual
from upk.ledger.by_hand import check_day
from upk.ledger.lowest import hold_accounts, lack_of
from upk.ledger.models import Account, Entry
from upk.ledger.purses import MIXED, is_same_purse
from upk.ledger.services import Move, claim_submission, lock_office, post_entry
from upk.offices.models import Office, User

RECENT = 5
_LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class UsualDraft:
    """A usual transaction that is to be posted. Whole rupiah.

    ``extra_amount`` goes from the credit account to ``extra``, where the transaction has one.
    """

    usual: Usual
    happened_on: date
    debit: Account
    credit: Account
    amount: int
    memo: str = ""
    extra: Account | None = None
    extra_amount: int = 0

    @property
    def moves(self) -> list[Move]:
        """The postings that it makes."""
        moves = [Move(self.debit, self.credit, self.amount)] if self.amount else []
        if self.extra and self.extra_amount:
            moves.append(Move(self.extra, self.credit, self.extra_amount))
        return moves

    @property
    def text(self) -> str:
        """The memo, or where none was typed the title and what it was for."""
        return self.memo.strip() or f"{self.usual.title}: {_purpose(self).name}"[:200]


def _purpose(draft: UsualDraft) -> Account:
    return draft.credit if draft.usual.asked_first == "credit" else draft.debit


def check_usual(office: Office, draft: UsualDraft) -> None:
    """Raise ``ValidationError`` (by field) unless the draft can be posted as things are now.

    The day is past and open, the accounts are those that the transaction is about and of one
    purse, and what is taken (money, a debt, a fund) is there on that day and on every day since.
    """
    check_day(office, draft.happened_on)
    if not draft.moves:
        raise ValidationError({"amount": "Isi jumlahnya, lebih dari nol."})
    for name, side, account in _placed(draft):
        if account is None or account.office_id != office.pk or not side.takes(account):
            raise ValidationError({name: f"Akun ini tidak dipakai untuk {draft.usual.title}."})
    if draft.debit.pk == draft.credit.pk:
        raise ValidationError({"credit": "Pilih dua akun yang berbeda."})
    if not is_same_purse(account for _, _, account in _placed(draft)):
        raise ValidationError({"credit": MIXED})
    _check_balances(draft)


def _placed(draft: UsualDraft) -> Sequence[tuple[str, Side, Account | None]]:
    """The accounts with their field and the side that they stand on."""
    usual = draft.usual
    placed = [("debit", usual.debit, draft.debit), ("credit", usual.credit, draft.credit)]
    if usual.extra and draft.extra_amount:
        placed.append(("extra", usual.extra.debit, draft.extra))
    return placed


def _check_balances(draft: UsualDraft) -> None:
    """Raise ``ValidationError`` where a side would give more than it has."""
    for field, account, amount in _taken(draft):
        if lack := lack_of(account, amount, draft.happened_on):
            raise ValidationError({field: lack.text})


def _taken(draft: UsualDraft) -> list[tuple[str, Account, int]]:
    """Fields and accounts that the draft takes from, and how much.

    Money and what others owe on the credit side; what is owed or set aside on the debit side.
    """
    taken = []
    if draft.credit.kind == Account.Kind.ASSET:
        taken.append(("credit", draft.credit, sum(move.amount for move in draft.moves)))
    if draft.debit.kind == Account.Kind.LIABILITY:
        taken.append(("debit", draft.debit, draft.amount))
    return taken


@transaction.atomic
def record_usual(office: Office, draft: UsualDraft, *, request_key: UUID, by: User) -> Entry:
    """Post a usual transaction.

    Idempotent by ``request_key``: the same content gives the first entry.
    Raises ``ValidationError`` as ``check_usual`` does.
    """
    office = lock_office(office)
    content = {
        "usual": draft.usual.key,
        "on": draft.happened_on,
        "memo": draft.memo,
        "moves": [[move.debit.pk, move.credit.pk, move.amount] for move in draft.moves],
    }
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.entries.get()
    hold_accounts(account for _, account, _ in _taken(draft))
    check_usual(office, draft)
    entry = post_entry(
        office,
        happened_on=draft.happened_on,
        memo=draft.text,
        moves=draft.moves,
        by=by,
        submission=submission,
    )
    UsualTransaction.objects.create(office=office, kind=draft.usual.key, entry=entry)
    return entry


def recent_usuals(office: Office) -> list[Usual]:
    """What the office used last, the latest first, each once; one query."""
    rows = UsualTransaction.objects.filter(office=office).order_by("-id")
    kinds = dict.fromkeys(rows.values_list("kind", flat=True)[:_LOOKED_AT])
    return [BY_KEY[kind] for kind in kinds if kind in BY_KEY][:RECENT]
