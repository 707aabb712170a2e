"""What the list and the page of a household show, as a user may see it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch

from goats.models import (
    STATES,
    AidHandover,
    AidLine,
    GoatEvent,
    Household,
    HouseholdAssessment,
    HouseholdChange,
    HouseholdMember,
    HouseholdStep,
)
from goats.models.household import HouseholdQuerySet
from goats.rules.events import RECEIPTS
from goats.rules.households import ALLOWED, State, Step
from upk.access import SEES_IDENTITY, STAFF
from upk.offices.models import Office, Person, User
from upk.periods import format_date


def with_help(households: HouseholdQuerySet) -> HouseholdQuerySet:
    """Annotate ``is_helped``: whether a goat or other aid was ever given to the household."""
    goats = GoatEvent.objects.standing().filter(household=OuterRef("pk"), kind__in=RECEIPTS)
    aid = AidHandover.objects.standing().filter(line__household=OuterRef("pk"))
    return households.annotate(is_helped=Exists(goats) | Exists(aid))


def shown_state(household: Household) -> str:
    """The state in words; a waiting one that received a goat or other aid is reached.

    What it received is told by events and hand-overs alone, no step repeats it. Expects
    ``is_helped``.
    """
    state = State(household.state)
    is_reached = state == State.WAITING and household.is_helped
    return STATES[State.REACHED if is_reached else state]


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step; ``may_reverse``: the last standing one, in open books."""

    row: HouseholdStep
    is_standing: bool
    may_reverse: bool


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A correction with names in the place of persons' numbers."""

    row: HouseholdChange
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownAid:
    """Aid that was decided for the household, and its hand-over, None while it is open."""

    line: AidLine
    handover: AidHandover | None


@dataclass(frozen=True, slots=True)
class Card:
    """A household's page."""

    facts: list[tuple[str, str]]
    members: list[HouseholdMember]
    gone: list[HouseholdMember]
    steps: list[ShownStep]
    assessments: list[HouseholdAssessment]
    changes: list[ShownChange]
    aid: list[ShownAid]
    photo: int | None
    allowed: frozenset[Step]


def card_of(household: Household, user: User) -> Card:
    """The page of a household as ``user`` may see it, in a constant number of queries."""
    people = list(household.members.select_related("person", "departure").order_by("since", "id"))
    for member in people:
        member.nik = member.person.nik_masked or "–"
    looks = household.assessments.select_related("recorded_by").prefetch_related("ticks__item")
    return Card(
        facts=_facts(household, user),
        members=[member for member in people if not _left(member)],
        gone=[member for member in people if _left(member)],
        steps=_steps(household, household.village.office),
        assessments=list(looks),
        changes=_changes(household),
        aid=_aid(household),
        photo=household.photos.filter(file__removed_at=None).values_list("pk", flat=True).first(),
        allowed=frozenset(ALLOWED[State(household.state)]),
    )


def _left(member: HouseholdMember) -> bool:
    return getattr(member, "departure", None) is not None


def _facts(household: Household, user: User) -> list[tuple[str, str]]:
    head = household.head
    whole = user.role in SEES_IDENTITY
    phone = (
        head.phone if user.role in STAFF else "•" * max(0, len(head.phone) - 3) + head.phone[-3:]
    )
    born = format_date(head.birth_date) if head.birth_date else "belum dicatat"
    confirmed = household.confirmed_on
    return [
        ("Desa", household.village.name),
        ("Dusun", household.hamlet or "–"),
        ("Alamat", household.address or "–"),
        ("NIK kepala", head.nik_masked or "belum dicatat"),
        ("Nomor KK", head.kk_masked or "belum dicatat"),
        ("Tanggal lahir", born if whole else "•••"),
        ("Telepon", phone or "–"),
        ("Diusulkan oleh", household.proposed_by),
        ("Terdaftar", format_date(household.registered_on)),
        ("Ditetapkan", format_date(confirmed) if confirmed else "belum"),
    ]


def _steps(household: Household, office: Office) -> list[ShownStep]:
    rows = list(
        household.steps.select_related("recorded_by", "reversal").order_by("happened_on", "id")
    )
    standing = [row for row in rows if getattr(row, "reversal", None) is None]
    last = standing[-1].pk if standing else None
    return [
        ShownStep(row, row in standing, row.pk == last and not office.is_closed(row.happened_on))
        for row in rows
    ]


def _aid(household: Household) -> list[ShownAid]:
    """What was decided for the household, but for goats, which have their own pages; two queries.

    Of a plan that was ended only what was handed over.
    """
    given = AidHandover.objects.standing()
    lines = household.aid_lines.exclude(kind="goats").filter(plan__decision__is_approved=True)
    lines = lines.select_related("plan__end").prefetch_related(
        Prefetch("handovers", queryset=given, to_attr="standing")
    )
    shown = [
        ShownAid(line, line.standing[0] if line.standing else None)
        for line in lines.order_by("plan__made_on", "pk")
    ]
    return [row for row in shown if row.handover or not hasattr(row.line.plan, "end")]


def _changes(household: Household) -> list[ShownChange]:
    rows = list(household.changes.select_related("recorded_by"))
    ids = {int(text) for row in rows if row.field == "head" for text in (row.before, row.after)}
    names = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}

    def said(row: HouseholdChange, text: str) -> str:
        return names.get(int(text), "–") if row.field == "head" else text or "–"

    return [ShownChange(row, said(row, row.before), said(row, row.after)) for row in rows]
