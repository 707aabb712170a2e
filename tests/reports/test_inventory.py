"""The report ``inventory``, worked out by hand."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from reports.render import FORMATS
from tests.upk.assets.office import DESK, buy_things, create_setting
from upk.assets.depreciating import post_depreciation
from upk.assets.disposing import dispose
from upk.periods import Quarter

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting():
    """A computer since September, two desks since November; one desk is lost in January.

    Computer: 100.000 a month. Desk: (600.001 - 1) / 60 = 10.000 a month each.
    """
    setting = create_setting()
    buy_things(setting, on=date(2009, 9, 5))
    desks = buy_things(
        setting, class_name=DESK, name="Meja", quantity=2, unit_cost=600_001, on=date(2009, 11, 2)
    )
    how = {"request_key": uuid4(), "by": setting.treasurer}
    post_depreciation(setting.office, through=date(2009, 12, 31), **how)
    dispose(
        desks.assets.last(), happened_on=date(2010, 1, 4), kind="lost", proceeds=0,
        received_in=None, note="", request_key=uuid4(), by=setting.treasurer,
    )  # fmt: skip
    return setting


def fourth_quarter(setting):
    period = ReportPeriod.of_quarter(Quarter(2009, 4))
    return build("inventory", Question.of(setting.office, period))


def test_each_thing_with_what_the_period_took_off(setting):
    report = fourth_quarter(setting)

    keys = ("code", "cost", "worn_before", "worn_in_period", "worn", "value")
    assert [tuple(line.row.values[key] for key in keys) for line in report.rows()] == [
        ("INV-0002", 600_001, 0, 20_000, 20_000, 580_001),
        ("INV-0003", 600_001, 0, 20_000, 20_000, 580_001),
        ("INV-0001", 4_800_001, 100_000, 300_000, 400_000, 4_400_001),
    ]
    assert [s.title for s in report.parts[0].sections] == [DESK, "Komputer"]
    assert [s.subtotal.values["value"] for s in report.parts[0].sections] == [1_160_002, 4_400_001]


def test_totals_are_the_accounts(setting):
    report, balances = fourth_quarter(setting), setting.balances(date(2009, 12, 31))

    assert report.totals["things"] == 3
    assert (report.totals["cost"], report.totals["worn"]) == (balances.cost, -balances.worn)
    assert report.totals["value"] == 5_560_003


def test_what_left_the_books_is_gone_from_its_day_on(setting):
    def things(day: date) -> int:
        return build("inventory", Question.of(setting.office, ReportPeriod.up_to(day))).row_count

    assert [things(date(2010, 1, 3)), things(date(2010, 1, 4))] == [3, 2]


def test_office_without_things_has_an_empty_report():
    report = fourth_quarter(create_setting())

    assert report.is_empty
    assert report.totals["value"] == 0


@pytest.mark.parametrize("file_format", FORMATS)
def test_every_format_can_be_downloaded(setting, client, file_format):
    client.force_login(setting.manager)
    address = reverse("reports:download", args=["inventory", file_format])

    response = client.get(address, {"tanggal": "2009-12-31"})

    assert response.status_code == 200
    assert len(b"".join(response) if response.streaming else response.content) > 300


def test_screen_leads_to_the_card(setting, client):
    client.force_login(setting.manager)

    text = client.get(reverse("reports:report", args=["inventory"])).text

    assert text.count('href="/inventaris/barang/') == 2
