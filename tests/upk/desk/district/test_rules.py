"""The pure rules of the district's desk."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.models import IssuedAnswer
from reports.states import NAMES
from upk.desk.district.rules.answers import Answer, Issue, open_answers, problems_of
from upk.desk.district.rules.bundling import Kept, contents_digest, to_throw_away
from upk.desk.district.rules.changes import Change, Unit, most_absolute, most_relative
from upk.desk.district.rules.figures import BY_KEY, signed, text_of, tone_of
from upk.desk.district.rules.ranks import ranks
from upk.desk.district.rules.states import LABELS, Facts, State, days_late, due_on, state_of
from upk.periods import Quarter

FOURTH = Quarter(2009, 4)


def test_office_and_district_read_the_same_word_for_the_same_state():
    assert {state: LABELS[State(state)] for state in NAMES} == NAMES
    assert {kind.value: kind.label for kind in IssuedAnswer.Kind} == {
        answer.value: NAMES[answer.value] for answer in Answer
    }


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (Facts(FOURTH, has_begun=False, is_issued=False), State.NOT_BEGUN),
        (Facts(FOURTH, has_begun=True, is_issued=False), State.DRAFT),
        (Facts(FOURTH, True, False, first=Quarter(2010, 1)), State.NOT_EXPECTED),
        (Facts(FOURTH, True, False, first=Quarter(2009, 3)), State.DRAFT),
        (Facts(FOURTH, True, True), State.ISSUED),
        (Facts(FOURTH, True, True, answer="received"), State.RECEIVED),
        (Facts(FOURTH, True, True, answer="returned"), State.RETURNED),
        (Facts(FOURTH, True, True, answer="accepted"), State.ACCEPTED),
        (Facts(FOURTH, True, True, is_outdated=True, answer="accepted"), State.OUTDATED),
    ],
)
def test_state(facts, state):
    assert state_of(facts) == state


def test_deadline_is_counted_from_the_quarters_end_and_anew_from_a_return():
    early = Facts(FOURTH, True, True, answer="returned", returned_on=date(2009, 12, 20))
    late = Facts(FOURTH, True, True, answer="returned", returned_on=date(2010, 2, 1))

    assert due_on(late, State.ISSUED, 15) == date(2010, 1, 15)
    assert due_on(early, State.RETURNED, 15) == date(2010, 1, 15)
    assert due_on(late, State.RETURNED, 15) == date(2010, 2, 16)


@pytest.mark.parametrize(
    ("state", "on", "days"),
    [
        (State.DRAFT, date(2010, 1, 15), 0),
        (State.DRAFT, date(2010, 1, 16), 1),
        (State.NOT_BEGUN, date(2010, 2, 15), 31),
        (State.OUTDATED, date(2010, 1, 17), 2),
        (State.ISSUED, date(2010, 2, 15), 0),
        (State.ACCEPTED, date(2010, 2, 15), 0),
        (State.NOT_EXPECTED, date(2010, 2, 15), 0),
    ],
)
def test_only_what_is_waited_for_is_late(state, on, days):
    assert days_late(state, date(2010, 1, 15), on) == days


def test_ranks_share_a_place_and_the_next_is_counted_on():
    values = {"a": 5, "b": 9, "c": 9, "d": None, "e": 1}

    assert ranks(values) == {"b": 1, "c": 1, "a": 3, "e": 4}
    assert ranks(values, best_is_low=True) == {"e": 1, "a": 2, "b": 3, "c": 3}


@given(st.dictionaries(st.integers(), st.integers() | st.none()))
def test_a_rank_is_one_more_than_those_that_are_better(values):
    found = ranks(values)

    assert found == {
        key: 1 + sum(1 for other in values.values() if other is not None and other > value)
        for key, value in values.items()
        if value is not None
    }


def change(whose, unit, before, after) -> Change:
    return Change(whose, "k", unit, before, after)


@pytest.mark.parametrize(
    ("unit", "before", "after", "absolute", "relative"),
    [
        (Unit.RUPIAH, 200, 300, 100, Decimal("50.00")),
        (Unit.RUPIAH, -200, -300, -100, Decimal("-50.00")),
        (Unit.RUPIAH, 0, 300, 300, None),
        (Unit.RUPIAH, None, 300, None, None),
        (Unit.RUPIAH, 300, None, None, None),
        (Unit.COUNT, 3, 4, 1, Decimal("33.33")),
        (Unit.PERCENT, 310, 155, -155, None),
    ],
)
def test_change_is_measured_in_two_ways(unit, before, after, absolute, relative):
    found = change("a", unit, before, after)

    assert (found.absolute, found.relative) == (absolute, relative)


def test_what_changed_most_is_told_apart_by_measure():
    small_doubled = change("small", Unit.RUPIAH, 100, 200)
    large_grown = change("large", Unit.RUPIAH, 1_000_000, 1_100_000)
    shrunk = change("shrunk", Unit.COUNT, 10, 4)
    worse = change("worse", Unit.PERCENT, 100, 900)
    same = change("same", Unit.RUPIAH, 7, 7)
    changes = [same, large_grown, worse, shrunk, small_doubled]

    assert most_relative(changes, 3) == [small_doubled, shrunk, large_grown]
    assert most_relative(changes, 9) == [small_doubled, shrunk, large_grown]
    assert most_absolute(changes, Unit.RUPIAH, 1) == [large_grown]
    assert most_absolute(changes, Unit.PERCENT, 5) == [worse]


def test_figures_are_printed_in_their_unit():
    assert text_of(123_456, Unit.RUPIAH) == "123.456"
    assert text_of(9512, Unit.PERCENT) == "95,12"
    assert text_of(None, Unit.COUNT) == "–"
    assert signed(-35, Unit.PERCENT) == "\N{MINUS SIGN}0,35"
    assert signed(1200, Unit.RUPIAH) == "+1.200"


@pytest.mark.parametrize(
    ("key", "difference", "tone"),
    [
        ("outstanding", 5, "better"),
        ("outstanding", -5, "worse"),
        ("npl", 5, "worse"),
        ("npl", -5, "better"),
        ("npl", 0, ""),
        ("grants_total", 5, ""),
        ("npl", None, ""),
    ],
)
def test_tone_of_a_change(key, difference, tone):
    assert tone_of(BY_KEY[key], difference) == tone


def test_answers_that_are_open():
    fresh = Issue(is_newest=True, is_outdated=False, given=[])

    assert open_answers(fresh) == (Answer.RECEIVED,)
    assert open_answers(Issue(True, False, ["received"])) == (Answer.RETURNED, Answer.ACCEPTED)
    assert open_answers(Issue(True, False, ["received", "accepted"])) == ()
    assert open_answers(Issue(False, False, [])) == ()
    assert open_answers(Issue(True, True, ["received"])) == ()


def test_all_reasons_against_an_answer_come_at_once():
    old = Issue(is_newest=False, is_outdated=True, given=[])

    assert [p.code for p in problems_of(old, Answer.RETURNED, "")] == [
        "old", "outdated", "not_received", "note",
    ]  # fmt: skip
    assert [p.code for p in problems_of(Issue(True, False, ["received", "returned"]),
                                        Answer.ACCEPTED, "")] == ["decided"]  # fmt: skip
    assert problems_of(Issue(True, False, ["received"]), Answer.ACCEPTED, "") == []


def test_files_go_after_their_time_or_when_a_newer_one_is_there():
    now = datetime(2026, 3, 31, tzinfo=UTC)
    kept = [
        Kept(1, "2009-3", now - timedelta(days=31)),
        Kept(2, "2009-4", now - timedelta(days=2)),
        Kept(3, "2009-4", now - timedelta(days=1)),
        Kept(4, "2010-1", now - timedelta(days=30)),
    ]

    assert to_throw_away(kept, now, 30) == [1, 2]


def test_contents_are_the_same_in_any_order_and_differ_by_revision():
    first, second = ("A", 1, "x"), ("B", 1, "y")

    assert contents_digest([first, second]) == contents_digest([second, first])
    assert contents_digest([first, second]) != contents_digest([first, ("B", 2, "y")])
