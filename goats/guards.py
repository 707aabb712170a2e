"""What the database itself refuses about this app's tables (see ``upk.triggers``)."""

from goats.aid.guards import GUARDS as AID
from goats.herd.guards import GUARDS as HERD
from goats.households.guards import GUARDS as HOUSEHOLDS

GUARDS = [*HOUSEHOLDS, *HERD, *AID]
