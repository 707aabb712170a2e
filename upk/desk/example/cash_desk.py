"""Entering cash counts, bank statements and papers through the services of their screens."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q

from upk.cash.books import balance_of
from upk.cash.counting import Piece, record_count, settle_difference
from upk.cash.denominations import Denomination, in_use
from upk.cash.reconciliation import build_reconciliation, entry_items
from upk.cash.reconciling import (
    StatementDraft,
    accept_matches,
    close_statement,
    explain_line,
    record_statement,
)
from upk.cash.statement_files import ReadLine
from upk.desk.example import calendar
from upk.desk.example.accounts import BANK, CASH, OTHER_COSTS
from upk.desk.example.book_events import CashCounted, PaperScanned, StatementCame
from upk.desk.example.keys import Keys
from upk.desk.example.office import Setting
from upk.desk.example.places import LAST_CLOSED_DAY
from upk.desk.example.scans import scan_of
from upk.ledger.attachments import attach_file
from upk.ledger.models import Account, Entry

SMALL = 5_000
"""Below this value change is counted, above it what groups bring."""

NO_CHANGE = "Pecahan di bawah Rp {smallest} tidak ada uangnya"
LATE_AT_THE_BANK = 4
"""One of so many payments reaches the bank a working day later than the books."""

TEXTS = {
    "Setor": "SETORAN TUNAI",
    "Ambil": "PENARIKAN TUNAI",
    "Bunga": "BUNGA, PAJAK, ADM",
    "Pencairan": "PEMINDAHBUKUAN",
    "IPTW": "PENARIKAN TUNAI",
}
"""What the bank writes, by the first word of the entry's memo."""


class CashDesk:
    """What the treasurer does with cash, banks and papers."""

    def __init__(self, setting: Setting, key: Keys) -> None:
        self.office = setting.office
        self.manager = setting.users["manajer"]
        self.treasurer = setting.users["bendahara"]
        self.accounts = setting.accounts
        self._key = key

    def count(self, event: CashCounted) -> None:
        """Count the cash box, if there is anything to count.

        Rupiah for which there is no coin become a cost, but not in the years whose figures are
        published.
        """
        box = self.accounts[CASH]
        book = balance_of(box, event.on)
        if not book:
            return
        denominations = in_use(event.on)
        smallest = denominations[-1].value
        counted = (book - event.missing) // smallest * smallest
        lacks = book - event.missing - counted
        why = [event.why, NO_CHANGE.format(smallest=smallest) if lacks else ""]
        made = record_count(
            box, counted_on=event.on,
            pieces=pieces_of(counted, denominations, Random(f"count {event.on}")),
            counted_by=self.treasurer, witnessed_by=self.manager,
            explanation=". ".join(filter(None, why)), request_key=self._key(), by=self.treasurer,
        )  # fmt: skip
        if lacks and event.on > LAST_CLOSED_DAY:
            settle_difference(
                made, happened_on=event.on, other=self.accounts[OTHER_COSTS],
                request_key=self._key(), by=self.manager,
            )  # fmt: skip

    def reconcile(self, event: StatementCame) -> None:
        """Take the statement down, accept what is proposed, explain and close it."""
        account = self.accounts[BANK[event.product]]
        opening = self._opening(account, event.since)
        lines = sorted([*self._booked(account, event), *_bank_only(event)], key=lambda x: x.day)
        closing = opening + sum(line.amount for line in lines)
        draft = StatementDraft(event.since, event.until, opening, closing, lines)
        statement, _ = record_statement(account, draft, request_key=self._key(), by=self.treasurer)
        proposed = build_reconciliation(statement).proposals
        pairs = [(row.line.pk, row.proposed.pk) for row in proposed]
        accept_matches(statement, pairs, by=self.treasurer)
        for known in event.bank_only:
            if known.note:
                line = statement.lines.get(happened_on=known.on, text=known.text)
                explain_line(line, text=known.note, by=self.treasurer)
        if event.is_closed:
            close_statement(statement, by=self.treasurer)

    def _opening(self, account: Account, since: date) -> int:
        last = account.bank_statements.standing().first()
        return last.closing if last else balance_of(account, since - timedelta(days=1))

    def _booked(self, account: Account, event: StatementCame) -> Iterator[ReadLine]:
        """The bank's lines for entries of the account, those of late ones among them."""
        known = account.bank_statements.standing().last()
        first = known.since if known else event.since
        items = entry_items(account, Q(entry__happened_on__range=(first, event.until)))
        entries = Entry.objects.in_bulk([item.key for item in items])
        for item in items:
            memo, day = entries[item.key].memo, item.day
            if memo.startswith("Pencairan") and entries[item.key].number % LATE_AT_THE_BANK == 0:
                day = calendar.working_day(day + timedelta(days=1))
            if event.since <= day <= event.until:
                yield ReadLine(day, TEXTS.get(memo.split()[0], "MUTASI"), item.amount)

    def scan(self, event: PaperScanned) -> None:
        """Keep the paper of an entry."""
        entry = Entry.objects.get(office=self.office, happened_on=event.on, memo=event.memo)
        upload = SimpleUploadedFile(f"{entry.label}.pdf", scan_of(entry))
        attach_file(entry, upload, by=self.treasurer)


def _bank_only(event: StatementCame) -> list[ReadLine]:
    return [ReadLine(line.on, line.text, line.amount) for line in event.bank_only]


def pieces_of(amount: int, denominations: Sequence[Denomination], rng: Random) -> list[Piece]:
    """Notes and coins that come to ``amount``, of most values some: a box isn't sorted.

    Unit: whole rupiah, a multiple of the smallest value.
    """
    pieces = []
    for denomination in denominations:
        share = rng.randint(40, 80) if denomination.value >= SMALL else 100
        number = amount * share // 100 // denomination.value
        if number:
            pieces.append(Piece(denomination, number))
            amount -= number * denomination.value
    return pieces
