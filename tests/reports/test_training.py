"""The report of trainings: by year, kind and village, as of a day."""

from datetime import date
from decimal import Decimal

import pytest

from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from reports.render.charts import chart_of
from tests import factories
from tests.training.world import LAST, World
from upk.periods import Quarter

pytestmark = pytest.mark.django_db

Q1 = ReportPeriod.of_quarter(Quarter(2010, 1))


def report_of(world: World, period: ReportPeriod = Q1, **asked):
    return build("training", Question.of(world.office, period, **asked))


def rows_of(report) -> dict[str, dict]:
    return {line.row.key: dict(line.row.values) for line in report.lines() if line.row}


def test_a_report_without_trainings_is_empty():
    world = World()
    world.plan()

    report = report_of(world)

    assert report.is_empty
    assert report.totals["training_batches"] == 0


def test_figures_by_year_kind_and_village():
    world = World(group_count=2)
    old = date(2009, 11, 3)
    first = world.held(world.groups[:1], starts_on=old, ends_on=old, decided_on=old)
    world.score(first, {first.participants.first(): (40, 70)}, on=old)
    second = world.plan(world.groups[1:])
    guest = world.enrol(second)
    world.enrol(second, "monitor", name="KM-Kab", origin="Kabupaten")
    officers = list(second.participants.filter(role="officer"))
    world.attend(second, date(2010, 2, 9), {officers[0]: True, officers[1]: True, guest: True})
    world.attend(second, LAST, {officers[0]: True, officers[1]: False, guest: True})
    world.step(second)
    world.certify(second)

    report = report_of(world)
    rows = rows_of(report)

    assert {key: rows["years"][key] for key in ("batches", "participants", "attended", "enough")} \
        == {"batches": 2, "participants": 7, "attended": 6, "enough": 5}  # fmt: skip
    assert (rows["year/2009"]["batches_in"], rows["year/2010"]["batches_in"]) == (0, 1)
    assert rows["year/2010"]["participants_in"] == 4
    assert rows["years"]["certificates"] == 2
    village = rows[f"village/{world.village.code}"]
    assert (village["participants"], village["enough"]) == (6, 4)
    assert rows["year/2009"]["gain"] == Decimal("30.00")
    assert rows["year/2010"]["gain"] is None
    assert report.totals["training_people"] == 4
    practice = ("training_group_batches", "training_capacity", "training_officers")
    assert [report.totals[key] for key in practice] == [2, 30, 3]
    assert "training_trainer_days" not in report.totals
    assert report.total_rows == ()
    assert "<svg" in chart_of(report)


def test_what_is_entered_later_changes_no_earlier_report():
    world = World(group_count=2)
    old = date(2009, 11, 3)
    world.held(world.groups[:1], starts_on=old, ends_on=old, decided_on=old)
    before = report_of(world, ReportPeriod.of_quarter(Quarter(2009, 4)))

    batch = world.held(world.groups[1:])
    world.score(batch, {batch.participants.first(): (1, 2)})
    world.certify(batch)

    again = report_of(world, ReportPeriod.of_quarter(Quarter(2009, 4)))
    assert again.figures() == before.figures()
    assert again.totals["training_batches"] == 1


def test_narrowed_to_a_village_it_is_about_its_people():
    world = World()
    elsewhere = factories.create_village(world.office)
    world.held([*world.groups, factories.create_group(elsewhere)])

    report = report_of(world, villages=[elsewhere])

    rows = rows_of(report)
    assert rows["years"]["participants"] == 3
    assert f"village/{world.village.code}" not in rows


@pytest.mark.parametrize("count", [1, 4])
def test_number_of_queries_stays(count, django_assert_num_queries):
    world = World(group_count=count)
    for group in world.groups:
        world.held([group])

    with django_assert_num_queries(7):
        report_of(world)
