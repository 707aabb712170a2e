"""The checklist before closing: what the inventory adds to it."""

from datetime import date
from uuid import uuid4

import pytest

from tests.maintenance.register import village as pieces
from tests.upk.assets.office import buy_things, create_setting
from upk.assets.depreciating import post_depreciation
from upk.desk.closing_checks import State, check_list, depreciation, inspections

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER = date(2009, 11, 30), date(2009, 12, 31)


def told(office, through: date) -> list[tuple[str, str]]:
    return [(line.state, line.text) for line in depreciation(office, through)]


def test_months_without_depreciation_are_told_before_closing():
    setting = create_setting()
    assert told(setting.office, DECEMBER) == []  # it owns nothing
    buy_things(setting)

    assert told(setting.office, DECEMBER) == [
        (State.WARNING, "Rp 300.000 belum dibukukan, sejak Oktober 2009")
    ]
    assert told(setting.office, date(2009, 12, 30)) == [
        (State.WARNING, "Rp 200.000 belum dibukukan, sejak Oktober 2009")
    ]


def test_months_with_depreciation_are_well():
    setting = create_setting()
    buy_things(setting)
    post_depreciation(setting.office, through=NOVEMBER, request_key=uuid4(), by=setting.treasurer)

    assert told(setting.office, NOVEMBER) == [(State.OK, "sudah dibukukan")]
    assert "Penyusutan" in [line.title for line in check_list(setting.office, NOVEMBER)]


@pytest.mark.parametrize("quantity", [1, 20])
def test_queries_stay_the_same_for_many_things(quantity, django_assert_num_queries):
    setting = create_setting()
    buy_things(setting, quantity=quantity, unit_cost=100_000)

    with django_assert_num_queries(4):  # any thing; things, what wore off, the last run
        told(setting.office, DECEMBER)


def told_of_pieces(office, through: date) -> list[tuple[str, str]]:
    return [(line.state, line.text) for line in inspections(office, through)]


def test_pieces_that_nobody_inspected_are_told_before_their_quarter_is_closed():
    setting = pieces.create_setting()
    assert told_of_pieces(setting.office, DECEMBER) == []  # nothing was built
    road, wall = (pieces.register(setting) for _ in range(2))
    pieces.inspect(setting, road, date(2009, 9, 30))
    pieces.inspect(setting, road, date(2009, 10, 1))
    warned = [(State.WARNING, "1 dari 2 belum diperiksa pada Triwulan IV 2009")]

    assert told_of_pieces(setting.office, DECEMBER) == warned
    assert told_of_pieces(setting.office, NOVEMBER) == []
    pieces.inspect(setting, wall, DECEMBER)
    assert told_of_pieces(setting.office, DECEMBER) == [(State.OK, "2 prasarana diperiksa")]
    assert "Pemeriksaan prasarana" in [line.title for line in check_list(setting.office, DECEMBER)]


@pytest.mark.parametrize("quantity", [1, 6])
def test_one_query_tells_of_all_pieces(quantity, django_assert_num_queries):
    setting = pieces.create_setting()
    for _ in range(quantity):
        pieces.register(setting)

    with django_assert_num_queries(1):
        told_of_pieces(setting.office, DECEMBER)
