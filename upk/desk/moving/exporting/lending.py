"""Products and loans as rows of the workbook: what runs and what was settled.

Loans that were rescheduled, written off or cancelled have ended and aren't told here: the history
sheets keep them. What was forgiven of a loan that runs on is taken off its schedule and shares, so
that what is left comes out the same.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from loans.models import (
    Instalment,
    Loan,
    LoanStep,
    Product,
    ProductTerms,
    Relief,
    Repayment,
    Share,
)
from loans.schedule import InvalidTerms, build_schedule
from upk.desk.moving.lent import TERMS_UNLESS_SAID, schedule_terms
from upk.offices.models import Office

Rows = Iterator[dict[str, object]]
TOLD = (Loan.Status.ACTIVE, Loan.Status.SETTLED)
_TERMS = ("rate", "method", "tenor", *TERMS_UNLESS_SAID)


def product_rows(office: Office, as_of: date) -> Rows:
    """Products with the terms in force, or those that come first."""
    products = Product.objects.filter(office=office).order_by("code")
    for product in products.select_related(*_ACCOUNTS):
        terms = product.terms.in_force(as_of).first() or product.terms.order_by("since").first()
        if terms is None or not (product.is_active or product.loans.exists()):
            continue
        yield {
            "code": product.code, "name": product.name, "category": product.category,
            "women_only": product.women_only,
            **{name: getattr(product, name).code for name in _ACCOUNTS}, **_terms(terms),
        }  # fmt: skip


_ACCOUNTS = ("receivable", "interest_income", "penalty_income", "cash")


def _terms(terms: ProductTerms | Loan) -> dict[str, object]:
    return {name: getattr(terms, name) for name in _TERMS}


@dataclass(slots=True)
class _Told:
    """A loan as it is told: less what was forgiven of it until the day. Whole rupiah."""

    loan: Loan
    status: str
    rows: list[Instalment]
    shares: list[tuple[int, int]]

    @property
    def principal(self) -> int:
        return sum(row.principal for row in self.rows)

    @property
    def differs(self) -> bool:
        """Whether the terms alone give another schedule."""
        loan = self.loan
        terms = _terms(loan)
        try:
            rows = build_schedule(
                schedule_terms(terms, self.principal, loan.disbursed_on, loan.payment_day)
            )
        except InvalidTerms:
            return True
        made = [(row.n, row.due_on, row.principal, row.interest) for row in rows]
        return made != [(row.n, row.due_on, row.principal, row.interest) for row in self.rows]


def _told(office: Office, as_of: date) -> list[_Told]:
    """The loans to be told, by code; a constant number of queries."""
    loans = Loan.objects.filter(office=office).disbursed_by(as_of)
    status = _status_on(loans, as_of)
    loans = loans.filter(pk__in=[pk for pk, found in status.items() if found in TOLD])
    rows, shares = defaultdict(list), defaultdict(list)
    for row in Instalment.objects.filter(loan__in=loans).order_by("n"):
        rows[row.loan_id].append(row)
    for loan, *share in (
        Share.objects.filter(loan__in=loans)
        .order_by("pk")
        .values_list("loan_id", "person_id", "principal")
    ):
        shares[loan].append(tuple(share))
    forgiven = _take_off(loans, as_of, rows)
    return [
        _Told(
            loan, status[loan.pk], rows[loan.pk],
            [(p, a - forgiven[loan.pk, p]) for p, a in shares[loan.pk] if a > forgiven[loan.pk, p]],
        )
        for loan in loans.select_related("group", "product").order_by("code")
    ]  # fmt: skip


def _status_on(loans, as_of: date) -> dict[int, str]:
    """What each loan was at the end of the day: its last step by then."""
    steps = LoanStep.objects.filter(loan__in=loans, happened_on__lte=as_of)
    return dict(steps.order_by("happened_on", "id").values_list("loan_id", "to_status"))


def _take_off(loans, as_of: date, rows: dict[int, list[Instalment]]) -> Counter:
    """Take off the rows what was forgiven; gives principal by loan and the member it was."""
    by_id = {row.pk: row for found in rows.values() for row in found}
    forgiven: Counter = Counter()
    reliefs = Relief.objects.filter(repayment__loan__in=loans, repayment__paid_on__lte=as_of)
    for loan, person, instalment, principal, interest in reliefs.values_list(
        "repayment__loan_id", "repayment__person_id", "instalment_id", "principal", "interest"
    ):
        by_id[instalment].principal -= principal
        by_id[instalment].interest -= interest
        forgiven[loan, person] += principal
    return forgiven


def loan_rows(office: Office, as_of: date) -> Rows:
    """Loans that run or were settled; their payments stand in their own sheet."""
    for told in _told(office, as_of):
        loan = told.loan
        yield {
            "code": loan.code, "group": loan.group.code, "product": loan.product.code,
            "proposed_on": loan.proposed_on, "disbursed_on": loan.disbursed_on,
            "principal": told.principal, "payment_day": loan.payment_day, "status": told.status,
            **_terms(loan),
        }  # fmt: skip


def share_rows(office: Office, as_of: date) -> Rows:
    """Members' parts of the loans."""
    for told in _told(office, as_of):
        for person, amount in told.shares:
            yield {"loan": told.loan.code, "person": str(person), "principal": amount}


def instalment_rows(office: Office, as_of: date) -> Rows:
    """Schedules that don't follow from the terms alone."""
    for told in _told(office, as_of):
        for row in told.rows if told.differs else []:
            yield {
                "loan": told.loan.code, "n": row.n, "due_on": row.due_on,
                "principal": row.principal, "interest": row.interest,
            }  # fmt: skip


def payment_rows(office: Office, as_of: date) -> Rows:
    """Payments that stand at the end of the day, in the order of their days."""
    loans = [told.loan.pk for told in _told(office, as_of)]
    paid = Repayment.objects.filter(loan__in=loans, reverses=None).payments().until(as_of)
    paid = paid.exclude(reversed_by__paid_on__lte=as_of)
    for code, *amounts in paid.order_by("loan__code", "paid_on", "id").values_list(
        "loan__code", "paid_on", "principal", "interest", "penalty"
    ):
        keys = ("paid_on", "principal", "interest", "penalty")
        yield {"loan": code} | dict(zip(keys, amounts, strict=True))
