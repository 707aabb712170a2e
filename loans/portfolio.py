"""The portfolio as of a date: rows fetched in a constant number of queries, one rule applied.

The rules themselves are ``loans.arrears`` and ``loans.collectibility``; there is no second
version of them in SQL.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum, TextField, Value
from django.db.models.functions import Cast, Coalesce

from loans.arrears import ReliefOf, RowDue, Standing, standing
from loans.collectibility import ClassRule, ClassSet, classify
from loans.models import (
    CollectibilitySet,
    Instalment,
    Loan,
    LoanQuerySet,
    LoanStep,
    ProductTerms,
    Repayment,
    RepaymentQuerySet,
)
from loans.reliefs import reliefs_of
from upk.offices.models import Office

ENDED = ("L", "R", "H", "X")

_LOAN_COLUMNS = (
    "id", "code", "product_id", "product__code", "group_id", "group__code", "group__name",
    "group__village_id", "group__village__name", "principal", "disbursed_on", "rate", "tenor",
    "period", "principal_every", "interest_every",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Position:
    """A loan as of a date: who, on what terms, and how it stands. Whole rupiah.

    ``realised_*`` is what was paid in money up to the date (no rescheduling, no write-off),
    ``realised_before_*`` what of that was paid before the period's first day: the difference was
    paid within the period.
    """

    loan_id: int
    code: str
    product_id: int
    product_code: str
    group_id: int
    group_code: str
    group_name: str
    village_id: int
    village_name: str
    principal: int
    disbursed_on: date
    rate: Decimal
    tenor: int
    period: str
    principal_every: int
    interest_every: int
    last_due_on: date
    realised_before_principal: int
    realised_before_interest: int
    standing: Standing
    rule: ClassRule

    @property
    def realised_principal(self) -> int:
        return self.standing.paid_principal

    @property
    def realised_interest(self) -> int:
        return self.standing.paid_interest

    @property
    def outstanding(self) -> int:
        return self.standing.outstanding

    @property
    def interest_outstanding(self) -> int:
        return self.standing.outstanding_interest


def class_sets(office: Office, on: date) -> dict[int, ClassSet]:
    """The class set in force on a day, by product id (the latest terms that had begun)."""
    in_force: dict[int, int] = {}
    terms = ProductTerms.objects.in_force(on).filter(product__office=office)
    for product_id, set_id in terms.values_list("product_id", "collectibility_id"):
        in_force.setdefault(product_id, set_id)
    sets = CollectibilitySet.objects.filter(office=office).prefetch_related("classes")
    rules = {s.pk: s.rule() for s in sets}
    return {product_id: rules[set_id] for product_id, set_id in in_force.items()}


def running(loans: LoanQuerySet, *, since: date, as_of: date) -> LoanQuerySet:
    """Those of ``loans`` that were owed something at some time from ``since`` to ``as_of``.

    Left out are loans that had ended before ``since`` and were not active again until ``as_of``,
    and loans whose disbursement was taken back up to ``as_of``. The steps decide, by their
    dates: a settlement's is that of the last payment, whatever came in last.
    """
    awake = LoanStep.objects.filter(
        loan=OuterRef("pk"), to_status=Loan.Status.ACTIVE, happened_on__range=(since, as_of)
    )
    return (
        loans.disbursed_by(as_of)
        .alias(_status_before=_last_step(happened_on__lt=since))
        .alias(_status_now=_last_step(happened_on__lte=as_of))
        .exclude(Q(_status_before__in=ENDED) & ~Exists(awake))
        .exclude(_status_now=Loan.Status.CANCELLED)
    )


def _last_step(**when) -> Coalesce:
    """The status to which the last of those steps had brought a loan; empty before the first."""
    steps = LoanStep.objects.filter(loan=OuterRef("pk"), **when).order_by("-happened_on", "-id")
    return Coalesce(Subquery(steps.values("to_status")[:1]), Value(""))


def portfolio(
    office: Office, loans: LoanQuerySet, *, as_of: date, since: date | None = None
) -> list[Position]:
    """How each of ``loans`` stood at the end of ``as_of``, in the order of the queryset.

    ``since`` is the first day of the period for the columns "before" and "in the period"
    (default: ``as_of`` itself). Loans disbursed later, or taken back by then, are left out.
    A constant number of queries, whatever the number of loans.
    """
    since = since or as_of
    loans = loans.disbursed_by(as_of)
    sets = class_sets(office, as_of)
    columns = {row[0]: row for row in loans.exclude(_cancelled(as_of)).values_list(*_LOAN_COLUMNS)}
    inner = loans.order_by().values("pk")
    paid = _paid(Repayment.objects.filter(loan__in=inner).payments().until(as_of), since)
    reliefs = reliefs_of(inner, as_of)
    positions = {}
    for loan_id, rows in _schedules(Instalment.objects.filter(loan__in=inner)):
        if loan_id in columns:  # else disbursed a moment ago
            positions[loan_id] = _position(
                columns[loan_id],
                rows,
                paid.get(loan_id, Paid()),
                reliefs.get(loan_id, ()),
                sets,
                as_of,
            )
    return [positions[loan_id] for loan_id in columns]


def _cancelled(as_of: date) -> Q:
    """Loans whose disbursement was taken back up to and including a day; that is for good."""
    steps = LoanStep.objects.filter(
        loan=OuterRef("pk"), to_status=Loan.Status.CANCELLED, happened_on__lte=as_of
    )
    return Q(status=Loan.Status.CANCELLED) & Q(Exists(steps))


class Paid(NamedTuple):
    """Sums of a loan's payments: those before the period, and all. Whole rupiah."""

    before_principal: int = 0
    before_interest: int = 0
    principal: int = 0
    interest: int = 0


