"""The LPP as a value."""

from datetime import date

import pytest

from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from reports.render.csv import render_csv
from reports.render.json import as_json
from tests import factories
from upk.periods import Quarter

pytestmark = pytest.mark.django_db


def test_lpp_of_one_loan():
    loan = factories.create_loan(principal=10_000_000, disbursed_on=date(2009, 8, 10))
    factories.pay(loan, 1_150_000, on=date(2009, 9, 10))
    factories.pay(loan, 1_150_000, on=date(2009, 10, 10))

    question = Question.of(loan.office, ReportPeriod.of_quarter(Quarter(2009, 4)))
    report = build("lpp", question)

    assert report.totals == {
        "principal": 10_000_000,
        "target_principal": 4_000_000,
        "target_interest": 600_000,
        "before_principal": 1_000_000,
        "before_interest": 150_000,
        "within_principal": 1_000_000,
        "within_interest": 150_000,
        "through_principal": 2_000_000,
        "through_interest": 300_000,
        "outstanding_principal": 8_000_000,
        "outstanding_interest": 1_200_000,
        "repayment_rate": 50,
        "arrears_principal": 2_000_000,
        "arrears_interest": 300_000,
    }
    assert as_json(report)["rows"][0]["key"] == loan.code
    assert render_csv(report).count(b"\r\n") == 4  # head, loan, village, product
