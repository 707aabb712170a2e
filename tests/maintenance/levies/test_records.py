"""What three villages owed and paid over eight quarters, by hand."""

from datetime import date
from decimal import Decimal

import pytest

from maintenance.levies.records import levy_records
from maintenance.rules.levy import LevyRecord
from tests.maintenance.levies.office import create_setting
from upk.periods import Quarter

pytestmark = pytest.mark.django_db
EIGHT = [Quarter(year, number) for year in (2008, 2009) for number in (1, 2, 3, 4)]


@pytest.fixture
def setting():
    """Alas: 300.000 a quarter, all paid. Bayan: from 15 May 2008, raised in November 2008,
    ended in July 2009, paid in part. Cemara: no rule.

    Bayan's due: Q2/2008 June alone: 25.000 × 40 = 1.000.000 a quarter, a third, 333.333; Q3 and
    October 1.000.000 and 333.333; November and December at 1.500 × 200 a month: 600.000; Q1 and Q2
    2009 900.000 each.
    """
    found = create_setting()
    found.decide()
    quarterly = {"per": "quarter", "amount": 25_000, "payers": 40}
    found.decide(found.bayan, since=date(2008, 5, 15), basis="meeting", **quarterly)
    raised = found.decide(found.bayan, since=date(2008, 11, 1), amount=1_500, payers=200)
    found.withdraw(raised, date(2009, 7, 1), "Diganti aturan baru yang belum jadi")
    for quarter in EIGHT:
        found.pay(300_000, quarter.end, quarter=quarter)
    found.deposit(1_000_000, date(2008, 12, 31))
    found.deposit(1_400_000, date(2009, 12, 31))
    found.pay({found.bayan: 333_333}, date(2008, 6, 30))
    found.pay({found.bayan: 400_000}, date(2008, 9, 30))
    found.pay({found.bayan: 600_000}, date(2009, 3, 31), quarter=Quarter(2008, 3))
    [wrong] = found.pay({found.bayan: 900_000}, date(2009, 4, 1))
    found.undo(wrong, date(2009, 10, 1))
    return found


def test_three_villages_over_eight_quarters(setting):
    alas, bayan, cemara = (village.pk for village in setting.villages)

    found = levy_records([alas, bayan, cemara], EIGHT)

    assert found == {
        alas: LevyRecord(due=2_400_000, paid=2_400_000, deposited=2_400_000),
        bayan: LevyRecord(due=4_066_666, paid=1_333_333, deposited=0),
        cemara: LevyRecord(due=0, paid=0, deposited=0),
    }
    percents = [found[pk].percent for pk in (alas, bayan, cemara)]
    assert percents == [Decimal("100.00"), Decimal("32.79"), None]
    assert found[bayan].open == 2_733_333


@pytest.mark.parametrize(
    ("quarter", "due", "paid"),
    [
        (Quarter(2008, 1), 0, 0),
        (Quarter(2008, 2), 333_333, 333_333),
        (Quarter(2008, 3), 1_000_000, 400_000),  # the rest came in 2009
        (Quarter(2008, 4), 933_333, 0),
        (Quarter(2009, 1), 900_000, 0),
        (Quarter(2009, 2), 900_000, 900_000),  # taken back in October
        (Quarter(2009, 3), 0, 0),
        (Quarter(2009, 4), 0, 0),
    ],
)
def test_each_quarter_as_of_its_end(setting, quarter, due, paid):
    found = levy_records([setting.bayan.pk], [quarter])[setting.bayan.pk]

    assert (found.due, found.paid) == (due, paid)


def test_record_as_of_a_later_day_knows_what_came_since(setting):
    pk, quarter = setting.bayan.pk, Quarter(2009, 2)

    then = levy_records([pk], [quarter], as_of=date(2009, 9, 30))[pk]
    now = levy_records([pk], [quarter], as_of=date(2009, 10, 1))[pk]

    assert (then.paid, now.paid) == (900_000, 0)


def test_records_take_as_many_queries_for_one_village_as_for_three(
    setting, django_assert_num_queries
):
    for villages in ([setting.alas.pk], [v.pk for v in setting.villages]):
        with django_assert_num_queries(3):
            levy_records(villages, EIGHT)


def test_deposit_taken_back_counts_no_more(setting):
    setting.pay(100_000, date(2010, 1, 5))
    deposit = setting.deposit(100_000, date(2010, 1, 6))
    setting.undo(deposit, date(2010, 1, 20))
    [pk, quarter] = setting.alas.pk, Quarter(2010, 1)

    before = levy_records([pk], [quarter], as_of=date(2010, 1, 19))[pk]
    after = levy_records([pk], [quarter])[pk]

    assert (before.deposited, after.deposited) == (100_000, 0)
