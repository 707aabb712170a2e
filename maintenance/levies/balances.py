"""What the office holds of each village: in the cash box, and in the bank. Whole rupiah."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from maintenance.models import LevyMove


@dataclass(frozen=True, slots=True)
class Held:
    """A village's money. ``cash`` is collected and not deposited."""

    cash: int = 0
    bank: int = 0

    @property
    def total(self) -> int:
        """What the office owes the village."""
        return self.cash + self.bank


NOTHING = Held()


def held(villages: Collection[int], as_of: date) -> dict[int, Held]:
    """What is held of each village at the end of ``as_of``, by id; one query."""
    moves = LevyMove.objects.filter(village__in=villages).until(as_of)
    found = {pk: Held(cash, bank) for pk, cash, bank in moves.held()}
    return {pk: found.get(pk, NOTHING) for pk in villages}


def lowest_held(villages: Collection[int], on: date) -> dict[int, Held]:
    """The least that is held at the end of any day from ``on`` on, cash and bank apart, by id.

    What may be taken away on ``on`` without lacking it on any day after. Two queries.
    """
    lowest = {pk: [h.cash, h.bank] for pk, h in held(villages, on).items()}
    running = {pk: list(amounts) for pk, amounts in lowest.items()}
    later = LevyMove.objects.filter(village__in=villages, happened_on__gt=on)
    days = later.order_by("happened_on").values_list("village_id", "happened_on")
    for pk, _, *moved in days.annotate(Sum("cash"), Sum("bank")):
        for side, amount in enumerate(moved):
            running[pk][side] += amount
            lowest[pk][side] = min(lowest[pk][side], running[pk][side])
    return {pk: Held(*amounts) for pk, amounts in lowest.items()}


def flows(villages: Collection[int], since: date, until: date) -> dict[int, dict[str, Held]]:
    """How cash and bank changed from ``since`` to ``until`` (both included), net of reversals.

    By village id and kind of move; a change may be below 0. One query.
    """
    found: dict[int, dict[str, Held]] = {pk: {} for pk in villages}
    moves = LevyMove.objects.filter(village__in=villages, happened_on__gte=since).until(until)
    rows = moves.order_by().values_list("village_id", "kind")
    for pk, kind, cash, bank in rows.annotate(Sum("cash"), Sum("bank")):
        found[pk][kind] = Held(cash, bank)
    return found


def paid_by_quarter(villages: Collection[int], payments) -> dict[int, dict[tuple[int, int], int]]:
    """Sums of ``payments`` by village id and (year, quarter); one query."""
    found: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
    rows = payments.filter(village__in=villages).order_by()
    for pk, year, number, amount in rows.values_list("village_id", "year", "number").annotate(
        Sum("amount")
    ):
        found[pk][year, number] = amount
    return found
