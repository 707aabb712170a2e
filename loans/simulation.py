"""What a loan would cost, by each of the three methods, before anybody applies for it.

The schedules are those of ``loans.schedule`` and ``loans.members``; nothing is computed twice.

**Effective yearly cost** [chosen]: the yearly rate at which all instalments, each brought back to
the day of the disbursement by its number of days (a year is 365), are worth exactly the principal.
A flat loan of 1,5% a month costs far more than 18% a year of what the group still holds; only this
figure compares the methods.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext

from loans.members import group_rows, member_cells
from loans.schedule import InstalmentRow, InvalidTerms, Method, Terms
from loans.shares import CellTooSmall, MemberCell

HIGHEST_COST = Decimal(10)
"""A yearly cost of more than 1.000% isn't worked out."""

_PRECISION = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A loan by one method. Whole rupiah; without ``rows``, ``problem`` says why.

    ``yearly_cost`` is a percentage with two decimals; ``None`` above 1.000%. ``cells`` are by row
    and member; empty if no members were given, or if the shares are too small to be split.
    """

    method: Method
    rows: tuple[InstalmentRow, ...] = ()
    cells: tuple[tuple[MemberCell, ...], ...] = ()
    yearly_cost: Decimal | None = None
    problem: InvalidTerms | None = None

    @property
    def principal(self) -> int:
        return sum(row.principal for row in self.rows)

    @property
    def interest(self) -> int:
        return sum(row.interest for row in self.rows)

    @property
    def total(self) -> int:
        """All that the group pays."""
        return self.principal + self.interest

    @property
    def first(self) -> int:
        """The first instalment."""
        return self.rows[0].principal + self.rows[0].interest

    @property
    def highest(self) -> int:
        """The largest instalment."""
        return max(row.principal + row.interest for row in self.rows)

    def of_member(self, number: int) -> "MemberPart":
        """What one of the members pays (the first is 0)."""
        column = [line[number] for line in self.cells]
        return MemberPart(
            principal=sum(cell.principal for cell in column),
            interest=sum(cell.interest for cell in column),
            first=column[0].principal + column[0].interest,
        )


@dataclass(frozen=True, slots=True)
class MemberPart:
    """A member's share, all jasa on it, and the first instalment. Whole rupiah."""

    principal: int
    interest: int
    first: int

    @property
    def total(self) -> int:
        return self.principal + self.interest


def simulate(terms: dict, shares: Sequence[int] = ()) -> list[Outcome]:
    """The outcome of each method; ``terms`` are the arguments of ``Terms`` but for the method.

    Unit: whole rupiah. ``shares`` add up to the principal, or there are none.
    """
    return [_outcome(method, terms, shares) for method in Method]


def _outcome(method: Method, terms: dict, shares: Sequence[int]) -> Outcome:
    try:
        asked = Terms(method=method, **terms)
    except InvalidTerms as error:
        return Outcome(method, problem=error)
    rows = group_rows(asked, shares, per_member=False)
    try:
        cells = member_cells(asked, shares, rows, per_member=False) if shares else []
    except CellTooSmall:
        cells = []
    cost = yearly_cost(asked.principal, asked.disbursed_on, rows)
    return Outcome(method, tuple(rows), tuple(tuple(line) for line in cells), cost)


def yearly_cost(
    principal: int, disbursed_on: date, rows: Sequence[InstalmentRow]
) -> Decimal | None:
    """The effective yearly cost in percent, two decimals, halves up; see the module.

    ``None`` above 1.000%. Guarantee: 0.00 for a loan without jasa.
    """
    flows = [
        ((row.due_on - disbursed_on).days, row.principal + row.interest)
        for row in rows
        if row.principal + row.interest
    ]
    if sum(amount for _, amount in flows) <= principal:
        return Decimal("0.00")
    with localcontext(prec=28):
        if _worth(flows, HIGHEST_COST) > principal:
            return None
        low, high = Decimal(0), HIGHEST_COST
        while high - low > _PRECISION:
            middle = (low + high) / 2
            if _worth(flows, middle) > principal:
                low = middle
            else:
                high = middle
        percent = (low + high) / 2 * 100
    return percent.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _worth(flows: Sequence[tuple[int, int]], rate: Decimal) -> Decimal:
    """What the instalments are worth on the day of the disbursement at a yearly rate."""
    a_day = (1 + rate) ** (Decimal(-1) / 365)
    return sum((amount * a_day**days for days, amount in flows), Decimal(0))
