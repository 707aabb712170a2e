"""Statements tell the villages' levies in one line; each village's own stands beside it."""

from datetime import date

import pytest
from django.urls import reverse

from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from tests.maintenance.levies.office import create_setting
from tests.reports.books.ledger import keyed
from upk.periods import Quarter

pytestmark = pytest.mark.django_db
FOURTH = Quarter(2009, 4)


@pytest.fixture
def setting():
    """Alas paid 300.000 in the third quarter and 240.000 in the fourth, Bayan 60.000 in the fourth;
    of Alas' money 50.000 were taken back."""
    found = create_setting()
    found.decide()
    found.decide(found.bayan, basis="meeting", number="BA-7", amount=500)
    found.pay(300_000, date(2009, 9, 15))
    found.pay(240_000, date(2009, 12, 1))
    [wrong] = found.pay(50_000, date(2009, 12, 2))
    found.undo(wrong, date(2009, 12, 3))
    found.pay({found.bayan: 60_000}, date(2009, 11, 5), quarter=Quarter(2009, 3))
    return found


def ask(setting, name, period=None):
    period = period or ReportPeriod.of_quarter(FOURTH)
    return build(name, Question.of(setting.office, period))


def test_balance_sheet_has_one_line_that_is_the_villages_accounts_together(setting):
    sheet = ask(setting, "balance-sheet")

    lines = keyed(sheet, "code", "name", "balance", "previous")
    assert lines["2.3.02.desa"] == ("2.3.02.00", "Titipan iuran desa (2 desa)", 600_000, 0)
    assert [key for key in lines if key.startswith("2.3.02")] == ["2.3.02.desa"]
    each = keyed(ask(setting, "trial-balance"), "credit")
    assert (each["2.3.02.02"], each["2.3.02.03"]) == ((540_000,), (60_000,))
    assert lines["2.3.00.00"][2] == lines["liabilities"][2] == 600_000
    assert sheet.totals["assets"] == sheet.totals["liabilities"] + sheet.totals["equity"]


def test_cash_flow_has_one_line_a_direction_and_still_ends_with_the_cash(setting):
    flow = ask(setting, "cash-flow")

    lines = keyed(flow, "name", "before", "within", "through")
    taken_back = ("Titipan iuran desa (2 desa)", 300_000, 300_000, 600_000)
    assert lines["operating/in/2.3.02.desa"] == taken_back
    assert [key for key in lines if "2.3.02" in key] == ["operating/in/2.3.02.desa"]
    balances = setting.balances(date(2009, 12, 31))
    assert flow.totals["closing"] == balances["1.1.01.09"] == 600_000


def test_what_is_told_together_is_explained_only_where_it_is(setting):
    early = ReportPeriod.up_to(date(2009, 8, 1))

    told = [rule.label for rule in ask(setting, "balance-sheet").rule]
    assert "Titipan iuran desa" in told
    assert "Titipan iuran desa" in [rule.label for rule in ask(setting, "cash-flow").rule]
    assert "Titipan iuran desa" not in [r.label for r in ask(setting, "cash-flow", early).rule]


@pytest.mark.parametrize(
    ("asked", "kept"),
    [("triwulan=2009-4", "triwulan=2009-4"), ("tanggal=2009-11-15", "tanggal=2009-11-15")],
)
def test_the_line_leads_to_the_levies_of_the_same_period(setting, client, asked, kept):
    client.force_login(setting.treasurer)

    page = client.get(f"{reverse('reports:report', args=['balance-sheet'])}?{asked}")

    levies = reverse("reports:report", args=["levies"])
    assert f'href="{levies}?{kept}"' in page.content.decode()
