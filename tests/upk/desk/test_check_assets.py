"""The checks of the inventory find what is spoilt behind the triggers' back."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection

from tests import databases
from tests.upk.assets.office import DESK, buy_things, create_setting
from upk.assets.depreciating import post_depreciation
from upk.assets.disposing import dispose
from upk.desk.check_books import check_books
from upk.offices.models import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> dict[str, int]:
    """A computer and two desks, depreciated to December, one desk lost; ids by name."""
    setting = create_setting()
    computer = buy_things(setting)
    desks = buy_things(setting, class_name=DESK, quantity=2, unit_cost=600_001)
    [run, *_] = post_depreciation(
        setting.office, through=date(2009, 12, 31), request_key=uuid4(), by=setting.treasurer
    )
    lost = desks.assets.last()
    dispose(
        lost, happened_on=date(2010, 1, 4), kind="lost", proceeds=0, received_in=None, note="",
        request_key=uuid4(), by=setting.treasurer,
    )  # fmt: skip
    moved = run.entry.asset_moves.get(asset__acquisition=computer)
    return {
        "move": moved.pk, "run": run.entry_id, "asset": computer.assets.get().pk, "lost": lost.pk,
        "desks": desks.pk, "computer": computer.pk, "hand": setting.account("1.1.01.02").pk,
        "posting": computer.entry.postings.get().pk,
    }  # fmt: skip


def faulty() -> dict[str, tuple[str, ...]]:
    results = check_books(Office.objects.all())
    return {result.key: result.faults for result in results if result.faults}


SPOILT = {
    "a month that took more off": (
        "UPDATE assets_assetmove SET accumulated = accumulated + 1 WHERE id = {move}",
        "inventory",
        "pada 31 Oktober 2009 kartu inventaris -Rp 120.001, buku besar -Rp 120.000",
    ),
    "a purchase on another account": (
        "UPDATE ledger_posting SET debit_id = {hand} WHERE id = {posting}",
        "inventory",
        "pada 10 Oktober 2009 kartu inventaris Rp 6.000.003, buku besar Rp 1.200.002",
    ),
    "a number that is skipped": (
        "UPDATE assets_asset SET number = 9 WHERE id = {lost}",
        "things",
        "3 barang, nomor terakhir 9",
    ),
    "a purchase of more than there is": (
        "UPDATE assets_acquisition SET quantity = 3 WHERE id = {desks}",
        "things",
        "Komputer: 2 dari 3 barang",
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
    assert any(fault in said for said in found[key]), found


def test_entry_that_no_thing_knows_of_is_found(world):
    connection.check_constraints()

    with databases.triggers_lifted(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM assets_assetmove WHERE entry_id = {run}".format(**world))

    found = faulty()
    assert set(found) == {"inventory", "things"}
    assert "bukti inventaris tanpa kartu" in found["things"][0]


def test_what_was_looked_at(world):
    looked_at = {result.key: result.looked_at for result in check_books(Office.objects.all())}

    assert looked_at["things"] == "3 barang"
    # 4.800.001 and 600.001 less 300.000 and 30.000; cost moved on 2 days, wear on 4
    assert looked_at["inventory"] == "6 hari, nilai buku Rp 5.070.002"
