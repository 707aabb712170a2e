"""The checks of the register of infrastructure find what is spoilt behind the triggers' back."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection

from maintenance.models import Infrastructure
from maintenance.register.services import correct_infrastructure, end_infrastructure
from tests import databases
from tests.maintenance.register import village as tools
from upk.desk.check_books import check_books
from upk.offices.models import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> dict[str, int]:
    """A road, corrected and inspected twice; a bridge that was repaired and given up."""
    setting = tools.create_setting()
    road = tools.register(setting, name="Jalan", cost=1)
    values = {name: getattr(road, name) for name in Infrastructure.CORRECTABLE}
    correct_infrastructure(
        road, tools.facts(**values | {"cost": 2}), changed_on=tools.TODAY, reason="Salah",
        request_key=uuid4(), by=setting.manager,
    )  # fmt: skip
    first = tools.inspect(setting, road, date(2010, 1, 10))
    second = tools.inspect(setting, road, date(2010, 1, 20))
    bridge = tools.register(setting, name="Jembatan", kind="bridge")
    repair = tools.repair(setting, bridge, date(2010, 1, 15))
    ending = end_infrastructure(
        bridge, kind="abandoned", ended_on=date(2010, 2, 1), note="Hanyut",
        request_key=uuid4(), by=setting.manager,
    )  # fmt: skip
    return {
        "road": road.pk, "first": first.pk, "second": second.pk, "repair": repair.pk,
        "ending": ending.pk,
    }  # fmt: skip


def faulty() -> dict[str, tuple[str, ...]]:
    results = check_books(Office.objects.all())
    return {result.key: result.faults for result in results if result.faults}


SPOILT = {
    "a cost that nobody told": (
        "UPDATE maintenance_infrastructure SET cost = 3 WHERE id = {road}",
        "infrastructure",
        "Jalan: biaya lain daripada riwayatnya",
    ),
    "a revision that nobody told": (
        "UPDATE maintenance_infrastructure SET revision = 2 WHERE id = {road}",
        "infrastructure",
        "Jalan: perbaikan ke-2, tercatat 1",
    ),
    "two inspections on a day": (
        "UPDATE maintenance_inspection SET inspected_on = '2010-01-20' WHERE id = {first}",
        "care",
        "Jalan: 2 pemeriksaan pada 20 Januari 2010",
    ),
    "an inspection before the piece was there": (
        "UPDATE maintenance_inspection SET inspected_on = '2008-12-31' WHERE id = {first}",
        "care",
        "Jalan: 31 Desember 2008 di luar masa pemeliharaannya",
    ),
    "a repair of what was given up": (
        "UPDATE maintenance_repair SET repaired_on = '2010-02-02' WHERE id = {repair}",
        "care",
        "Jembatan: 2 Februari 2010 di luar masa pemeliharaannya",
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_each_fault_is_found(name, world):
    sql, key, fault = SPOILT[name]
    assert faulty() == {}
    connection.check_constraints()

    with databases.triggers_lifted(), connection.cursor() as cursor:
        cursor.execute(sql.format(**world))

    found = faulty()
    assert list(found) == [key]
    assert len(found[key]) == 1
    assert fault in found[key][0]


def test_a_piece_that_ends_twice_is_found(world):
    connection.check_constraints()
    columns = (
        "infrastructure_id, is_void, reason, submission_id, recorded_by_id, recorded_at, kind, "
        "ended_on, note"
    )

    with databases.triggers_lifted(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO maintenance_ending ({columns}) SELECT {columns} FROM maintenance_ending"
        )

    found = faulty()
    assert list(found) == ["care"]
    assert "berakhir lebih dari sekali" in found["care"][0]


def test_what_was_looked_at(world):
    looked_at = {result.key: result.looked_at for result in check_books(Office.objects.all())}

    assert looked_at["infrastructure"] == "2 prasarana, 1 perubahan"
    assert looked_at["care"] == "2 pemeriksaan, 1 perbaikan"
