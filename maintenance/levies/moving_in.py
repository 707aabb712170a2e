"""What villages paid, and what an office held of it, before it kept its books here.

The only writer of moves of kind ``opening``. Payments are opening entries on their own days, so
that quarters that were paid are seen to be; one more on the day of the move brings each village to
what is in the cash box and in the bank: deposits, repairs and interest lie in the old books. The
database takes them as long as the office has no entry but opening ones.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from maintenance.levies.accounts import ORIGIN, open_accounts
from maintenance.models import LevyFund, LevyMove, LevyPayment
from upk.ledger.models import Account, Entry, Submission
from upk.ledger.services import (
    EntryDraft,
    Move,
    claim_submission,
    lock_office,
    post_in_held_office,
)
from upk.offices.models import Office, User, Village
from upk.periods import Quarter


@dataclass(frozen=True, slots=True)
class OldPayment:
    """Money that a village brought for a quarter. Whole rupiah."""

    village: Village
    quarter: Quarter
    on: date
    amount: int


@dataclass(frozen=True, slots=True)
class OldLevy:
    """A village's money on the day of the move: in the cash box, and in the bank. Whole rupiah."""

    village: Village
    cash: int
    bank: int


@dataclass(frozen=True, slots=True)
class OldLevies:
    """What an office brings along of its villages' levies."""

    payments: Sequence[OldPayment]
    levies: Sequence[OldLevy]

    def content(self) -> list[object]:
        """What it says, to know it again."""
        paid = [[row.village.pk, str(row.quarter), row.on, row.amount] for row in self.payments]
        return [paid, [[levy.village.pk, levy.cash, levy.bank] for levy in self.levies]]

    def villages(self) -> dict[int, Village]:
        """The villages that it names, by id."""
        return {row.village.pk: row.village for row in (*self.payments, *self.levies)}

    def missing(self) -> Iterator[OldLevy]:
        """What brings each village from its payments to its money; either part may be below 0."""
        paid: Counter[int] = Counter()
        for row in self.payments:
            paid[row.village.pk] += row.amount
        held = {levy.village.pk: levy for levy in self.levies}
        for pk, village in self.villages().items():
            levy = held.get(pk) or OldLevy(village, 0, 0)
            if levy.cash != paid[pk] or levy.bank:
                yield OldLevy(village, levy.cash - paid[pk], levy.bank)


@dataclass(frozen=True, slots=True)
class _Accounts:
    """The office's cash box and bank of levies, and what is owed to each village by its id."""

    cash: Account
    bank: Account
    owed: dict[int, Account]


@transaction.atomic
def take_over_levies(
    office: Office, old: OldLevies, *, on: date, request_key: UUID, by: User
) -> list[LevyMove]:
    """Enter payments on their days, and on ``on`` what brings each village to its money.

    Unit: whole rupiah. Idempotent by ``request_key``. Raises ``ValidationError`` for a day in
    closed books or a chart without the headings of levies; a payment without a rule on its day and
    money below nothing are refused by the database.
    """
    office = lock_office(office)
    submission, is_new = claim_submission(
        office, request_key, {"old_levies": old.content(), "on": on}, by=by
    )
    if not is_new:
        return list(LevyMove.objects.filter(entry__submission=submission).order_by("pk"))
    owed = {pk: open_accounts(village).account for pk, village in old.villages().items()}
    if not owed:
        return []
    fund = LevyFund.objects.select_related("cash", "bank").get(office=office)
    accounts = _Accounts(fund.cash, fund.bank, owed)
    return [
        *_pay(office, old, accounts, submission), *_bring(office, old, accounts, on, submission),
    ]  # fmt: skip


def _pay(
    office: Office, old: OldLevies, accounts: _Accounts, submission: Submission
) -> list[LevyMove]:
    payments = sorted(old.payments, key=lambda row: row.on)
    drafts = [
        EntryDraft(
            row.on, f"Iuran Desa {row.village}, {row.quarter.label}, pembukuan lama"[:200],
            [Move(accounts.cash, accounts.owed[row.village.pk], row.amount)],
            kind=Entry.Kind.OPENING, origin=ORIGIN,
        )
        for row in payments
    ]  # fmt: skip
    by = submission.made_by
    entries = post_in_held_office(office, drafts, by=by, submission=submission)
    pairs = list(zip(payments, entries, strict=True))
    LevyPayment.objects.bulk_create(
        LevyPayment(
            office=office, village=row.village, year=row.quarter.year, number=row.quarter.number,
            received_on=row.on, amount=row.amount, entry=entry, submission=submission,
            recorded_by=by,
        )
        for row, entry in pairs
    )  # fmt: skip
    return LevyMove.objects.bulk_create(
        LevyMove(
            village=row.village, entry=entry, kind=LevyMove.Kind.PAID, happened_on=row.on,
            cash=row.amount,
        )
        for row, entry in pairs
    )  # fmt: skip


def _bring(
    office: Office, old: OldLevies, accounts: _Accounts, on: date, submission: Submission
) -> list[LevyMove]:
    missing = list(old.missing())
    drafts = [
        EntryDraft(
            on, f"Saldo pindahan iuran Desa {levy.village}"[:200], _moves(levy, accounts),
            kind=Entry.Kind.OPENING, origin=ORIGIN,
        )
        for levy in missing
    ]  # fmt: skip
    entries = post_in_held_office(office, drafts, by=submission.made_by, submission=submission)
    return LevyMove.objects.bulk_create(
        LevyMove(
            village=levy.village, entry=entry, kind=LevyMove.Kind.OPENING, happened_on=on,
            cash=levy.cash, bank=levy.bank,
        )
        for levy, entry in zip(missing, entries, strict=True)
    )  # fmt: skip


def _moves(levy: OldLevy, accounts: _Accounts) -> list[Move]:
    """What was paid goes to the bank as far as it is there; the rest came, or went, elsewhere."""
    owed = accounts.owed[levy.village.pk]
    deposited = min(max(0, -levy.cash), levy.bank)
    cash, bank = levy.cash + deposited, levy.bank - deposited
    moves = [Move(accounts.bank, accounts.cash, deposited)] if deposited else []
    if cash:
        sides = (accounts.cash, owed) if cash > 0 else (owed, accounts.cash)
        moves.append(Move(*sides, abs(cash)))
    if bank:
        moves.append(Move(accounts.bank, owed, bank))
    return moves
