"""The part of the plan about poor households and goats, as it happens up to the practice date."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from upk.desk.example.places import LAST_CLOSED_DAY, PRACTICE_DATE
from upk.desk.example.poor.agenda import Agenda
from upk.desk.example.poor.aid import plan_givings, with_plans
from upk.desk.example.poor.buying import (
    EVER,
    FEWEST_SOLVED,
    MOST_SOLVED,
    PURCHASES,
    SOLVED,
    SOLVED_PLACED_SINCE,
    HerdMustBeTuned,
)
from upk.desk.example.poor.happenings import GoatsBought, HomePlan, OfPoor
from upk.desk.example.poor.herd import Herd
from upk.desk.example.poor.homes import plan_homes
from upk.desk.example.poor.inhabitants import plan_populations
from upk.desk.example.poor.receiving import Queue
from upk.desk.example.poor.register import Register


@dataclass(frozen=True, slots=True)
class PoorPlan:
    """What was planned, and ``happenings`` of it before the practice date."""

    homes: Sequence[HomePlan]
    happenings: Sequence[OfPoor]


def plan_poor() -> PoorPlan:
    """The plan, the same one each time. Raises ``HerdMustBeTuned``."""
    agenda, homes = Agenda(), plan_homes()
    register = Register(agenda, Queue(), homes)
    for purchase in PURCHASES:
        agenda.at(purchase.on, GoatsBought, lambda _, plan=purchase: register.herd.buy(plan))
    after = LAST_CLOSED_DAY + timedelta(days=1)
    agenda.at(after, GoatsBought, lambda _: _solve(register.herd))
    agenda.run()
    lived = [*register.told, *register.herd.told]
    told = [*plan_populations(), *with_plans(lived), *plan_givings(lived)]
    return PoorPlan(homes, [event for event in told if event.on < PRACTICE_DATE])


def _solve(herd: Herd) -> None:
    """Count what is missing as bought at the end of the year; it is placed from now on."""
    count = EVER - herd.ever
    if not FEWEST_SOLVED <= count <= MOST_SOLVED:
        raise HerdMustBeTuned(f"{count} goats are missing at the end of 2009")
    herd.buy(replace(SOLVED, count=count), since=SOLVED_PLACED_SINCE)
