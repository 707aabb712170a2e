"""What the database itself refuses about this app's tables (see ``upk.triggers``)."""

from grants.proposals.guards import GUARDS as PROPOSALS
from grants.running.guards import GUARDS as RUNNING

GUARDS = [*PROPOSALS, *RUNNING]
