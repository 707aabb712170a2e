"""Reports of grants at work, by hand: progress, unspent money, swadaya."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from grants.running.decrees import cancel_grant
from grants.running.field import Given, record_contribution, record_progress
from grants.running.payments import book_capital
from reports.period import ReportPeriod
from reports.question import Options, Question
from reports.registry import build
from tests import factories
from tests.grants.running import world as w
from upk.access import Role

pytestmark = pytest.mark.django_db
END = date(2009, 9, 30)


@pytest.fixture
def world():
    """One tranche paid and partly reported, the next paid; 3.000.000 of 4.000.000 given."""
    made = w.create_world()
    grant = made.physical
    w.receive(made)
    first, second, _ = w.sign(grant, made.secretary)
    w.planned(made, first, date(2009, 6, 8))
    w.pay(made, first, date(2009, 6, 10))
    w.use(made, first, date(2009, 6, 28), used=49_000_000)
    w.planned(made, second, date(2009, 7, 8))
    w.pay(made, second, date(2009, 7, 10))
    for given in (
        Given("tenaga", date(2009, 7, 1), 2_000_000, Decimal(80), "HOK"),
        Given("uang", date(2009, 7, 2), 1_000_000),
    ):
        record_contribution(grant, given, request_key=uuid4(), by=made.secretary)
    record_progress(
        grant, measured_on=date(2009, 7, 20), percent=Decimal("62.5"), request_key=uuid4(),
        by=made.secretary,
    )  # fmt: skip
    bank = factories.account(made.office, "1.1.01.04")
    book_capital(
        made.grants["ekonomi"], booked_on=date(2009, 6, 10), bank=bank, request_key=uuid4(),
        by=made.treasurer,
    )  # fmt: skip
    return made


def report(name: str, world, *, end: date = END, **more):
    return build(name, Question.of(world.office, ReportPeriod.up_to(end), **more))


def row_of(value, grant) -> dict:
    [line] = [line for line in value.rows() if line.row.values["code"] == grant.code]
    return dict(line.row.values)


def test_progress_by_hand(world):
    value = report("grant-progress", world)

    row = row_of(value, world.physical)
    names = ("amount", "tranche_1", "tranche_2", "tranche_3", "others", "paid", "paid_percent")
    assert [row[name] for name in names] == [
        123_456_789, 49_382_715, 49_382_715, 0, 0, 98_765_430, Decimal("80.00")
    ]  # fmt: skip
    names = ("used", "physical", "promised", "given", "stage")
    assert [row[name] for name in names] == [
        49_000_000, Decimal("62.5"), 3_000_000, 3_000_000, "Pencairan tahap 3"
    ]  # fmt: skip
    capital = row_of(value, world.grants["ekonomi"])
    assert (capital["others"], capital["physical"], capital["stage"]) == (
        75_000_000, None, "Selesai"
    )  # fmt: skip
    assert value.totals["grants"] == 4
    assert (value.totals["amount"], value.totals["paid"]) == (273_456_789, 173_765_430)
    assert value.totals["paid_percent"] == Decimal("63.54")


def test_progress_of_an_earlier_day_knows_no_later_payment(world):
    row = row_of(report("grant-progress", world, end=date(2009, 7, 9)), world.physical)

    assert (row["paid"], row["physical"]) == (49_382_715, Decimal(0))
    assert report("grant-progress", world, end=date(2009, 5, 19)).is_empty


def test_unspent_money_by_hand(world):
    value = report("unspent-tranches", world)

    row = row_of(value, world.physical)
    names = ("paid", "used", "returned", "at_team", "unpaid", "waits")
    assert [row[name] for name in names] == [
        98_765_430, 49_000_000, 0, 49_765_430, 24_691_359, "Pencairan tahap 3"
    ]  # fmt: skip
    codes = [line.row.values["code"] for line in value.rows()]
    assert world.grants["ekonomi"].code not in codes
    assert value.totals["unpaid"] == 24_691_359 + 30_000_000 + 45_000_000


def test_swadaya_by_hand(world):
    value = report("swadaya-ratio", world)

    row = row_of(value, world.physical)
    names = ("promised", "uang", "bahan", "tenaga", "lahan", "given")
    assert [row[name] for name in names] == [
        3_000_000, 1_000_000, 0, 2_000_000, 0, 3_000_000
    ]  # fmt: skip
    assert (row["of_promise"], row["of_whole"]) == (Decimal("100.00"), Decimal("5.77"))
    assert value.totals["of_whole"] == Decimal("5.77")
    assert len(list(value.rows())) == 3


def test_reports_are_narrowed_to_villages_years_and_standing_grants(world):
    facilitator = factories.create_user(Role.FACILITATOR, world.office)
    factories.assign(facilitator, world.villages[1])
    elsewhere = report("grant-progress", world, user=facilitator)
    another_year = report("grant-progress", world, options=Options(year=2008))
    cancel_grant(
        world.grants["kesehatan"], happened_on=date(2009, 8, 1), reason="Batal",
        request_key=uuid4(), by=world.manager,
    )  # fmt: skip

    assert elsewhere.is_empty
    assert another_year.is_empty
    assert report("grant-progress", world).totals["grants"] == 3


@pytest.mark.parametrize("name", ["grant-progress", "unspent-tranches", "swadaya-ratio"])
def test_reports_ask_a_constant_number_of_queries(world, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        report(name, world)


@pytest.mark.parametrize("name", ["grant-progress", "unspent-tranches", "swadaya-ratio"])
@pytest.mark.parametrize("file_format", ["html", "pdf", "xlsx", "csv", "json"])
def test_reports_have_every_format_and_lead_to_the_grant(world, client, name, file_format):
    client.force_login(world.secretary)
    asked = {"tanggal": "2009-09-30"}

    page = client.get(reverse("reports:report", args=[name]), asked)
    file = client.get(reverse("reports:download", args=[name, file_format]), asked)

    assert file.status_code == 200
    assert file.content
    assert reverse("grants:grant-detail", args=[world.physical.pk]) in page.text
