"""Whose personal data the office no longer needs, by its rule: who, since when, what goes.

Somebody is needed as long as a loan with them is asked for, runs or was written off, as a member
of an active group, in a household that is followed or has a goat, or as a signer of a grant.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, QuerySet
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
from loans.models import Loan, Recovery, Repayment, Share, StepShare
from training.models import Participant
from upk.desk.privacy.models import RetentionRule
from upk.desk.privacy.rules import Tie, past_their_time
from upk.offices.models import Office, Person

OPEN_LOANS = (
    Loan.Status.PROPOSED, Loan.Status.VERIFIED, Loan.Status.WAITING, Loan.Status.ACTIVE,
    Loan.Status.WRITTEN_OFF,
)  # fmt: skip
"""A loan that was written off is still owed: what comes in later is the borrowers'."""

OPEN_HOUSEHOLDS = (State.PROPOSED, State.WAITING, State.REACHED)


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody whose time has come: the last tie, and how many photos go."""

    person: Person
    tie: Tie
    photos: int


def due_people(office: Office, on: date) -> list[Due]:
    """Everybody whose time has come by the rule of the day, the oldest first.

    Nobody without a rule. A constant number of queries, for any number of people.
    """
    rule = RetentionRule.objects.in_force(office, on)
    if rule is None:
        return []
    ties = past_their_time(_ties(office), _needed(office), on=on, years=rule.years)
    people = Person.objects.filter(office=office, anonymous_number=None).select_related("village")
    by_id = people.in_bulk([tie.person_id for tie in ties])
    counts = _photos(office)
    return [
        Due(by_id[tie.person_id], tie, counts.get(tie.person_id, 0))
        for tie in ties
        if tie.person_id in by_id
    ]


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
    members = Membership.objects.filter(group__office=office)
    trained = Participant.objects.filter(batch__office=office).exclude(person=None)
    paid = Repayment.objects.filter(loan__office=office).exclude(paid_in_by=None)
    late = Recovery.objects.filter(office=office).exclude(paid_in_by=None)
    for what, rows, person, day in (
        ("setoran", paid, "paid_in_by", "paid_on"),
        ("setoran", late, "paid_in_by", "paid_on"),
        ("pinjaman", shares, "person", "loan__steps__happened_on"),
        ("usulan pinjaman", asked, "person", "step__happened_on"),
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


def _needed(office: Office) -> Iterator[int]:
    """People who are still tied to the office, some of them several times."""
    open_homes = Household.objects.filter(village__office=office, state__in=OPEN_HOUSEHOLDS)
    inside = HouseholdMember.objects.filter(departure=None)
    goats = Goat.objects.filter(office=office)
    teams = GrantTeam.objects.filter(grant__office=office)
    for rows, person in (
        (Share.objects.filter(loan__office=office, loan__status__in=OPEN_LOANS), "person"),
        (StepShare.objects.filter(step__loan__office=office, step__loan__status__in=OPEN_LOANS),
         "person"),
        (Membership.objects.open().filter(group__office=office, group__is_active=True), "person"),
        (open_homes, "head"),
        (inside.filter(household__in=open_homes), "person"),
        (goats.exclude(keeper=None), "keeper__head"),
        (goats.exclude(debtor=None), "debtor__head"),
        *((teams, member) for member in ("chair", "secretary", "treasurer")),
    ):  # fmt: skip
        yield from rows.order_by().values_list(person, flat=True).distinct()
