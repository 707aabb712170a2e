"""What the database itself refuses about this app's tables (see ``upk.triggers``)."""

from maintenance.levies.guards import GUARDS as LEVIES
from maintenance.register.guards import GUARDS as REGISTER

GUARDS = [*REGISTER, *LEVIES]
