"""Writing what a loan is relieved of, and taking it back: rows by instalment, no money.

Used by settlement, rescheduling, write-off and death; each of them holds the office and the loan
and posts first. A relief counts from its day on, so it is never dated before a movement of its
loan: else a day in between would be owed less than was paid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loans.arrears import RowDue, relieve
from loans.members import cells_of
from loans.models import Instalment, Loan, Relief, Repayment
from loans.reliefs import reliefs_of
from loans.remaining import (
    RowLeft,
    cells_by_remainder,
    members_left,
    principal_by_member,
    rows_left,
)
from loans.shares import CellTooSmall, MemberCell
from upk.ledger.models import Entry, Submission
from upk.offices.models import Decision, Person, User

RELIEFS = (
    Repayment.Kind.RESCHEDULED,
    Repayment.Kind.WRITTEN_OFF,
    Repayment.Kind.DEATH,
    Repayment.Kind.WAIVED,
)
WRITE_OFFS = (Repayment.Kind.WRITTEN_OFF, Repayment.Kind.DEATH)
"""Reliefs that take principal off the books."""


@dataclass(frozen=True, slots=True)
class LoanLeft:
    """What is unpaid of a loan when everything that was recorded counts. Whole rupiah.

    ``members`` and ``parts`` are its people in the order of their shares, and what each of them
    owes of every row.
    """

    loan: Loan
    instalments: tuple[Instalment, ...]
    rows: tuple[RowLeft, ...]
    people: tuple[Person, ...]
    parts: tuple[tuple[MemberCell, ...], ...]
    last_moved_on: date | None
    """Day of the last payment, relief or reversal."""

    @property
    def principal(self) -> int:
        return sum(row.principal for row in self.rows)

    @property
    def interest(self) -> int:
        return sum(row.interest for row in self.rows)

    def interest_until(self, on: date) -> int:
        """Unpaid jasa that is due up to and including a day."""
        return sum(row.interest for row in self.rows if row.due_on <= on)

    def member_rows(self, person: Person) -> list[RowLeft]:
        """What a member owes of each row."""
        m = self.people.index(person)
        return [
            RowLeft(row.due_on, line[m].principal, line[m].interest)
            for row, line in zip(self.rows, self.parts, strict=True)
        ]

    def member_principal(self) -> list[tuple[Person, int]]:
        """Each member with the principal that is left; those with nothing are left out."""
        amounts = principal_by_member(self.parts)
        return [(p, a) for p, a in zip(self.people, amounts, strict=True) if a]


def left_of(loan: Loan) -> LoanLeft:
    """What is unpaid of a disbursed loan, by row and member; four queries."""
    instalments = tuple(loan.instalments.order_by("n"))
    rows: list[RowDue] = [(row.due_on, row.principal, row.interest) for row in instalments]
    movements = list(
        loan.repayments.order_by("id").values_list(
            "is_payment", "paid_on", "principal", "interest", "kind", "person_id"
        )
    )
    paid = [row for row in movements if row[0]]
    reliefs = reliefs_of(Loan.objects.filter(pk=loan.pk)).get(loan.pk, ())
    asked = relieve(rows, reliefs, date.max) if reliefs else rows
    left = rows_left(asked, sum(row[2] for row in paid), sum(row[3] for row in paid))
    shares = list(loan.shares.select_related("person").order_by("pk"))
    gone_people = members_gone(loan)
    gone = {m for m, share in enumerate(shares) if share.person_id in gone_people}
    amounts = [share.principal for share in shares]
    try:
        cells = cells_of(loan, instalments, amounts)
    except CellTooSmall:
        cells = cells_by_remainder(rows, amounts)
    parts = members_left(cells, left, amounts, gone)
    return LoanLeft(
        loan=loan,
        instalments=instalments,
        rows=tuple(left),
        people=tuple(share.person for share in shares),
        parts=tuple(tuple(line) for line in parts),
        last_moved_on=max((row[1] for row in movements), default=None),
    )


def members_gone(loan: Loan) -> set[int]:
    """Ids of people whose part of the loan was written off or ended by death."""
    standing = loan.repayments.filter(person__isnull=False, reversed_by__isnull=True)
    return set(standing.filter(kind__in=WRITE_OFFS).values_list("person_id", flat=True))


def write_relief(
    left: LoanLeft,
    kind: str,
    rows: Sequence[RowLeft],
    *,
    on: date,
    by: User,
    entry: Entry | None,
    submission: Submission | None,
    decision: Decision | None = None,
    person: Person | None = None,
    reason: str = "",
) -> Repayment:
    """Write that the loan is relieved of ``rows``, in the order of its instalments.

    ``entry`` takes their principal off the receivable; none where it is only jasa.
    """
    loan = left.loan
    repayment = Repayment.objects.create(
        office=loan.office, loan=loan, kind=kind, is_payment=False, paid_on=on,
        principal=sum(row.principal for row in rows), interest=sum(row.interest for row in rows),
        entry=entry, submission=submission, decision=decision, person=person,
        reason=reason.strip()[:200], recorded_by=by,
    )  # fmt: skip
    Relief.objects.bulk_create(
        Relief(
            repayment=repayment,
            instalment=instalment,
            principal=row.principal,
            interest=row.interest,
        )
        for instalment, row in zip(left.instalments, rows, strict=True)
        if row.principal or row.interest
    )
    return repayment


def reverse_relief(
    relief: Repayment,
    *,
    on: date,
    by: User,
    reason: str,
    entry: Entry | None,
    submission: Submission | None,
) -> Repayment:
    """Write the mirror image of a relief: from that day on its rows ask for all again."""
    undone = Repayment.objects.create(
        office_id=relief.office_id, loan_id=relief.loan_id, kind=Repayment.Kind.REVERSAL,
        is_payment=False, paid_on=on, principal=-relief.principal, interest=-relief.interest,
        entry=entry, submission=submission, reverses=relief, reason=reason.strip()[:200],
        recorded_by=by,
    )  # fmt: skip
    Relief.objects.bulk_create(
        Relief(
            repayment=undone,
            instalment_id=row.instalment_id,
            principal=-row.principal,
            interest=-row.interest,
        )
        for row in relief.reliefs.order_by("id")
    )
    return undone
