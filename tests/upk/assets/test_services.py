"""Purchases, takeovers, depreciation, disposals, and taking each of them back."""

from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from tests.upk.assets.office import COMPUTER, DESK, LAND, buy_things, create_setting
from upk.assets.classes import add_class, add_default_classes, add_life, change_class
from upk.assets.depreciating import post_depreciation, undo_depreciation
from upk.assets.disposing import dispose, undo_disposal
from upk.assets.inventory import inventory, plan_depreciation
from upk.assets.models import Asset, AssetClass, AssetMove, DepreciationRun
from upk.assets.services import (
    Goods,
    check_condition,
    payers,
    take_over,
    undo_acquisition,
)
from upk.ledger.models import Entry
from upk.ledger.services import Move, close_books, post_entry

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER, DECEMBER = date(2009, 10, 31), date(2009, 11, 30), date(2009, 12, 31)
JANUARY = date(2010, 1, 31)


@pytest.fixture
def setting():
    return create_setting()


def depreciate(setting, through, **fields) -> list[DepreciationRun]:
    how = {"request_key": uuid4(), "by": setting.treasurer} | fields
    return post_depreciation(setting.office, through=through, **how)


def sell(setting, asset, **fields):
    how = {
        "happened_on": date(2010, 1, 20), "kind": "sold", "proceeds": 5_000_000,
        "received_in": setting.cash, "note": "", "request_key": uuid4(), "by": setting.treasurer,
    }  # fmt: skip
    return dispose(asset, **how | fields)


def changed(before: SimpleNamespace, after: SimpleNamespace) -> dict[str, int]:
    """What differs between two ``Setting.balances``."""
    moved = {key: value - vars(before)[key] for key, value in vars(after).items()}
    return {key: value for key, value in moved.items() if value}


def test_purchase_posts_and_numbers_each_thing(setting):
    before = setting.balances()

    made = buy_things(setting, class_name=DESK, name="Meja", quantity=3, unit_cost=750_000)

    assert changed(before, setting.balances()) == {"cash": -2_250_000, "cost": 2_250_000}
    assert [asset.code for asset in made.assets.all()] == ["INV-0001", "INV-0002", "INV-0003"]
    assert made.entry.memo == "Pembelian inventaris INV-0001–INV-0003: Meja"
    assert (made.entry.label.split("/")[0][:3], made.entry.origin) == ("BKK", "assets")
    assert (made.months, made.begins) == (60, date(2009, 10, 1))


def test_purchase_sent_twice_is_recorded_once(setting):
    key = uuid4()

    first, second = (buy_things(setting, request_key=key) for _ in range(2))

    assert first == second
    assert Asset.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"unit_cost": 100_000_001}, "hanya Rp 100.000.000"),
        ({"on": date(2010, 2, 16)}, "belum tiba"),
        ({"quantity": 0}, "1 sampai 200"),
        ({"unit_cost": 0}, "lebih dari nol"),
    ],
)
def test_purchase_that_cannot_be(setting, fields, problem):
    with pytest.raises(ValidationError, match=problem):
        buy_things(setting, **fields)

    assert not Asset.objects.exists()


def test_purchase_is_paid_from_money_or_owed(setting):
    with pytest.raises(ValidationError, match="kas, bank, atau akun utang"):
        buy_things(setting, paid_from=setting.account("3.1.01.01"))

    made = buy_things(setting, paid_from=setting.account("2.1.05.01"), unit_cost=200_000_000)

    assert made.entry.label.startswith("BM")


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("1.1.01.07", "Uang titipan tidak boleh bercampur"),
        ("1.1.01.08", "Uang titipan tidak boleh bercampur"),
        ("2.3.02.01", "Uang titipan tidak boleh bercampur"),
        ("2.4.01.01", "kas, bank, atau akun utang"),
    ],
)
def test_purchase_is_not_paid_from_what_belongs_to_others(setting, code, problem):
    with pytest.raises(ValidationError, match=problem):
        buy_things(setting, paid_from=setting.account(code))

    assert code not in {account.code for account in payers(setting.office)}


