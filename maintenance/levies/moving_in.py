"""What an office held of its villages' levies before it kept its books here.

The only writer of moves of kind ``opening``. The database takes them as long as the office has no
entry but opening ones: afterwards money of the villages comes in by payments alone.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from maintenance.levies.accounts import ORIGIN, open_accounts
from maintenance.models import LevyFund, LevyMove
from upk.ledger.models import Entry
from upk.ledger.services import EntryDraft, Move, lock_office, post_in_held_office
from upk.offices.models import User, Village


@dataclass(frozen=True, slots=True)
class OpeningLevy:
    """A village's money on the day of the move: in the cash box, and in the bank. Whole rupiah."""

    village: Village
    cash: int
    bank: int


@transaction.atomic
def take_over_levies(levies: list[OpeningLevy], *, on: date, by: User) -> list[LevyMove]:
    """Post what is held of each village against what is owed to it, an entry for each.

    Unit: whole rupiah; a village without money is left out. Raises ``ValidationError`` for a day in
    closed books or a chart without the headings of levies.
    """
    held = [levy for levy in levies if levy.cash or levy.bank]
    if not held:
        return []
    office = lock_office(held[0].village.office)
    trusts = {levy.village.pk: open_accounts(levy.village).account for levy in held}
    fund = LevyFund.objects.select_related("cash", "bank").get(office=office)
    drafts = [
        EntryDraft(
            on, f"Saldo pindahan iuran Desa {levy.village}"[:200],
            [
                Move(place, trusts[levy.village.pk], amount)
                for place, amount in ((fund.cash, levy.cash), (fund.bank, levy.bank))
                if amount
            ],
            kind=Entry.Kind.OPENING, origin=ORIGIN,
        )
        for levy in held
    ]  # fmt: skip
    entries = post_in_held_office(office, drafts, by=by)
    return LevyMove.objects.bulk_create(
        LevyMove(
            village=levy.village, entry=entry, kind=LevyMove.Kind.OPENING, happened_on=on,
            cash=levy.cash, bank=levy.bank,
        )
        for levy, entry in zip(held, entries, strict=True)
    )  # fmt: skip
