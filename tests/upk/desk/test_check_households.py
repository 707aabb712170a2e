"""``check_households`` finds what SQL behind the guards can spoil."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection

from goats.households.services import Facts, correct_household
from tests import databases, factories
from tests.goats.households_made import confirmed, registered
from upk.desk.check_books import check_books
from upk.offices.models import Office

pytestmark = pytest.mark.django_db
HOME = "goats_household"

SPOILT = {
    "a need that the list makes up": (
        f"UPDATE {HOME} SET need = 99 WHERE id = {{home}}",
        "RTM {home}: need tidak sesuai catatannya",
    ),
    "a state that nobody decided": (
        f"UPDATE {HOME} SET state = 'waiting' WHERE id = {{other}}",
        "RTM {other}: state tidak sesuai catatannya",
    ),
    "a score that its ticks don't add up to": (
        "UPDATE goats_householdassessment SET score = 99 WHERE household_id = {home}",
        "bernilai 99, centangnya 50",
    ),
    "a household that is reached before it waits": (
        "UPDATE goats_householdstep SET kind = 'reached', note = 'x' WHERE household_id = {home}",
        "RTM {home}: langkahnya tidak mungkin berurutan",
    ),
    "a change that is told no more": (
        "DELETE FROM goats_householdchange WHERE household_id = {home}",
        "RTM {home}: perubahan ke-1 tidak sesuai riwayatnya",
    ),
    "one head of two households": (
        f"UPDATE {HOME} SET head_id = {{head}} WHERE id = {{other}}",
        "RTM {other}: kepalanya juga pada rumah tangga lain",
    ),
    "one KK of two households": (
        "UPDATE offices_person SET kk_digest = (SELECT kk_digest FROM offices_person "
        "WHERE id = {head}) WHERE id = {other_head}",
        "RTM {other}: KK-nya juga pada rumah tangga lain",
    ),
}


@pytest.fixture
def world():
    """A confirmed household with a correction, and a proposed one; ids by name."""
    village = factories.create_village()
    home = confirmed(village, need=50, kk="3314000000000001")
    facts = Facts("Dukuh", "", home.head, home.proposed_by)
    correct_household(
        home, facts, changed_on=date(2008, 1, 1), reason="Salah tulis", request_key=uuid4(),
        by=home.recorded_by,
    )  # fmt: skip
    other = registered(village)
    return {
        "home": home.pk, "other": other.pk, "head": home.head_id, "other_head": other.head_id,
    }  # fmt: skip


def faulty() -> dict[str, tuple[str, ...]]:
    return {r.key: r.faults for r in check_books(Office.objects.all()) if r.faults}


@pytest.mark.parametrize("name", SPOILT)
def test_each_fault_is_found(name, world):
    sql, fault = SPOILT[name]
    assert faulty() == {}
    connection.check_constraints()

    with databases.triggers_lifted(), connection.cursor() as cursor:
        cursor.execute(sql.format(**world))

    found = faulty()
    assert list(found) == ["households"]
    assert any(fault.format(**world) in said for said in found["households"]), found