def test_proceeds_are_not_put_with_money_in_trust(setting):
    [asset] = buy_things(setting).assets.all()
    depreciate(setting, DECEMBER)

    with pytest.raises(ValidationError, match="Uang titipan tidak boleh bercampur"):
        sell(setting, asset, received_in=setting.account("1.1.01.08"))


def test_class_that_is_not_used_any_more_takes_nothing(setting):
    found = setting.asset_class()
    change_class(found, name=found.name, gain=found.gain, loss=found.loss, is_active=False)

    with pytest.raises(ValidationError, match="tidak dipakai lagi"):
        buy_things(setting)


def test_new_useful_life_holds_for_what_is_bought_from_then_on(setting):
    old = buy_things(setting)
    add_life(setting.asset_class(), since=date(2010, 1, 1), months=36)

    new = buy_things(setting, on=date(2010, 1, 5))

    old.refresh_from_db()
    assert (old.months, new.months) == (48, 36)


def test_takeover_posts_cost_and_depreciation_against_the_opening_balance(setting):
    before = setting.balances()
    goods = Goods(setting.asset_class(), "Komputer lama", 2, 4_800_001, "Kantor")

    made = take_over(
        goods, bought_on=date(2008, 1, 7), taken_on=DECEMBER, opening=2_400_000,
        against=setting.account("3.3.01.01"), request_key=uuid4(), by=setting.manager,
    )  # fmt: skip
    depreciate(setting, JANUARY)

    moved = changed(before, setting.balances(DECEMBER))
    assert moved == {"cost": 9_600_002, "worn": -4_800_000, "opening": -4_800_002}
    assert made.entry.kind == Entry.Kind.OPENING
    assert setting.balances(JANUARY).expense == 200_000


def test_takeover_that_cannot_be(setting):
    against = setting.account("3.3.01.01")

    def attempt(class_name=COMPUTER, account=against, **fields) -> None:
        goods = Goods(setting.asset_class(class_name), "Barang", 1, 1_000_000, "Kantor")
        how = {"bought_on": date(2008, 1, 7), "taken_on": DECEMBER, "opening": 1}
        take_over(goods, against=account, request_key=uuid4(), by=setting.manager, **how | fields)

    for fields, problem in [
        ({"bought_on": date(2010, 1, 1)}, "sesudah tanggal saldo awal"),
        ({"opening": 1_000_000}, "kurang dari harga"),
        ({"class_name": LAND}, "tidak disusutkan"),
        ({"account": setting.cash}, "akun modal"),
    ]:
        with pytest.raises(ValidationError, match=problem):
            attempt(**fields)


def test_months_skipped_are_posted_together_in_order(setting):
    buy_things(setting)
    buy_things(setting, class_name=DESK, unit_cost=600_001, on=date(2009, 12, 2))

    runs = depreciate(setting, DECEMBER)

    assert [(run.month, run.entry.total) for run in runs] == [
        (OCTOBER, 100_000),
        (NOVEMBER, 100_000),
        (DECEMBER, 110_000),
    ]
    assert all(run.entry.happened_on == run.month for run in runs)
    assert setting.balances(DECEMBER).expense == 310_000
    assert plan_depreciation(setting.office, DECEMBER) == []


def test_month_is_depreciated_once(setting):
    buy_things(setting)
    key = uuid4()

    first, second = (depreciate(setting, OCTOBER, request_key=key) for _ in range(2))

    assert first == second
    with pytest.raises(ValidationError, match="Tidak ada penyusutan"):
        depreciate(setting, OCTOBER)
    assert setting.balances().worn == -100_000


