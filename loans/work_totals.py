"""Totals of the work list. Whole rupiah."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from loans.collection import WorkRow


@dataclass(slots=True)
class Total:
    """Late loans of one kind; ``key`` is the filter's value that shows them."""

    key: object
    label: object
    loans: int = 0
    principal: int = 0
    interest: int = 0

    @property
    def amount(self) -> int:
        return self.principal + self.interest


@dataclass(frozen=True, slots=True)
class Totals:
    """Lines in the order of their labels' keys, and their sum."""

    lines: tuple[Total, ...]
    sum: Total


def totals_by(rows: Iterable[WorkRow], kind: Callable[[WorkRow], tuple]) -> Totals:
    """Loans, principal and jasa in arrears by ``kind``: the filter's value, and its label."""
    lines: dict[object, Total] = {}
    whole = Total("", "Jumlah")
    for row in rows:
        key, label = kind(row)
        line = lines.setdefault((key, label), Total(key, label))
        for total in (line, whole):
            total.loans += 1
            total.principal += row.position.standing.arrears_principal
            total.interest += row.position.standing.arrears_interest
    return Totals(tuple(sorted(lines.values(), key=lambda t: str(t.label))), whole)
