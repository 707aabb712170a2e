"""Conditions from the rows: three villages by hand, corrections, and how many queries."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maintenance.register.conditions import condition_records, conditions_on, weights_on
from maintenance.register.services import end_infrastructure, take_back
from maintenance.register.weighing import add_weights
from maintenance.rules.conditions import DEFAULT_WEIGHTS, ConditionRecord, Weights
from tests import factories
from tests.maintenance.register import village as tools
from upk.ledger.services import close_books
from upk.periods import Quarter

III, IV = Quarter(2009, 3), Quarter(2009, 4)


@pytest.fixture
def setting(db) -> tools.Setting:
    return tools.create_setting()


@pytest.fixture
def villages(setting):
    """Three villages: one looked after, one in part, one with nothing."""
    second, third = (factories.create_village(setting.office) for _ in range(2))
    road, wall = tools.register(setting), tools.register(setting)
    bridge = tools.register(setting, village=second)
    tools.register(setting, village=second)
    gone = tools.register(setting, village=second)
    tools.inspect(setting, road, date(2009, 7, 10), "good", by=setting.manager)
    tools.inspect(setting, road, date(2009, 10, 10), "slight", by=setting.manager)
    tools.inspect(setting, road, date(2009, 12, 10), "heavy", by=setting.manager)
    tools.inspect(setting, wall, date(2009, 8, 1), "good", by=setting.manager)
    tools.inspect(setting, bridge, date(2009, 11, 1), "broken", by=setting.manager)
    tools.inspect(setting, gone, date(2009, 8, 1), "good", by=setting.manager)
    end_infrastructure(
        gone, kind="abandoned", ended_on=date(2009, 10, 1), note="Hanyut", request_key=uuid4(),
        by=setting.manager,
    )  # fmt: skip
    return [setting.village.pk, second.pk, third.pk]


def test_two_quarters_of_three_villages_by_hand(villages):
    """First village: III good and good, IV heavy (the last of two) and good carried on:
    (100 + 100 + 30 + 100) / 4 = 82,50. Second: in III the one that is gone since, good, of three;
    in IV the bridge, broken, of two: (100 + 0) / 2 = 50. Third: nothing."""
    found = condition_records(villages, [III, IV])

    assert found == {
        villages[0]: ConditionRecord(pieces=4, inspected=3, good=3, heavy=1, points=330),
        villages[1]: ConditionRecord(pieces=5, inspected=2, good=1, broken=1, points=100),
        villages[2]: ConditionRecord(),
    }
    scores = [found[pk].score for pk in villages]
    assert scores == [Decimal("82.50"), Decimal("50.00"), None]


def test_a_running_quarter_is_known_up_to_its_day(villages):
    [first, *_] = villages

    found = conditions_on(villages, [date(2009, 10, 9), date(2009, 10, 10), date(2009, 12, 31)])

    assert [record[first].score for record in found.values()] == [
        Decimal("100.00"), Decimal("85.00"), Decimal("65.00"),
    ]  # fmt: skip
    assert [record[first].inspected for record in found.values()] == [0, 1, 1]


def test_what_was_corrected_or_taken_back_does_not_count(setting):
    road, wall = tools.register(setting), tools.register(setting)
    wrong = tools.inspect(setting, road, date(2009, 10, 10), "good")
    tools.inspect(setting, road, date(2009, 10, 10), "broken", corrects=wrong, reason="Salah")
    never = tools.inspect(setting, wall, date(2009, 10, 10), "good")
    take_back(never, reason="Prasarana lain", request_key=uuid4(), by=setting.manager)

    found = condition_records([setting.village.pk], [IV])

    assert found[setting.village.pk] == ConditionRecord(pieces=2, inspected=1, broken=1)


def test_weights_hold_from_their_day_on(setting, villages):
    own = Weights(good=80, slight=40, heavy=20, broken=10, carried=0)
    add_weights(setting.office, own, since=IV.end, by=setting.manager)

    found = condition_records(villages, [III, IV])

    assert weights_on(setting.office, III.end) == DEFAULT_WEIGHTS
    assert weights_on(setting.office, IV.end) == own
    # III as before, 200 points; in IV only the road counts, heavy: 20; the wall isn't carried on.
    assert found[villages[0]].points == 220
    assert found[villages[0]].unknown == 1


def test_weights_begin_in_open_books_and_fall(setting):
    rising = Weights(good=50, slight=60, heavy=20, broken=0, carried=3)
    close_books(setting.office, through=IV.end, by=setting.manager)

    with pytest.raises(ValidationError, match="Buku sudah ditutup sampai 31 Desember 2009"):
        add_weights(setting.office, DEFAULT_WEIGHTS, since=IV.end, by=setting.manager)
    with pytest.raises(ValidationError, match="lebih buruk bernilai lebih"):
        add_weights(setting.office, rising, since=date(2010, 1, 1), by=setting.manager)

    assert not setting.office.condition_weights.exists()


def test_the_same_weights_twice_are_one_row(setting):
    for _ in range(2):
        add_weights(setting.office, DEFAULT_WEIGHTS, since=IV.start, by=setting.manager)

    assert setting.office.condition_weights.count() == 1


def test_number_of_queries_does_not_depend_on_the_rows(setting, villages):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            condition_records(villages, [III, IV])
        return len(queries)

    first = count()
    for _ in range(5):
        tools.inspect(setting, tools.register(setting), date(2009, 12, 12), by=setting.manager)

    assert (first, count()) == (5, 5)