def test_depreciation_is_posted_as_it_was_shown(setting):
    buy_things(setting)

    with pytest.raises(ValidationError, match="berubah sejak"):
        depreciate(setting, OCTOBER, shown=99_999)

    assert depreciate(setting, OCTOBER, shown=100_000)


@pytest.mark.parametrize(
    ("through", "problem"),
    [(date(2009, 10, 30), "akhir bulan"), (date(2010, 2, 28), "belum tiba")],
)
def test_month_that_cannot_be_depreciated(setting, through, problem):
    buy_things(setting)

    with pytest.raises(ValidationError, match=problem):
        depreciate(setting, through)


def test_late_purchase_and_closed_months_come_with_the_next_month(setting):
    buy_things(setting)
    close_books(setting.office, through=NOVEMBER, by=setting.manager)
    setting.office.refresh_from_db()
    depreciate(setting, DECEMBER)
    buy_things(setting, on=date(2009, 12, 3))

    [run] = depreciate(setting, JANUARY)

    assert setting.balances(DECEMBER).expense == 300_000
    assert run.entry.total == 100_000 + 200_000


def test_last_month_can_be_taken_back_and_posted_anew(setting):
    buy_things(setting)
    october, november = depreciate(setting, NOVEMBER)
    how = {"reason": "Salah", "by": setting.manager}

    with pytest.raises(ValidationError, match="bulan-bulan sesudahnya"):
        undo_depreciation(october, request_key=uuid4(), **how)
    key = uuid4()
    first, second = (undo_depreciation(november, request_key=key, **how) for _ in range(2))

    assert first == second
    assert setting.balances().worn == -100_000
    assert [run.month for run in depreciate(setting, NOVEMBER)] == [NOVEMBER]


def test_sale_above_the_book_value_is_a_gain(setting):
    [asset] = buy_things(setting).assets.all()
    depreciate(setting, DECEMBER)
    before = setting.balances()

    made = sell(setting, asset)

    assert made.result == 5_000_000 - 4_500_001
    assert changed(before, setting.balances()) == {
        "cash": 5_000_000, "cost": -4_800_001, "worn": 300_000, "gain": -499_999,
    }  # fmt: skip


def test_sale_below_the_book_value_is_a_loss(setting):
    [asset] = buy_things(setting).assets.all()
    depreciate(setting, DECEMBER)
    before = setting.balances()

    made = sell(setting, asset, proceeds=1_000_000)

    assert made.result == -3_500_001
    assert changed(before, setting.balances()) == {
        "cash": 1_000_000, "cost": -4_800_001, "worn": 300_000, "loss": 3_500_001,
    }  # fmt: skip


def test_thing_lost_in_its_first_month_costs_all_of_it(setting):
    [asset] = buy_things(setting).assets.all()

    made = sell(
        setting, asset, kind="lost", proceeds=0, received_in=None, happened_on=date(2009, 10, 20)
    )

    assert made.result == -4_800_001
    assert (setting.balances().cost, setting.balances().worn) == (0, 0)
    assert plan_depreciation(setting.office, DECEMBER) == []


def test_disposal_wants_the_months_before_and_none_after(setting):
    [asset] = buy_things(setting).assets.all()
    with pytest.raises(ValidationError, match="Bukukan dahulu penyusutan sampai Desember 2009"):
        sell(setting, asset)
    depreciate(setting, JANUARY)

    with pytest.raises(ValidationError, match="dibukukan sampai 31 Januari 2010"):
        sell(setting, asset)
    with pytest.raises(ValidationError, match="Januari 2010 sudah dibukukan"):
        sell(setting, asset, happened_on=JANUARY)

    assert sell(setting, asset, happened_on=date(2010, 2, 1)).result == 5_000_000 - 4_400_001


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"proceeds": 0}, "Isi hasil penjualan"),
        ({"kind": "lost"}, "Isi hasil penjualan"),
        ({"received_in": None}, "kas atau bank"),
    ],
)
def test_money_and_manner_of_a_disposal_fit(setting, fields, problem):
    [asset] = buy_things(setting).assets.all()
    depreciate(setting, DECEMBER)

    with pytest.raises(ValidationError, match=problem):
        sell(setting, asset, **fields)


