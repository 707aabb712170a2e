"""One year of aid, worked by hand: what was set aside, planned, paid, handed over, returned, left.

set aside by the meeting of 5 February 2009 (20 % of 50.000.000)          10.000.000
plan 1, groceries: 200.000 + 200.000 + 100.000                  planned      500.000
  paid on 10 March                                                           480.000
  handed over on 12 March to two households, 190.000 each                    380.000
  returned on 20 March, the third didn't come                                100.000
  ended on 20 March: 120.000 of the plan are free again
plan 2, goats: two households at 650.000                        planned    1.300.000
  two goats at 600.000 bought on 1 April                                   1.200.000
  one placed on 2 April                                                      600.000
used 480.000 - 100.000 + 1.200.000 = 1.580.000; left 10.000.000 - 1.580.000 = 8.420.000
free to plan: 10.000.000 - (380.000 + 1.300.000) = 8.320.000
"""

from datetime import date
from uuid import uuid4

import pytest

from goats.aid.budget import left_from, set_aside, sources
from goats.aid.planning import free_of_year, standings_of_year
from goats.aid.standings import Sums
from goats.herd.services import Receiver, place_goat
from goats.models import Goat
from goats.rules.aid import AidKind, PlanState
from tests.goats.aid.world import AidWorld

pytestmark = pytest.mark.django_db
LATER = date(2009, 3, 20)
APRIL = date(2009, 4, 1)


@pytest.fixture
def world():
    found = AidWorld()
    first = found.approved({0: 200_000, 1: 200_000, 3: 100_000})
    found.pay(first, 480_000)
    found.hand(first, {0: 190_000, 1: 190_000})
    found.give_back(first, 100_000, LATER)
    found.end(first, LATER)
    second = found.approved({0: 650_000, 4: 650_000}, kind=AidKind.GOATS, on=LATER)
    _, goats = found.buy(second, 2, 600_000, APRIL)
    receiver = Receiver(found.homes[0], date(2009, 4, 2))
    place_goat(goats[0], receiver, request_key=uuid4(), by=found.manager)
    found.first, found.second, found.goats = first, second, goats
    return found


def test_year_is_what_was_worked_out_by_hand(world):
    standings = {s.plan.pk: s for s in standings_of_year(world.office, 2009)}

    assert set_aside(sources(world.office)) == {2009: 10_000_000}
    assert standings[world.first.pk].sums == Sums(500_000, 480_000, 100_000, 380_000, 3)
    assert standings[world.second.pk].sums == Sums(1_300_000, 1_200_000, 0, 600_000, 2)
    assert left_from(world.office, 2009, date(2009, 12, 31)) == 8_420_000
    assert free_of_year(world.office, 2009, date(2009, 12, 31)) == 8_320_000
    assert [standings[p.pk].state for p in (world.first, world.second)] == [
        PlanState.ENDED,
        PlanState.APPROVED,
    ]


def test_books_say_the_same(world):
    assert world.balances(date(2009, 3, 9)) == {"1.1.01.01": 50_000_000, "2.4.01.01": -10_000_000}
    assert world.balances(LATER) == {"1.1.01.01": 49_620_000, "2.4.01.01": -9_620_000}
    assert world.balances() == {"1.1.01.01": 48_420_000, "2.4.01.01": -8_420_000}


def test_year_as_of_a_day_before(world):
    on = date(2009, 3, 12)

    [first] = standings_of_year(world.office, 2009, on)

    assert first.state == PlanState.APPROVED
    assert first.sums == Sums(500_000, 480_000, 0, 380_000, 3)


def test_goats_came_with_their_payment(world):
    goat = Goat.objects.get(pk=world.goats[1].pk)

    assert (goat.price, goat.funding, goat.funding_year) == (600_000, "surplus", 2009)
    assert goat.submission.aid_move.plan == world.second
    assert goat.state == Goat.State.OFFICE
