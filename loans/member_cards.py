"""Members' cards (kartu pemanfaat): schedule, what is paid of it and what is late, as of a day.

A value that the screens and the printed cards show, for all members of a loan at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loans.card import CardRow, Totals, totals_of
from loans.member_accounts import Account
from loans.member_books import MemberBook, member_book
from loans.models import Loan, MemberRepayment, Share
from upk.offices.models import Person


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A member's card. ``named`` are the parts that receipts say were this member's."""

    share: Share
    rows: tuple[CardRow, ...]
    totals: Totals
    named: tuple[MemberRepayment, ...]

    @property
    def person(self) -> Person:
        return self.share.person

    @property
    def late(self) -> Totals:
        """Sums of the rows that are late."""
        return totals_of([row for row in self.rows if row.is_late])

    @property
    def arrears(self) -> int:
        """Unpaid of the rows that were due before the day. Whole rupiah."""
        return self.late.left

    @property
    def oldest_late(self) -> CardRow | None:
        return next((row for row in self.rows if row.is_late), None)

    @property
    def unnamed_paid(self) -> int:
        """Paid by the rule, where receipts don't say by whom. Whole rupiah."""
        return self.totals.paid - sum(row.principal + row.interest for row in self.named)


@dataclass(frozen=True, slots=True)
class MemberCards:
    """The cards of all members at the end of ``as_of``, with their sums."""

    as_of: date
    cards: tuple[MemberCard, ...]

    @property
    def late(self) -> list[MemberCard]:
        """Members who are behind, those with the most first."""
        found = [card for card in self.cards if card.arrears]
        return sorted(found, key=lambda card: -card.arrears)

    @property
    def totals(self) -> Totals:
        return totals_of([row for card in self.cards for row in card.rows])

    @property
    def arrears(self) -> int:
        return sum(card.arrears for card in self.cards)


def build_member_cards(loan: Loan, as_of: date) -> MemberCards | None:
    """The members' cards; ``None`` if the loan wasn't disbursed by then.

    Raises ``SharesTooSmall``.
    """
    if loan.disbursed_on is None or loan.disbursed_on > as_of:
        return None
    book = member_book(loan)
    cards = [
        _card(book, share, account, as_of)
        for share, account in zip(book.shares, book.accounts(as_of), strict=True)
    ]
    return MemberCards(as_of, tuple(cards))


def _card(book: MemberBook, share: Share, account: Account, as_of: date) -> MemberCard:
    rows = _rows(book, account, as_of)
    named = [
        row
        for row in book.named
        if row.person_id == share.person_id and row.repayment.paid_on <= as_of
    ]
    return MemberCard(share, tuple(rows), totals_of(rows), tuple(named))


def _rows(book: MemberBook, account: Account, as_of: date) -> Sequence[CardRow]:
    rows, balance = [], account.asked.principal
    for instalment, cell in zip(book.instalments, account.cells, strict=True):
        balance -= cell.principal
        rows.append(
            CardRow(
                n=instalment.n,
                due_on=instalment.due_on,
                principal=cell.principal,
                interest=cell.interest,
                paid_principal=cell.paid_principal,
                paid_interest=cell.paid_interest,
                balance_after=balance,
                is_late=cell.left > 0 and instalment.due_on < as_of,
            )
        )
    return rows
