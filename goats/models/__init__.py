"""Tables of households, their aid, and the goats."""

from goats.models.goat import KINDS, EventReversal, Goat, GoatEvent, GoatPhoto
from goats.models.herd_settings import HerdRules, VillagePopulation
from goats.models.household import Household

__all__ = [
    "KINDS",
    "EventReversal",
    "Goat",
    "GoatEvent",
    "GoatPhoto",
    "HerdRules",
    "Household",
    "VillagePopulation",
]