def _paid(repayments: RepaymentQuerySet, since: date) -> dict[int, Paid]:
    """Sums by loan id. The database adds; how they count is for ``loans.arrears`` to say."""
    before = Q(paid_on__lt=since)
    sums = {
        "before_principal": Sum("principal", filter=before, default=0),
        "before_interest": Sum("interest", filter=before, default=0),
        "all_principal": Sum("principal"),
        "all_interest": Sum("interest"),
    }
    rows = repayments.order_by().values("loan_id").annotate(**sums).values_list("loan_id", *sums)
    return {loan_id: Paid(*amounts) for loan_id, *amounts in rows}


def _schedules(instalments: QuerySet) -> Iterator[tuple[int, list[RowDue]]]:
    """Loan id and rows of each loan.

    Most of a portfolio's time goes into reading these rows. Dates come as ISO text, each of the
    few different ones is parsed once (half of the time), and no more than one loan's rows are
    held at a time (else the garbage collector makes it worse than linear).
    """
    as_text = Cast("due_on", TextField())
    rows = instalments.order_by("loan_id", "n").values_list(
        "loan_id", as_text, "principal", "interest"
    )
    day = lru_cache(maxsize=None)(date.fromisoformat)
    for loan_id, group in groupby(rows.iterator(), key=itemgetter(0)):
        yield loan_id, [(day(due), principal, interest) for _, due, principal, interest in group]


def _position(
    columns: tuple,
    rows: list[RowDue],
    paid: Paid,
    reliefs: Sequence[ReliefOf],
    sets: dict[int, ClassSet],
    as_of: date,
) -> Position:
    principal, disbursed_on = columns[9], columns[10]
    payments = [(as_of, paid.principal, paid.interest)]
    stands = standing(principal, disbursed_on, rows, payments, as_of, reliefs)
    return Position(
        *columns,
        last_due_on=rows[-1][0],
        realised_before_principal=paid.before_principal,
        realised_before_interest=paid.before_interest,
        standing=stands,
        rule=classify(stands, sets[columns[2]]),
    )


def outstanding_by_class(positions: Iterable[Position]) -> dict[str, int]:
    """Outstanding principal per class code."""
    totals: dict[str, int] = defaultdict(int)
    for position in positions:
        totals[position.rule.code] += position.outstanding
    return dict(totals)
