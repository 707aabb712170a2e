"""Members' schedules, computed from the group's rows and the members' shares; never stored.

With C_k the group's cumulative amount after row k, S_m the cumulative shares and P the principal,
X[k][m] = C_k * S_m // P, and a cell is the second difference of X. So each row adds up to the
group's row and each column to what the member pays in all, to the rupiah; the office's step does
not apply. A cell is less than Rp 2 away from its exact value: exact cells below Rp 2 could become
negative and are refused. Source: design.md 5, domain.md 12 (Members).

An office may round per member instead; ``loans.members`` knows which rule a loan follows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Protocol

SMALLEST_CELL = 2
"""Whole rupiah; what the rule needs so that no cell can be negative."""


class HasParts(Protocol):
    """A row of a schedule: ``loans.schedule.InstalmentRow`` or a stored instalment."""

    principal: int
    interest: int


class CellTooSmall(ValueError):
    """A member's exact part of an instalment is below Rp 2.

    ``row`` and ``member`` are indexes from 0; ``part`` is principal or interest.
    """

    def __init__(self, row: int, member: int, part: str) -> None:
        super().__init__(f"{part} of row {row}, member {member}")
        self.row = row
        self.member = member
        self.part = part


@dataclass(frozen=True, slots=True)
class MemberCell:
    """A member's part of an instalment. Unit: whole rupiah."""

    principal: int
    interest: int


def member_schedule(rows: Sequence[HasParts], shares: Sequence[int]) -> list[list[MemberCell]]:
    """The cells by row, then by member in the order of ``shares``.

    Unit: whole rupiah. Rounding: see the module. Guarantee: the cells of a row add up to the row;
    a member's principal cells to the share; none is negative; jasa is split by the shares too.
    Raises ``CellTooSmall``; ``ValueError`` if a share is not positive or they don't add up to the
    principal of the rows.
    """
    if not shares or min(shares) < 1:
        raise ValueError("shares must be positive")
    if sum(shares) != sum(row.principal for row in rows):
        raise ValueError("shares do not add up to the principal")
    principal = split_rows([row.principal for row in rows], shares, "principal")
    interest = split_rows([row.interest for row in rows], shares, "interest")
    return [
        [MemberCell(p, i) for p, i in zip(*parts, strict=True)]
        for parts in zip(principal, interest, strict=True)
    ]


def split_rows(amounts: Sequence[int], shares: Sequence[int], part: str) -> list[list[int]]:
    """Each row's amount split by the shares: second differences of the cumulative product.

    Unit: whole rupiah. Guarantee: the parts of a row add up to it. ``part`` names what is split
    for ``CellTooSmall``.
    """
    whole = sum(shares)
    smallest = min(range(len(shares)), key=lambda m: shares[m])
    for row, amount in enumerate(amounts):
        if 0 < amount * shares[smallest] < SMALLEST_CELL * whole:
            raise CellTooSmall(row, smallest, part)
    edges = [0, *accumulate(shares)]
    cells, before = [], [0] * len(edges)
    for cumulative in accumulate(amounts):
        after = [cumulative * edge // whole for edge in edges]
        steps = [new - old for new, old in zip(after, before, strict=True)]
        cells.append([right - left for left, right in pairwise(steps)])
        before = after
    return cells


SHARE_STEP = 1_000
"""Even shares are whole thousands; the last one takes the remainder [chosen]."""


def even_shares(principal: int, parts: int) -> list[int]:
    """``principal`` in ``parts`` equal shares of whole thousands; the last takes the remainder.

    Unit: whole rupiah. Guarantee: the sum is ``principal``. Below a thousand a share is in rupiah.
    """
    step = SHARE_STEP if principal >= SHARE_STEP * parts else 1
    share = principal // parts // step * step
    return [share] * (parts - 1) + [principal - share * (parts - 1)]
