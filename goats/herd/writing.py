"""The one place that adds events: holds what it needs, leads the lives again, keeps the copies.

Locks: office (shared, so that nobody closes the books meanwhile), then goats by id. Two people who
write about one goat wait for each other.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Max

from goats.herd.lives import Told, events_of, facts_of, rule_book, told_of
from goats.herd.problems import check_day, told
from goats.models import Goat, GoatEvent, Household
from goats.rules.events import Event, Kind, RuleBook
from goats.rules.life import Impossible, Life, lead
from upk.ids import id_set
from upk.ledger.models import Submission
from upk.ledger.services import claim_submission, lock_office
from upk.offices.models import Office, User
from upk.periods import today

UNSAVED = 2**62
"""The id of an event that isn't saved yet: after all others of its day."""

_NUMBER_LOCKS = 527_003
"""Class of the advisory locks under which goats are numbered; the object is the office."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An event to be added to a goat; see ``GoatEvent`` for what each means."""

    goat: Goat
    kind: Kind
    on: date
    household: Household | None = None
    giver: Household | None = None
    is_negligent: bool = False
    birth: GoatEvent | None = None
    replacement: Goat | None = None
    cause: str = ""
    minutes: str = ""
    choice_reason: str = ""
    reason: str = ""

    @property
    def event(self) -> Event:
        """It as the rules know it."""
        return Event(
            UNSAVED, self.kind, self.on, self.household and self.household.pk,
            self.giver and self.giver.pk, self.is_negligent, self.birth and self.birth.pk,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes, with the office held and the key spent; ``is_new``: for the first time."""

    office: Office
    submission: Submission
    is_new: bool
    by: User
    book: RuleBook


def begin(office: Office, key: UUID, content: dict, by: User) -> Writer:
    """Hold the office and spend the form's key. Raises as ``claim_submission`` does."""
    office = lock_office(office)
    submission, is_new = claim_submission(office, key, content, by=by)
    return Writer(office, submission, is_new, by, rule_book(office))


def hold(goats: Collection[int]) -> dict[int, Goat]:
    """Goats as they are now, held until the transaction ends, by their ids."""
    rows = Goat.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=id_set(goats))
    return {goat.pk: goat for goat in rows.select_related("keeper").order_by("pk")}


def life_then(goat: Goat, on: date, book: RuleBook) -> Life:
    """The life of a goat by the end of a day: whom an event of that day must name."""
    return lead(facts_of(goat), events_of([goat.pk], on)[goat.pk], book, on)


def add_events(
    writer: Writer, drafts: Sequence[Draft], *, more_follow: bool = False
) -> list[GoatEvent]:
    """Add events of goats that are held, in this order, and refresh the copies.

    ``more_follow``: the copies wait for the next call, which is about the same goats or their kids.
    Raises ``ValidationError`` with the reason for a day that hasn't come or is closed, and for what
    can't have happened.
    """
    for day in {draft.on for draft in drafts}:
        check_day(writer.office, day)
    known = events_of({draft.goat.pk for draft in drafts})
    for draft in drafts:
        try:
            lead(facts_of(draft.goat), [*known[draft.goat.pk], draft.event], writer.book)
        except Impossible as error:
            text = told(error, UNSAVED)
            raise ValidationError(text, code=error.reason) from error
        known[draft.goat.pk].append(draft.event)
    made = GoatEvent.objects.bulk_create(_row(writer, draft) for draft in drafts)
    if not more_follow:
        refresh({draft.goat.pk for draft in drafts} | _mothers(drafts), writer.office)
    return made


def _mothers(drafts: Sequence[Draft]) -> set[int]:
    """Mothers whose due day may change with what happened to their kids."""
    return {draft.goat.mother_id for draft in drafts} - {None}


def _row(writer: Writer, draft: Draft) -> GoatEvent:
    home = draft.household and draft.household.village_id
    return GoatEvent(
        office=writer.office, goat=draft.goat, kind=draft.kind, happened_on=draft.on,
        household=draft.household, village_id=home, giver=draft.giver,
        from_village_id=draft.giver and draft.giver.village_id, is_negligent=draft.is_negligent,
        birth=draft.birth, replacement=draft.replacement, cause=draft.cause.strip(),
        minutes=draft.minutes.strip(), choice_reason=draft.choice_reason.strip(),
        reason=draft.reason.strip(), submission=writer.submission, recorded_by=writer.by,
    )  # fmt: skip


def next_number(office: Office) -> int:
    """The number of the next goat; one writer at a time numbers the goats of an office.

    SQLite has one writer anyway. Take it after the goats are held, as late as possible.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_NUMBER_LOCKS, office.pk])
    return (Goat.objects.filter(office=office).aggregate(last=Max("number"))["last"] or 0) + 1


def refresh(goats: Collection[int], office: Office) -> None:
    """Set the copies of these goats to what their events lead to today; what differs is written."""
    rows = list(Goat.objects.filter(pk__in=id_set(goats)))
    found = told_of(rows, rule_book(office), today(office))
    villages = _villages(found)
    differing = []
    for goat in rows:
        wanted = copies_of(found[goat.pk], goat, villages)
        if any(getattr(goat, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(goat, name, value)
            differing.append(goat)
    columns = [name.removesuffix("_id") for name in Goat.COPIES]
    if len(differing) == 1:
        differing[0].save(update_fields=columns)  # half as dear as a bulk update of one row
    elif differing:
        Goat.objects.bulk_update(differing, columns)


def _villages(found: dict[int, Told]) -> dict[int, int]:
    ids = {stay.household for told in found.values() for stay in told.life.stays[-1:]}
    return dict(Household.objects.filter(pk__in=id_set(ids)).values_list("pk", "village_id"))


def copies_of(told: Told, goat: Goat, villages: dict[int, int]) -> dict[str, object]:
    """The copies that a goat should have, by column."""
    life = told.life
    state = Goat.State.KEPT if life.keeper else Goat.State.OFFICE
    if life.begun is None:
        state = Goat.State.VOID
    elif life.end:
        state = Goat.State(life.end.kind.value)
    last = life.stays[-1].household if life.stays else None
    is_back = bool(life.stays) and life.stays[-1].ended == Kind.TAKEN_BACK and not life.end
    return {
        "state": state,
        "keeper_id": life.keeper,
        "village_id": villages.get(last) if not is_back else None,
        "debtor_id": life.debtor,
        "replacement_since": life.replacement_since,
        "due_on": told.hand_over.due_on if told.hand_over else None,
    }
