"""The lives of findings and agreements, as pure rules."""

from datetime import date, timedelta

import pytest

from oversight.rules import agreements, findings
from oversight.rules.findings import ALLOWED, LEADS_TO, State, Step

ON = date(2010, 2, 15)


def test_each_step_has_its_place_and_its_end():
    followed = {step for steps in ALLOWED.values() for step in steps}

    assert followed == set(Step)
    assert set(LEADS_TO) == {None, *Step}
    assert set(ALLOWED) == set(State)


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ([], State.OPEN),
        (["answered"], State.ANSWERED),
        (["answered", "returned"], State.OPEN),
        (["extended", "answered", "answered", "closed"], State.CLOSED),
        (["answered", "closed", "reopened"], State.OPEN),
        (["withdrawn"], State.WITHDRAWN),
    ],
)
def test_what_steps_lead_to(steps, state):
    last = None
    for step in steps:
        assert step in ALLOWED[findings.state_of(last)]
        last = step

    assert findings.state_of(last) == state


@pytest.mark.parametrize(
    ("last", "days", "late"),
    [(None, 0, False), (None, 1, True), ("answered", 9, False), ("returned", 1, True),
     ("closed", 9, False), ("withdrawn", 9, False)],
)  # fmt: skip
def test_overdue_is_an_answer_missing_after_the_deadline(last, days, late):
    assert findings.is_overdue(last, ON, ON + timedelta(days=days)) is late


def test_steps_that_lead_to_states():
    assert findings.steps_to(frozenset({State.OPEN})) == ["returned", "extended", "reopened"]
    assert findings.steps_to(frozenset({State.CLOSED, State.ANSWERED})) == ["answered", "closed"]


@pytest.mark.parametrize(
    ("last", "until", "on", "state"),
    [
        (None, None, date(2009, 12, 31), "coming"),
        (None, None, date(2030, 1, 1), "running"),
        (None, date(2010, 12, 31), date(2010, 10, 1), "running"),
        (None, date(2010, 12, 31), date(2010, 10, 2), "soon"),
        (None, date(2010, 12, 31), date(2010, 12, 31), "soon"),
        (None, date(2010, 12, 31), date(2011, 1, 1), "expired"),
        ("ended", date(2010, 12, 31), date(2010, 5, 1), "ended"),
        ("void", None, date(2010, 5, 1), "void"),
        ("resumed", None, date(2010, 5, 1), "running"),
    ],
)
def test_what_an_agreement_is_on_a_day(last, until, on, state):
    assert agreements.state_of(last, date(2010, 1, 1), until, on) == state


def test_an_agreement_ends_once_and_may_be_resumed():
    assert agreements.allowed(None) == agreements.allowed("resumed") == {"ended", "void"}
    assert agreements.allowed("ended") == agreements.allowed("void") == {"resumed"}
