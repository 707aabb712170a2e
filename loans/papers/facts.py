"""All that papers tell of loans, read in a constant number of queries whatever their number.

``LoanFacts`` is one loan as it is told on a day. What follows from the rows is worked out here once
(steps that stand, schedule or planned schedule, members' cells, standing); nothing of it is stored.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db.models import Prefetch

from groups.models import Membership
from loans.arrears import Standing, relieve, standing
from loans.collectibility import ClassSet, classify
from loans.limits import rules_by_product
from loans.members import group_rows, member_cells
from loans.models import Instalment, Loan, LoanStep, Relief, Repayment, StepShare
from loans.portfolio import class_sets
from loans.schedule import InstalmentRow
from loans.shares import CellTooSmall, MemberCell
from upk.access import Role
from upk.offices.models import Checklist, ChecklistItem, Office, Person, User

P, V, W, A = Loan.Status.PROPOSED, Loan.Status.VERIFIED, Loan.Status.WAITING, Loan.Status.ACTIVE


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the loan with the amounts of each step; ``None``: that step isn't taken."""

    person: Person
    proposed: int | None
    verified: int | None
    approved: int | None
    share: int
    """The amount of the last step, whole rupiah; 0 for somebody who dropped out."""


@dataclass(frozen=True)
class OfficeFacts:
    """What all papers of one office share: who signs, its lists, its classes on that day."""

    office: Office
    on: date
    names: dict[str, str]
    """Name by role, only where one active user has it."""
    checklists: list[Checklist]
    """The office's lists with their items, the newest first."""
    classes: dict[int, ClassSet]
    known_at: datetime | None = None
    """What was recorded after that moment doesn't count, whatever its date; ``None``: all does."""
    ranks: dict[int, int] = field(default_factory=dict)
    """Numbers that were worked out already, by the step that they count."""

    @classmethod
    def of(cls, office: Office, on: date, known_at: datetime | None = None) -> "OfficeFacts":
        """Read them: five queries."""
        names: dict[str, list[str]] = defaultdict(list)
        users = User.objects.filter(office=office, is_active=True).order_by("pk")
        for role, name in users.values_list("role", "name"):
            names[role].append(name)
        lists = Checklist.objects.in_force(on).filter(office=office).prefetch_related("items")
        sole = {role: found[0] for role, found in names.items() if len(found) == 1}
        return cls(office, on, sole, list(lists), class_sets(office, on), known_at)

    def lines_of(self, kind: str, on: date) -> Sequence[ChecklistItem]:
        """The lines of the list of that kind in force on a day; none without such a list."""
        lists = (c for c in self.checklists if c.kind == kind and c.since <= on)
        found = next(lists, None)
        return found.items.all() if found else ()

    def name_of(self, role: Role) -> str:
        """Who signs in that role; empty where it isn't one person."""
        return self.names.get(role, "")


