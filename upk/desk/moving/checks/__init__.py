"""What the rows of a workbook say together, and must not. Every check sees all rows; none stops
the others, so that a person mends everything in one go.
"""

from collections.abc import Callable, Iterator

from upk.desk.moving.checks.books import (
    balances_name_accounts,
    inventory_fits,
    products_name_accounts,
    sides_balance,
)
from upk.desk.moving.checks.general import filled, named_once, referred_to
from upk.desk.moving.checks.goats import check_goats, check_populations
from upk.desk.moving.checks.grant_money import (
    check_operational,
    check_phases,
    check_receipts,
    check_trust,
)
from upk.desk.moving.checks.grants import check_grants
from upk.desk.moving.checks.households import check_aid, check_households
from upk.desk.moving.checks.lending import loans_fit, product_terms, products_share_no_receivable
from upk.desk.moving.checks.levies import (
    check_levy_balances,
    check_levy_payments,
    check_levy_rules,
)
from upk.desk.moving.checks.office import code_forms, office_fits
from upk.desk.moving.checks.payments import payments_fit
from upk.desk.moving.checks.people import (
    identities_once,
    members_one_at_a_time,
    villages_fit,
    villages_named_once,
)
from upk.desk.moving.checks.subledgers import subledgers_equal_balances
from upk.desk.moving.checks.upkeep import check_infrastructure
from upk.desk.moving.content import Content
from upk.desk.moving.known import Known
from upk.desk.moving.problems import CellProblem

Check = Callable[[Content], Iterator[CellProblem]]
OfficeCheck = Callable[[Content, Known], Iterator[CellProblem]]

CHECKS: tuple[Check, ...] = (
    filled,
    named_once,
    referred_to,
    code_forms,
    villages_named_once,
    identities_once,
    members_one_at_a_time,
    product_terms,
    products_share_no_receivable,
    loans_fit,
    payments_fit,
    sides_balance,
    check_infrastructure,
    check_levy_rules,
    check_levy_payments,
    check_households,
    check_aid,
    check_goats,
    check_populations,
    check_phases,
    check_operational,
    check_receipts,
    check_grants,
    check_trust,
)
"""A check never raises for what it can't read: a cell that had a problem of its own is ``None``."""

OFFICE_CHECKS: tuple[OfficeCheck, ...] = (
    office_fits,
    villages_fit,
    balances_name_accounts,
    products_name_accounts,
    inventory_fits,
    subledgers_equal_balances,
    check_levy_balances,
)
"""Checks of the rows against what the office has already."""


def check(content: Content, known: Known) -> list[CellProblem]:
    """All problems of all checks, each once, in the order of the sheets' rows."""
    alone = {problem for run in CHECKS for problem in run(content)}
    return sorted(alone | {problem for run in OFFICE_CHECKS for problem in run(content, known)})
