"""A loan's card: what is due and what is paid of it, row by row, as of a date.

A value that the screens and the printed card show; the rules are ``loans.arrears`` and
``loans.collectibility``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loans.arrears import RowDue, Standing, relieve, standing
from loans.collectibility import ClassRule, classify
from loans.due_and_paid import DueAndPaid
from loans.models import Loan, Repayment
from loans.portfolio import class_sets
from loans.reliefs import reliefs_of


@dataclass(frozen=True, slots=True)
class CardRow(DueAndPaid):
    """A row of the schedule, less what was relieved, with what is paid of it. Whole rupiah."""

    n: int
    due_on: date
    principal: int
    interest: int
    paid_principal: int
    paid_interest: int
    balance_after: int
    """Principal left after this row, if all was paid as scheduled."""
    is_late: bool

    @property
    def state(self) -> str:
        """A word or two for the screen."""
        if self.due == 0:
            return "Tidak ditagih"
        if self.left == 0:
            return "Lunas"
        if self.is_late:
            return "Menunggak"
        return "Sebagian" if self.paid else "Belum"


@dataclass(frozen=True, slots=True)
class Totals(DueAndPaid):
    """Sums of a card's rows. Unit: whole rupiah."""

    principal: int
    interest: int
    paid_principal: int
    paid_interest: int


@dataclass(frozen=True, slots=True)
class Card:
    """How a disbursed loan stood at the end of ``as_of``."""

    as_of: date
    rows: tuple[CardRow, ...]
    totals: Totals
    repayments: tuple[Repayment, ...]
    standing: Standing
    rule: ClassRule

    @property
    def payments(self) -> tuple[Repayment, ...]:
        """Money that came in, with its reversals."""
        return tuple(repayment for repayment in self.repayments if repayment.is_payment)

    @property
    def next_due(self) -> CardRow | None:
        """The first row that isn't fully paid and not yet late."""
        return next((row for row in self.rows if row.left and not row.is_late), None)


def build_card(loan: Loan, as_of: date) -> Card | None:
    """The card of ``loan`` at the end of ``as_of``; ``None`` if it wasn't disbursed by then.

    Payments count against the oldest rows first, principal and jasa apart.
    """
    if loan.disbursed_on is None or loan.disbursed_on > as_of:
        return None
    instalments = list(loan.instalments.order_by("n"))
    repayments = tuple(
        loan.repayments.until(as_of)
        .select_related("entry", "reverses__entry", "paid_in_by", "reversed_by")
        .order_by("paid_on", "id")
    )
    scheduled = [(row.due_on, row.principal, row.interest) for row in instalments]
    reliefs = []
    if not all(r.is_payment for r in repayments):
        reliefs = reliefs_of([loan.pk], as_of)[loan.pk]
    if cancelled_on := _cancelled_on(loan):
        reliefs += [(cancelled_on, *row) for row in scheduled]
    stands = standing(
        loan.principal,
        loan.disbursed_on,
        scheduled,
        [(r.paid_on, r.principal, r.interest) for r in repayments if r.is_payment],
        as_of,
        reliefs,
    )
    rows = _rows(relieve(scheduled, reliefs, as_of), stands, as_of)
    return Card(
        as_of=as_of,
        rows=rows,
        totals=totals_of(rows),
        repayments=repayments,
        standing=stands,
        rule=classify(stands, class_sets(loan.office, as_of)[loan.product_id]),
    )


def _cancelled_on(loan: Loan) -> date | None:
    """The day from which on the loan asks for nothing, since its disbursement was taken back."""
    if loan.status != Loan.Status.CANCELLED:
        return None
    steps = loan.steps.filter(to_status=Loan.Status.CANCELLED)
    return steps.values_list("happened_on", flat=True).get()


def _rows(asked: Sequence[RowDue], stands: Standing, as_of: date) -> tuple:
    rows, balance = [], sum(row[1] for row in asked)
    principal_left, interest_left = stands.paid_principal, stands.paid_interest
    for n, (due_on, principal, interest) in enumerate(asked, start=1):
        balance -= principal
        paid_principal = min(principal, max(0, principal_left))
        paid_interest = min(interest, max(0, interest_left))
        principal_left -= paid_principal
        interest_left -= paid_interest
        unpaid = principal + interest - paid_principal - paid_interest
        is_late = unpaid > 0 and due_on < as_of
        rows.append(
            CardRow(n, due_on, principal, interest, paid_principal, paid_interest, balance, is_late)
        )
    return tuple(rows)


def totals_of(rows: Sequence[CardRow]) -> Totals:
    """Sums of the rows."""
    return Totals(
        sum(row.principal for row in rows),
        sum(row.interest for row in rows),
        sum(row.paid_principal for row in rows),
        sum(row.paid_interest for row in rows),
    )