def test_disposal_sent_twice_is_recorded_once_and_not_again(setting):
    [asset] = buy_things(setting).assets.all()
    depreciate(setting, DECEMBER)
    key = uuid4()

    first, second = (sell(setting, asset, request_key=key) for _ in range(2))

    assert first == second
    with pytest.raises(ValidationError, match="tidak ada dalam buku"):
        sell(setting, asset)


def test_disposal_taken_back_depreciates_on(setting):
    [asset] = buy_things(setting).assets.all()
    depreciate(setting, DECEMBER)
    before = setting.balances()
    made = sell(setting, asset)

    undo_disposal(made, reason="Batal dijual", request_key=uuid4(), by=setting.manager)

    assert changed(before, setting.balances()) == {}
    depreciate(setting, JANUARY)
    assert setting.balances().worn == -400_000


def test_wrong_purchase_is_taken_back_with_its_depreciation(setting):
    before = setting.balances()
    made = buy_things(setting, quantity=2)
    depreciate(setting, DECEMBER)
    how = {"reason": "Salah", "by": setting.manager}

    with pytest.raises(ValidationError, match="31 Desember 2009"):
        undo_acquisition(made, happened_on=date(2009, 12, 30), request_key=uuid4(), **how)
    key = uuid4()
    first, second = (
        undo_acquisition(made, happened_on=date(2010, 1, 4), request_key=key, **how)
        for _ in range(2)
    )

    assert first == second
    assert changed(before, setting.balances()) == {}
    assert plan_depreciation(setting.office, JANUARY) == []
    with pytest.raises(ValidationError, match="sudah dibatalkan"):
        undo_acquisition(made, happened_on=date(2010, 1, 4), request_key=uuid4(), **how)


def test_purchase_of_which_something_was_sold_stays(setting):
    made = buy_things(setting, quantity=2)
    depreciate(setting, DECEMBER)
    sell(setting, made.assets.first())

    with pytest.raises(ValidationError, match="sudah dilepas"):
        undo_acquisition(
            made, happened_on=date(2010, 2, 1), reason="x", request_key=uuid4(), by=setting.manager
        )


def test_depreciation_of_what_was_sold_since_stays(setting):
    made = buy_things(setting, quantity=2)
    [*_, december] = depreciate(setting, DECEMBER)
    sell(setting, made.assets.first())

    with pytest.raises(ValidationError, match="INV-0001 sudah berubah"):
        undo_depreciation(december, reason="x", request_key=uuid4(), by=setting.manager)


def test_inventory_is_as_of_any_day(setting):
    [asset] = buy_things(setting).assets.all()
    depreciate(setting, DECEMBER)
    sell(setting, asset)

    def values(day: date) -> list[tuple[int, int, int]]:
        return [(c.cost, c.worn, c.value) for c in inventory(setting.office, day)]

    assert values(date(2009, 10, 9)) == []
    assert values(date(2009, 10, 10)) == [(4_800_001, 0, 4_800_001)]
    assert values(date(2010, 1, 19)) == [(4_800_001, 300_000, 4_500_001)]
    assert values(date(2010, 1, 20)) == []


