"""What each member owes and has paid of a group's loan. No Django, no dates: rows by their order.

The members' cells (``loans.shares``) say what each owes of every row. What is paid of them:

1. What a receipt says of a member counts for that member, oldest row first.
2. Money of receipts that say nothing fills the oldest row that isn't fully paid, in proportion to
   what its members still owe of it, by the largest remainder. So a group that pays as scheduled
   has no member behind, and what one member has paid ahead is never asked again.

What is forgiven (``Forgiven``) lessens the cells: those of the member it is about, else of those
who haven't paid that row yet. Principal and jasa are apart everywhere. Unit: whole rupiah.
Source: domain.md 3 and 12 (Members), issue 3.5 [chosen].
"""

from collections.abc import Sequence
from dataclasses import dataclass

from loans.allocation import Parts
from loans.due_and_paid import DueAndPaid
from loans.shares import MemberCell
from upk.money import split_by_weights

Matrix = list[list[int]]
"""Amounts by row, then by member."""


@dataclass(frozen=True, slots=True)
class Forgiven:
    """How much of a row (index) is forgiven; ``member`` is an index, ``None`` for the group."""

    row: int
    member: int | None
    principal: int
    interest: int


@dataclass(frozen=True, slots=True)
class Cell(DueAndPaid):
    """A member's part of a row, less what is forgiven, with what is paid of it."""

    principal: int
    interest: int
    paid_principal: int
    paid_interest: int


@dataclass(frozen=True, slots=True)
class Account:
    """A member's cells, in the order of the rows."""

    cells: tuple[Cell, ...]

    @property
    def asked(self) -> Parts:
        return Parts(sum(c.principal for c in self.cells), sum(c.interest for c in self.cells))

    @property
    def paid(self) -> Parts:
        return Parts(
            sum(c.paid_principal for c in self.cells), sum(c.paid_interest for c in self.cells)
        )

    @property
    def left(self) -> Parts:
        return Parts(
            self.asked.principal - self.paid.principal, self.asked.interest - self.paid.interest
        )


def accounts(
    cells: Sequence[Sequence[MemberCell]],
    named: Sequence[Parts],
    paid: Parts,
    forgiven: Sequence[Forgiven] = (),
) -> list[Account]:
    """Each member's account, in the order of the cells' columns.

    Unit: whole rupiah. ``named`` is what receipts say of each member, ``paid`` all that the group
    paid, ``named`` included. Guarantee: the paid parts add up to ``paid`` as far as it is owed;
    no cell is paid more than it asks or below zero.
    """
    principal = _filled(
        [[cell.principal for cell in row] for row in cells],
        [parts.principal for parts in named],
        paid.principal,
        [(f.row, f.member, f.principal) for f in forgiven],
    )
    interest = _filled(
        [[cell.interest for cell in row] for row in cells],
        [parts.interest for parts in named],
        paid.interest,
        [(f.row, f.member, f.interest) for f in forgiven],
    )
    (asked_p, paid_p), (asked_i, paid_i) = principal, interest
    return [
        Account(
            tuple(
                Cell(asked_p[k][m], asked_i[k][m], paid_p[k][m], paid_i[k][m])
                for k in range(len(cells))
            )
        )
        for m in range(len(named))
    ]


def propose(members: Sequence[Account], parts: Parts) -> list[Parts]:
    """How a payment would be divided over the members if nobody said otherwise: the oldest first.

    Unit: whole rupiah. Guarantee: adds up to ``parts`` as far as the members owe it.
    """
    divided = []
    for name, amount in (("principal", parts.principal), ("interest", parts.interest)):
        left = [
            [getattr(cell, name) - getattr(cell, f"paid_{name}") for cell in row]
            for row in zip(*(member.cells for member in members), strict=True)
        ]
        taken = _take_oldest_first(left, amount)
        divided.append([sum(column) for column in zip(*taken, strict=True)])
    return [Parts(p, i) for p, i in zip(*divided, strict=True)]


def _filled(
    asked: Matrix, named: Sequence[int], paid: int, forgiven: Sequence[tuple[int, int | None, int]]
) -> tuple[Matrix, Matrix]:
    """What the cells ask for after all that is forgiven, and what is paid of them."""
    common = [0] * len(asked)
    for row, member, amount in forgiven:
        if member is not None:
            taken = min(amount, asked[row][member])
            asked[row][member] -= taken
            amount -= taken
        common[row] += amount
    paid_cells = [[0] * len(named) for _ in asked]
    for member, amount in enumerate(named):
        for row, line in enumerate(asked):
            taken = min(amount, line[member])
            paid_cells[row][member] = taken
            amount -= taken
    _forgive(asked, paid_cells, common)
    taken = _take_oldest_first(_difference(asked, paid_cells), paid - sum(named))
    return asked, [
        [a + b for a, b in zip(line, more, strict=True)]
        for line, more in zip(paid_cells, taken, strict=True)
    ]


def _forgive(asked: Matrix, paid_cells: Matrix, common: Sequence[int]) -> None:
    """Take what is forgiven of whole rows off the unpaid cells of the row; the rest off the last.

    A rest is left where a member paid ahead what the group, whose oldest row comes first, still
    owes.
    """
    over = 0
    for row in reversed(range(len(asked))):
        unpaid = [a - p for a, p in zip(asked[row], paid_cells[row], strict=True)]
        amount = min(sum(unpaid), common[row] + over)
        over += common[row] - amount
        for member, part in enumerate(_proportional(amount, unpaid)):
            asked[row][member] -= part


def _take_oldest_first(left: Matrix, amount: int) -> Matrix:
    taken = []
    for row in left:
        now = min(amount, sum(row))
        taken.append(_proportional(now, row))
        amount -= now
    return taken


def _proportional(amount: int, weights: Sequence[int]) -> list[int]:
    """Parts of ``amount``, none larger than its weight where the amount isn't more than all."""
    return split_by_weights(amount, weights) if amount > 0 else [0] * len(weights)


def _difference(asked: Matrix, paid: Matrix) -> Matrix:
    return [[a - p for a, p in zip(*lines, strict=True)] for lines in zip(asked, paid, strict=True)]
