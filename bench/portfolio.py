"""Where the fund stands: reports of loans beside one conditional aggregate in SQL."""

from datetime import date

from django.db import connection

from bench.measure import median_ms, query_count, times_as_much
from bench.office import TODAY, World
from loans.models import Loan
from loans.portfolio import portfolio
from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from upk.offices.models import Office

REPORTS = ("lpp", "collectibility", "arrears")

AGGREGATE = """
SELECT l.id, COALESCE(i.target_principal, 0), COALESCE(i.target_interest, 0),
       COALESCE(r.paid_principal, 0), COALESCE(r.paid_interest, 0)
FROM loans_loan l
LEFT JOIN (
    SELECT loan_id,
           SUM(CASE WHEN due_on <= %(as_of)s THEN principal ELSE 0 END) AS target_principal,
           SUM(CASE WHEN due_on <= %(as_of)s THEN interest ELSE 0 END) AS target_interest
    FROM loans_instalment GROUP BY loan_id
) i ON i.loan_id = l.id
LEFT JOIN (
    SELECT loan_id,
           SUM(CASE WHEN paid_on <= %(as_of)s THEN principal ELSE 0 END) AS paid_principal,
           SUM(CASE WHEN paid_on <= %(as_of)s THEN interest ELSE 0 END) AS paid_interest
    FROM loans_repayment GROUP BY loan_id
) r ON r.loan_id = l.id
WHERE l.office_id = %(office)s AND l.disbursed_on <= %(as_of)s
"""
"""Target and realised of each loan (arrears are their difference); the least that SQL must do."""


class DifferentFigures(AssertionError):
    """The rule in Python and the aggregate in SQL don't agree."""


def aggregate(office: Office, as_of: date) -> dict[int, tuple[int, ...]]:
    """Target and realised, principal and jasa apart, and arrears, by loan id: SQL alone."""
    with connection.cursor() as cursor:
        cursor.execute(AGGREGATE, {"office": office.pk, "as_of": as_of})
        rows = cursor.fetchall()
    return {
        loan: (*target, *paid, max(0, target[0] - paid[0]) + max(0, target[1] - paid[1]))
        for loan, *rest in rows
        for target, paid in [(tuple(map(int, rest[:2])), tuple(map(int, rest[2:])))]
    }


def _fetch(office: Office) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(AGGREGATE, {"office": office.pk, "as_of": TODAY})
        return cursor.fetchall()


def measure_portfolio(world: World, repeat: int) -> dict:
    """Time and number of queries of each report, of the computation, and of the aggregate.

    Raises ``DifferentFigures`` unless the computation and the aggregate give the same.
    """
    office = world.office
    loans = Loan.objects.filter(office=office)
    question = Question.of(office, ReportPeriod.up_to(TODAY))

    def compute():
        return portfolio(office, loans, as_of=TODAY)

    positions = {
        p.loan_id: (
            p.standing.target_principal, p.standing.target_interest, p.standing.paid_principal,
            p.standing.paid_interest, p.standing.arrears,
        )
        for p in compute()
    }  # fmt: skip
    if positions != aggregate(office, TODAY):
        raise DifferentFigures
    sql = median_ms(lambda: _fetch(office), repeat)
    computed = median_ms(compute, repeat)
    return {
        "loans": world.loans,
        "aggregate_ms": sql,
        "computation_ms": computed,
        "computation_queries": query_count(compute),
        "computation_to_aggregate": times_as_much(computed, sql),
        "reports": {name: _measure_report(name, question, repeat) for name in REPORTS},
    }


def _measure_report(name: str, question: Question, repeat: int) -> dict:
    def call():
        return build(name, question)

    return {"ms": median_ms(call, repeat), "queries": query_count(call)}
