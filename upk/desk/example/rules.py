"""What the office lends at the most since 2010, and how the story keeps to it. No database.

Before, nothing but the money limited a loan, and who settled early paid all jasa [chosen].
"""

from datetime import date
from decimal import Decimal
from random import Random

from groups.grading import BEGINNER, GROWING, MATURE, grade
from loans.collectibility import PNPM
from loans.limits import ceiling_percent
from loans.rebate import RebateRule, Timing, rights
from loans.record import Life, ceiling, worst_class
from loans.setup import DEFAULT_CEILINGS, DEFAULT_RULES
from loans.track_record import LastLoan
from upk.desk.example import calendar
from upk.desk.example.events import Assessment, LoanPlan
from upk.desk.example.groups import GroupPlan
from upk.desk.example.places import REBATE_SINCE, RULES_SINCE
from upk.offices.default_lists import GROUP_GRADING

MAX_SHARE = 6_000_000
LEVEL_LIMITS = {BEGINNER: 25_000_000, GROWING: 40_000_000, MATURE: 75_000_000}
NO_REBATE = {"rebate_timing": Timing.NEVER.value, "rebate_percent": Decimal(0), "rebate_days": 0}
REBATE = RebateRule(
    DEFAULT_RULES["rebate_percent"], DEFAULT_RULES["rebate_days"], Timing.SETTLEMENT
)
RULES_OF_2010 = {
    **DEFAULT_RULES,
    "max_share": MAX_SHARE,
    "max_beginner": LEVEL_LIMITS[BEGINNER],
    "max_growing": LEVEL_LIMITS[GROWING],
    "max_mature": LEVEL_LIMITS[MATURE],
    "full_interest_when_early": False,
    "cash_reserve": 10_000_000,
}
"""Columns of ``LendingRules``; whole rupiah."""

USUAL_MARK = {BEGINNER: 1, GROWING: 2, MATURE: 3}
OTHER_MARK = {BEGINNER: 2, GROWING: 3, MATURE: 2}
"""Most lines of a group's assessment get the usual mark of what it is, some the other one."""

LINES_WITH_OTHER_MARK = {BEGINNER: 2, GROWING: 1, MATURE: 2}
GROWING_AFTER, MATURE_AFTER = 2, 4
"""Years from the founding."""


def assessments(group: GroupPlan, *, is_troubled: bool) -> list[Assessment]:
    """When the group was graded, and how: a month after its founding, and in December 2009."""
    first = calendar.working_day(date.fromordinal(group.founded_on.toordinal() + 28))
    last = calendar.in_month(2009, 12, group.village.payment_day)
    age = last.year - group.founded_on.year
    level = BEGINNER if age < GROWING_AFTER else GROWING
    if age > MATURE_AFTER and not is_troubled:
        level = MATURE
    return [
        Assessment(first, group, _marks(group, first, BEGINNER)),
        Assessment(last, group, _marks(group, last, level)),
    ]


def _marks(group: GroupPlan, on: date, level: str) -> tuple[int, ...]:
    rng = Random(f"assessment {group.code} {on}")
    places = range(len(GROUP_GRADING))
    other = rng.sample(places, LINES_WITH_OTHER_MARK[level])
    return tuple((OTHER_MARK if n in other else USUAL_MARK)[level] for n in places)


def level_of(assessment: Assessment) -> str:
    """The level that follows from an assessment."""
    weights = [weight for _, weight in GROUP_GRADING]
    return grade(list(zip(weights, assessment.marks, strict=True))).level


def most_after(last: LoanPlan, ended_on: date) -> int | None:
    """What the next loan may be after a settled one; ``None`` is no ceiling. Whole rupiah."""
    chain = [last]
    while chain[-1].rescheduled_from:
        chain.append(chain[-1].rescheduled_from)
    worst = max((_worst(loan, ended_on) for loan in chain), key=PNPM.classes.index)
    percent = ceiling_percent(DEFAULT_CEILINGS, LastLoan(last, worst, is_settled=True))
    return ceiling(last.principal, percent)


def rebate_of(loan: LoanPlan, on: date) -> int:
    """The rebate that a settled loan has a right to, whole rupiah."""
    if loan.disbursed_on < REBATE_SINCE or loan.rescheduled_from:
        return 0
    found = rights(REBATE, loan.rows, loan.payments, loan.reliefs, as_of=on)
    return sum(right.amount for right in found)


def _worst(loan: LoanPlan, ended_on: date):
    return worst_class(
        Life(
            loan.principal, loan.disbursed_on, loan.rows, loan.payments, loan.reliefs, ended_on
        ),
        PNPM,
    )  # fmt: skip


def fit(shares: tuple[int, ...], most: int | None, step: int) -> tuple[int, ...]:
    """Shares cut to ``most`` in all and to the limit of a share, in multiples of ``step``.

    The largest are cut first, so that all come near each other.
    """
    cut = [min(share, MAX_SHARE) for share in shares]
    while most is not None and sum(cut) > most:
        cut[cut.index(max(cut))] -= step
    return tuple(cut)


def has_rules(on: date) -> bool:
    """Whether the limits hold on that day."""
    return on >= RULES_SINCE
