"""The example's inventory and budgets: invented, but kept as an office would keep them."""

from datetime import date

import pytest

from upk.assets.inventory import inventory, plan_depreciation
from upk.assets.models import Asset, DepreciationRun, Disposal
from upk.budget.comparison import compare
from upk.budget.models import BudgetVersion
from upk.desk.example import OFFICE_CODE
from upk.desk.example.costs import LAST_COST_MEMO
from upk.ledger.models import Entry
from upk.offices.models import Office

END_OF_2009 = date(2009, 12, 31)


@pytest.fixture
def office(example_db) -> Office:
    return Office.objects.get(code=OFFICE_CODE)


def test_every_month_since_the_first_purchase_is_depreciated_once(office):
    months = list(
        DepreciationRun.objects.filter(office=office).order_by("month").values_list("month")
    )

    assert len(months) == len(set(months)) == 3 + 6 * 12 + 1
    assert (months[0][0], months[-1][0]) == (date(2003, 10, 31), date(2010, 1, 31))
    assert plan_depreciation(office, date(2010, 1, 31)) == []


def test_inventory_at_the_end_of_2009_is_as_worked_out_by_hand(office):
    """Months gone by then: motorcycle 55 of 120, chairs 44 of 60, computer 29 of 48, …"""
    values = {
        line.asset.acquisition.name: line.asset.value
        for group in inventory(office, END_OF_2009)
        for line in group.lines
    }

    assert values == {
        "Meja kerja": 1,
        "Lemari arsip": 1,
        "Sepeda motor": 12_800_000 - 12_799_999 * 55 // 120,
        "Kursi rapat": 175_000 - 174_999 * 44 // 60,
        "Komputer": 7_200_000 - 7_199_999 * 29 // 48,
        "Printer": 2_400_000 - 2_399_999 * 11 // 48,
        "Lemari besi": 1_900_000 - 1_899_999 * 6 // 60,
    }


def test_first_computer_was_sold_when_it_was_worn_out(office):
    sold = Disposal.objects.select_related("asset__acquisition").get(office=office)

    assert sold.asset.acquisition.name == "Komputer dan printer"
    assert sold.result == sold.proceeds - 1  # it stood at Rp 1
    assert Asset.objects.filter(office=office).count() == 18


def test_each_year_has_its_budget_and_the_last_cost_is_more_than_its_month(office):
    years = BudgetVersion.objects.filter(office=office).order_by("year")

    assert [version.year for version in years] == list(range(2003, 2011))
    found = compare(office, date(2009, 12, 1), END_OF_2009)
    rows = {row.account.code: row for row in found.rows}
    last = Entry.objects.get(office=office, memo=LAST_COST_MEMO)
    meetings = rows["5.1.05.01"]
    assert meetings.real == last.total > meetings.budget
    assert meetings.over == max(0, meetings.real_to_date - meetings.budget_to_date)
    depreciation = rows["5.1.07.10"]
    assert depreciation.real_to_date > 0
    assert depreciation.budget_of_year > 0
