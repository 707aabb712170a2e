"""Where plans of aid stand by the end of a day: sums by kind, and each household's line.

Read in a constant number of queries for any number of plans; pages, services and the report ask
the same value.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from goats.models import AID_KINDS, AidHandover, AidLine, AidMove, AidPlan, Goat, GoatEvent
from goats.rules.aid import AidKind, PlanFacts, PlanState, state_of
from goats.rules.events import Kind
from upk.offices.models import Office

DayRows = list[tuple[date, int]]
"""Days and amounts, for ``goats.rules.aid.least_from``."""


@dataclass(slots=True)
class KindRows:
    """One kind of a plan: what is planned, and dated rows of its money. Whole rupiah."""

    planned: int = 0
    lines: int = 0
    paid: DayRows = field(default_factory=list)
    returned: DayRows = field(default_factory=list)
    handed: DayRows = field(default_factory=list)
    elsewhere: DayRows = field(default_factory=list)
    """What the old books paid, of plans that were there before the office's own."""

    @property
    def used(self) -> DayRows:
        """What was paid less what came back."""
        return [*self.paid, *_taken(self.returned)]

    @property
    def in_hand(self) -> DayRows:
        """What was paid and neither came back nor was handed over."""
        return [*self.used, *self.elsewhere, *_taken(self.handed)]

    @property
    def unpaid(self) -> DayRows:
        """What is planned and wasn't paid."""
        return [(date.min, self.planned), *_taken(self.used), *_taken(self.elsewhere)]


def _taken(rows: DayRows) -> DayRows:
    return [(day, -amount) for day, amount in rows]


def total(rows: DayRows) -> int:
    """The sum of dated rows."""
    return sum(amount for _, amount in rows)


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of a kind, a plan or a year. Whole rupiah; ``lines`` are households.

    ``elsewhere``: what the old books paid, and no budget of these.
    """

    planned: int = 0
    paid: int = 0
    returned: int = 0
    handed: int = 0
    lines: int = 0
    elsewhere: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.planned + other.planned, self.paid + other.paid,
            self.returned + other.returned, self.handed + other.handed, self.lines + other.lines,
            self.elsewhere + other.elsewhere,
        )  # fmt: skip

    @property
    def used(self) -> int:
        """What the budget gave: paid less returned."""
        return self.paid - self.returned

    @property
    def in_hand(self) -> int:
        """What was paid and is neither handed over nor returned."""
        return self.used + self.elsewhere - self.handed

    @property
    def unpaid(self) -> int:
        """What is planned and not paid."""
        return self.planned - self.used - self.elsewhere


@dataclass(frozen=True, slots=True)
class KindStanding:
    """A kind of a plan with its sums and its dated rows."""

    kind: AidKind
    rows: KindRows

    @property
    def label(self) -> str:
        """The kind in words."""
        return AID_KINDS[self.kind]

    @property
    def is_goats(self) -> bool:
        """Whether goats are bought, which are handed over by being placed."""
        return self.kind == AidKind.GOATS

    @property
    def sums(self) -> Sums:
        """The kind's sums."""
        rows = self.rows
        return Sums(
            rows.planned,
            total(rows.paid),
            total(rows.returned),
            total(rows.handed),
            rows.lines,
            total(rows.elsewhere),
        )


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """A plan by the end of a day."""

    plan: AidPlan
    state: PlanState
    kinds: tuple[KindStanding, ...]

    @property
    def sums(self) -> Sums:
        """The sums of all kinds."""
        return sum((kind.sums for kind in self.kinds), Sums())

    @property
    def facts(self) -> PlanFacts:
        """The plan as the rules know it."""
        return PlanFacts(self.state, self.sums.planned, self.sums.used)

    def of(self, kind: AidKind | str) -> KindStanding | None:
        """What the plan says of a kind; None where it has none of it."""
        return next((found for found in self.kinds if found.kind == kind), None)


