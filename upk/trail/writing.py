"""The one writer of the trail's table."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Model

from upk.trail import acting, keys
from upk.trail.events import Event
from upk.trail.models import LONGEST_LABEL, TrailEntry


@dataclass(frozen=True, slots=True)
class Draft:
    """A row of the trail to be. ``inside`` is what only the key of the person may open."""

    event: Event
    user: Model | None = None
    office_id: int | None = None
    subject: Model | None = None
    person_id: int | None = None
    about: str = ""
    changes: dict = field(default_factory=dict)
    details: dict = field(default_factory=dict)
    inside: dict = field(default_factory=dict)
    address: str | None = None


def write(drafts: Sequence[Draft]) -> None:
    """Write the rows, in a constant number of queries. ``inside`` needs a ``person_id``."""
    if not drafts:
        return
    ciphers = keys.made_for(draft.person_id for draft in drafts if draft.inside)
    entries = [_entry(draft, ciphers) for draft in drafts]
    if len(entries) == 1:
        entries[0].save(force_insert=True)
    else:
        TrailEntry.objects.bulk_create(entries, batch_size=500)


def _entry(draft: Draft, ciphers: dict) -> TrailEntry:
    subject = draft.subject
    return TrailEntry(
        event=draft.event,
        office_id=draft.office_id,
        user_id=draft.user.pk if draft.user else None,
        command="" if draft.user else acting.command(),
        address=draft.address or acting.address_of(),
        kind=subject._meta.label_lower if subject is not None else "",
        object_id=subject.pk if subject is not None else None,
        person_id=draft.person_id,
        about=draft.about[:LONGEST_LABEL],
        changes=draft.changes,
        details=draft.details,
        sealed=keys.seal(draft.inside, ciphers.get(draft.person_id)) if draft.inside else "",
    )
