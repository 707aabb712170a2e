"""The reports ``levies`` and ``maintenance-grade``, worked out by hand."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from maintenance.levies.grading import add_grade_rule
from maintenance.register.inspecting import Findings, record_inspection
from maintenance.rules.grade import GradeTerms
from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from reports.render import FORMATS
from reports.value import Kind
from tests import factories
from tests.maintenance.levies.office import create_setting
from tests.maintenance.levies.test_spending import build as build_road
from tests.maintenance.levies.test_spending import spend
from upk.access import Role
from upk.ledger.models import Posting
from upk.periods import Quarter

pytestmark = pytest.mark.django_db
FOURTH = Quarter(2009, 4)


@pytest.fixture
def setting():
    """Alas (300.000 a quarter, Perdes): paid 2009-3 and most of 2009-4, deposited, spent 120.000 on
    its road. Bayan (150.000, meeting): paid 60.000 late for the third quarter, in November; a
    payment of 40.000 was taken back. Cemara: no rule."""
    found = create_setting()
    found.decide()
    found.decide(found.bayan, basis="meeting", number="BA-7", amount=500)
    found.pay(300_000, date(2009, 9, 15))
    found.deposit(300_000, date(2009, 9, 20))
    found.pay(240_000, date(2009, 12, 1))
    found.deposit(140_000, date(2009, 12, 2))
    found.pay({found.bayan: 60_000}, date(2009, 11, 5), quarter=Quarter(2009, 3))
    [wrong] = found.pay({found.bayan: 40_000}, date(2009, 11, 6))
    found.undo(wrong, date(2009, 11, 7))
    found.bank("interest", 1_200, date(2009, 12, 30))
    found.bank("tax", 240, date(2009, 12, 30))
    road = build_road(found)
    spend(found, road, 120_000, date(2009, 12, 31))
    findings = Findings(date(2009, 11, 20), "slight")
    record_inspection(road, findings, request_key=uuid4(), by=found.manager)
    found.pay(50_000, date(2010, 1, 4), quarter=FOURTH)
    return found


def ask(setting, name, quarter=FOURTH, **how):
    period = ReportPeriod.of_quarter(quarter)
    return build(name, Question.of(setting.office, period, **how))


def columns(report, *keys):
    return [tuple(line.row.values[key] for key in keys) for line in report.rows()]


def test_each_village_with_what_was_due_paid_and_what_its_money_did(setting):
    report = ask(setting, "levies")

    assert columns(report, "village", "basis", "due", "paid", "percent", "deposited") == [
        ("Alas", "Perdes 01/2008", 300_000, 240_000, Decimal("80.00"), 140_000),
        ("Bayan", "Musyawarah BA-7", 150_000, 0, Decimal("0.00"), 0),
        ("Cemara", "–", 0, 0, None, 0),
    ]
    money = ("opening", "received", "bank_net", "spent", "balance", "undeposited", "in_bank")
    assert columns(report, *money) == [
        (300_000, 240_000, 960, 120_000, 420_960, 100_000, 320_960),
        (0, 60_000, 0, 0, 60_000, 60_000, 0),
        (0, 0, 0, 0, 0, 0, 0),
    ]


def test_totals_are_the_accounts_and_count_the_regulations(setting):
    report = ask(setting, "levies")

    balances = setting.balances(date(2009, 12, 31))
    assert report.totals["undeposited"] == balances["1.1.01.09"]
    assert report.totals["in_bank"] == balances["1.1.01.08"]
    assert report.totals["balance"] == -balances["2.3.02.02"] - balances["2.3.02.03"]
    assert report.totals["percent"] == Decimal("53.33")  # 240.000 of 450.000
    counted = ("villages", "villages_with_rule", "villages_with_regulation")
    assert [report.totals[key] for key in counted] == [3, 2, 1]
    notes = [line.title for line in report.lines() if line.kind == Kind.NOTE]
    assert notes == ["Desa tanpa Perdes iuran: Bayan, Cemara."]


def test_village_alone_and_a_facilitators(setting):
    user = factories.create_user(Role.FACILITATOR, setting.office)
    factories.assign(user, setting.bayan)

    alone = ask(setting, "levies", villages=[setting.alas])
    own = ask(setting, "levies", user=user)

    assert columns(alone, "village") == [("Alas",)]
    assert alone.scope == "Desa Alas"
    assert columns(own, "village") == [("Bayan",)]


def test_grade_of_each_village_with_the_figures_that_it_comes_from(setting):
    """A year. Alas: 540.000 of 1.200.000 = 45 %; its road counts in four quarters and is known, as
    slightly damaged, in the last: 70. (45 + 70) / 2 = 57,5. Bayan: 60.000 of 600.000."""
    report = ask(setting, "maintenance-grade")

    assert columns(report, "due", "paid", "percent", "pieces", "known", "condition") == [
        (1_200_000, 540_000, Decimal("45.00"), 4, 1, Decimal("70.00")),
        (600_000, 60_000, Decimal("10.00"), 0, 0, None),
        (0, 0, None, 0, 0, None),
    ]
    assert columns(report, "score", "score_before", "change", "grade") == [
        # before: 300.000 of 1.200.000 = 25 %, nobody had looked at the road: 25 / 2
        (Decimal("57.50"), Decimal("12.50"), Decimal("45.00"), "C Cukup"),
        (Decimal("10.00"), Decimal("0.00"), Decimal("10.00"), "D Kurang"),
        (Decimal("0.00"), Decimal("0.00"), Decimal("0.00"), "D Kurang"),
    ]
    assert [report.totals[f"villages_{name}"] for name in "abcd"] == [0, 0, 1, 2]


def test_grade_follows_the_offices_terms_from_their_day_on(setting):
    terms = GradeTerms(100, 0, 1, 75, 50, 10)
    add_grade_rule(setting.office, terms, since=date(2009, 12, 1), by=setting.manager)

    now = ask(setting, "maintenance-grade")
    before = ask(setting, "maintenance-grade", Quarter(2009, 3))

    assert columns(now, "score", "grade")[0] == (Decimal("80.00"), "A Sangat baik")
    assert columns(before, "score", "grade")[0] == (Decimal("12.50"), "D Kurang")
    assert "iuran 100, kondisi 0" in now.rule[0].text


@pytest.mark.parametrize("name", ["levies", "maintenance-grade"])
@pytest.mark.parametrize("file_format", list(FORMATS))
def test_reports_come_in_all_formats(setting, client, name, file_format):
    client.force_login(setting.treasurer)

    answer = client.get(reverse("reports:download", args=[name, file_format]), {"triwulan": ""})

    assert answer.status_code == 200
    assert len(answer.content) > 500


@pytest.mark.parametrize("name", ["levies", "maintenance-grade"])
def test_report_leads_to_the_villages_card(setting, client, name):
    client.force_login(setting.treasurer)

    page = client.get(reverse("reports:report", args=[name]))

    assert reverse("maintenance:levy-card", args=[setting.alas.pk]) in page.text
    assert 'name="produk"' not in page.text


@pytest.mark.parametrize(("name", "queries"), [("levies", 8), ("maintenance-grade", 18)])
@pytest.mark.parametrize("count", [1, 3])
def test_report_asks_as_often_whatever_the_villages(
    setting, name, queries, count, django_assert_num_queries
):
    period = ReportPeriod.of_quarter(FOURTH)
    question = Question.of(setting.office, period, villages=setting.villages[:count])

    with django_assert_num_queries(queries):
        build(name, question)


def test_levies_touch_no_income_expense_equity_or_economic_assets(setting):
    income = build("income-statement", Question.of(setting.office, ReportPeriod.of_quarter(FOURTH)))
    trial = build("trial-balance", Question.of(setting.office, ReportPeriod.of_quarter(FOURTH)))

    kinds = Posting.objects.values_list("debit__kind", "credit__kind", "debit__fund")
    assert {(debit, credit) for debit, credit, _ in kinds} <= {
        ("asset", "asset"), ("asset", "liability"), ("liability", "asset"),
    }  # fmt: skip
    assert {fund for *_, fund in kinds} == {"levy"}
    assert not any(value for line in income.rows() for value in line.row.values.values()
                   if isinstance(value, int))  # fmt: skip
    assert trial.totals["economic_assets"] == 0
