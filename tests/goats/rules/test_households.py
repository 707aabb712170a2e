"""Steps of a household and the state they lead to."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from goats.rules.households import (
    ALLOWED,
    LEADS_TO,
    State,
    Step,
    Told,
    confirmed_on,
    is_possible,
    state_of,
)

DAYS = st.dates(date(2005, 1, 1), date(2009, 12, 31))
STEPS = st.lists(st.tuples(st.sampled_from(Step), DAYS), max_size=8).map(
    lambda rows: [Told(n, kind, on) for n, (kind, on) in enumerate(rows)]
)


def steps(*rows: tuple[Step, date]) -> list[Told]:
    return [Told(n, kind, on) for n, (kind, on) in enumerate(rows)]


def test_the_way_of_a_household_that_came_back():
    way = steps(
        (Step.CONFIRMED, date(2005, 3, 1)),
        (Step.REACHED, date(2006, 3, 1)),
        (Step.MOVED, date(2007, 3, 1)),
        (Step.CONFIRMED, date(2009, 3, 1)),
    )

    assert state_of(way, date(2005, 2, 28)) == State.PROPOSED
    assert state_of(way, date(2005, 3, 1)) == State.WAITING
    assert state_of(way, date(2006, 12, 31)) == State.REACHED
    assert state_of(way, date(2008, 12, 31)) == State.MOVED
    assert state_of(way) == State.WAITING
    assert confirmed_on(way) == date(2009, 3, 1)
    assert is_possible(way)


def test_nothing_follows_a_death_or_a_mistake():
    for end in (Step.DIED, Step.VOID):
        for kind in Step:
            assert not is_possible(steps((end, date(2005, 1, 1)), (kind, date(2006, 1, 1))))


def test_two_steps_of_one_day_follow_as_entered():
    day = date(2005, 3, 1)

    assert state_of(steps((Step.CONFIRMED, day), (Step.MOVED, day))) == State.MOVED
    assert not is_possible(steps((Step.REACHED, day), (Step.CONFIRMED, day)))


@given(STEPS)
def test_a_possible_way_is_one_that_each_step_may_take(told):
    """A second, naive walk: as long as each step is allowed, the state is where it leads."""
    walked, state = True, State.PROPOSED
    for step in sorted(told, key=lambda one: (one.on, one.id)):
        walked = walked and step.kind in ALLOWED[state]
        state = LEADS_TO[step.kind]

    assert is_possible(told) == walked
    assert state_of(told) == state
