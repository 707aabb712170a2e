"""Two people at once at the inventory."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from tests.parallel import run_together
from tests.upk.assets.office import buy_things, create_setting
from upk.assets.depreciating import post_depreciation, undo_depreciation
from upk.assets.disposing import dispose
from upk.assets.inventory import plan_depreciation
from upk.assets.models import Acquisition, Asset, DepreciationRun, Disposal
from upk.assets.services import undo_acquisition
from upk.desk.check_books import check_books
from upk.ledger.models import Entry
from upk.offices.models import Office

pytestmark = pytest.mark.django_db(transaction=True)
DECEMBER = date(2009, 12, 31)


@pytest.fixture
def setting():
    return create_setting()


def told(results: list) -> list[str]:
    """What each was told: nothing where it went through."""
    for result in results:
        assert not isinstance(result, Exception) or isinstance(result, ValidationError), result
    return [r.messages[0] if isinstance(r, ValidationError) else "" for r in results]


def assert_books_in_order():
    assert [r for r in check_books(Office.objects.all()) if r.faults] == []


def depreciate(setting):
    office = Office.objects.get(pk=setting.office.pk)
    return post_depreciation(office, through=DECEMBER, request_key=uuid4(), by=setting.treasurer)


def test_a_month_is_depreciated_once(setting):
    buy_things(setting)

    answers = told(run_together([lambda: depreciate(setting)] * 3))

    assert sorted(answers)[0] == ""
    assert answers.count("Tidak ada penyusutan yang belum dibukukan sampai bulan ini.") == 2
    assert list(DepreciationRun.objects.order_by("month").values_list("month", flat=True)) == [
        date(2009, 10, 31), date(2009, 11, 30), DECEMBER,
    ]  # fmt: skip
    assert plan_depreciation(setting.office, DECEMBER) == []
    assert_books_in_order()


def test_the_last_month_is_taken_back_once(setting):
    buy_things(setting)
    run = depreciate(setting)[-1]

    def undo():
        mine = DepreciationRun.objects.get(pk=run.pk)
        return undo_depreciation(mine, reason="Salah", request_key=uuid4(), by=setting.manager)

    answers = told(run_together([undo] * 2))

    assert answers.count("") == Entry.objects.filter(kind="reversal").count() == 1
    assert_books_in_order()


def test_purchases_at_once_have_numbers_without_gaps(setting):
    answers = told(run_together([lambda: buy_things(setting, quantity=2, unit_cost=9)] * 4))

    assert answers == [""] * 4
    assert list(Asset.objects.values_list("number", flat=True)) == list(range(1, 9))
    assert_books_in_order()


def test_purchases_at_once_do_not_spend_the_same_money(setting):
    answers = told(run_together([lambda: buy_things(setting, unit_cost=60_000_000)] * 3))

    assert answers.count("") == Acquisition.objects.count() == 1


def test_a_thing_leaves_the_books_once(setting):
    [asset] = buy_things(setting, on=date(2010, 1, 5)).assets.all()

    def sell():
        mine = Asset.objects.get(pk=asset.pk)
        return dispose(
            mine, happened_on=date(2010, 1, 20), kind="sold", proceeds=9, note="",
            received_in=setting.cash, request_key=uuid4(), by=setting.treasurer,
        )  # fmt: skip

    def undo():
        mine = Acquisition.objects.get()
        return undo_acquisition(
            mine, happened_on=date(2010, 1, 20), reason="Salah", request_key=uuid4(),
            by=setting.manager,
        )  # fmt: skip

    answers = told(run_together([sell, sell, undo]))

    assert answers.count("") == 1
    assert Disposal.objects.count() == (0 if answers[2] == "" else 1)
    assert setting.balances().cost == 0
    assert_books_in_order()


def test_depreciation_beside_a_sale_never_wears_off_what_is_gone(setting):
    [asset] = buy_things(setting).assets.all()
    depreciate(setting)

    def january():
        office = Office.objects.get(pk=setting.office.pk)
        return post_depreciation(
            office, through=date(2010, 1, 31), request_key=uuid4(), by=setting.treasurer
        )

    def scrap():
        return dispose(
            Asset.objects.get(pk=asset.pk), happened_on=date(2010, 1, 20), kind="scrapped",
            proceeds=0, note="", received_in=None, request_key=uuid4(), by=setting.treasurer,
        )  # fmt: skip

    answers = told(run_together([january, scrap]))

    assert answers.count("") == 1
    balances = setting.balances()
    assert (balances.cost, balances.worn) == ((4_800_001, -400_000) if not answers[0] else (0, 0))
    assert_books_in_order()
