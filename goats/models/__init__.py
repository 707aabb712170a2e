"""Tables of households, their aid, and the goats."""

from goats.models.aid import (
    AID_KINDS,
    AidDecision,
    AidHandover,
    AidHandoverReversal,
    AidLine,
    AidMove,
    AidPlan,
    AidPlanEnd,
)
from goats.models.goat import KINDS, EventReversal, Goat, GoatEvent, GoatPhoto
from goats.models.herd_settings import HerdRules, VillagePopulation
from goats.models.household import (
    STATES,
    STEPS,
    Household,
    HouseholdAssessment,
    HouseholdChange,
    HouseholdDeparture,
    HouseholdMember,
    HouseholdPhoto,
    HouseholdStep,
    HouseholdStepReversal,
    HouseholdTick,
)

__all__ = [
    "AID_KINDS",
    "KINDS",
    "STATES",
    "STEPS",
    "AidDecision",
    "AidHandover",
    "AidHandoverReversal",
    "AidLine",
    "AidMove",
    "AidPlan",
    "AidPlanEnd",
    "EventReversal",
    "Goat",
    "GoatEvent",
    "GoatPhoto",
    "HerdRules",
    "Household",
    "HouseholdAssessment",
    "HouseholdChange",
    "HouseholdDeparture",
    "HouseholdMember",
    "HouseholdPhoto",
    "HouseholdStep",
    "HouseholdStepReversal",
    "HouseholdTick",
    "VillagePopulation",
]
