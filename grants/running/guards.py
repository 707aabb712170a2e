"""What the database itself refuses about the tables of this concept."""

from grants.running.guards_of_grants import GUARDS as GRANTS
from grants.running.guards_of_money import GUARDS as MONEY
from grants.running.guards_of_papers import GUARDS as PAPERS

GUARDS = [*GRANTS, *PAPERS, *MONEY]
