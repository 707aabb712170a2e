"""The villages' part of the plan, as it happens up to the practice date."""

from collections.abc import Sequence
from dataclasses import dataclass

from upk.desk.example.places import PRACTICE_DATE
from upk.desk.example.villages.granting import granting, proposing
from upk.desk.example.villages.happenings import Happening
from upk.desk.example.villages.phases import PhasePlan, plan_phases
from upk.desk.example.villages.running import GrantPlan, plan_grants
from upk.desk.example.villages.upkeep import plan_upkeep
from upk.desk.example.villages.wishes import Wish, plan_wishes


@dataclass(frozen=True, slots=True)
class VillagesPlan:
    """What was planned, and ``happenings`` of it: those before the practice date."""

    phases: Sequence[PhasePlan]
    wishes: Sequence[Wish]
    grants: Sequence[GrantPlan]
    happenings: Sequence[Happening]


def plan_villages() -> VillagesPlan:
    """The plan, the same one each time."""
    phases = plan_phases()
    wishes = plan_wishes(phases)
    grants = plan_grants(wishes)
    told = [
        *proposing(phases, wishes),
        *granting(phases, wishes, grants),
        *plan_upkeep(grants),
    ]
    return VillagesPlan(
        phases, wishes, grants, [happening for happening in told if happening.on < PRACTICE_DATE]
    )
