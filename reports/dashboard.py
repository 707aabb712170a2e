"""Where the fund stands today: the figures of the start page, from the rows and in one pass.

Nothing is kept: the same rules as in the reports, over the loans that are owed something today.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from loans.models import Instalment, LoanQuerySet, Repayment
from loans.portfolio import Position, running
from reports.classes import Classes
from reports.period import ReportPeriod
from reports.question import Question
from upk.money import ratio
from upk.offices.models import User
from upk.periods import add_months, month_start, today

WEEK = 7
"""Days of "due this week": today and the six days after it [chosen]."""
MONTHS_SHOWN = 12
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


@dataclass(frozen=True, slots=True)
class ProductFigure:
    """Loans and outstanding principal of a product. Whole rupiah."""

    product_id: int
    code: str
    loans: int
    outstanding: int


@dataclass(frozen=True, slots=True)
class DueRow:
    """An instalment that is due within the week, less what was paid ahead. Whole rupiah."""

    position: Position
    due_on: date
    principal: int
    interest: int

    @property
    def amount(self) -> int:
        return self.principal + self.interest


@dataclass(frozen=True, slots=True)
class Month:
    """Principal and jasa that came due in a month, and what was paid in it. Whole rupiah."""

    first: date
    target: int
    realised: int

    @property
    def label(self) -> str:
        return MONTH_NAMES[self.first.month - 1]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The figures of a start page as of ``as_of``, of the loans that the user may see."""

    as_of: date
    products: tuple[ProductFigure, ...]
    loans: int
    outstanding: int
    late_loans: int
    arrears_principal: int
    arrears_interest: int
    repayment_rate: Decimal | None
    """That of the LPP of the month so far; ``None`` if nothing has come due."""
    npl: Decimal
    npl_outstanding: int
    classes: tuple[tuple[str, int], ...]
    due: tuple[DueRow, ...]
    worst: tuple[Position, ...]
    """Loans in arrears, the longest first."""
    months: tuple[Month, ...]

    @property
    def arrears(self) -> int:
        return self.arrears_principal + self.arrears_interest

    @property
    def due_amount(self) -> int:
        return sum(row.amount for row in self.due)

    @property
    def until(self) -> date:
        """The last day of "this week"."""
        return self.as_of + timedelta(days=WEEK - 1)


def build_dashboard(user: User) -> Dashboard:
    """The dashboard of a user of an office, as of the office's today.

    A constant number of queries; a facilitator's covers the villages of today.
    """
    now = today(user.office)
    question = Question.of(user.office, ReportPeriod.up_to(now), user=user)
    in_period, positions = question.owed_in_period_and_at_end()
    classes = Classes.of(question, positions)
    bad_codes = {
        product: {rule.code for rule in class_set.non_performing}
        for product, class_set in classes.sets.items()
    }
    bad = sum(p.outstanding for p in positions if p.rule.code in bad_codes[p.product_code])
    late = [p for p in positions if p.standing.arrears > 0]
    outstanding = sum(p.outstanding for p in positions)
    target = sum(p.standing.target_principal for p in in_period)
    paid = sum(p.realised_principal for p in in_period)
    return Dashboard(
        as_of=now,
        products=_products(positions),
        loans=len(positions),
        outstanding=outstanding,
        late_loans=len(late),
        arrears_principal=sum(p.standing.arrears_principal for p in late),
        arrears_interest=sum(p.standing.arrears_interest for p in late),
        repayment_rate=ratio(paid, target) if target else None,
        npl=ratio(bad, outstanding),
        npl_outstanding=bad,
        classes=_class_totals(positions, classes),
        due=due_within_week(question.loans, positions, now),
        worst=tuple(sorted(late, key=lambda p: -p.standing.days_in_arrears)),
        months=_months(question.loans, now),
    )


def _products(positions: Iterable[Position]) -> tuple[ProductFigure, ...]:
    held: dict[tuple[int, str], list[int]] = {}
    for position in positions:
        figure = held.setdefault((position.product_id, position.product_code), [0, 0])
        figure[0] += 1
        figure[1] += position.outstanding
    return tuple(ProductFigure(pk, code, *figure) for (pk, code), figure in held.items())


def _class_totals(positions: Iterable[Position], classes: Classes) -> tuple[tuple[str, int], ...]:
    """Outstanding by class, best first; classes of different sets stay apart by their names."""
    totals = {
        f"{rule.code} {rule.name}": 0
        for class_set in classes.sets.values()
        for rule in class_set.classes
    }
    for position in positions:
        totals[f"{position.rule.code} {position.rule.name}"] += position.outstanding
    return tuple(totals.items())


def due_within_week(
    loans: LoanQuerySet, positions: Sequence[Position], now: date
) -> tuple[DueRow, ...]:
    """Instalments due from ``now`` to six days later that aren't paid yet, by date and village.

    What is owed from before isn't in it: that is arrears. One query.
    """
    by_loan = {position.loan_id: position for position in positions}
    soon = Instalment.objects.filter(
        loan__in=loans.order_by().values("pk"),
        due_on__range=(now, now + timedelta(days=WEEK - 1)),
    )
    ahead: dict[int, list[int]] = {}
    found = []
    rows = soon.order_by("due_on", "loan_id").values_list(
        "loan_id", "due_on", "principal", "interest"
    )
    for loan_id, due_on, principal, interest in rows:
        if loan_id not in by_loan:
            continue
        position = by_loan[loan_id]
        if loan_id not in ahead:
            ahead[loan_id] = _paid_ahead(position, due_on == now, principal, interest)
        left = []
        for part, amount in enumerate((principal, interest)):
            used = min(ahead[loan_id][part], amount)
            ahead[loan_id][part] -= used
            left.append(amount - used)
        if any(left):
            found.append(DueRow(position, due_on, *left))
    return tuple(
        sorted(found, key=lambda r: (r.due_on, r.position.village_name, r.position.group_name))
    )


def _paid_ahead(position: Position, is_due_today: bool, principal: int, interest: int) -> list[int]:
    """What was paid above all that was due before today: principal, jasa."""
    stands = position.standing
    due_today = (principal, interest) if is_due_today else (0, 0)
    before = (stands.target_principal - due_today[0], stands.target_interest - due_today[1])
    paid = (stands.paid_principal, stands.paid_interest)
    return [max(0, done - due) for done, due in zip(paid, before, strict=True)]


def _months(loans: LoanQuerySet, now: date) -> tuple[Month, ...]:
    """The last twelve months, the present one up to today: what came due and what was paid.

    Two sums by month over rows of the loans that ran in that time.
    """
    first = add_months(month_start(now), 1 - MONTHS_SHOWN)
    ran = running(loans.order_by(), since=first, as_of=now).values("pk")
    due = Instalment.objects.filter(loan__in=ran, due_on__range=(first, now))
    paid = Repayment.objects.payments().filter(
        loan__in=ran,
        paid_on__range=(first, now),
    )
    target, realised = _by_month(due, "due_on"), _by_month(paid, "paid_on")
    months = [add_months(first, n) for n in range(MONTHS_SHOWN)]
    return tuple(
        Month(day, *(sums.get((day.year, day.month), 0) for sums in (target, realised)))
        for day in months
    )


def _by_month(rows, day: str) -> dict[tuple[int, int], int]:
    summed = (
        rows.order_by()
        .annotate(y=ExtractYear(day), m=ExtractMonth(day))
        .values_list("y", "m")
        .annotate(Sum("principal"), Sum("interest"))
    )
    return {(year, month): principal + interest for year, month, principal, interest in summed}
