"""The portfolio as of a date: rows fetched in a constant number of queries, one rule applied.

The rules themselves are ``loans.arrears`` and ``loans.collectibility``; there is no second
version of them in SQL. The database adds up schedules and payments; whole schedules are read
only of loans that paid less than was due, because reading them is most of the work.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import NamedTuple

from django.db import connection
from django.db.models import (
    BigIntegerField,
    DateField,
    Exists,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from loans.arrears import ReliefOf, RowDue, Standing, standing, standing_without_arrears
from loans.collectibility import ClassRule, ClassSet, classify
from loans.models import (
    CollectibilityClass,
    Loan,
    LoanQuerySet,
    LoanStep,
    ProductTerms,
)
from loans.reliefs import reliefs_of
from upk.ids import among, id_set
from upk.offices.models import Office
from upk.prepared import Prepared

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


_terms = Prepared(
    lambda office, on: (
        ProductTerms.objects.in_force(on)
        .filter(product__office=office)
        .values_list("product_id", "collectibility_id")
    ),
    BigIntegerField(),
    DateField(),
)
_classes = Prepared(
    lambda office: (
        CollectibilityClass.objects.filter(set__office=office)
        .select_related("set")
        .order_by("set_id", "position")
    ),
    BigIntegerField(),
)


def class_sets(office: Office, on: date) -> dict[int, ClassSet]:
    """The class set in force on a day, by product id (the latest terms that had begun)."""
    in_force: dict[int, int] = {}
    for product_id, set_id in _terms(office.pk, on):
        in_force.setdefault(product_id, set_id)
    classes = groupby(_classes(office.pk), key=attrgetter("set"))
    rules = {class_set.pk: class_set.rule(list(found)) for class_set, found in classes}
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
        .exclude(Q(_status_before__in=ENDED) & ~Exists(awake))
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
    columns = {row[0]: row for row in loans.values_list(*_LOAN_COLUMNS)}
    if not columns:
        return []
    paid, sums = _paid(columns, since, as_of), _sums(columns, as_of)
    reliefs = reliefs_of(id_set(columns), as_of)
    schedules = _schedules(
        loan_id for loan_id in columns if loan_id in reliefs or sums[loan_id].exceeds(paid[loan_id])
    )
    return [
        _position(
            row,
            sums[loan_id],
            schedules.get(loan_id),
            paid[loan_id],
            reliefs.get(loan_id, ()),
            sets,
            as_of,
        )
        for loan_id, row in columns.items()
    ]


class Paid(NamedTuple):
    """Sums of a loan's payments: those before the period, and all. Whole rupiah."""

    before_principal: int = 0
    before_interest: int = 0
    principal: int = 0
    interest: int = 0


class Sums(NamedTuple):
    """Sums of a loan's schedule: what was due, all jasa; its last due date. Whole rupiah."""

    due_principal: int
    due_interest: int
    interest: int
    last_due_on: date

    def exceeds(self, paid: Paid) -> bool:
        """Whether more was due than was paid."""
        return self.due_principal > paid.principal or self.due_interest > paid.interest


# The database adds up; how the sums count is for ``loans.arrears`` to say. Composing this as
# querysets takes longer than sending it. PostgreSQL's sum of bigint is a decimal, hence the casts.
_PAID_SQL = """
    SELECT loan_id,
           CAST(SUM(CASE WHEN paid_on < %s THEN principal ELSE 0 END) AS bigint),
           CAST(SUM(CASE WHEN paid_on < %s THEN interest ELSE 0 END) AS bigint),
           CAST(SUM(principal) AS bigint), CAST(SUM(interest) AS bigint)
    FROM loans_repayment WHERE is_payment AND paid_on <= %s AND {of_loans}
    GROUP BY loan_id
"""
_SUMS_SQL = """
    SELECT loan_id,
           CAST(SUM(CASE WHEN due_on <= %s THEN principal ELSE 0 END) AS bigint),
           CAST(SUM(CASE WHEN due_on <= %s THEN interest ELSE 0 END) AS bigint),
           CAST(SUM(interest) AS bigint), MAX(due_on)
    FROM loans_instalment WHERE {of_loans} GROUP BY loan_id
"""
_SCHEDULES_SQL = """
    SELECT loan_id, CAST(due_on AS text), principal, interest
    FROM loans_instalment WHERE {of_loans} ORDER BY loan_id, n
"""


def _rows(sql: str, days: list[date], loans: Iterable[int]) -> list[tuple]:
    of_loans, ids = among("loan_id", loans)
    with connection.cursor() as cursor:
        cursor.execute(sql.format(of_loans=of_loans), [*days, ids])
        return cursor.fetchall()


def _paid(loans: Iterable[int], since: date, as_of: date) -> dict[int, Paid]:
    """Sums by loan id; of nothing where a loan has no payments."""
    rows = _rows(_PAID_SQL, [since, since, as_of], loans)
    return defaultdict(Paid, {loan_id: Paid(*amounts) for loan_id, *amounts in rows})


def _sums(loans: Iterable[int], as_of: date) -> dict[int, Sums]:
    """Sums by loan id. Dates are text on SQLite."""
    rows = _rows(_SUMS_SQL, [as_of, as_of], loans)
    return {loan_id: Sums(*sums, _day(str(last))) for loan_id, *sums, last in rows}


@lru_cache(maxsize=4096)
def _day(text: str) -> date:
    return date.fromisoformat(text)


def _schedules(loans: Iterable[int]) -> dict[int, list[RowDue]]:
    """The rows of each loan, by its id.

    Dates come as ISO text and each of the few different ones is parsed once (half of the time).
    """
    rows = _rows(_SCHEDULES_SQL, [], loans)
    return {
        loan_id: [(_day(due), principal, interest) for _, due, principal, interest in group]
        for loan_id, group in groupby(rows, key=itemgetter(0))
    }


def _position(
    columns: tuple,
    sums: Sums,
    rows: list[RowDue] | None,
    paid: Paid,
    reliefs: Sequence[ReliefOf],
    sets: dict[int, ClassSet],
    as_of: date,
) -> Position:
    """``rows``: the schedule of a loan with reliefs, or that paid less than was due."""
    principal, disbursed_on = columns[9], columns[10]
    if rows:
        payments = [(as_of, paid.principal, paid.interest)]
        stands = standing(principal, disbursed_on, rows, payments, as_of, reliefs)
    else:
        stands = standing_without_arrears(principal, *sums[:3], paid.principal, paid.interest)
    return Position(
        *columns,
        last_due_on=sums.last_due_on,
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
