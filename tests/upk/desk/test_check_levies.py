"""The checks of the levies find what is spoilt behind the triggers' back."""

from datetime import date

import pytest
from django.db import connection

from maintenance.models import LevyDeposit, LevyFund, LevyMove
from tests import databases
from tests.maintenance.levies.office import SOON, create_setting
from tests.maintenance.levies.test_spending import build, spend
from upk.desk.check_books import check_books
from upk.offices.models import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> dict[str, int]:
    """Alas paid 300.000, deposited 200.000 and spent 120.000 on its road; ids by name."""
    setting = create_setting()
    setting.decide()
    [paid] = setting.pay(300_000)
    deposit = setting.deposit(200_000, date(2009, 1, 20))
    item = setting.bank("interest", 500, date(2009, 1, 31))
    spent = spend(setting, build(setting))
    moved = LevyMove.objects.get(entry=paid.entry)
    return {
        "move": moved.pk, "deposit": deposit.pk, "spent": spent.pk, "item": item.pk,
        "posting": paid.entry.postings.get().pk, "hand": setting.account("1.1.01.02").pk,
        "deposited": LevyMove.objects.get(entry=deposit.entry).pk,
        "interest": LevyMove.objects.get(entry=item.entry).pk,
    }  # fmt: skip


def faulty() -> dict[str, tuple[str, ...]]:
    results = check_books(Office.objects.all())
    return {result.key: result.faults for result in results if result.faults}


SPOILT = {
    "a card that says more than was paid": (
        "UPDATE maintenance_levymove SET cash = cash + 1 WHERE id = {move}",
        "levy_cards",
        "Desa Alas: pada 15 Januari 2009 kartu Rp 300.001, buku besar Rp 300.000",
    ),
    "a payment in the office's own cash": (
        "UPDATE ledger_posting SET debit_id = {hand} WHERE id = {posting}",
        "levy_cards",
        "kas iuran: pada 15 Januari 2009 kartu Rp 300.000, buku besar Rp 0",
    ),
    "a deposit of more than there was": (
        "UPDATE maintenance_levymove SET cash = -300001, bank = 300001 WHERE id = {deposited}",
        "levy_cards",
        "Desa Alas: pada 20 Januari 2009 uangnya kurang dari nol",
    ),
    "an item of the bank that is gone": (
        "DELETE FROM maintenance_levybankitem WHERE id = {item}",
        "levy_rows",
        "bukti iuran tanpa asal",
    ),
    "an item that moved no village's money": (
        "DELETE FROM maintenance_levymove WHERE id = {interest}",
        "levy_rows",
        "bukti iuran tanpa kartu desa",
    ),
    "a repair without its money": (
        "DELETE FROM maintenance_levywithdrawal WHERE id = {spent}",
        "levy_rows",
        "tanpa uang iuran",
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_each_fault_is_found(name, world):
    sql, key, fault = SPOILT[name]
    assert faulty() == {}
    connection.check_constraints()

    with databases.triggers_lifted(), connection.cursor() as cursor:
        cursor.execute(sql.format(**world))

    assert any(fault in text for text in faulty()[key]), faulty()


def test_books_in_order_say_what_was_looked_at(world):
    looked_at = {result.key: result.looked_at for result in check_books(Office.objects.all())}

    assert looked_at["levy_cards"] == "1 desa, Rp 180.500"
    assert looked_at["levy_rows"] == "4 baris"
    assert LevyDeposit.objects.get().deposited_on > SOON
    assert LevyFund.objects.get().bank.code == "1.1.01.08"