def placed_goats(plans: Sequence[int], until: date) -> dict[int, tuple[int, int, date, int]]:
    """Goats of the plans' purchases that were placed by a day: by the goat the plan, the first
    household, the day and the price; one query."""
    events = GoatEvent.objects.standing().filter(
        kind=Kind.PLACED, happened_on__lte=until, goat__submission__aid_move__plan__in=plans
    )
    facts = events.order_by("happened_on", "pk").values_list(
        "goat_id", "goat__submission__aid_move__plan_id", "household_id", "happened_on",
        "goat__price",
    )  # fmt: skip
    found: dict[int, tuple[int, int, date, int]] = {}
    for goat, *rest in facts:
        found.setdefault(goat, tuple(rest))
    return found


def goats_paid_elsewhere(office: Office, until: date) -> dict[int, tuple[int, date, int]]:
    """Goats that the old books bought from the surplus, placed by a day: by the goat the first
    household, the day and the price; one query."""
    events = GoatEvent.objects.standing().filter(
        office=office, kind=Kind.PLACED, happened_on__lte=until, goat__is_from_old_books=True,
        goat__funding=Goat.Funding.SURPLUS,
    )  # fmt: skip
    found: dict[int, tuple[int, date, int]] = {}
    for goat, *rest in events.order_by("happened_on", "pk").values_list(
        "goat_id", "household_id", "happened_on", "goat__price"
    ):
        found.setdefault(goat, tuple(rest))
    return found


def plan_standings(plans: Iterable[AidPlan], on: date = date.max) -> list[PlanStanding]:
    """Where plans stand by the end of ``on``; four queries. Decision and end must be loaded."""
    plans = list(plans)
    ids = [plan.pk for plan in plans]
    old = {plan.pk for plan in plans if plan.is_from_old_books}
    rows: dict[tuple[int, str], KindRows] = defaultdict(KindRows)
    lines = AidLine.objects.filter(plan__in=ids).order_by("pk")
    for plan, kind, amount in lines.values_list("plan_id", "kind", "amount"):
        rows[plan, kind].planned += amount
        rows[plan, kind].lines += 1
    moves = AidMove.objects.filter(plan__in=ids, happened_on__lte=on).order_by("happened_on", "pk")
    for plan, kind, sort, day, amount in moves.values_list(
        "plan_id", "kind", "sort", "happened_on", "amount"
    ):
        side = rows[plan, kind]
        (side.paid if sort == AidMove.Sort.PAID else side.returned).append((day, amount))
    given = AidHandover.objects.standing().filter(line__plan__in=ids, handed_on__lte=on)
    for plan, kind, day, amount in given.order_by("handed_on", "pk").values_list(
        "line__plan_id", "line__kind", "handed_on", "amount"
    ):
        rows[plan, kind].handed.append((day, amount))
        if plan in old:
            rows[plan, kind].elsewhere.append((day, amount))
    for plan, _, day, price in placed_goats(ids, on).values():
        rows[plan, AidKind.GOATS].handed.append((day, price))
    return [_standing(plan, rows, on) for plan in plans]


def _standing(plan: AidPlan, rows: dict[tuple[int, str], KindRows], on: date) -> PlanStanding:
    decision, end = getattr(plan, "decision", None), getattr(plan, "end", None)
    state = state_of(
        decision and decision.is_approved, decision and decision.decided_on, end and end.ended_on,
        on,
    )  # fmt: skip
    kinds = tuple(
        KindStanding(kind, rows[plan.pk, kind.value])
        for kind in AidKind
        if (plan.pk, kind.value) in rows
    )
    return PlanStanding(plan, state, kinds)


def standing_of(plan: AidPlan, on: date = date.max) -> PlanStanding:
    """Where one plan stands by the end of a day."""
    loaded = AidPlan.objects.select_related("decision", "end", "office").get(pk=plan.pk)
    return plan_standings([loaded], on)[0]
