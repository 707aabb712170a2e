"""Members' schedules: the one place that knows how a loan rounds. Nothing of it is stored.

Two rules (domain.md 12, Members); an office says with a date which one new loans follow, and the
loan keeps its own (``Loan.rounds_per_member``):

- The group's rows are rounded to the office's step, the members' cells follow from them and the
  shares (``loans.shares``).
- Each member has a schedule of the own share, rounded to the step; the group's rows are their sum.

Rows may hold jasa beside the terms (carried over from a rescheduled loan): where members have
their own schedules, that is split by the shares like any row.
"""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from loans.schedule import (
    InstalmentRow,
    Terms,
    build_member_schedules,
    build_schedule,
    sum_schedules,
)
from loans.shares import HasParts, MemberCell, member_schedule, split_rows


class HasRule(Protocol):
    """A loan: its terms and its rule."""

    rounds_per_member: bool

    def schedule_terms(self, disbursed_on: date | None = None) -> Terms: ...


def group_rows(terms: Terms, shares: Sequence[int], *, per_member: bool) -> list[InstalmentRow]:
    """The group's schedule by the loan's rule.

    Unit: whole rupiah. Raises ``ValueError`` if the shares don't add up to the principal.
    """
    if not per_member:
        return build_schedule(terms)
    return sum_schedules(build_member_schedules(terms, shares))


def member_cells(
    terms: Terms, shares: Sequence[int], rows: Sequence[HasParts], *, per_member: bool
) -> list[list[MemberCell]]:
    """What each member pays of each of the group's ``rows``: by row, then in the order of shares.

    Unit: whole rupiah. Guarantee: the cells of a row add up to the row, a member's principal cells
    to the share; none is negative.
    Raises ``CellTooSmall`` (only where a row is split by the shares); ``ValueError`` if rows,
    shares and terms don't belong together.
    """
    if not per_member:
        return member_schedule(rows, shares)
    own = build_member_schedules(terms, shares)
    cells = [[MemberCell(r.principal, r.interest) for r in line] for line in zip(*own, strict=True)]
    beside = []
    for row, line in zip(rows, cells, strict=True):
        if sum(cell.principal for cell in line) != row.principal:
            raise ValueError("rows are not the sum of the members' schedules")
        beside.append(row.interest - sum(cell.interest for cell in line))
    if min(beside) < 0:
        raise ValueError("rows hold less jasa than the members' schedules")
    if not any(beside):
        return cells
    return [
        [MemberCell(c.principal, c.interest + more) for c, more in zip(line, extra, strict=True)]
        for line, extra in zip(cells, split_rows(beside, shares, "interest"), strict=True)
    ]


def cells_of(
    loan: HasRule, rows: Sequence[HasParts], shares: Sequence[int]
) -> list[list[MemberCell]]:
    """``member_cells`` of a disbursed loan by the rule that it keeps; ``rows`` are its own."""
    terms = loan.schedule_terms()
    return member_cells(terms, shares, rows, per_member=loan.rounds_per_member)
