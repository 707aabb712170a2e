"""What was done in the villages, read as of a date in a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from groups.models import Group, Membership
from upk.ids import id_set
from upk.offices.models import Village
from upk.periods import Quarter, add_months
from visits.models import AgreementStep, Visit, VisitAgreement
from visits.rules import Planned, State, Step, last_visits, next_meeting, state_of


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement with its state on a day."""

    agreement: VisitAgreement
    state: State
    closed_on: date | None

    @property
    def visit(self) -> Visit:
        return self.agreement.visit


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that the last visit to a place announced; ``is_past``: its day has gone by."""

    visit: Visit
    on: date
    is_past: bool


@dataclass(frozen=True, slots=True)
class Visited:
    """A group or a village's own affairs in a quarter. ``group`` is empty for the village.

    ``officers`` and ``members`` are how many came to the quarter's visits, in all.
    """

    village: Village
    group: Group | None
    count: int
    before: int
    last_on: date | None
    officers: int = 0
    members: int = 0


def agreements_on(villages: Collection[int], as_of: date) -> list[Agreed]:
    """Every agreement made by the end of ``as_of`` with its state then, by due date; one query."""
    made = VisitAgreement.objects.standing().filter(
        visit__village__in=id_set(villages), visit__visited_on__lte=as_of
    )
    return _stated(made, as_of)


def agreements_of(visit: Visit, as_of: date) -> list[Agreed]:
    """The agreements of one visit, in their order, replaced or not; one query."""
    found = _stated(VisitAgreement.objects.filter(visit=visit), as_of)
    return sorted(found, key=lambda agreed: agreed.agreement.position)


def _stated(agreements: QuerySet[VisitAgreement], as_of: date) -> list[Agreed]:
    steps = AgreementStep.objects.filter(agreement=OuterRef("pk"), happened_on__lte=as_of)
    last = steps.order_by("-id")
    rows = agreements.annotate(
        last_step=Subquery(last.values("kind")[:1]),
        last_step_on=Subquery(last.values("happened_on")[:1]),
    )
    rows = rows.select_related("visit__village", "visit__group", "visit__visitor")
    found = []
    for row in rows.order_by("due_on", "visit_id", "position"):
        step = Step(row.last_step) if row.last_step else None
        state = state_of(row.due_on, step, as_of)
        found.append(Agreed(row, state, None if state.is_open else row.last_step_on))
    return found


def next_meetings(villages: Collection[int], as_of: date) -> list[Meeting]:
    """The meetings that the last visit to each group or village announced, by day; one query."""
    visits = Visit.objects.standing().filter(village__in=id_set(villages), visited_on__lte=as_of)
    newest = visits.filter(village=OuterRef("village"), group=OuterRef("group"))
    of_village = visits.filter(village=OuterRef("village"), group__isnull=True)
    order = ("-visited_on", "-id")
    rows = visits.filter(next_on__isnull=False).for_lists()
    rows = rows.annotate(
        newest=Subquery(newest.order_by(*order).values("pk")[:1]),
        newest_of_village=Subquery(of_village.order_by(*order).values("pk")[:1]),
    )
    found = []
    for visit in rows:
        if visit.pk == (visit.newest if visit.group_id else visit.newest_of_village):
            on = next_meeting([Planned(visit.visited_on, visit.next_on)], as_of)
            if on:
                found.append(Meeting(visit, on, on < as_of))
    return sorted(found, key=lambda meeting: (meeting.on, meeting.visit.pk))


def groups_on(villages: Collection[int], day: date) -> QuerySet[Group]:
    """The groups of the villages that had a member on that day, by village and code.

    Memberships are dated, so an earlier day gives the same answer for ever.
    """
    had_members = Membership.objects.on(day).filter(group=OuterRef("pk"))
    own = Group.objects.filter(Exists(had_members), village__in=id_set(villages))
    return own.select_related("village").order_by("village__name", "code")


def active_groups(villages: Collection[int], on: date) -> QuerySet[Group]:
    """The groups that are to be visited today: they have members and aren't given up."""
    return groups_on(villages, on).filter(is_active=True)


def visited_in(
    villages: Iterable[Village], quarter: Quarter, as_of: date, *, only_active: bool = True
) -> list[Visited]:
    """How often each village and each of its groups was visited in a quarter, up to ``as_of``,
    beside the quarter before. The village's own row (visits without a group) comes before its
    groups; ``only_active`` leaves out those that are given up by now. Five queries.
    """
    villages = list(villages)
    ids = [village.pk for village in villages]
    last_day = min(quarter.end, as_of)
    visits = Visit.objects.standing().filter(village__in=id_set(ids), visited_on__lte=last_day)
    last = last_visits(_days(visits))
    count, members, officers = _within(visits.within(quarter.start, last_day))
    earlier = visits.within(add_months(quarter.start, -3), quarter.start - timedelta(days=1))
    before, _, _ = _within(earlier, False)
    groups = defaultdict(list)
    listed = active_groups if only_active else groups_on
    for group in listed(ids, last_day):
        groups[group.village_id].append(group)
    found = []
    for village in villages:
        for group in (None, *groups[village.pk]):
            key = group.pk if group else -village.pk
            found.append(
                Visited(
                    village,
                    group,
                    count[key],
                    before[key],
                    last.get(key),
                    officers[key],
                    members[key],
                )
            )
    return found


def _days(visits: QuerySet[Visit]) -> Iterable[tuple[int, date]]:
    rows = visits.order_by().values_list("group_id", "village_id", "visited_on").distinct()
    return ((group or -village, day) for group, village, day in rows)


def _within(
    visits: QuerySet[Visit], with_people: bool = True
) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
    """Visits, members and officers present, by place: a group's number, or minus a village's."""
    count, members, officers = (defaultdict(int) for _ in range(3))
    for group, village, present in visits.order_by().values_list(
        "group_id", "village_id", "member_count"
    ):
        count[group or -village] += 1
        members[group or -village] += present
    if with_people:
        rows = visits.order_by().filter(officers__isnull=False)
        for group in rows.values_list("group_id", flat=True):
            officers[group] += 1
    return count, members, officers


def officers_on(group: Group, day: date) -> list[Membership]:
    """The officers of a group on a day, chair first; one query."""
    order = list(Membership.Position)
    found = Membership.objects.filter(group=group).on(day).officers().select_related("person")
    return sorted(found, key=lambda membership: (order.index(membership.position), membership.pk))
