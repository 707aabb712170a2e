"""How a group's loans went: their lives as values for ``loans.record``, in few queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from groups.models import Group
from loans.collectibility import ClassRule
from loans.models import Instalment, Loan, LoanStep, Product, Repayment
from loans.portfolio import ENDED, class_sets
from loans.record import Life, Punctuality, punctuality, worst_class
from loans.reliefs import reliefs_of


@dataclass(frozen=True, slots=True)
class Earlier:
    """Another loan of the group; without a money history if it was never paid out."""

    loan: Loan
    ended_on: date | None
    worst: ClassRule | None
    punctuality: Punctuality | None


def lives_of(loans: Iterable[Loan], on: date) -> dict[int, Life]:
    """The life of each disbursed loan up to ``on``, by loan id; four queries."""
    lent = [loan for loan in loans if loan.disbursed_on and loan.disbursed_on <= on]
    ids = [loan.pk for loan in lent]
    rows, payments, known = defaultdict(list), defaultdict(list), {}
    for pk, *row in (
        Instalment.objects.filter(loan__in=ids)
        .order_by("n")
        .values_list("loan_id", "due_on", "principal", "interest")
    ):
        rows[pk].append(tuple(row))
    paid = Repayment.objects.filter(loan__in=ids).payments().until(on)
    for pk, kind, *payment in paid.values_list(
        "loan_id", "kind", "paid_on", "principal", "interest"
    ):
        payments[pk].append(tuple(payment))
        if kind == Repayment.Kind.OPENING:
            known[pk] = max(payment[0], known.get(pk, date.min))
    reliefs = reliefs_of(ids, on) if ids else {}
    ends = ended_on(ids, on)
    return {
        loan.pk: Life(
            loan.principal, loan.disbursed_on, tuple(rows[loan.pk]), tuple(payments[loan.pk]),
            tuple(reliefs.get(loan.pk, ())), ends.get(loan.pk, on),
            known.get(loan.pk, date.min),
        )
        for loan in lent
    }  # fmt: skip


def ended_on(loans: Iterable[int], on: date) -> dict[int, date]:
    """The day on which each loan had ended, of those that were ended at the end of ``on``."""
    steps = LoanStep.objects.filter(loan__in=loans, happened_on__lte=on)
    ends: dict[int, date] = {}
    for pk, status, day in steps.order_by("happened_on", "id").values_list(
        "loan_id", "to_status", "happened_on"
    ):
        if status in ENDED:
            ends[pk] = day
        else:
            ends.pop(pk, None)
    return ends


def earlier_loans(group: Group, on: date, *, besides: Loan | None = None) -> list[Earlier]:
    """The group's other loans, the newest first: how they ended, and how they were paid."""
    loans = Loan.objects.filter(group=group).exclude(pk=besides.pk if besides else None)
    loans = list(loans.select_related("product").order_by("-proposed_on", "-pk"))
    lives = lives_of([loan for loan in loans if loan.status != Loan.Status.CANCELLED], on)
    ends = ended_on([loan.pk for loan in loans], on)
    sets = class_sets(group.office, on) if lives else {}
    return [
        Earlier(
            loan,
            ends.get(loan.pk),
            worst_class(lives[loan.pk], sets[loan.product_id]) if loan.pk in lives else None,
            punctuality(lives[loan.pk]) if loan.pk in lives else None,
        )
        for loan in loans
    ]


@dataclass(frozen=True, slots=True)
class LastLoan:
    """The group's last loan of a product, and the worst class of it and of those it took over."""

    loan: Loan
    worst: ClassRule
    is_settled: bool


def last_loan(
    group: Group, product: Product, on: date, *, besides: int | None = None
) -> LastLoan | None:
    """The loan of the product that the group was paid last before or on that day.

    A rescheduled loan lives on in the one that took it over: the worst class is that of both
    [chosen]. Classes are those of the set in force on that day, over the whole life.
    """
    lent = Loan.objects.filter(group=group, product=product).disbursed_by(on)
    loans = list(lent.exclude(pk=besides).order_by("-disbursed_on", "-pk"))
    if not loans:
        return None
    by_id = {loan.pk: loan for loan in loans}
    chain = [loans[0]]
    while chain[-1].rescheduled_from_id in by_id:
        chain.append(by_id[chain[-1].rescheduled_from_id])
    class_set = class_sets(group.office, on)[product.pk]
    lives = lives_of(chain, on).values()
    worst = max((worst_class(life, class_set) for life in lives), key=class_set.classes.index)
    return LastLoan(loans[0], worst, loans[0].status == Loan.Status.SETTLED)