class LoanFacts:
    """One loan for its papers, as of ``on``; see the module."""

    def __init__(
        self,
        loan: Loan,
        shared: OfficeFacts,
        planned_on: date | None = None,
        *,
        rounds_per_member: bool = False,
    ) -> None:
        """``rounds_per_member`` is the rule for loans paid out on ``planned_on``."""
        self.loan, self.shared, self.on = loan, shared, shared.on
        self.office, self.group = shared.office, loan.group
        self.village, self.product = loan.group.village, loan.product
        self.planned_on = planned_on or self.on
        is_paid_out = loan.disbursed_on is not None
        self.rounds_per_member = loan.rounds_per_member if is_paid_out else rounds_per_member

    @cached_property
    def path(self) -> list[LoanStep]:
        """The steps that stand: one that was gone back from isn't among them.

        A loan refused after its verification is still a verified one that was refused.
        """
        path: list[LoanStep] = []
        for step in self.loan.steps.all():
            statuses = [earlier.to_status for earlier in path]
            if step.to_status in statuses:  # a step back, or the same again (a correction)
                path = path[: statuses.index(step.to_status) + 1]
            else:
                path.append(step)
        return path

    def step(self, status: str) -> LoanStep | None:
        """The standing step to that status."""
        return next((step for step in self.path if step.to_status == status), None)

    def day_of(self, status: str) -> date | None:
        """When the loan came to that status, if that stands."""
        step = self.step(status)
        return step.happened_on if step else None

    @property
    def is_successor(self) -> bool:
        """Whether it takes over from a rescheduled loan, so that nobody proposed it."""
        return self.loan.rescheduled_from_id is not None

    @cached_property
    def members(self) -> list[Member]:
        """Everybody whom the proposal or a later step named, in the order of the shares."""
        amounts = {status: self._amounts(status) for status in (P, V, W)}
        shares = {share.person: share.principal for share in self.loan.shares.all()}
        people = list(dict.fromkeys([*shares, *(p for a in amounts.values() if a for p in a)]))

        def given(status: str, person: Person) -> int | None:
            found = amounts[status]
            return None if found is None else found.get(person, 0)

        return [Member(p, given(P, p), given(V, p), given(W, p), shares.get(p, 0)) for p in people]

    def _amounts(self, status: str) -> dict[Person, int] | None:
        step = self.step(status)
        if step is None or step.amount is None:
            return None
        return {share.person: share.amount for share in step.shares.all()}

    @property
    def borrowers(self) -> list[Member]:
        """Members who get something."""
        return [member for member in self.members if member.share]

    def amount_of(self, status: str) -> int | None:
        """What that step gave the group; ``None`` while it isn't taken."""
        step = self.step(status)
        return step.amount if step else None

    @property
    def disbursed_on(self) -> date:
        """When the money was paid out, or will be by the plan."""
        return self.loan.disbursed_on or self.planned_on

    @cached_property
    def rows(self) -> Sequence[Instalment] | Sequence[InstalmentRow]:
        """The schedule as it was written at the disbursement, else as it would be by the plan."""
        written = list(self.loan.instalments.all())
        if written:
            return written
        terms = self.loan.schedule_terms(disbursed_on=self.planned_on)
        return group_rows(terms, self._shares, per_member=self.rounds_per_member)

    @property
    def _shares(self) -> list[int]:
        return [member.share for member in self.borrowers]

    @property
    def total_interest(self) -> int:
        """Jasa of the whole schedule. Whole rupiah."""
        return sum(row.interest for row in self.rows)

    @cached_property
    def cells(self) -> list[list[MemberCell]] | None:
        """Members' parts by row, in the order of ``borrowers``; ``None`` where they are too small.

        They add up to the group's rows and to the shares (``loans.members``).
        """
        terms = self.loan.schedule_terms(disbursed_on=self.disbursed_on)
        per_member = self.rounds_per_member
        try:
            return member_cells(terms, self._shares, self.rows, per_member=per_member)
        except CellTooSmall:
            return None

    @cached_property
    def repayments(self) -> list[Repayment]:
        """What lowered the loan up to the day, in the order of dates."""
        known_at = self.shared.known_at
        return [
            r
            for r in self.loan.repayments.all()
            if r.paid_on <= self.on and (known_at is None or r.recorded_at <= known_at)
        ]

    @cached_property
    def reliefs(self) -> list[tuple]:
        """Reliefs up to the day, as ``loans.arrears`` takes them."""
        return [
            (repayment.paid_on, relief.instalment.due_on, relief.principal, relief.interest)
            for repayment in self.repayments
            for relief in repayment.reliefs.all()
        ]

    @property
    def asked(self) -> list[tuple[date, int, int]]:
        """What the rows ask for after reliefs: due date, principal, interest."""
        rows = [(row.due_on, row.principal, row.interest) for row in self.rows]
        return relieve(rows, self.reliefs, self.on)

    @cached_property
    def standing(self) -> Standing | None:
        """How a disbursed loan stands at the end of the day; ``None`` before its disbursement."""
        if self.loan.disbursed_on is None or self.loan.disbursed_on > self.on:
            return None
        return standing(
            self.loan.principal,
            self.loan.disbursed_on,
            [(row.due_on, row.principal, row.interest) for row in self.rows],
            [(r.paid_on, r.principal, r.interest) for r in self.repayments if r.is_payment],
            self.on,
            self.reliefs,
        )

    @property
    def class_name(self) -> str:
        """Class of collectibility on the day, or nothing."""
        if self.standing is None or self.loan.product_id not in self.shared.classes:
            return ""
        rule = classify(self.standing, self.shared.classes[self.loan.product_id])
        return f"{rule.code} ({rule.name})"

    def officers(self, on: date) -> dict[str, Person]:
        """Who held each position of the group on a day; today's where nobody is known for it."""
        found = {}
        for membership in self.group.memberships.all():
            position, until = membership.position, membership.until
            if position == Membership.Position.MEMBER:
                continue
            is_then = membership.since <= on and (until is None or until >= on)
            if is_then or (until is None and position not in found):
                found[position] = membership.person
        return found

    @property
    def member_count(self) -> int:
        """Members of the group now."""
        return sum(1 for membership in self.group.memberships.all() if membership.until is None)

    @cached_property
    def earlier_loans(self) -> list[Loan]:
        """The group's other loans that were paid out before this one, the oldest first."""
        before = self.loan.proposed_on
        others = [loan for loan in self.group.loans.all() if loan.pk != self.loan.pk]
        paid_out = [loan for loan in others if loan.disbursed_on and loan.disbursed_on <= before]
        return sorted(paid_out, key=lambda loan: loan.disbursed_on)

    def last_share_of(self, person: Person) -> int | None:
        """What the member had of the group's loan before; ``None`` without one."""
        for loan in reversed(self.earlier_loans):
            if loan.product_id == self.loan.product_id and loan.status != Loan.Status.CANCELLED:
                shares = {share.person_id: share.principal for share in loan.shares.all()}
                return shares.get(person.pk)
        return None


def read_facts(
    loans: Iterable[Loan], shared: OfficeFacts, planned_on: date | None = None
) -> list[LoanFacts]:
    """Facts of loans of one office, in their order; the number of queries is constant."""
    ids = [loan.pk for loan in loans]
    step_shares = StepShare.objects.select_related("person")
    repayments = Repayment.objects.select_related("entry", "reverses__entry").order_by(
        "paid_on", "id"
    )
    memberships = Membership.objects.select_related("person").order_by("id")
    found = (
        Loan.objects.filter(pk__in=ids)
        .select_related("group__village", "product", "decision", "rescheduled_from")
        .prefetch_related(
            "shares__person",
            Prefetch("steps", LoanStep.objects.select_related("decision").order_by("id")),
            Prefetch("steps__shares", step_shares),
            Prefetch("instalments", Instalment.objects.order_by("n")),
            Prefetch("repayments", repayments),
            Prefetch("repayments__reliefs", Relief.objects.select_related("instalment")),
            Prefetch("group__memberships", memberships),
            Prefetch("group__loans", Loan.objects.select_related("product").order_by("code")),
            "group__loans__shares",
        )
    )
    found = list(found)
    rules = rules_by_product({loan.product for loan in found}, planned_on or shared.on)
    per_member = {product_id for product_id, one in rules.items() if one.rounds_per_member}
    by_id = {
        loan.pk: LoanFacts(
            loan, shared, planned_on, rounds_per_member=loan.product_id in per_member
        )
        for loan in found
    }
    return [by_id[pk] for pk in ids]
