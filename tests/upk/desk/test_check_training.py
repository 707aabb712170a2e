"""``check_training`` finds what SQL behind the guards can spoil."""

import pytest
from django.db import connection

from tests import databases
from tests.training.world import World
from upk.desk.check_books import check_books
from upk.offices.models import Office

pytestmark = pytest.mark.django_db

SPOILT = {
    "a number that is skipped": (
        "UPDATE training_certificate SET number = 9 WHERE number = 3",
        "training",
        "3 sertifikat, nomor 1 sampai 9",
    ),
    "a certificate for somebody who wasn't there": (
        "UPDATE training_attendance SET is_present = (1 = 0) WHERE participant_id = "
        "(SELECT participant_id FROM training_certificate WHERE number = 2)",
        "training",
        "002/SERT/2010: hadir 0 dari 2 hari",
    ),
    "a certificate of a training that was never held": (
        "DELETE FROM training_batchstep",
        "training",
        "001/SERT/2010: hadir 2 dari 2 hari",
    ),
}


def faulty() -> dict[str, tuple[str, ...]]:
    return {r.key: r.faults for r in check_books(Office.objects.all()) if r.faults}


@pytest.mark.parametrize("name", SPOILT)
def test_each_fault_is_found(name):
    sql, key, fault = SPOILT[name]
    world = World()
    world.certify(world.held())
    assert faulty() == {}
    connection.check_constraints()

    with databases.triggers_lifted(), connection.cursor() as cursor:
        cursor.execute(sql)

    found = faulty()
    assert list(found) == [key]
    assert any(fault in said for said in found[key]), found


def test_it_says_how_many_it_looked_at():
    world = World()
    world.certify(world.held())

    [result] = [r for r in check_books(Office.objects.all()) if r.key == "training"]

    assert result.looked_at == "3 sertifikat"
