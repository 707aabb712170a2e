"""What the plan consists of: things that happen on a day, in the order in which they happen."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from loans.allocation import Due, Parts, dues
from loans.schedule import Terms, build_schedule
from upk.desk.example.groups import GroupPlan

NOTHING = Parts(0, 0)


@dataclass(eq=False, slots=True)
class LoanPlan:
    """A loan and what was paid on it while the story is told. Whole rupiah.

    ``shares`` are those of the group's members, in their order.
    """

    group: GroupPlan
    terms: dict
    shares: tuple[int, ...]
    approved_on: date
    decision: str
    disbursed_on: date | None = None
    rows: list[tuple[date, int, int]] = field(default_factory=list)
    paid: Parts = NOTHING

    @property
    def principal(self) -> int:
        return sum(self.shares)

    @property
    def category(self) -> str:
        return self.group.category

    def disburse(self, on: date) -> None:
        """Write the schedule, with the engine that the office uses."""
        self.disbursed_on = on
        terms = {"step" if key == "rounding_step" else key: v for key, v in self.terms.items()}
        schedule = build_schedule(
            Terms(
                principal=self.principal,
                disbursed_on=on,
                payment_day=self.group.village.payment_day,
                **terms,
            )
        )
        self.rows = [(row.due_on, row.principal, row.interest) for row in schedule]

    def due(self, on: date) -> Due:
        """What is unpaid on a day."""
        return dues(self.rows, self.paid.principal, self.paid.interest, on)

    def pay(self, parts: Parts, sign: int = 1) -> None:
        """Count a payment, or take it back."""
        self.paid = Parts(
            self.paid.principal + sign * parts.principal, self.paid.interest + sign * parts.interest
        )

    @property
    def outstanding(self) -> int:
        return self.principal - self.paid.principal

    @property
    def is_settled(self) -> bool:
        return bool(self.rows) and self.due(self.rows[-1][0]).owed == 0


@dataclass(frozen=True, slots=True)
class Payment:
    """A row of a day sheet; ``parts`` is how the office's rule divides ``amount``."""

    loan: LoanPlan
    parts: Parts
    ahead: bool = False
    penalty: int = 0

    @property
    def amount(self) -> int:
        return self.parts.total


@dataclass(frozen=True, slots=True)
class DaySheet:
    """Payments received together: in a village on its day, or at the office."""

    on: date
    payments: tuple[Payment, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """The receipt of ``loan`` dated ``paid_on`` is taken back."""

    on: date
    loan: LoanPlan
    paid_on: date
    parts: Parts
    reason: str


@dataclass(frozen=True, slots=True)
class Disbursement:
    """Loans paid out together, each from the account of its product."""

    on: date
    loans: tuple[LoanPlan, ...]


@dataclass(frozen=True, slots=True)
class Approval:
    """A loan that was approved and waits for its money."""

    on: date
    loan: LoanPlan


@dataclass(frozen=True, slots=True)
class Booking:
    """A journal entry: moves of (debit code, credit code, whole rupiah)."""

    on: date
    memo: str
    moves: tuple[tuple[str, str, int], ...]


Event = DaySheet | Correction | Disbursement | Approval | Booking
ORDER = {DaySheet: 0, Correction: 0, Booking: 1, Approval: 2, Disbursement: 3}
"""What comes first on one and the same day; events of one rank keep their order."""


def in_order(events: Iterable[Event]) -> list[Event]:
    """The events as they happened."""
    return sorted(events, key=lambda event: (event.on, ORDER[type(event)]))
