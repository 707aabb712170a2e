"""Whose personal data the office no longer needs, by its rule: who, since when, what goes.

Somebody is needed as long as a loan with them is asked for, runs or was written off (also their
part of it alone, whatever became of the loan), as a member of a group that is active or has
such a loan, in a household that is followed or has a goat, or as an officer of a grant that isn't
finished. Who was entered and never had to do with the office has that day as the last.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from zoneinfo import ZoneInfo

from django.db.models import Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from goats.models import (
    AidHandover,
    Goat,
    GoatEvent,
    Household,
    HouseholdMember,
    HouseholdPhoto,
)
from goats.rules.households import State
from grants.models import GrantTeam
from groups.models import Membership
from loans.models import Loan, MemberVerification, Recovery, Repayment, Share, StepShare
from training.models import Participant
from upk.desk.privacy.models import RetentionRule
from upk.desk.privacy.rules import Tie, goes_by_itself, past_their_time, time_comes
from upk.offices.models import Office, Person
from upk.trail.events import Event
from upk.trail.models import TrailEntry

OPEN_LOANS = (
    Loan.Status.PROPOSED, Loan.Status.VERIFIED, Loan.Status.WAITING, Loan.Status.ACTIVE,
    Loan.Status.WRITTEN_OFF,
)  # fmt: skip
"""A loan that was written off is still owed: what comes in later is the borrowers'."""

