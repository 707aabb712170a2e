"""Tranches of a grant: what each pays, which papers it needs, and what the grant needs next.

Source: domain.md 7: 40/40/20 unless the office decides otherwise; each tranche needs a plan (RPD),
from the second on a use report (LPD) for the one before, the last a field check. What the meeting
and the final report need is ours [chosen]: at that time the village team has accounted for every
rupiah.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

DEFAULT_PERCENTS = (Decimal(40), Decimal(40), Decimal(20))
"""What holds where an office has no rule of its own (domain.md 7)."""

MOST_TRANCHES = 6


class BadPercents(ValueError):
    """Percentages that aren't a division of the whole; ``total`` is what they come to."""

    def __init__(self, total: Decimal) -> None:
        self.total = total
        super().__init__(f"percentages come to {total}")


class TooSmall(ValueError):
    """A tranche would be less than a rupiah; ``number`` is the first such."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"tranche {number} would be empty")


def tranche_amounts(total: int, percents: Sequence[Decimal]) -> list[int]:
    """``total`` divided by ``percents``.

    Unit: whole rupiah. Rounding: each tranche down to the rupiah, the last takes what is left.
    Guarantee: ``sum(result) == total``, each at least 1.
    Raises ``BadPercents`` unless they are 1 to ``MOST_TRANCHES`` positive ones that add up to 100,
    ``TooSmall`` where a tranche would be empty.
    """
    whole = sum(percents, Decimal(0))
    if whole != 100 or not 1 <= len(percents) <= MOST_TRANCHES or min(percents) <= 0:
        raise BadPercents(whole)
    amounts = [int(Fraction(total) * Fraction(percent) / 100) for percent in percents[:-1]]
    amounts.append(total - sum(amounts))
    for number, amount in enumerate(amounts, 1):
        if amount < 1:
            raise TooSmall(number)
    return amounts


class Lack(StrEnum):
    """What stands between a grant and its next payment."""

    AGREEMENT = "agreement"
    PAID = "paid"
    ORDER = "order"
    PLAN = "plan"
    APPROVAL = "approval"
    REPORT_BEFORE = "report"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Missing:
    """One lack; ``tranche`` is the number of the tranche that it is about."""

    lack: Lack
    tranche: int


@dataclass(frozen=True, slots=True)
class TrancheFacts:
    """A tranche with the days of its papers; ``None`` where there is no such paper yet.

    ``amount`` and ``used`` (what the use report says was spent) are whole rupiah. ``pk`` is for
    programs alone.
    """

    number: int
    amount: int
    percent: Decimal = Decimal(0)
    planned_on: date | None = None
    approved_on: date | None = None
    paid_on: date | None = None
    reported_on: date | None = None
    used: int = 0
    pk: int = 0


@dataclass(frozen=True, slots=True)
class GrantFacts:
    """What is known of a grant on a day. Whole rupiah.

    ``is_capital``: the sector is Ekonomi, so that it becomes capital at once and has no tranches.
    ``checked_on`` is the last field check if that was passed, ``met_on`` the last accountability
    meeting if that accepted the report.
    """

    amount: int
    is_capital: bool = False
    is_physical: bool = False
    is_cancelled: bool = False
    signed_on: date | None = None
    tranches: tuple[TrancheFacts, ...] = ()
    checked_on: date | None = None
    met_on: date | None = None
    finished_on: date | None = None
    progress: Decimal = Decimal(0)
    capital: int = 0
    returned: int = 0

    @property
    def paid(self) -> int:
        """What the village team got, before what it gave back."""
        return sum(tranche.amount for tranche in self.tranches if tranche.paid_on)

    @property
    def received(self) -> int:
        """What was paid out, to the team or into the loan fund, less what came back."""
        return self.paid + self.capital - self.returned

    @property
    def used(self) -> int:
        """What use reports say was spent."""
        return sum(tranche.used for tranche in self.tranches)

    @property
    def unspent(self) -> int:
        """Money of the team that is neither reported as spent nor given back."""
        return self.paid - self.used - self.returned

    @property
    def next_tranche(self) -> TrancheFacts | None:
        """The first tranche that isn't paid."""
        return next((tranche for tranche in self.tranches if not tranche.paid_on), None)


