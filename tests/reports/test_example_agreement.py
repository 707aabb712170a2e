"""Statements and loan reports of the example say the same, whatever the day."""

import random
from datetime import date, timedelta

import pytest

from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from tests.reports.test_agreement import agree
from upk.desk.example import OFFICE_CODE
from upk.offices.models import Office
from upk.periods import Quarter

FIRST, LAST = date(2003, 1, 1), date(2010, 2, 15)
NUMBERS = random.Random(2009).sample(range((LAST - FIRST).days + 1), 50)
DAYS = [FIRST + timedelta(days=number) for number in sorted(NUMBERS)]
QUARTERS = [Quarter(year, number) for year in range(2003, 2010) for number in (1, 2, 3, 4)]


@pytest.fixture
def office(example_db) -> Office:
    return Office.objects.get(code=OFFICE_CODE)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_all_agree_on_a_random_day(office, day):
    agree(office, ReportPeriod.up_to(day))


def test_all_agree_at_the_end_of_each_year(office):
    for quarter in QUARTERS[3::4]:
        agree(office, ReportPeriod.of_quarter(quarter))


def test_allowance_in_the_balance_sheet_is_what_the_provision_report_asks_for(office):
    for quarter in QUARTERS:
        question = Question.of(office, ReportPeriod.of_quarter(quarter))
        sheet = build("balance-sheet", question)
        allowance = sum(
            row.values["balance"] for row in (line.row for line in sheet.lines() if line.row)
            if row.key.startswith("1.1.04") and not row.key.endswith(".00")
        )  # fmt: skip
        assert -allowance == build("provision", question).totals["provision"], quarter
