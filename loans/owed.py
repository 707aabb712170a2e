"""What loans owe on a day, for taking money; for reports see ``loans.portfolio``.

The difference: a report as of a day leaves later payments out. Whoever takes money on that day
must count them, since what is paid can't be paid again by a receipt with an earlier date.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models

from loans.allocation import Due, Parts, dues
from loans.arrears import ReliefOf, relieve
from loans.models import Instalment, Loan, Repayment
from loans.reliefs import reliefs_of
from upk.prepared import Prepared

_schedules = Prepared(
    lambda *loans: (
        Instalment.objects.filter(loan__pk__in=loans)
        .order_by("loan_id", "n")
        .values_list("loan_id", "due_on", "principal", "interest")
    ),
    models.BigIntegerField(),
)
_movements = Prepared(
    lambda *loans: (
        Repayment.objects.filter(loan__pk__in=loans)
        .order_by()
        .values_list("loan_id", "is_payment", "paid_on", "principal", "interest")
    ),
    models.BigIntegerField(),
)

Movement = tuple[date, int, int]
"""A repayment's date, principal and interest; a reversal's are negative."""


@dataclass(frozen=True, slots=True)
class LoanDues:
    """A loan with what it owes on a day, ready for allocation. Whole rupiah.

    ``movements`` are all its repayments and reversals, whatever their date and kind; ``due``
    counts the payments among them and what the rows ask for after all reliefs, on the day from
    ``on`` on that leaves least.
    """

    loan: Loan
    on: date
    due: Due
    scheduled: Parts
    movements: Sequence[Movement]

    @property
    def left(self) -> Parts:
        """What is unpaid of the schedule when everything recorded so far counts."""
        return Parts(
            self.scheduled.principal - sum(m[1] for m in self.movements),
            self.scheduled.interest - sum(m[2] for m in self.movements),
        )

    @property
    def held_until(self) -> date | None:
        """Date of the last reversal after ``on``: until then its money still counts as paid."""
        return max(
            (m[0] for m in self.movements if m[0] > self.on and min(m[1:]) < 0), default=None
        )


def dues_of(loans: Iterable[Loan], on: date) -> dict[int, LoanDues]:
    """What each loan owes on a day, by loan id, in two queries (three with reliefs).

    Payments dated after ``on`` count as well: what is paid can't be paid again by a receipt
    with an earlier date. So do reliefs.
    """
    loans = list(loans)
    if not loans:
        return {}
    ids = [loan.pk for loan in loans]
    rows: dict[int, list] = defaultdict(list)
    for loan_id, *row in _schedules(*ids):
        rows[loan_id].append(tuple(row))
    relieved: dict[int, list[Movement]] = defaultdict(list)
    movements: dict[int, list[Movement]] = defaultdict(list)
    for loan_id, is_payment, *movement in _movements(*ids):
        movements[loan_id].append(tuple(movement))
        if not is_payment:
            relieved[loan_id].append(tuple(movement))
    reliefs = reliefs_of(ids) if relieved else {}
    return {
        loan.pk: _loan_dues(
            loan,
            rows[loan.pk],
            movements[loan.pk],
            relieved[loan.pk],
            reliefs.get(loan.pk, ()),
            on,
        )
        for loan in loans
    }


def _loan_dues(
    loan: Loan,
    rows: list,
    movements: list[Movement],
    relieved: list[Movement],
    reliefs: Sequence[ReliefOf],
    on: date,
) -> LoanDues:
    """``relieved`` are those of ``movements`` that are reliefs and their reversals.

    The rows ask for what is left after all reliefs. A relief that was taken back later still
    counts in the peak, as a payment would.
    """
    principal, interest = _peak(movements, on)
    principal -= sum(row[1] for row in relieved)
    interest -= sum(row[2] for row in relieved)
    return LoanDues(
        loan=loan,
        on=on,
        due=dues(relieve(rows, reliefs, date.max), principal, interest, on),
        scheduled=Parts(sum(row[1] for row in rows), sum(row[2] for row in rows)),
        movements=movements,
    )


def _peak(movements: list[Movement], on: date) -> tuple[int, int]:
    """The most that was paid or relieved at the end of any day from ``on`` on: principal, interest.

    More than that is never free for a receipt dated ``on``, even where a later reversal took
    it back; else the balance would be negative in between.
    """
    days: dict[date, tuple[int, int]] = {}
    for paid_on, principal, interest in movements:
        day = max(paid_on, on)
        before = days.get(day, (0, 0))
        days[day] = (before[0] + principal, before[1] + interest)
    total = [days.pop(on, (0, 0))]
    for day in sorted(days):
        total.append((total[-1][0] + days[day][0], total[-1][1] + days[day][1]))
    return max(t[0] for t in total), max(t[1] for t in total)
