from datetime import date

import pytest

from goats.rules.events import Event, Facts, Kind, RuleBook
from goats.rules.life import Impossible, lead

DOE, BUCK = Facts(is_female=True), Facts(is_female=False)


def day(text: str) -> date:
    return date.fromisoformat(text)


def events(*told) -> list[Event]:
    """Events from (kind, day, facts), numbered in their order."""
    return [
        Event(n, kind, day(on), **(facts[0] if facts else {}))
        for n, (kind, on, *facts) in enumerate(told, start=1)
    ]


PLACED = (
    (Kind.BOUGHT, "2008-01-10"),
    (Kind.PLACED, "2008-01-10", {"household": 1}),
)
AT_1, AT_2 = {"household": 1}, {"household": 2}
KID = ((Kind.BORN, "2008-06-01", AT_1),)


def refused(facts: Facts, *told) -> str:
    with pytest.raises(Impossible) as error:
        lead(facts, events(*told), RuleBook())
    return error.value.reason


@pytest.mark.parametrize(
    ("facts", "told", "reason"),
    [
        (BUCK, [*PLACED, (Kind.GAVE_BIRTH, "2008-06-01", AT_1)], "male"),
        (BUCK, [*PLACED, (Kind.MATED, "2008-06-01", AT_1)], "male"),
        (DOE, [*PLACED, (Kind.PLACED, "2008-06-01", AT_2)], "second_keeper"),
        (DOE, [PLACED[0], (Kind.GAVE_BIRTH, "2008-06-01")], "not_placed"),
        (DOE, [PLACED[0], (Kind.MATED, "2008-06-01")], "not_placed"),
        (DOE, [PLACED[0], (Kind.SOLD, "2008-06-01")], "not_placed"),
        (DOE, [*PLACED, (Kind.ILL, "2008-01-09", AT_1)], "not_there_yet"),
        (DOE, [*PLACED, (Kind.BOUGHT, "2008-06-01")], "begun_before"),
        (DOE, [*PLACED, (Kind.DIED, "2008-06-01", AT_1), (Kind.ILL, "2008-06-02", AT_1)], "ended"),
        (DOE, [*PLACED, (Kind.DIED, "2008-06-01", AT_1), (Kind.PLACED, "2008-06-02", AT_2)],
         "ended"),
        (DOE, [*PLACED, (Kind.HANDED_ON, "2008-06-01", {"household": 2, "giver": 3})],
         "other_keeper"),
        (DOE, [*PLACED, (Kind.HANDED_ON, "2008-06-01", {"household": 1, "giver": 1})],
         "same_household"),
        (DOE, [*PLACED, (Kind.MATED, "2008-06-01", AT_2)], "other_keeper"),
        (DOE, [*PLACED, (Kind.WEANED, "2008-06-01", AT_1)], "not_a_kid"),
        (DOE, [*PLACED, (Kind.REPLACED, "2008-06-01", AT_1)], "nothing_owed"),
        (DOE, [*KID, (Kind.HANDED_ON, "2008-12-01", {"household": 2, "giver": 1})],
         "belongs_to_keeper"),
        (DOE, [*KID, (Kind.GAVE_BIRTH, "2009-01-31", AT_1)], "too_young"),
        (DOE, [*KID, (Kind.WEANED, "2008-10-01", AT_1), (Kind.WEANED, "2008-10-02", AT_1)],
         "weaned_before"),
        (DOE, [*PLACED, (Kind.GAVE_BIRTH, "2008-06-01", AT_1),
               (Kind.GAVE_BIRTH, "2008-10-28", AT_1)], "within_gestation"),
    ],
)  # fmt: skip
def test_what_cannot_have_happened_is_refused_with_the_reason(facts, told, reason):
    assert refused(facts, *told) == reason


def test_births_a_gestation_apart_and_at_the_first_age_are_possible():
    apart = (Kind.GAVE_BIRTH, "2008-06-01", AT_1), (Kind.GAVE_BIRTH, "2008-10-29", AT_1)
    grown = (*KID, (Kind.GAVE_BIRTH, "2009-02-01", AT_1))

    assert len(lead(DOE, events(*PLACED, *apart), RuleBook()).births) == 2
    assert len(lead(DOE, events(*grown), RuleBook()).births) == 1


def test_an_event_that_comes_late_must_fit_what_came_after_it():
    known = events(
        *PLACED, (Kind.GAVE_BIRTH, "2008-06-01", AT_1),
        (Kind.HANDED_ON, "2008-11-01", {"household": 2, "giver": 1}),
    )  # fmt: skip
    late = Event(9, Kind.HANDED_ON, day("2008-05-01"), household=3, giver=1)

    with pytest.raises(Impossible) as error:
        lead(DOE, [*known, late], RuleBook())

    assert (error.value.reason, error.value.event.id) == ("other_keeper", 3)


@pytest.mark.parametrize(
    ("kind", "negligent", "debtor", "replacement"),
    [
        (Kind.DIED, False, None, None),
        (Kind.LOST, False, None, None),
        (Kind.DIED, True, 1, day("2008-07-01")),
        (Kind.LOST, True, 1, day("2008-07-01")),
        (Kind.SOLD, False, 1, day("2008-07-01")),
    ],
)
def test_only_negligence_and_a_sale_leave_a_replacement_due(kind, negligent, debtor, replacement):
    end = (kind, "2008-07-01", AT_1 | {"is_negligent": negligent})

    life = lead(DOE, events(*PLACED, end), RuleBook())

    assert (life.debtor, life.replacement_since) == (debtor, replacement)
    assert not life.is_living


def test_a_replacement_settles_what_is_owed():
    end, settled = (Kind.SOLD, "2008-07-01", AT_1), (Kind.REPLACED, "2008-08-01", AT_1)

    life = lead(DOE, events(*PLACED, end, settled), RuleBook())

    assert (life.debtor, life.replacement_since) == (None, None)


def test_a_hand_over_moves_the_obligation_and_the_goat():
    told = (*PLACED, (Kind.HANDED_ON, "2008-11-01", {"household": 2, "giver": 1}))

    life = lead(DOE, events(*told), RuleBook())

    assert (life.keeper, life.debtor) == (2, 2)
    assert [(stay.household, stay.days) for stay in life.stays] == [(1, 296), (2, None)]


def test_a_life_as_of_a_day_knows_nothing_of_later():
    told = (*PLACED, (Kind.HANDED_ON, "2008-11-01", {"household": 2, "giver": 1}))

    assert lead(DOE, events(*told), RuleBook(), day("2008-10-31")).keeper == 1
    assert lead(DOE, events(*told), RuleBook(), day("2008-11-01")).keeper == 2


def test_kids_owe_nothing_when_they_end():
    life = lead(DOE, events(*KID, (Kind.SOLD, "2009-07-01", AT_1)), RuleBook())

    assert (life.debtor, life.replacement_since, life.is_living) == (None, None, False)
