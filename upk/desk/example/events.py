"""What the plan consists of: things that happen on a day, in the order in which they happen."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from loans.allocation import Due, Parts, dues
from loans.arrears import Payment as Paid
from loans.arrears import ReliefOf, RowDue, relieve
from loans.remaining import RowLeft, members_left, rows_left
from loans.schedule import Terms, build_schedule, carry_interest
from loans.shares import MemberCell, member_schedule
from upk.desk.example.book_events import (
    Booking,
    BudgetDecision,
    CashCounted,
    MonthEnd,
    PaperScanned,
    Purchase,
    Sale,
    StatementCame,
    SurplusMeeting,
)
from upk.desk.example.groups import GroupPlan
from upk.desk.example.overseeing import Overseeing
from upk.desk.example.poor.happenings import AidMoney, GoatsBought, OfPoor
from upk.desk.example.trainings import TrainingEvent
from upk.desk.example.villages.happenings import Capital, Happening
from upk.desk.example.visiting import Visiting


@dataclass(eq=False, slots=True)
class LoanPlan:
    """A loan and what happened to it while the story is told. Whole rupiah.

    ``asked`` and ``shares`` are what the group's members ask for and get, in their order; who
    isn't in the loan has 0. ``resolved_on`` is the day of the decision ``decision``.
    """

    group: GroupPlan
    terms: dict
    asked: tuple[int, ...]
    shares: tuple[int, ...]
    proposed_on: date
    verified_on: date
    approved_on: date
    decision: str
    resolved_on: date
    disbursed_on: date | None = None
    rows: list[RowDue] = field(default_factory=list)
    payments: list[Paid] = field(default_factory=list)
    reliefs: list[ReliefOf] = field(default_factory=list)
    rescheduled_from: "LoanPlan | None" = None
    carried_interest: int = 0

    @property
    def principal(self) -> int:
        return sum(self.shares)

    @property
    def category(self) -> str:
        return self.group.category

    @property
    def members(self) -> list[int]:
        """Places in the group of those who have a part of the loan."""
        return [place for place, share in enumerate(self.shares) if share]

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
        schedule = carry_interest(schedule, self.carried_interest)
        self.rows = [(row.due_on, row.principal, row.interest) for row in schedule]

    @property
    def paid(self) -> Parts:
        """What came in so far."""
        return Parts(sum(row[1] for row in self.payments), sum(row[2] for row in self.payments))

    def asked_rows(self, on: date) -> list[RowDue]:
        """What the rows ask for on a day."""
        return relieve(self.rows, self.reliefs, on) if self.reliefs else self.rows

    def due(self, on: date) -> Due:
        """What is unpaid of it on a day."""
        paid = self.paid
        return dues(self.asked_rows(on), paid.principal, paid.interest, on)

    def pay(self, on: date, parts: Parts, sign: int = 1) -> None:
        """Count a payment, or take it back."""
        self.payments.append((on, sign * parts.principal, sign * parts.interest))

    def left(self, on: date) -> list[RowLeft]:
        """What is unpaid, row by row."""
        paid = self.paid
        return rows_left(self.asked_rows(on), paid.principal, paid.interest)

    def left_of_members(self, on: date) -> list[list[RowLeft]]:
        """What is unpaid, row by row, of each of ``members``."""
        left = self.left(on)
        shares = [share for share in self.shares if share]
        cells = member_schedule([MemberCell(p, i) for _, p, i in self.rows], shares)
        parts = members_left(cells, left, shares)
        return [
            [
                RowLeft(row.due_on, c.principal, c.interest)
                for row, c in zip(left, cells, strict=True)
            ]
            for cells in zip(*parts, strict=True)
        ]

    def relieve(self, on: date, rows: Iterable[RowLeft]) -> None:
        """Ask for less from a day on."""
        self.reliefs += [
            (on, row.due_on, row.principal, row.interest)
            for row in rows
            if row.principal or row.interest
        ]

    @property
    def outstanding(self) -> int:
        relieved = sum(relief[2] for relief in self.reliefs)
        return self.principal - self.paid.principal - relieved

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
class Settlement:
    """A loan is settled before its time; jasa that isn't due yet is forgiven (``waived``)."""

    on: date
    loan: LoanPlan
    parts: Parts
    waived: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """A group is graded: a mark for each line of the office's list."""

    on: date
    group: GroupPlan
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A group asks for a loan."""

    on: date
    loan: LoanPlan


@dataclass(frozen=True, slots=True)
class Verification:
    """The verification team has been there; ``with_forms``: its forms are kept, too."""

    on: date
    loan: LoanPlan
    with_forms: bool


@dataclass(frozen=True, slots=True)
class Approval:
    """The loan is approved and waits for its money."""

    on: date
    loan: LoanPlan


@dataclass(frozen=True, slots=True)
class StepBack:
    """The last step of a loan is taken back."""

    on: date
    loan: LoanPlan
    reason: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a group asks for is refused."""

    on: date
    loan: LoanPlan
    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The manager chooses who is paid out next."""

    on: date
    loan: LoanPlan
    reason: str


@dataclass(frozen=True, slots=True)
class Disbursement:
    """Loans paid out together, each from the account of its product."""

    on: date
    loans: tuple[LoanPlan, ...]


@dataclass(frozen=True, slots=True)
class Cancellation:
    """A disbursement is taken back."""

    on: date
    loan: LoanPlan
    reason: str


@dataclass(frozen=True, slots=True)
class Rescheduling:
    """``new`` takes over from ``loan`` without any cash."""

    on: date
    loan: LoanPlan
    new: LoanPlan
    reason: str


@dataclass(frozen=True, slots=True)
class WriteOff:
    """What is left of a loan, or of one member's part of it, is written off.

    ``member`` is the place in the group; ``died``: the part counts as settled on a death letter.
    """

    on: date
    loan: LoanPlan
    principal: int
    decision: str
    reason: str
    member: int | None = None
    died: bool = False


@dataclass(frozen=True, slots=True)
class Recovery:
    """Money comes in for a loan that was written off."""

    on: date
    loan: LoanPlan
    amount: int


@dataclass(frozen=True, slots=True)
class Rebates:
    """The rebate for paying on time is paid for settled loans: whole rupiah for each."""

    on: date
    amounts: tuple[tuple[LoanPlan, int], ...]


@dataclass(frozen=True, slots=True)
class Split:
    """The group says who paid how much of its receipt of ``paid_on``."""

    on: date
    loan: LoanPlan
    paid_on: date


@dataclass(frozen=True, slots=True)
class Letters:
    """All letters are issued for which loans in arrears are due."""

    on: date


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody talks with a group about its arrears, which perhaps promises to pay."""

    on: date
    loan: LoanPlan
    kind: str
    note: str
    promised_on: date | None = None
    promised_amount: int | None = None


Collection = Split | Letters | Contact
Ending = Cancellation | Rescheduling | WriteOff
Request = Proposal | Verification | Approval | StepBack | Refusal | Choice
Event = (
    DaySheet | Correction | Settlement | Recovery | Ending | Rebates | Booking | Collection
    | Assessment | Request | Disbursement | SurplusMeeting | Purchase | Sale | MonthEnd
    | BudgetDecision | CashCounted | StatementCame | PaperScanned | Happening | OfPoor
    | Overseeing | Visiting | TrainingEvent
)  # fmt: skip
Paid = Booking | Purchase | Sale | Capital | AidMoney | GoatsBought
"""Events whose ``moves`` say what they do to the money."""
