"""A village's levy card: the running book of its money, each line to what made it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maintenance.models import LevyMove
from upk.ledger.models import Entry
from upk.offices.models import Village


@dataclass(frozen=True, slots=True)
class CardLine:
    """A move with what is held after it. Whole rupiah; ``payment_id`` leads to its receipt."""

    move: LevyMove
    entry: Entry
    payment_id: int | None
    is_reversed: bool
    cash: int
    bank: int

    @property
    def balance(self) -> int:
        """What the office owes the village after the line."""
        return self.cash + self.bank

    @property
    def money_in(self) -> int:
        """By how much the village's money grew; a deposit only moves it."""
        return max(0, self.move.total)

    @property
    def money_out(self) -> int:
        """By how much it shrank."""
        return max(0, -self.move.total)

    @property
    def deposited(self) -> int:
        """What went from the cash box to the bank; below 0 where it came back."""
        return self.move.bank if self.move.total == 0 else 0


def levy_card(village: Village, as_of: date) -> list[CardLine]:
    """Every move of the village's money up to ``as_of``, the oldest first; one query."""
    related = ("entry", "entry__levy_payment", "entry__reversed_by")
    moves = LevyMove.objects.filter(village=village).until(as_of).select_related(*related)
    lines, cash, bank = [], 0, 0
    for move in moves.order_by("happened_on", "pk"):
        cash, bank = cash + move.cash, bank + move.bank
        payment = getattr(move.entry, "levy_payment", None)
        lines.append(
            CardLine(
                move, move.entry, payment.pk if payment else None,
                hasattr(move.entry, "reversed_by"), cash, bank,
            )
        )  # fmt: skip
    return lines


def sums_by_kind(lines: Sequence[CardLine]) -> list[tuple[str, int]]:
    """Change of the village's money by kind, in the order of the kinds; zeros left out."""
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.move.kind] = sums.get(line.move.kind, 0) + line.move.total
    return [(label, sums[key]) for key, label in LevyMove.Kind.choices if sums.get(key)]
