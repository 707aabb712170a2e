"""Which findings there are on a day, and what stands about each: for lists, badges and reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from oversight.models import ABOUT, Finding, FindingQuerySet, FindingStep
from oversight.records.about import About, about_of
from oversight.rules.findings import UNSETTLED, State
from upk.access import Role
from upk.offices.models import Office, User

SEES_ALL = (Role.MANAGER, Role.SUPERVISOR)
"""Roles whose start page counts every finding; others see those that they must answer."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as of a day: what it is about, its state, the deadline in force, the last words.

    ``village``: the village's name, empty for findings about entries or the office.
    """

    row: Finding
    about: About | None
    village: str
    state: State
    state_label: str
    deadline: date
    is_overdue: bool
    last: FindingStep | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many findings wait: for an answer (``overdue`` of them too long), for the supervisor."""

    unanswered: int
    overdue: int
    answered: int

    @property
    def unsettled(self) -> int:
        """All that still has to be looked after."""
        return self.unanswered + self.answered


def open_findings(
    office: Office, on: date, village_ids: Iterable[int] | None = None
) -> list[Shown]:
    """Findings of the office that aren't settled on a day, the nearest deadline first.

    ``village_ids`` narrows them to those about these villages or their rows. Two queries.
    """
    rows = Finding.objects.filter(office=office).as_of(on).unsettled()
    if village_ids is not None:
        rows = rows.in_villages(list(village_ids))
    return shown(rows.order_by("deadline_then", "pk"), on)


def shown(rows: FindingQuerySet, on: date) -> list[Shown]:
    """The findings of a query after ``as_of(on)``, in its order. Two queries."""
    found = list(rows.with_names())
    return [_shown(row, on, last) for row, last in _with_last_step(found, on)]


def _with_last_step(rows: list[Finding], on: date) -> Iterable[tuple[Finding, FindingStep | None]]:
    steps = FindingStep.objects.filter(finding__in=[row.pk for row in rows], happened_on__lte=on)
    last = {step.finding_id: step for step in steps.order_by("happened_on", "pk")} if rows else {}
    return [(row, last.get(row.pk)) for row in rows]


def _shown(row: Finding, on: date, last: FindingStep | None) -> Shown:
    return Shown(
        row, about_of(row), village_of(row), row.state, row.state_label, row.deadline_then,
        row.is_overdue(on), last,
    )  # fmt: skip


def village_of(finding: Finding) -> str:
    """The name of the village that a finding is about, empty without one.

    Load it with ``with_names`` before.
    """
    if finding.village_id:
        return finding.village.name
    if finding.loan_id:
        return finding.loan.group.village.name
    if finding.grant_id:
        return finding.grant.proposal.village.name
    for name in ("group", "infrastructure", "household", "goat"):
        row = getattr(finding, name)
        if row is not None:
            return row.village.name if row.village_id else ""
    return ""


def in_period(office: Office, start: date, end: date) -> FindingQuerySet:
    """Findings that concern a period, as of its end: written or settled in it, or not settled yet.

    Those withdrawn are left out, since they were mistakes.
    """
    rows = Finding.objects.filter(office=office).as_of(end)
    unsettled = rows.unsettled().values("pk")
    concerns = Q(found_on__gte=start) | Q(last_on__gte=start) | Q(pk__in=unsettled)
    meant = rows.in_states(*UNSETTLED, State.CLOSED)
    return meant.filter(concerns).order_by("found_on", "pk")


def about_row(name: str, pk: int, user: User, on: date) -> list[Shown]:
    """Findings about one row (``name`` of ``ABOUT``) that the user may see, the newest first.

    Those withdrawn are left out. Two queries at the most.
    """
    assert name in ABOUT
    rows = Finding.objects.visible_to(user).filter(**{f"{name}_id": pk}).as_of(on)
    return shown(rows.in_states(*UNSETTLED, State.CLOSED).order_by("-found_on", "-pk"), on)


def count_for(user: User, on: date) -> Count:
    """What a start page says: every finding to manager and supervisor, to others those that their
    role must answer. One query."""
    rows = Finding.objects.visible_to(user).as_of(on).unsettled()
    if user.role not in SEES_ALL:
        rows = rows.filter(addressee=user.role)
    found = list(rows)
    open_ones = [row for row in found if row.state == State.OPEN]
    late = sum(row.is_overdue(on) for row in open_ones)
    return Count(len(open_ones), late, len(found) - len(open_ones))
