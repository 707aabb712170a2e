"""The report ``aid`` of the year that ``tests.goats.aid`` works out by hand."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goats.herd.services import Receiver, place_goat
from goats.rules.aid import AidKind
from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from reports.render import FORMATS, render
from reports.render.charts import chart_of
from tests.goats.aid.world import AidWorld
from upk.periods import Quarter

pytestmark = pytest.mark.django_db
SECOND = Quarter(2009, 2)


@pytest.fixture
def world():
    """First quarter: groceries of 500.000 planned, 480.000 paid, 190.000 to each of two households
    of Alas, 100.000 back. Second: two goats at 600.000, one placed in Alas; school fees of 50.000
    to a household of Bayan and to one of Alas that has a goat."""
    found = AidWorld()
    first = found.approved({0: 200_000, 1: 200_000, 3: 100_000})
    found.pay(first, 480_000)
    found.hand(first, {0: 190_000, 1: 190_000})
    found.give_back(first, 100_000, date(2009, 3, 20))
    goats = found.approved({0: 650_000, 4: 650_000}, kind=AidKind.GOATS)
    _, [goat, _] = found.buy(goats, 2, 600_000, date(2009, 4, 1))
    receiver = Receiver(found.homes[0], date(2009, 4, 2))
    place_goat(goat, receiver, request_key=uuid4(), by=found.manager)
    school = found.approved({0: 50_000, 3: 50_000}, kind=AidKind.SCHOOL_FEES)
    found.pay(school, 100_000, date(2009, 5, 1), kind=AidKind.SCHOOL_FEES)
    found.hand(school, {0: 50_000, 3: 50_000}, date(2009, 5, 2))
    return found


def ask(world, quarter=SECOND):
    return build("aid", Question.of(world.office, ReportPeriod.of_quarter(quarter)))


def figures(report, key: str) -> tuple:
    found = report.figures()[key]
    names = ("homes_before", "homes_within", "homes_through",
             "amount_before", "amount_within", "amount_through")  # fmt: skip
    return tuple(found.get(name) for name in names)


def test_budget_is_what_was_set_aside_less_what_was_used(world):
    report = ask(world)
    none = (None, None, None)

    assert figures(report, "2009/set_aside") == (*none, 10_000_000, 0, 10_000_000)
    assert figures(report, "2009/paid") == (*none, -480_000, -1_300_000, -1_780_000)
    assert figures(report, "2009/returned") == (*none, 100_000, 0, 100_000)
    assert figures(report, "2009") == (*none, 9_620_000, -1_300_000, 8_320_000)
    assert figures(report, "budget") == figures(report, "2009")
    assert -world.balances(SECOND.end)["2.4.01.01"] == 8_320_000


def test_villages_count_households_once_a_kind(world):
    report = ask(world)

    assert figures(report, "ALAS/groceries") == (2, 0, 2, 380_000, 0, 380_000)
    assert figures(report, "ALAS/goats") == (0, 1, 1, 0, 600_000, 600_000)
    assert figures(report, "ALAS/school_fees") == (0, 1, 1, 0, 50_000, 50_000)
    assert figures(report, "BAYAN/school_fees") == (0, 1, 1, 0, 50_000, 50_000)
    assert "BAYAN/groceries" not in report.figures()
    assert figures(report, "handed") == (2, 3, 5, 380_000, 700_000, 1_080_000)
    assert figures(report, "kind/school_fees") == (0, 2, 2, 0, 100_000, 100_000)


def test_named_totals(world):
    totals = ask(world).totals

    assert {key: totals[key] for key in totals if key.startswith("aid_")} == {
        "aid_set_aside": 10_000_000, "aid_used": 1_680_000, "aid_left": 8_320_000,
        "aid_handed": 1_080_000, "aid_households": 3, "aid_households_school_fees": 2,
        "aid_households_groceries": 2, "aid_households_goats": 1, "aid_households_other": 0,
    }  # fmt: skip
    assert (totals["set_aside/2009"], totals["used/2009"]) == (10_000_000, 1_680_000)


def test_an_earlier_quarter_stays_as_it_was(world):
    report = ask(world, Quarter(2009, 1))

    assert figures(report, "handed") == (0, 2, 2, 0, 380_000, 380_000)
    assert report.totals["aid_left"] == 9_620_000
    assert ask(world, Quarter(2008, 4)).is_empty


def test_it_asks_few_queries_and_has_a_chart(world):
    with CaptureQueriesContext(connection) as queries:
        report = ask(world)

    assert len(queries) <= 10
    assert "Dana RTM" in chart_of(report)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_the_same_names_nobody(world, name):
    content = render(ask(world), name)

    assert len(content) > 500
    if name in ("html", "csv", "json"):
        text = content.decode()
        assert "Bantuan biaya sekolah" in text
        assert all(home.head.name not in text for home in world.homes)


def test_rows_lead_to_what_they_are_made_of(client, world):
    client.force_login(world.manager)

    answer = client.get(reverse("reports:report", args=["aid"]), {"triwulan": "2009-2"})

    assert reverse("goats:aid-year", args=[2009]) in answer.text
    village = world.villages[0].pk
    assert f"keadaan=dibantu&amp;desa={village}" in answer.text
