from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visits.rules import Planned, State, Step, may_follow, next_meeting, state_of

DUE = date(2010, 2, 10)


@pytest.mark.parametrize(
    ("as_of", "last", "state"),
    [
        (date(2010, 2, 2), None, State.OPEN),
        (date(2010, 2, 3), None, State.SOON),
        (DUE, None, State.SOON),
        (date(2010, 2, 11), None, State.OVERDUE),
        (date(2010, 2, 11), Step.DONE, State.DONE),
        (date(2010, 2, 11), Step.DROPPED, State.DROPPED),
        (date(2010, 2, 11), Step.REOPENED, State.OVERDUE),
        (date(2010, 2, 1), Step.REOPENED, State.OPEN),
    ],
)
def test_state_of_an_agreement(as_of, last, state):
    assert state_of(DUE, last, as_of) == state


def test_what_is_open_is_closed_and_what_is_closed_is_opened():
    allowed = {(last, step) for last in (None, *Step) for step in Step if may_follow(last, step)}

    opening = {(Step.DONE, Step.REOPENED), (Step.DROPPED, Step.REOPENED)}
    closing = {(last, step) for last in (None, Step.REOPENED) for step in (Step.DONE, Step.DROPPED)}
    assert allowed == opening | closing


@given(st.lists(st.sampled_from(list(Step))), st.dates(date(2010, 1, 1), date(2010, 12, 31)))
def test_after_any_allowed_steps_the_state_follows_the_last_one(steps, as_of):
    last = None
    for step in steps:
        if may_follow(last, step):
            last = step

    state = state_of(DUE, last, as_of)

    assert state.is_open == (last in (None, Step.REOPENED))
    assert (state == State.OVERDUE) == (state.is_open and as_of > DUE)


def test_next_meeting_is_what_the_last_visit_announced():
    first, second = date(2010, 1, 5), date(2010, 2, 2)
    planned = Planned(first, second)

    assert next_meeting([planned], second + timedelta(days=9)) == second  # missed: stays in sight
    assert next_meeting([planned], second + timedelta(days=45)) == second
    assert next_meeting([planned], second + timedelta(days=46)) is None
    assert next_meeting([planned, Planned(second, None)], second) is None
    assert next_meeting([planned, Planned(second, None)], first) == second
    assert next_meeting([planned], date(2010, 1, 4)) is None
