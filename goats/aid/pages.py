"""What pages of aid show: years with their sums, lines of a plan, what waits to be handed over."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from goats.aid.budget import Source, set_aside, sources
from goats.aid.standings import PlanStanding, Sums, placed_goats, plan_standings
from goats.models import AidHandover, AidLine, AidPlan
from goats.rules.aid import AidKind, PlanState, free_to_plan
from upk.offices.models import Office, User


@dataclass(frozen=True, slots=True)
class YearOfAid:
    """A year's budget by the end of a day. Whole rupiah."""

    year: int
    set_aside: int
    plans: tuple[PlanStanding, ...]
    sources: tuple[Source, ...]

    @property
    def sums(self) -> Sums:
        """What all its plans come to."""
        return sum((plan.sums for plan in self.plans), Sums())

    @property
    def bound(self) -> int:
        """What its plans keep of it, or used."""
        return self.set_aside - self.free

    @property
    def free(self) -> int:
        """What can still be planned."""
        return free_to_plan(self.set_aside, [plan.facts for plan in self.plans])

    @property
    def left(self) -> int:
        """What isn't used."""
        return self.set_aside - self.sums.used


def years_of_aid(office: Office, on: date) -> list[YearOfAid]:
    """Every year with a budget or a plan by the end of ``on``, the latest first; five queries."""
    found = sources(office, on)
    budgets = set_aside(found)
    plans = AidPlan.objects.filter(office=office, made_on__lte=on)
    standings = plan_standings(plans.select_related("decision", "end"), on)
    years = sorted(budgets.keys() | {s.plan.year for s in standings}, reverse=True)
    return [
        YearOfAid(
            year, budgets.get(year, 0), tuple(s for s in standings if s.plan.year == year),
            tuple(source for source in found if source.year == year),
        )
        for year in years
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of a plan: ``received_on`` is None while it is open. ``value`` in whole rupiah.

    ``is_given_back``: it is open, and what was paid of its kind was handed over or came back.
    """

    line: AidLine
    received_on: date | None
    value: int | None
    handover: AidHandover | None = None
    may_reverse: bool = False
    is_given_back: bool = False

    @property
    def worth(self) -> int:
        """What was received or is to be received. Whole rupiah."""
        if self.received_on:
            return self.value or 0
        return 0 if self.is_given_back else self.line.amount


def lines_of(standing: PlanStanding, user: User) -> list[ShownLine]:
    """The lines of a plan that a user may see, with what was received; three queries."""
    plan = standing.plan
    rows = AidLine.objects.visible_to(user).filter(plan=plan)
    rows = rows.select_related("household__village", "household__head", "plan__office")
    lines = list(rows.order_by("household__village__name", "household__head__name", "pk"))
    given = AidHandover.objects.standing().filter(line__plan=plan).select_related("recorded_by")
    handed = {row.line_id: row for row in given}
    goats: dict[int, tuple[date, int]] = {}
    for _, household, day, price in placed_goats([plan.pk], date.max).values():
        goats.setdefault(household, (day, price))
    back = {k.kind for k in standing.kinds if k.sums.returned > 0 and k.sums.in_hand <= 0}
    return [_shown(line, handed.get(line.pk), goats, user, back) for line in lines]


def _shown(
    line: AidLine,
    handed: AidHandover | None,
    goats: dict[int, tuple[date, int]],
    user: User,
    given_back: Collection[str],
) -> ShownLine:
    if line.kind == AidKind.GOATS:
        return ShownLine(line, *goats.get(line.household_id, (None, None)))
    if handed is None:
        return ShownLine(line, None, None, is_given_back=line.kind in given_back)
    own = user.role == "manager" or handed.recorded_by_id == user.pk
    office = line.plan.office
    may = own and user.role != "supervisor" and not office.is_closed(handed.handed_on)
    return ShownLine(line, handed.handed_on, handed.amount, handed, may)


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """An approved or ended plan of which households still wait."""

    plan: AidPlan
    waiting: int


def open_plans(user: User) -> Sequence[OpenPlan]:
    """Plans with lines that the user may see, paid for and not handed over; a few queries."""
    plans = AidPlan.objects.visible_to(user).select_related("decision", "end")
    standings = plan_standings(plans)
    paid = {
        (s.plan.pk, kind.kind.value)
        for s in standings
        for kind in s.kinds
        if s.state in (PlanState.APPROVED, PlanState.ENDED)
        and not kind.is_goats
        and kind.sums.in_hand > 0
    }
    rows = AidLine.objects.visible_to(user).filter(plan__in={plan for plan, _ in paid})
    handed = AidHandover.objects.standing().values("line")
    waiting: dict[int, int] = {}
    for plan, kind in rows.exclude(pk__in=handed).order_by().values_list("plan_id", "kind"):
        if (plan, kind) in paid:
            waiting[plan] = waiting.get(plan, 0) + 1
    return [OpenPlan(s.plan, waiting[s.plan.pk]) for s in standings if s.plan.pk in waiting]