def test_condition_is_the_last_one_by_the_day(setting):
    [asset] = buy_things(setting).assets.all()
    found = {"condition": "heavy", "location": "Gudang", "note": ""}
    on = date(2010, 1, 9)
    first, second = (
        check_condition(asset, checked_on=on, by=setting.treasurer, **found) for _ in range(2)
    )

    def seen(day: date) -> tuple[str, str]:
        [group] = inventory(setting.office, day)
        return group.lines[0].condition_label, group.lines[0].asset.location

    assert first == second
    assert (seen(date(2010, 1, 8)), seen(on)) == (("Baik", "Kantor"), ("Rusak berat", "Gudang"))
    with pytest.raises(ValidationError, match="belum ada"):
        check_condition(asset, checked_on=date(2009, 10, 9), by=setting.treasurer, **found)
    with pytest.raises(ValidationError, match="belum tiba"):
        check_condition(asset, checked_on=date(2010, 2, 16), by=setting.treasurer, **found)
    close_books(setting.office, through=date(2010, 1, 10), by=setting.manager)
    with pytest.raises(ValidationError, match="Buku sudah ditutup"):
        check_condition(asset, checked_on=date(2010, 1, 10), by=setting.treasurer, **found)


def test_accounts_of_a_class_take_no_entries_by_hand(setting):
    with pytest.raises(ValidationError, match="hanya berubah lewat transaksinya sendiri"):
        post_entry(
            setting.office, happened_on=DECEMBER, memo="x", by=setting.treasurer,
            moves=[Move(setting.account("1.2.01.04"), setting.cash, 1)],
        )  # fmt: skip


@pytest.mark.parametrize("codes", [("1.1.03.08", "1.2.02.03"), ("1.2.05.01", "1.1.04.01")])
def test_money_loans_and_their_allowances_are_no_accounts_of_things(setting, codes):
    account, accumulated = (setting.account(code) for code in codes)
    computer = setting.asset_class()

    with pytest.raises(ValidationError, match="bukan akun barang"):
        add_class(
            setting.office, name="Lain", account=account, accumulated=accumulated,
            expense=computer.expense, gain=computer.gain, loss=computer.loss, months=12,
            since=date(2010, 1, 1),
        )  # fmt: skip

    assert not setting.account("1.1.04.01").subledger


def test_account_with_entries_by_hand_is_no_class_account(setting):
    building = setting.account("1.2.05.01")
    post_entry(
        setting.office, happened_on=DECEMBER, memo="x", by=setting.treasurer,
        moves=[Move(building, setting.cash, 1)],
    )  # fmt: skip
    found = setting.asset_class()
    fields = {"name": "Baru", "account": building, "gain": found.gain, "loss": found.loss,
              "since": DECEMBER}  # fmt: skip

    with pytest.raises(ValidationError, match="sudah dipakai jurnal lain"):
        add_class(setting.office, accumulated=None, expense=None, months=None, **fields)
    with pytest.raises(ValidationError, match="bersama-sama"):
        add_class(setting.office, accumulated=None, expense=None, months=12, **fields)


def test_default_classes_come_once_and_last_as_taught(setting):
    assert add_default_classes(setting.office, DECEMBER) == []

    found = AssetClass.objects.filter(office=setting.office).order_by("id")
    months = {c.name: c.months_on(DECEMBER) for c in found}
    assert months == {
        "Tanah": None, "Gedung/Bangunan dan prasarana": 240, "Kendaraan": 120,
        "Truk, alat mekanik, alat berat": 96, "Mesin dan instalasi": 60, "Komputer": 48,
        "Inventaris/peralatan kantor": 60, "Lisensi aplikasi": 120, "Biaya pendirian": 12,
        "Sewa dibayar dimuka": 12, "Asuransi dibayar dimuka": 12,
    }  # fmt: skip


def test_plan_takes_the_same_queries_for_many_things(setting, django_assert_num_queries):
    buy_things(setting)
    with django_assert_num_queries(3):
        plan_depreciation(setting.office, DECEMBER)
    buy_things(setting, quantity=20, unit_cost=1_000_000)
    buy_things(setting, class_name=DESK)

    with django_assert_num_queries(3):  # things, what wore off, the last run
        plan_depreciation(setting.office, DECEMBER)
    with django_assert_num_queries(1):
        inventory(setting.office, DECEMBER)
    assert AssetMove.objects.count() == 22
