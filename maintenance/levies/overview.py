"""The villages' levies at one look: each village's rule, what is due and paid, what is held.

The list, the sheets and the report show the same value. Whole rupiah; a constant number of queries.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from maintenance.levies.balances import Held, held, paid_by_quarter
from maintenance.levies.records import levy_records
from maintenance.models import LevyPayment, LevyRule
from maintenance.rules.levy import LevyRecord, Rate, due_of, in_force
from upk.offices.models import Office, Village
from upk.periods import Quarter


@dataclass(frozen=True, slots=True)
class VillageLine:
    """A village in a quarter: the rate in force at its end (or today), its record, its money."""

    village: Village
    rate: Rate | None
    record: LevyRecord
    held: Held


@dataclass(frozen=True, slots=True)
class Overview:
    """All villages in a quarter, with their sums."""

    quarter: Quarter
    as_of: date
    lines: tuple[VillageLine, ...]

    @property
    def total(self) -> LevyRecord:
        """The sum of the records."""
        records = [line.record for line in self.lines]
        return LevyRecord(
            sum(r.due for r in records), sum(r.paid for r in records),
            sum(r.deposited for r in records),
        )  # fmt: skip

    @property
    def open(self) -> int:
        """What is still to be paid: the sum of the villages', none of which is below 0."""
        return sum(line.record.open for line in self.lines)

    @property
    def held(self) -> Held:
        """The sum of what is held."""
        sums = [line.held for line in self.lines]
        return Held(sum(h.cash for h in sums), sum(h.bank for h in sums))

    @property
    def regulated(self) -> int:
        """How many villages have a Perdes in force."""
        return sum(1 for line in self.lines if line.rate and line.rate.is_regulation)

    @property
    def without_rule(self) -> tuple[Village, ...]:
        """Villages without any rule in force."""
        return tuple(line.village for line in self.lines if line.rate is None)

    @property
    def without_regulation(self) -> tuple[Village, ...]:
        """Villages whose rule is no Perdes, or that have none."""
        lines = [line for line in self.lines if not (line.rate and line.rate.is_regulation)]
        return tuple(line.village for line in lines)


def overview(
    villages: Sequence[Village], quarter: Quarter, as_of: date, *, paid_by: date | None = None
) -> Overview:
    """The villages in ``quarter`` as of a day; what was paid by ``paid_by``, if that is another.

    Five queries.
    """
    ids = [village.pk for village in villages]
    rates = LevyRule.objects.filter(village__in=ids).rates()
    records = levy_records(ids, [quarter], as_of=paid_by or as_of)
    money = held(ids, as_of)
    lines = tuple(
        VillageLine(v, in_force(rates.get(v.pk, []), as_of), records[v.pk], money[v.pk])
        for v in villages
    )
    return Overview(quarter, as_of, lines)


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """What a village owed and paid for a quarter, as things stand on a day."""

    quarter: Quarter
    due: int
    paid: int

    @property
    def open(self) -> int:
        """What is still to be paid; never below 0."""
        return max(0, self.due - self.paid)


def village_quarters(village: Village, as_of: date) -> list[QuarterLine]:
    """A village's quarters from its first rule (or payment) to that of ``as_of``, or to the last
    that was paid ahead; the newest first. Two queries."""
    rates = LevyRule.objects.filter(village=village).rates().get(village.pk, [])
    payments = LevyPayment.objects.standing_on(as_of)
    paid = paid_by_quarter([village.pk], payments)[village.pk]
    known = [Quarter(*key) for key in paid] + [
        Quarter.of(rate.since) for rate in rates if rate.since <= as_of and not rate.never_held
    ]
    if not known:
        return []
    quarter, last, found = min(known), max(*known, Quarter.of(as_of)), []
    while quarter <= last:
        amount = paid.get((quarter.year, quarter.number), 0)
        found.append(QuarterLine(quarter, due_of(rates, quarter), amount))
        quarter = quarter.next()
    return found[::-1]


def quarters_of(office: Office, until: date) -> list[Quarter]:
    """The quarters from the office's first rule to that of ``until``, the newest first; a query."""
    rules = LevyRule.objects.filter(village__office=office)
    first = rules.aggregate(first=Min("since"))["first"] or until
    quarter, oldest = Quarter.of(until), Quarter.of(min(first, until))
    found = []
    while quarter >= oldest:
        found.append(quarter)
        quarter = quarter.previous()
    return found
