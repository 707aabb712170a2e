"""The report of conditions: a quarter of three villages worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.infrastructure import build_infrastructure
from reports.period import ReportPeriod
from reports.question import Question
from reports.value import Report
from tests import factories
from tests.maintenance.register import village as tools
from upk.access import Role
from upk.offices.models import User
from upk.periods import Quarter

IV = Quarter(2009, 4)


@pytest.fixture
def setting(db) -> tools.Setting:
    """Banaran: a road good in III, badly damaged in IV; a wall good in III, not seen since; a
    bridge never seen. Keden: a drain of I 2010 alone. Saren: nothing."""
    setting = tools.create_setting()
    banaran, office = setting.village, setting.office
    type(banaran).objects.filter(pk=banaran.pk).update(name="Banaran")
    keden = factories.create_village(office, code="KED", name="Keden")
    factories.create_village(office, code="SAR", name="Saren")
    road, wall, _ = (tools.register(setting) for _ in range(3))
    tools.inspect(setting, road, date(2009, 8, 1), "good")
    tools.inspect(setting, wall, date(2009, 8, 2), "good")
    tools.inspect(setting, road, date(2009, 12, 1), "heavy")
    tools.register(setting, village=keden, on=date(2010, 1, 10))
    return setting


def ask(setting: tools.Setting, period: ReportPeriod, user: User | None = None) -> Report:
    return build_infrastructure(Question.of(setting.office, period, user=user))


def figures(report: Report) -> dict[str, tuple]:
    keys = (
        "pieces", "inspected", "not_inspected", "good", "slight", "heavy", "broken", "unknown",
        "score", "score_before", "change",
    )  # fmt: skip
    return {
        line.row.values.get("village", line.row.label): tuple(line.row.values[k] for k in keys)
        for line in report.lines()
        if line.row
    }


def test_a_quarter_of_three_villages_by_hand(setting):
    """Banaran: (30 + 100) / 2 = 65,00 after 100,00."""
    report = ask(setting, ReportPeriod.of_quarter(IV))

    banaran = (3, 1, 2, 1, 0, 1, 0, 1, Decimal("65.00"), Decimal("100.00"), Decimal("-35.00"))
    nothing = (0, 0, 0, 0, 0, 0, 0, 0, None, None, None)
    assert figures(report) == {
        "Banaran": banaran, "Keden": nothing, "Saren": nothing, "Jumlah": banaran,
    }  # fmt: skip
    assert report.totals["villages_without_inspection"] == 0
    assert report.totals["score"] == Decimal("65.00")


def test_the_running_quarter_up_to_a_day(setting):
    """On 9 January the drain isn't registered yet; on the 15th of February it counts, unseen."""
    early = figures(ask(setting, ReportPeriod.up_to(date(2010, 1, 9))))
    now = ask(setting, ReportPeriod.up_to(tools.TODAY))

    assert early["Keden"][0] == 0
    assert figures(now)["Keden"][:3] == (1, 0, 1)
    assert figures(now)["Banaran"][-3:] == (Decimal("65.00"), Decimal("65.00"), Decimal("0.00"))
    assert now.totals["villages_without_inspection"] == 2


def test_a_facilitator_is_told_of_the_own_village_alone(setting):
    report = ask(setting, ReportPeriod.of_quarter(IV), setting.facilitator)

    assert list(figures(report)) == ["Banaran", "Jumlah"]
    assert report.scope == "Desa Banaran"
    nobodys = factories.create_user(Role.FACILITATOR, setting.office)
    assert ask(setting, ReportPeriod.of_quarter(IV), nobodys).is_empty


def test_a_village_leads_to_its_pieces_of_the_quarter(client, setting):
    client.force_login(setting.manager)
    url = reverse("reports:report", args=["infrastructure"])

    page = client.get(f"{url}?triwulan=2010-1").text

    target = reverse("maintenance:inspection-list")
    wanted = f"{target}?triwulan=2010-1&amp;desa={setting.village.pk}&amp;keadaan=semua"
    assert f'href="{wanted}"' in page
    assert 'name="desa"' in page
    assert 'name="produk"' not in page


def test_number_of_queries_does_not_depend_on_the_rows(setting):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            ask(setting, ReportPeriod.of_quarter(IV))
        return len(queries)

    first = count()
    for _ in range(4):
        tools.inspect(setting, tools.register(setting), date(2009, 12, 1))
        factories.create_village(setting.office)

    assert count() == first
