"""Loans led through any sequence of steps, allowed or not: the books agree after each of them.

What a step refuses it refuses as ``ValidationError`` and leaves no row behind. After every step
``life_invariants`` adds everything up anew; at the end the proof of the books finds no fault.
One life is led by the book and takes every kind of step, so that none goes untried.
"""

import logging
import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.loans.life_steps import STEPS, Life
from tests.loans.life_world import World

pytestmark = pytest.mark.django_db
log = logging.getLogger(__name__)

FEW = 8
EXAMPLES = int(os.environ.get("LIFE_EXAMPLES", FEW))
"""How many lives are led; many more by hand, then drawn anew each time."""
MANY, SEVERAL = 60, 3
"""In so many lives every step is taken so many times; a few lives alone needn't reach all."""


def begin() -> None:
    """A new office, and nothing counted yet."""
    Life.world, Life.taken, Life.refused = World(), Counter(), Counter()


def lead_by_the_book() -> None:
    """A life in which every step is taken on purpose."""
    life = Life()
    try:
        for step in (
            lambda: life.loans_run_already(days=20, ahead=False, part=50),
            lambda: life.reverse_a_payment(which=0, days=0),
            lambda: life.settle(pick=0, short=False, penalty=5000),  # early: jasa is waived
            lambda: life.settle(pick=0, short=False, penalty=0),  # of UEP all jasa is asked
            lambda: life.reopen(pick=0, which=0, days=0),
            lambda: life.propose(pick=0, size=20, first=60),
            lambda: life.refuse_or_take_back(pick=0, days=0, refuse=True),
            lambda: life.propose(pick=1, size=30, first=40),
            lambda: life.advance(pick=0, kept=90, drop=True, days=0),
            lambda: life.refuse_or_take_back(pick=0, days=0, refuse=False),
            lambda: life.cancel(pick=1, days=0, fresh=True),
            lambda: life.undo_the_rescheduling(pick=0, tenor=6, days=0),
            lambda: life.heirs_pay(pick=0, member=0),
            lambda: life.undo(which=0, pick=1, days=0, part=True),
            lambda: life.write_off_a_member(pick=0, member=1, death=False, days=0),
            lambda: life.write_off_a_member(pick=1, member=2, death=True, days=0),
            lambda: life.write_off(pick=0, days=0),
            lambda: life.reverse_a_recovery(which=0, pick=0, days=0),
            lambda: life.undo(which=0, pick=0, days=0, part=False),
            lambda: life.pay(pick=0, part=50, ahead=True, days=0),
        ):
            step()
            life.everything_agrees()
    finally:
        life.teardown()


def test_books_agree_after_every_step_of_the_book():
    begin()

    lead_by_the_book()

    assert sorted(STEPS - set(Life.taken)) == []
    assert sorted(set(Life.taken) - STEPS) == []


def test_books_agree_after_any_sequence_of_steps():
    begin()
    bounds = settings(
        max_examples=EXAMPLES, stateful_step_count=16, derandomize=EXAMPLES == FEW, deadline=None,
        database=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],  # shrinking takes minutes
    )  # fmt: skip

    run_state_machine_as_test(Life, settings=bounds)

    for name in sorted(STEPS):
        log.info("%s: taken %s, refused %s", name, Life.taken[name], Life.refused[name])
    rare = {name for name in STEPS if Life.taken[name] < EXAMPLES // MANY * SEVERAL}
    assert rare == set()
