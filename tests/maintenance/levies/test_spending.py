"""Levies spent on repairs: money and work go together, and are taken back together."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from maintenance.levies.spending import SpendDraft, spend_on_repair
from maintenance.models import LevyMove, LevyWithdrawal, Repair
from maintenance.register.services import Facts, NewInfrastructure, add_infrastructure
from tests.maintenance.levies.office import SOON, create_setting
from upk.ledger.models import Entry
from upk.ledger.services import close_books

pytestmark = pytest.mark.django_db
LATER = date(2009, 2, 1)


def build(setting, village=None, name="Jalan rabat"):
    facts = Facts("road", name, 2007, 90_000_000, Decimal(300), "m", "RT 1")
    new = NewInfrastructure(village or setting.alas, facts)
    return add_infrastructure(new, on=date(2008, 1, 1), request_key=uuid4(), by=setting.manager)


@pytest.fixture
def setting():
    """Alas has 300.000 in the bank since 15 January 2009."""
    found = create_setting()
    found.decide()
    found.pay(300_000)
    found.deposit(300_000)
    return found


@pytest.fixture
def road(setting):
    return build(setting)


def spend(setting, road, cost=120_000, on=LATER, key=None, **fields):
    draft = SpendDraft(road, fields.pop("kind", "routine"), on, cost, **fields)
    return spend_on_repair(draft, request_key=key or uuid4(), by=setting.treasurer)


def test_repair_takes_the_villages_money_from_the_bank_alone(setting, road):
    made = spend(setting, road, note="Tambal lubang")

    repair = Repair.objects.get()
    assert (repair.infrastructure, repair.payer, repair.cost) == (road, "levy", 120_000)
    assert (repair.repaired_on, repair.note) == (LATER, "Tambal lubang")
    assert (made.repair, made.amount, made.entry.label) == (repair, 120_000, "BKK-2009-000001")
    assert setting.held() == (0, 180_000)
    assert setting.balances() == {"1.1.01.08": 180_000, "2.3.02.02": -180_000}


def test_repair_sent_twice_is_recorded_once(setting, road):
    key = uuid4()

    first, second = (spend(setting, road, key=key) for _ in range(2))

    assert first == second
    assert (Repair.objects.count(), LevyMove.objects.filter(kind="spent").count()) == (1, 1)


@pytest.mark.parametrize(
    ("cost", "on", "problem"),
    [
        (300_001, LATER, r"saldo di bank sejak 1 Februari 2009 hanya Rp 300\.000"),
        (1, date(2009, 1, 14), "hanya Rp 0"),
        (0, LATER, "Isi biayanya"),
        (1, date(2010, 2, 16), "belum tiba"),
    ],
)
def test_repair_that_levies_cannot_pay(setting, road, cost, on, problem):
    before = Entry.objects.count()

    with pytest.raises(ValidationError, match=problem):
        spend(setting, road, cost, on)

    assert (Repair.objects.count(), Entry.objects.count()) == (0, before)


def test_village_without_levies_pays_no_repair(setting):
    road = build(setting, setting.bayan)

    with pytest.raises(ValidationError, match="Desa Bayan belum punya aturan iuran"):
        spend(setting, road, 1)


def test_money_spent_can_be_taken_back_with_its_repair(setting, road):
    made, key = spend(setting, road), uuid4()

    for _ in range(2):
        reversal = setting.undo(made, date(2009, 3, 1), "Salah prasarana", key)

    assert reversal.reverses == made.entry
    assert setting.held() == (0, 300_000)
    void = Repair.objects.get(is_void=True)
    assert (void.corrects, void.reason) == (made.repair, "Salah prasarana")
    with pytest.raises(ValidationError):
        setting.undo(made, date(2009, 3, 1))


def test_repair_of_closed_books_stays_with_its_money(setting, road):
    made = spend(setting, road)
    close_books(setting.office, through=date(2009, 3, 31), by=setting.manager)

    with pytest.raises(ValidationError, match="Sudah dilaporkan: buku ditutup"):
        setting.undo(made, date(2009, 4, 1))

    assert setting.held() == (0, 180_000)
    assert not Repair.objects.filter(is_void=True).exists()


def test_deposit_whose_money_was_spent_is_not_taken_back(setting, road):
    deposit = LevyMove.objects.get(kind="deposited").entry.levy_deposit
    spend(setting, road)

    with pytest.raises(ValidationError, match="sudah dipakai sesudahnya"):
        setting.undo(deposit, LATER)

    assert LevyWithdrawal.objects.standing().count() == 1
    assert setting.held(on=SOON) == (0, 300_000)