def missing_for(facts: GrantFacts, number: int) -> list[Missing]:
    """Everything that tranche ``number`` lacks before it may be paid, in the order of the work.

    A grant with one tranche needs no field check: nothing was built yet [chosen].
    Raises ``KeyError`` for a tranche that the grant hasn't.
    """
    if facts.signed_on is None:
        return [Missing(Lack.AGREEMENT, number)]
    by_number = {tranche.number: tranche for tranche in facts.tranches}
    tranche = by_number[number]
    if tranche.paid_on:
        return [Missing(Lack.PAID, number)]
    lacks = []
    before = by_number.get(number - 1)
    if before and not before.paid_on:
        lacks.append(Missing(Lack.ORDER, before.number))
    if before and not before.reported_on:
        lacks.append(Missing(Lack.REPORT_BEFORE, before.number))
    if not tranche.planned_on:
        lacks.append(Missing(Lack.PLAN, number))
    elif not tranche.approved_on:
        lacks.append(Missing(Lack.APPROVAL, number))
    if before and number == len(by_number) and not _is_checked(facts, before):
        lacks.append(Missing(Lack.CHECK, number))
    return lacks


def _is_checked(facts: GrantFacts, before: TrancheFacts) -> bool:
    """Whether somebody looked at what the tranche before was spent on, and was content."""
    return bool(facts.checked_on and before.paid_on and facts.checked_on >= before.paid_on)


def earliest_payment(facts: GrantFacts, number: int) -> date | None:
    """The first day on which a tranche that lacks nothing may be paid: that of its last paper."""
    by_number = {tranche.number: tranche for tranche in facts.tranches}
    tranche, before = by_number[number], by_number.get(number - 1)
    days = [facts.signed_on, tranche.planned_on, tranche.approved_on]
    if before:
        days += [before.paid_on, before.reported_on]
        if number == len(by_number):
            days.append(facts.checked_on)
    return max((day for day in days if day), default=None)


class Unfinished(StrEnum):
    """What stands between a grant and its final report."""

    CAPITAL = "capital"
    AGREEMENT = "agreement"
    PAYMENT = "payment"
    REPORT = "report"
    MONEY = "money"
    PROGRESS = "progress"
    MEETING = "meeting"


def missing_for_meeting(facts: GrantFacts) -> list[Unfinished]:
    """What the accountability meeting needs: every tranche paid and reported, no money left.

    Physical work must stand at 100 %.
    """
    if facts.is_capital:
        return [] if facts.capital else [Unfinished.CAPITAL]
    if facts.signed_on is None:
        return [Unfinished.AGREEMENT]
    lacks = []
    if facts.next_tranche:
        lacks.append(Unfinished.PAYMENT)
    if any(not tranche.reported_on for tranche in facts.tranches):
        lacks.append(Unfinished.REPORT)
    elif facts.unspent:
        lacks.append(Unfinished.MONEY)
    if facts.is_physical and facts.progress < 100:
        lacks.append(Unfinished.PROGRESS)
    return lacks


def missing_for_end(facts: GrantFacts) -> list[Unfinished]:
    """What the final report needs: what the meeting does, and that it accepted the account."""
    lacks = missing_for_meeting(facts)
    if not facts.met_on and not facts.is_capital:
        lacks.append(Unfinished.MEETING)
    return lacks


class Stage(StrEnum):
    """Where a grant stands: what it waits for."""

    CAPITAL = "modal"
    AGREEMENT = "sppb"
    TRANCHES = "cair"
    REPORT = "lpd"
    MEETING = "musyawarah"
    FINAL = "laporan"
    DONE = "selesai"
    CANCELLED = "batal"


def stage(facts: GrantFacts) -> Stage:
    """The one thing that comes next for the grant.

    Capital of the loan fund is done once it is booked: what becomes of it is seen in the loans.
    """
    if facts.is_cancelled:
        return Stage.CANCELLED
    if facts.is_capital:
        return Stage.DONE if facts.capital >= facts.amount else Stage.CAPITAL
    if facts.finished_on:
        return Stage.DONE
    if facts.signed_on is None:
        return Stage.AGREEMENT
    if facts.next_tranche:
        return Stage.TRANCHES
    if any(not tranche.reported_on for tranche in facts.tranches):
        return Stage.REPORT
    return Stage.FINAL if facts.met_on else Stage.MEETING
