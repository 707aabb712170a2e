"""The report ``budget``, worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from reports.render import FORMATS
from reports.value import Kind
from tests.upk.budget.office import INTEREST, POWER, SALARY, approve, create_setting

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting():
    """Salaries over their budget, electricity below it, jasa as budgeted."""
    setting = create_setting()
    approve(setting, {SALARY: [100] * 12, POWER: [30] * 12, INTEREST: [1_000] * 12})
    setting.earn(INTEREST, 2_000, date(2010, 1, 5))
    setting.spend(SALARY, 100, date(2010, 1, 29))
    setting.spend(SALARY, 150, date(2010, 2, 12))
    setting.spend(POWER, 20, date(2010, 2, 12))
    return setting


def report_of(setting, day=date(2010, 2, 15)):
    return build("budget", Question.of(setting.office, ReportPeriod.up_to(day)))


def test_budget_beside_realisation(setting):
    report = report_of(setting)

    keys = (
        "code", "budget", "real", "budget_to_date", "real_to_date", "percent_to_date", "over",
        "budget_of_year", "left", "percent_of_year",
    )  # fmt: skip
    assert [tuple(line.row.values[key] for key in keys) for line in report.rows()] == [
        (INTEREST, 1_000, 0, 2_000, 2_000, Decimal("100.00"), 0, 12_000, 10_000, Decimal("16.67")),
        (SALARY, 100, 150, 200, 250, Decimal("125.00"), 50, 1_200, 950, Decimal("20.83")),
        (POWER, 30, 20, 60, 20, Decimal("33.33"), 0, 360, 340, Decimal("5.56")),
    ]
    assert report.rule[0].text == "Anggaran 2010, berlaku mulai 4 Januari 2010"


def test_totals_of_each_kind_and_the_surplus(setting):
    report = report_of(setting)

    assert report.totals == {
        "income_budget_to_date": 2_000, "income_real_to_date": 2_000,
        "income_budget_of_year": 12_000, "expense_budget_to_date": 260,
        "expense_real_to_date": 270, "expense_budget_of_year": 1_560,
    }  # fmt: skip
    [surplus] = report.total_rows
    assert (surplus.kind, surplus.values["real_to_date"]) == (Kind.FIGURE, 1_730)


def test_before_the_decision_there_is_no_budget(setting):
    report = report_of(setting, date(2010, 1, 3))

    assert report.is_empty
    assert report.rule[0].text == "belum ada yang berlaku pada tanggal laporan"


@pytest.mark.parametrize("file_format", FORMATS)
def test_every_format_can_be_downloaded(setting, client, file_format):
    client.force_login(setting.manager)

    response = client.get(reverse("reports:download", args=["budget", file_format]))

    assert response.status_code == 200
    assert len(b"".join(response) if response.streaming else response.content) > 300
