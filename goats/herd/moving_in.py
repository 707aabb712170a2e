"""The herd that an office knew before it kept its register here: goats with their whole lives.

Every event is entered on its own day and led by the same rules as later ones. Such goats are marked
``is_from_old_books``: they keep the numbers that they wear, and those from the surplus have no
payment here. The database takes them as long as the office has no entry but opening ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction

from goats.herd.writing import Draft, Writer, add_events, begin, refresh
from goats.models import Goat, GoatEvent, Household
from goats.rules.events import Kind
from upk.offices.models import Office, User

REASON = "Menurut catatan sebelum pindah"


@dataclass(frozen=True, slots=True)
class OldEvent:
    """Something that happened to a goat; ``replacement`` is another goat's number."""

    kind: Kind
    on: date
    household: Household | None = None
    giver: Household | None = None
    is_negligent: bool = False
    replacement: int | None = None
    cause: str = ""
    minutes: str = ""


@dataclass(frozen=True, slots=True)
class OldGoat:
    """A goat by its number, with what happened to it in order. ``price`` in whole rupiah.

    ``mother``: the number of the goat that bore it, None for a bought one.
    """

    number: int
    sex: str
    breed: str
    born_on: date | None
    mother: int | None = None
    price: int = 0
    funding: str = ""
    funding_year: int | None = None
    events: tuple[OldEvent, ...] = field(default=())

    def content(self) -> list[object]:
        """What it says, to know it again."""
        return [self.number, self.sex, self.born_on, self.mother, len(self.events)]


@dataclass(slots=True)
class _Herd:
    """What was made so far: goats by number, births by mother's number and day."""

    writer: Writer
    goats: dict[int, Goat] = field(default_factory=dict)
    births: dict[tuple[int, date], GoatEvent] = field(default_factory=dict)


@transaction.atomic
def take_over_goats(
    office: Office, goats: Sequence[OldGoat], *, request_key: UUID, by: User
) -> list[Goat]:
    """Enter goats with their lives, mothers before their kids. Idempotent by ``request_key``.

    Gives them in their order. Raises ``ValidationError`` for what can't have happened, and
    ``ValueError`` for a kid whose mother isn't among them.
    """
    content = {"old_goats": [goat.content() for goat in goats]}
    writer = begin(office, request_key, content, by)
    if not writer.is_new:
        made = {goat.number: goat for goat in writer.submission.goats.all()}
        return [made[goat.number] for goat in goats]
    herd = _Herd(writer)
    waiting = list(goats)
    while waiting:
        ready = [old for old in waiting if old.mother is None or old.mother in herd.goats]
        if not ready:
            raise ValueError(f"no mother: {[old.number for old in waiting[:5]]}")
        _enter(herd, ready)
        waiting = [old for old in waiting if old.number not in herd.goats]
    _settle(herd, goats)
    refresh({goat.pk for goat in herd.goats.values()}, writer.office)
    return [herd.goats[old.number] for old in goats]


def _enter(herd: _Herd, ready: Sequence[OldGoat]) -> None:
    """One generation: the goats, then what happened to them but settlements."""
    made = Goat.objects.bulk_create(_goat(herd, old) for old in ready)
    herd.goats |= {goat.number: goat for goat in made}
    drafts = [
        _draft(herd, old, event)
        for old in ready
        for event in old.events
        if event.kind not in (Kind.REPLACED, Kind.RELEASED)
    ]
    for event in add_events(herd.writer, drafts, more_follow=True):
        if event.kind == Kind.GAVE_BIRTH:
            herd.births[event.goat.number, event.happened_on] = event


def _settle(herd: _Herd, goats: Sequence[OldGoat]) -> None:
    """What replaced a goat may have come in any generation: so these events come last."""
    drafts = [
        _draft(herd, old, event)
        for old in goats
        for event in old.events
        if event.kind in (Kind.REPLACED, Kind.RELEASED)
    ]
    if drafts:
        add_events(herd.writer, drafts, more_follow=True)


def _goat(herd: _Herd, old: OldGoat) -> Goat:
    mother = herd.goats[old.mother] if old.mother is not None else None
    return Goat(
        office=herd.writer.office, number=old.number, sex=old.sex, breed=old.breed,
        origin=Goat.Origin.BORN if mother else Goat.Origin.BOUGHT, born_on=old.born_on,
        mother=mother, generation=mother.generation + 1 if mother else 1, price=old.price,
        funding=old.funding, funding_year=old.funding_year, is_from_old_books=True,
        submission=herd.writer.submission, recorded_by=herd.writer.by,
    )  # fmt: skip


def _draft(herd: _Herd, old: OldGoat, event: OldEvent) -> Draft:
    is_decided = event.kind in (Kind.TAKEN_BACK, Kind.RELEASED)
    return Draft(
        herd.goats[old.number], event.kind, event.on, household=event.household,
        giver=event.giver, is_negligent=event.is_negligent,
        birth=herd.births[old.mother, event.on] if event.kind == Kind.BORN else None,
        replacement=herd.goats[event.replacement] if event.replacement else None,
        cause=event.cause, minutes=event.minutes, reason=REASON if is_decided else "",
    )  # fmt: skip
