"""What each step gave each member, side by side: asked for, recommended, approved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loans.models import Loan, LoanStep, Share
from loans.stages import reached
from upk.offices.models import Decision, Person

HEADINGS = {
    Loan.Status.PROPOSED: "Diajukan",
    Loan.Status.VERIFIED: "Rekomendasi",
    Loan.Status.WAITING: "Disetujui",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A step that gave amounts, and still holds. Whole rupiah."""

    status: str
    heading: str
    on: date
    total: int
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class Row:
    """A member with the amount of each column; ``None`` where there is none."""

    person: Person
    amounts: tuple[int | None, ...]
    previous: int | None


@dataclass(frozen=True, slots=True)
class Amounts:
    """The table: columns in the order of the steps, a row for each member ever named in one."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def of(self, status: str) -> dict[int, int]:
        """Amount by person id in the column of that status."""
        for n, column in enumerate(self.columns):
            if column.status == status:
                return {r.person.pk: r.amounts[n] for r in self.rows if r.amounts[n] is not None}
        return {}


def steps_of(loan: Loan) -> list[LoanStep]:
    """The loan's steps in order, with what the pages show of them; three queries."""
    steps = loan.steps.select_related("made_by", "entry", "decision")
    return list(steps.prefetch_related("shares__person").order_by("id"))


def amounts_of(loan: Loan, steps: Sequence[LoanStep]) -> Amounts:
    """The amounts of the steps that weren't taken back.

    The last one falls back on the loan's own shares: loans that were entered before steps kept
    amounts have nothing else.
    """
    holding = reached((step.to_status, step.happened_on) for step in steps)
    given = {
        step.to_status: step
        for step in steps
        if step.amount is not None and step.to_status in HEADINGS and step.to_status in holding
    }
    people: dict[int, Person] = {}
    by_column: list[dict[int, int]] = []
    for n, step in enumerate(given.values(), start=1):
        shares = [(s.person, s.amount) for s in step.shares.all()]
        if not shares and n == len(given):
            own = loan.shares.select_related("person").order_by("pk")
            shares = [(s.person, s.principal) for s in own]
        people |= {person.pk: person for person, _ in shares}
        by_column.append({person.pk: amount for person, amount in shares})
    previous = previous_shares(loan, list(people))
    return Amounts(
        tuple(
            Column(status, HEADINGS[status], step.happened_on, step.amount, step.decision)
            for status, step in given.items()
        ),
        tuple(
            Row(person, tuple(column.get(pk) for column in by_column), previous.get(pk))
            for pk, person in people.items()
        ),
    )


def previous_shares(loan: Loan, people: Sequence[int]) -> dict[int, int]:
    """Each member's share in the last loan of the product paid out before this one. One query."""
    shares = Share.objects.filter(
        person__in=people, loan__product=loan.product_id, loan__disbursed_on__isnull=False
    ).exclude(loan__status=Loan.Status.CANCELLED)
    shares = shares.exclude(loan=loan).order_by("loan__disbursed_on", "loan_id")
    if loan.disbursed_on:
        shares = shares.filter(loan__disbursed_on__lte=loan.disbursed_on)
    return dict(shares.values_list("person_id", "principal"))