OPEN_HOUSEHOLDS = (State.PROPOSED, State.WAITING, State.REACHED)


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody whose time has come: the last tie, since when it has, and how many photos go.

    ``goes_on``: the day from which the rule applies by itself; ``None`` where it doesn't.
    """

    person: Person
    tie: Tie
    came_on: date
    goes_on: date | None
    photos: int


def due_people(office: Office, on: date) -> list[Due]:
    """Everybody whose time has come by the rule of the day, the oldest first.

    Nobody without a rule. A constant number of queries, for any number of people.
    """
    rule = RetentionRule.objects.in_force(office, on)
    if rule is None:
        return []
    needed, known = set(_needed(office)), list(_ties(office))
    entered = _entered(office, needed.union(tie.person_id for tie in known))
    ties = past_their_time(chain(known, entered), needed, on=on, years=rule.years)
    people = Person.objects.filter(office=office, anonymous_number=None).select_related("village")
    by_id = people.in_bulk([tie.person_id for tie in ties])
    counts, undated = _photos(office), _undated(office) if rule.by_itself else set()
    return [
        Due(
            by_id[tie.person_id], tie, time_comes(tie.on, rule.years),
            _goes_on(tie, rule, undated), counts.get(tie.person_id, 0),
        )
        for tie in ties
        if tie.person_id in by_id
    ]  # fmt: skip


def _goes_on(tie: Tie, rule: RetentionRule, undated: set[int]) -> date | None:
    if not rule.by_itself or tie.person_id in undated:
        return None
    return goes_by_itself(tie.on, years=rule.years, since=rule.since)


def _undated(office: Office) -> set[int]:
    """People whose tie ended on a day that nobody wrote down: members of a group that is no longer
    active. They may go, but not by themselves: their time may have come only today."""
    left = Membership.objects.open().filter(group__office=office, group__is_active=False)
    return set(left.order_by().values_list("person", flat=True))


def photos_of(people: list[Person]) -> QuerySet:
    """Photos of households with one of them as their head that are still there."""
    return HouseholdPhoto.objects.filter(household__head__in=people, file__removed_at=None)


def _photos(office: Office) -> dict[int, int]:
    photos = HouseholdPhoto.objects.filter(household__village__office=office, file__removed_at=None)
    found: dict[int, int] = {}
    for head in photos.order_by().values_list("household__head", flat=True):
        found[head] = found.get(head, 0) + 1
    return found


def _ties(office: Office) -> Iterator[Tie]:
    """The last day of each kind of tie, of everybody."""
    homes = Household.objects.filter(village__office=office)
    inside = HouseholdMember.objects.filter(household__village__office=office)
    given = AidHandover.objects.filter(line__household__village__office=office)
    goats = GoatEvent.objects.filter(office=office)
    shares = Share.objects.filter(loan__office=office)
    asked = StepShare.objects.filter(step__loan__office=office)
    verified = MemberVerification.objects.filter(loan__office=office)
    members = Membership.objects.filter(group__office=office)
    trained = Participant.objects.filter(batch__office=office).exclude(person=None)
    paid = Repayment.objects.filter(loan__office=office).exclude(paid_in_by=None)
    late = Recovery.objects.filter(office=office).exclude(paid_in_by=None)
    for what, rows, person, day in (
        ("setoran", paid, "paid_in_by", "paid_on"),
        ("setoran", late, "paid_in_by", "paid_on"),
        ("pinjaman", shares, "person", "loan__steps__happened_on"),
        ("usulan pinjaman", asked, "person", "step__happened_on"),
        ("usulan pinjaman", verified, "person", "loan__steps__happened_on"),
        ("kelompok", members, "person", Coalesce("until", "since")),
        ("rumah tangga miskin", homes, "head", Coalesce("steps__happened_on", "registered_on")),
        ("rumah tangga miskin", inside, "person",
         Coalesce("departure__left_on", "household__steps__happened_on", "since")),
        ("bantuan", given, "line__household__head", "handed_on"),
        ("kambing", goats.exclude(household=None), "household__head", "happened_on"),
        ("kambing", goats.exclude(giver=None), "giver__head", "happened_on"),
        ("pelatihan", trained, "person", "enrolled_on"),
    ):  # fmt: skip
        for person_id, on in rows.order_by().values_list(person).annotate(last=Max(day)):
            if on is not None:
                yield Tie(person_id, on, what)
    yield from _ties_of_teams(office)


OFFICERS = ("chair", "secretary", "treasurer")


def _ties_of_teams(office: Office) -> Iterator[Tie]:
    """Of each village team's officers: since when, the grant's last money and its end."""
    teams = GrantTeam.objects.filter(grant__office=office).order_by()
    days = ("since", "last_money", "grant__finish__paper__made_on",
            "grant__cancellation__happened_on")  # fmt: skip
    rows = teams.annotate(last_money=Max("grant__moves__happened_on"))
    for *officers, since, money, finished, cancelled in rows.values_list(*OFFICERS, *days):
        last = max(day for day in (since, money, finished, cancelled) if day)
        for person_id in officers:
            yield Tie(person_id, last, "pengurus TPK")


def _entered(office: Office, others: set[int]) -> Iterator[Tie]:
    """The day on which each was entered who has no other tie: the trail, which nobody changes.

    Whom it doesn't tell of came before it began or with data that were moved in, so by the later
    of these days at the latest.
    """
    people = Person.objects.filter(office=office, anonymous_number=None).order_by()
    unused = set(people.values_list("pk", flat=True)) - others
    if not unused:
        return
    told = TrailEntry.objects.filter(
        person__in=unused, kind=Person._meta.label_lower, event=Event.CREATED
    )
    days = dict(told.order_by().values_list("person").annotate(at=Min("at")))
    of_office = TrailEntry.objects.filter(office=office).aggregate(
        first=Min("at"), moved=Max("at", filter=Q(event=Event.MOVED_IN))
    )
    latest = max((at for at in of_office.values() if at), default=None)
    zone = ZoneInfo(office.timezone)
    for person_id in unused:
        if at := days.get(person_id, latest):
            yield Tie(person_id, at.astimezone(zone).date(), "dicatat, lalu tidak dipakai")


def _needed(office: Office) -> Iterator[int]:
    """People who are still tied to the office, some of them several times."""
    members = Membership.objects.open().filter(group__office=office)
    in_debt = Loan.objects.filter(office=office, status__in=OPEN_LOANS).values("group")
    open_homes = Household.objects.filter(village__office=office, state__in=OPEN_HOUSEHOLDS)
    inside = HouseholdMember.objects.filter(departure=None)
    goats = Goat.objects.filter(office=office)
    parts = Repayment.objects.filter(
        office=office, kind=Repayment.Kind.WRITTEN_OFF, reversed_by=None
    ).exclude(person=None)
    teams = GrantTeam.objects.filter(
        grant__office=office, grant__finish=None, grant__cancellation=None
    )
    for rows, person in (
        (Share.objects.filter(loan__office=office, loan__status__in=OPEN_LOANS), "person"),
        (StepShare.objects.filter(step__loan__office=office, step__loan__status__in=OPEN_LOANS),
         "person"),
        (parts, "person"),
        (members.filter(Q(group__is_active=True) | Q(group__in=in_debt)), "person"),
        (open_homes, "head"),
        (inside.filter(household__in=open_homes), "person"),
        (goats.exclude(keeper=None), "keeper__head"),
        (goats.exclude(debtor=None), "debtor__head"),
        *((teams, officer) for officer in OFFICERS),
    ):  # fmt: skip
        yield from rows.order_by().values_list(person, flat=True).distinct()
