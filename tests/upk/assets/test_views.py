"""The pages of the inventory."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import factories
from tests.upk.assets.office import buy_things, create_setting
from upk.access import Role
from upk.assets.depreciating import post_depreciation
from upk.assets.models import Acquisition, Asset, AssetClass, DepreciationRun, Disposal

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting():
    return create_setting()


@pytest.fixture
def treasurer(client, setting):
    client.force_login(setting.treasurer)
    return client


@pytest.fixture
def manager(client, setting):
    client.force_login(setting.manager)
    return client


def purchase(setting, **fields) -> dict:
    return {
        "bought_on": "2010-01-20", "asset_class": setting.asset_class().pk, "name": "Komputer",
        "quantity": "2", "unit_cost": "4.800.001", "paid_from": setting.cash.pk,
        "location": "Kantor", "condition": "good", "request_key": str(uuid4()),
        "langkah": "simpan", **fields,
    }  # fmt: skip


def depreciate(setting, through=date(2009, 12, 31)) -> list[DepreciationRun]:
    return post_depreciation(
        setting.office, through=through, request_key=uuid4(), by=setting.treasurer
    )


def test_purchase_is_told_with_its_numbers(treasurer, setting):
    response = treasurer.post(reverse("assets:purchase-add"), purchase(setting), follow=True)

    assert response.redirect_chain == [(reverse("assets:list"), 302)]
    assert "INV-0001 sampai INV-0002" in response.text
    assert "9.600.002" in response.text


def test_purchase_is_shown_before_it_is_saved(treasurer, setting):
    page = treasurer.post(reverse("assets:purchase-add"), purchase(setting, langkah="lihat"))

    assert "Bukti kas keluar (BKK)" in page.text
    assert "Pembelian inventaris: Komputer" in page.text
    assert "20 Januari 2010" in page.text
    assert f"{setting.asset_class().account}</td><td>{setting.cash}</td>" in page.text
    assert "9.600.002" in page.text
    assert not Acquisition.objects.exists()


def test_takeover_is_shown_with_what_wore_off_before(manager, setting):
    data = purchase(setting, langkah="lihat") | {
        "taken_on": "2010-01-01", "bought_on": "2008-01-01", "opening": "2.400.000",
        "against": setting.account("3.3.01.01").pk,
    }  # fmt: skip

    page = manager.post(reverse("assets:takeover-add"), data)

    shown = [(m.debit.code, m.credit.code, m.amount) for m in page.context["form"].moves]
    assert shown == [
        ("1.2.01.04", "3.3.01.01", 4_800_002), ("1.2.01.04", "1.2.02.03", 4_800_000),
    ]  # fmt: skip
    assert "1 Januari 2010" in page.text
    assert not Acquisition.objects.exists()


def test_change_after_the_preview_keeps_what_was_typed(treasurer, setting):
    page = treasurer.post(reverse("assets:purchase-add"), purchase(setting, langkah="ubah"))

    assert 'value="4.800.001"' in page.text
    assert not Acquisition.objects.exists()


def test_double_click_on_a_purchase_is_harmless(treasurer, setting):
    data = purchase(setting)

    for _ in range(2):
        assert treasurer.post(reverse("assets:purchase-add"), data).status_code == 302

    assert Acquisition.objects.count() == 1


@pytest.mark.parametrize("step", ["lihat", "simpan"])
@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"unit_cost": "1,5"}, "Tulis rupiah bulat"),
        ({"unit_cost": "0"}, "Harga harus lebih dari nol."),
        ({"unit_cost": "90.000.000"}, "hanya Rp 100.000.000"),
        ({"bought_on": "2010-02-16"}, "belum tiba"),
    ],
)
def test_purchase_that_cannot_be_says_why_and_keeps_what_was_typed(
    treasurer, setting, fields, problem, step
):
    data = purchase(setting, langkah=step, **fields)

    response = treasurer.post(reverse("assets:purchase-add"), data)

    assert response.status_code == 200
    assert problem in response.text
    assert 'value="Komputer"' in response.text
    assert not Acquisition.objects.exists()


def test_takeover_is_recorded_by_the_manager(manager, setting):
    data = purchase(setting) | {
        "taken_on": "2010-01-01", "bought_on": "2008-01-01", "opening": "2.400.000",
        "against": setting.account("3.3.01.01").pk,
    }  # fmt: skip

    response = manager.post(reverse("assets:takeover-add"), data, follow=True)

    assert "4.800.002" in response.text  # the book value of both
    assert Acquisition.objects.get().kind == Acquisition.Kind.OPENING


def test_list_shows_the_day_that_is_asked_for(treasurer, setting):
    buy_things(setting)
    depreciate(setting)

    def shown(day: str) -> bool:
        return "4.500.001" in treasurer.get(reverse("assets:list"), {"per": day}).text

    assert [shown(day) for day in ("2009-12-30", "2009-12-31")] == [False, True]


@pytest.mark.parametrize("quantity", [1, 30])
def test_list_takes_the_same_queries_for_many_things(
    treasurer, setting, quantity, django_assert_num_queries
):
    buy_things(setting, quantity=quantity, unit_cost=100_000)

    treasurer.get(reverse("assets:list"))  # notes the session's use, once a minute

    with django_assert_num_queries(4):  # session, user, things, classes
        response = treasurer.get(reverse("assets:list"))

    assert response.text.count("/inventaris/barang/") == quantity


def test_card_shows_moves_and_looks(treasurer, setting):
    [asset] = buy_things(setting).assets.all()
    depreciate(setting)
    found = {"checked_on": "2010-02-01", "condition": "slight", "location": "Gudang", "note": ""}
    treasurer.post(reverse("assets:condition-add", args=[asset.pk]), found)

    response = treasurer.get(reverse("assets:detail", args=[asset.pk]))

    assert "Rusak ringan" in response.text
    assert response.text.count("Penyusutan</td>") == 3
    assert "Batalkan perolehan" not in response.text


def test_disposal_is_looked_at_before_it_is_saved(treasurer, setting):
    [asset] = buy_things(setting).assets.all()
    depreciate(setting)
    url = reverse("assets:disposal-add", args=[asset.pk])
    data = {
        "happened_on": "2010-01-20", "kind": "sold", "proceeds": "5.000.000",
        "received_in": setting.cash.pk, "note": "", "request_key": str(uuid4()),
    }  # fmt: skip

    seen = treasurer.post(url, data | {"langkah": "lihat"})
    assert "Rp 499.999" in seen.text
    assert not Disposal.objects.exists()
    for _ in range(2):
        saved = treasurer.post(url, data | {"langkah": "simpan"}, follow=True)

    assert "Dijual pada 20 Januari 2010" in saved.text
    assert Disposal.objects.count() == 1


def test_disposal_and_purchase_are_taken_back_by_the_manager(manager, setting):
    made = buy_things(setting)
    [asset] = made.assets.all()
    depreciate(setting)
    before = setting.balances()
    url = reverse("assets:disposal-add", args=[asset.pk])
    data = {"happened_on": "2010-01-20", "kind": "lost", "request_key": str(uuid4())}
    manager.post(url, data | {"langkah": "simpan"})
    disposal = Disposal.objects.get()

    why = {"reason": "Ditemukan kembali", "request_key": str(uuid4())}
    manager.post(reverse("assets:disposal-undo", args=[disposal.pk]), why)
    assert setting.balances() == before
    why = {"reason": "Salah", "happened_on": "2010-02-01", "request_key": str(uuid4())}
    manager.post(reverse("assets:acquisition-undo", args=[made.pk]), why)

    assert "Tidak ada inventaris" in manager.get(reverse("assets:list")).text
    assert setting.balances().cash == 100_000_000


def test_depreciation_is_posted_as_shown_and_taken_back(manager, setting):
    buy_things(setting)
    page = manager.get(reverse("assets:depreciation-list"))
    form = page.context["form"]
    data = {"through": "2010-01-31", "shown": form.initial["shown"], "request_key": str(uuid4())}
    assert (form.initial["through"], form.initial["shown"]) == (date(2010, 1, 31), 400_000)

    wrong = manager.post(reverse("assets:depreciation-post"), data | {"shown": 1})
    right = manager.post(reverse("assets:depreciation-post"), data, follow=True)

    assert (wrong.status_code, "berubah sejak" in wrong.text) == (422, True)
    assert "Penyusutan 4 bulan dibukukan: Rp 400.000." in right.text
    last = DepreciationRun.objects.first()
    why = {"reason": "Salah", "request_key": str(uuid4())}
    manager.post(reverse("assets:depreciation-undo", args=[last.pk]), why)
    assert setting.balances().worn == -300_000


def test_classes_are_set_up_by_the_manager(client):
    manager = factories.create_user(Role.MANAGER)
    client.force_login(manager)
    office = manager.office
    client.post(reverse("assets:class-defaults"))
    found = AssetClass.objects.get(office=office, name="Komputer")
    codes = {"account": "1.2.01.04", "accumulated": "1.2.02.03", "expense": "5.1.07.10",
             "gain": "4.2.01.04", "loss": "5.3.02.01"}  # fmt: skip
    accounts = {name: factories.account(office, code).pk for name, code in codes.items()}

    new = {"name": "Mebel", "months": "96", "since": "2010-01-01", **accounts}
    client.post(reverse("assets:class-add"), new)
    life = {"since": "2010-02-01", "months": "36"}
    client.post(reverse("assets:life-add", args=[found.pk]), life)
    change = {"name": "Laptop", "gain": accounts["gain"], "loss": accounts["loss"]}
    client.post(reverse("assets:class-edit", args=[found.pk]), change)

    text = client.get(reverse("assets:class-list")).text
    assert ("Mebel" in text, "96 bulan" in text, "36 bulan" in text) == (True, True, True)
    found.refresh_from_db()
    assert (found.name, found.is_active) == ("Laptop", False)


def test_things_of_another_office_are_not_found(client, setting):
    made = buy_things(setting)
    [run, *_] = depreciate(setting)
    client.force_login(factories.create_user(Role.MANAGER))

    for name, pk in [
        ("detail", Asset.objects.get().pk), ("condition-add", Asset.objects.get().pk),
        ("disposal-add", Asset.objects.get().pk), ("acquisition-undo", made.pk),
        ("depreciation-undo", run.pk), ("class-edit", setting.asset_class().pk),
        ("life-add", setting.asset_class().pk),
    ]:  # fmt: skip
        assert client.get(reverse(f"assets:{name}", args=[pk])).status_code == 404, name


@pytest.mark.parametrize("field", ["asset_class", "paid_from"])
def test_purchase_takes_no_row_of_another_office(treasurer, setting, field):
    other = create_setting()
    elsewhere = {"asset_class": other.asset_class().pk, "paid_from": other.cash.pk}

    response = treasurer.post(
        reverse("assets:purchase-add"), purchase(setting, **{field: elsewhere[field]})
    )

    assert list(response.context["form"].errors) == [field]
    assert not Acquisition.objects.exists()


def test_disposal_takes_no_account_of_another_office(treasurer, setting):
    [asset] = buy_things(setting).assets.all()
    depreciate(setting)
    data = {
        "happened_on": "2010-01-20", "kind": "sold", "proceeds": "1.000", "langkah": "simpan",
        "received_in": create_setting().cash.pk, "request_key": str(uuid4()),
    }  # fmt: skip

    response = treasurer.post(reverse("assets:disposal-add", args=[asset.pk]), data)

    assert list(response.context["form"].errors) == ["received_in"]
    assert not Disposal.objects.exists()
