"""``check_herd`` finds what SQL behind the guards can spoil."""

from datetime import date

import pytest
from django.db import connection

from goats.models import GoatEvent
from goats.rules.events import Kind
from tests import databases
from tests.goats.herd.world import World
from upk.desk.check_books import check_books
from upk.offices.models import Office

pytestmark = pytest.mark.django_db
BORN, WEANED = date(2009, 1, 5), date(2009, 5, 5)

SPOILT = {
    "a keeper that the list makes up": (
        "UPDATE goats_goat SET keeper_id = {other} WHERE id = {mother}",
        "herd",
        "KB-0001: keeper_id tidak sesuai peristiwanya",
    ),
    "a hand-over that isn't due": (
        "UPDATE goats_goat SET due_on = '2009-01-01' WHERE id = {mother}",
        "herd",
        "KB-0001: due_on tidak sesuai peristiwanya",
    ),
    "a number that is skipped": (
        "UPDATE goats_goat SET number = 9 WHERE id = {kid}",
        "herd",
        "2 ekor, nomor terakhir 9",
    ),
    "a birth before the goat was placed": (
        "UPDATE goats_goatevent SET happened_on = '2008-01-09' WHERE id = {birth}",
        "herd",
        "peristiwa gave_birth pada 9 Januari 2008 tidak mungkin (not_there_yet)",
    ),
}


@pytest.fixture
def world():
    """A mother whose kid is weaned; ids by name."""
    herd = World()
    mother = herd.placed(0)
    [kid] = herd.birth(mother, BORN)
    herd.wean([kid], WEANED)
    birth = GoatEvent.objects.get(kind=Kind.GAVE_BIRTH)
    return {
        "mother": mother.pk, "kid": kid.pk, "other": herd.households[1].pk, "birth": birth.pk,
    }  # fmt: skip


def faulty() -> dict[str, tuple[str, ...]]:
    return {r.key: r.faults for r in check_books(Office.objects.all()) if r.faults}


@pytest.mark.parametrize("name", SPOILT)
def test_each_fault_is_found(name, world):
    sql, key, fault = SPOILT[name]
    assert faulty() == {}
    connection.check_constraints()

    with databases.triggers_lifted(), connection.cursor() as cursor:
        cursor.execute(sql.format(**world))

    found = faulty()
    assert list(found) == [key]
    assert any(fault in said for said in found[key]), found
