"""What is left of a loan, row by row and member by member. No Django, no dates of today.

Payments cover the oldest rows first, principal and jasa apart. A member's part of a row that is
wholly unpaid is the member's cell (``loans.members``); of a row that is paid in part it is the
largest-remainder split of what is left by the cells. Members who are gone (written off, died) have
no part in what is left [chosen]. So the parts of a row always add up to the row.

Source: domain.md 3 (Death, Write-off, Reschedule), design.md 5 (cell rule).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from loans.shares import MemberCell
from upk.money import split_by_weights

RowDue = tuple[date, int, int]
"""A row of the schedule: due date, principal, interest; in the order of the due dates."""


@dataclass(frozen=True, slots=True)
class RowLeft:
    """What is unpaid of the row that is due on a day. Unit: whole rupiah."""

    due_on: date
    principal: int
    interest: int


def rows_left(asked: Sequence[RowDue], paid_principal: int, paid_interest: int) -> list[RowLeft]:
    """What is unpaid of each row, given what the rows ask for and what was paid in all.

    Unit: whole rupiah. Guarantee: no part is negative; each sum is what is asked less what is
    paid, as long as no more was paid than asked.
    """
    left = []
    for due_on, principal, interest in asked:
        covered_principal = min(principal, max(0, paid_principal))
        covered_interest = min(interest, max(0, paid_interest))
        paid_principal -= covered_principal
        paid_interest -= covered_interest
        left.append(RowLeft(due_on, principal - covered_principal, interest - covered_interest))
    return left


def members_left(
    cells: Sequence[Sequence[MemberCell]],
    left: Sequence[RowLeft],
    shares: Sequence[int],
    gone: Collection[int] = (),
) -> list[list[MemberCell]]:
    """The members' parts of what is left, by row, then by member in the order of ``shares``.

    Unit: whole rupiah. ``cells`` are the members' parts of the schedule as it was written, ``gone``
    are indexes of members who have no part any more. Rounding: see the module.
    Guarantee: the parts of a row add up to what is left of it; none is negative.
    """
    present = [0 if m in gone else share for m, share in enumerate(shares)]
    fallback = present if any(present) else list(shares)
    result = []
    for row, line in zip(left, cells, strict=True):
        weights = [
            [0 if m in gone else cell.principal for m, cell in enumerate(line)],
            [0 if m in gone else cell.interest for m, cell in enumerate(line)],
        ]
        principal = split_by_weights(row.principal, weights[0] if any(weights[0]) else fallback)
        interest = split_by_weights(row.interest, weights[1] if any(weights[1]) else fallback)
        result.append([MemberCell(p, i) for p, i in zip(principal, interest, strict=True)])
    return result


def cells_by_remainder(rows: Sequence[RowDue], shares: Sequence[int]) -> list[list[MemberCell]]:
    """Cells of rows that the cell rule refuses (``CellTooSmall``): each part by itself."""
    parts = [(split_by_weights(p, shares), split_by_weights(i, shares)) for _, p, i in rows]
    return [
        [MemberCell(p, i) for p, i in zip(principal, interest, strict=True)]
        for principal, interest in parts
    ]


def principal_by_member(parts: Sequence[Sequence[MemberCell]]) -> list[int]:
    """Each member's principal left: the columns' sums. Unit: whole rupiah."""
    return [sum(cell.principal for cell in column) for column in zip(*parts, strict=True)]
