"""A grant's rows put together: its year, its tranches, and what they come to. Pure."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from upk.desk.moving.content import Content, Row

ECONOMIC, PHYSICAL = "ekonomi", "fisik"


@dataclass(frozen=True, slots=True)
class Granting:
    """A grant with the row of its year and its tranches in order. Whole rupiah."""

    row: Row
    phase: Row | None
    tranches: tuple[Row, ...]

    @property
    def approved_on(self) -> date | None:
        """The day of the meeting that approved it: its own, or that of its year."""
        return self.row["mad_on"] or (self.phase["mad_on"] if self.phase else None)

    @property
    def mad_number(self) -> str | None:
        """The number of that meeting's decision."""
        own = self.row["mad_number"]
        return own or (self.phase["mad_number"] if self.phase else None)

    @property
    def is_capital(self) -> bool:
        """Whether it becomes capital of the loan fund."""
        return self.row["sector"] == ECONOMIC

    @property
    def is_decreed(self) -> bool:
        """Whether the camat's decree is known."""
        return bool(self.row["spc_number"])

    @property
    def paid(self) -> tuple[Row, ...]:
        """The tranches that were paid."""
        return tuple(row for row in self.tranches if row["paid_on"])

    @property
    def paid_sum(self) -> int:
        """What was paid of it."""
        return sum(row["amount"] or 0 for row in self.paid)

    def used(self, tranche: Row) -> int | None:
        """What was used of a tranche: of a finished grant all, unless the row says otherwise."""
        if tranche["used"] is None and self.row["finished_on"] and tranche["paid_on"]:
            return tranche["amount"]
        return tranche["used"]

    def reported_on(self, tranche: Row) -> date | None:
        """The day of a use report: of a finished grant its end, unless the row says otherwise."""
        return tranche["reported_on"] or self.row["finished_on"]

    @property
    def used_sum(self) -> int:
        """What use reports come to."""
        return sum(self.used(row) or 0 for row in self.tranches)

    @property
    def left(self) -> int:
        """What the team neither reported as used nor gave back."""
        return self.paid_sum - self.used_sum - (self.row["returned"] or 0)


def grantings(content: Content) -> Iterator[Granting]:
    """All grants of the workbook."""
    phases = content.index("grant_phases")
    tranches: dict[object, list[Row]] = defaultdict(list)
    for row in content["grant_tranches"]:
        tranches[row["grant"]].append(row)
    for row in content["grants"]:
        own = sorted(tranches[row["code"]], key=lambda row: row["number"] or 0)
        yield Granting(row, phases.get(row["year"]), tuple(own))


@dataclass(frozen=True, slots=True)
class Money:
    """Money of a year that came into trust, or left it (below 0). Whole rupiah."""

    year: int
    on: date
    amount: int


def money_of(content: Content) -> list[Money]:
    """All that the rows say of the money of the years, the earliest first; in comes before out."""
    found = [
        Money(row["year"], row["received_on"], row["amount"])
        for row in content["grant_receipts"]
        if None not in (row["year"], row["received_on"], row["amount"])
    ]
    found += [
        Money(row["year"], row["paid_on"], -row["paid"])
        for row in content["grant_operational"]
        if row["paid"] and None not in (row["year"], row["paid_on"])
    ]
    for grant in grantings(content):
        year, returned = grant.row["year"], grant.row["returned"]
        if year is None:
            continue
        found += [Money(year, row["paid_on"], -(row["amount"] or 0)) for row in grant.paid]
        if returned and grant.row["returned_on"]:
            found.append(Money(year, grant.row["returned_on"], returned))
    return sorted(found, key=lambda money: (money.on, -money.amount))
