"""``check_aid`` finds what SQL behind the guards can spoil."""

import pytest
from django.db import connection

from goats.rules.aid import AidKind
from tests import databases
from tests.goats.aid.world import AidWorld
from upk.desk.check_books import check_books
from upk.offices.models import Office

pytestmark = pytest.mark.django_db
SPOILT = {
    "a payment of another amount": (
        "UPDATE goats_aidmove SET amount = 490000 WHERE id = {paid}",
        "aid",
        "BKK-2009-000001: tidak sesuai catatan bantuannya",
    ),
    "a payment on another day": (
        "UPDATE goats_aidmove SET happened_on = '2009-03-11' WHERE id = {paid}",
        "aid",
        "11 Maret 2009: Dana RTM berbeda Rp 500.000 dari bantuannya",
    ),
    "more paid than planned": (
        "UPDATE goats_aidline SET amount = 1 WHERE id = {line}",
        "aid",
        "RTM-2009-01: Sembako dibayar melebihi rencana",
    ),
    "a line that was made smaller": (
        "UPDATE goats_aidline SET amount = 1 WHERE id = {line}",
        "aid",
        "RTM-2009-01: barisnya tidak sesuai jumlahnya",
    ),
    "more handed over than paid": (
        "UPDATE goats_aidhandover SET amount = 500001 WHERE id = {handed}",
        "aid",
        "RTM-2009-01: Sembako diserahkan melebihi yang dibayar",
    ),
    "a plan that was decided by its writer": (
        "UPDATE goats_aidplan SET recorded_by_id = {manager} WHERE id = {plan}",
        "aid",
        "RTM-2009-01: ditulis dan diputuskan orang yang sama",
    ),
    "another year's budget": (
        "UPDATE goats_aidplan SET year = 2008 WHERE id = {plan}",
        "aid",
        "anggaran RTM 2008 terlampaui Rp 500.000",
    ),
    "a goat of another price": (
        "UPDATE goats_goat SET price = 1 WHERE id = {goat}",
        "aid",
        "bukan harga kambingnya",
    ),
    "a goat without its payment": (
        "UPDATE goats_goat SET submission_id = {key} WHERE id = {goat}",
        "aid",
        "KB-0001: dari surplus tanpa pembayaran",
    ),
}


@pytest.fixture
def rows():
    """Ids by name: groceries paid and partly handed over, a goat bought."""
    world = AidWorld()
    plan = world.approved()
    paid = world.pay(plan, 500_000)
    [handed] = world.hand(plan, {0: 200_000})
    goats = world.approved({1: 650_000}, kind=AidKind.GOATS)
    _, [goat] = world.buy(goats)
    return {
        "plan": plan.pk, "paid": paid.pk, "handed": handed.pk, "line": handed.line_id,
        "goat": goat.pk, "manager": world.manager.pk, "key": plan.submission_id,
    }  # fmt: skip


def faulty() -> dict[str, tuple[str, ...]]:
    return {r.key: r.faults for r in check_books(Office.objects.all()) if r.faults}


def test_books_in_order_have_no_fault(rows):
    assert faulty() == {}


@pytest.mark.parametrize("name", SPOILT)
def test_each_fault_is_found(name, rows):
    sql, key, told = SPOILT[name]
    connection.check_constraints()
    with databases.triggers_lifted(), connection.cursor() as cursor:
        cursor.execute(sql.format(**rows))

    found = faulty()
    assert list(found) == [key]
    assert any(told in fault for fault in found[key]), found
