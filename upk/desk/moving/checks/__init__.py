"""What the rows of a workbook say together, and must not. Every check sees all rows; none stops
the others, so that a person mends everything in one go.
"""

from collections.abc import Callable, Iterator

from upk.desk.moving.checks.goats import check_goats
from upk.desk.moving.checks.grant_money import (
    check_operational,
    check_phases,
    check_receipts,
    check_trust,
)
from upk.desk.moving.checks.grants import check_grants
from upk.desk.moving.checks.households import check_aid, check_households
from upk.desk.moving.checks.levies import check_levy_balances, check_levy_rules
from upk.desk.moving.checks.upkeep import check_infrastructure
from upk.desk.moving.content import Content
from upk.desk.moving.problems import CellProblem

Check = Callable[[Content], Iterator[CellProblem]]

CHECKS: tuple[Check, ...] = (
    check_infrastructure,
    check_levy_rules,
    check_levy_balances,
    check_households,
    check_aid,
    check_goats,
    check_phases,
    check_operational,
    check_receipts,
    check_grants,
    check_trust,
)
"""A check never raises for what it can't read: a cell that had a problem of its own is ``None``."""


def check(content: Content) -> list[CellProblem]:
    """All problems of all checks, each once, in the order of the sheets' rows."""
    return sorted({problem for run in CHECKS for problem in run(content)})
