"""What the audit trail adds to the world."""

from tests import factories
from upk.offices.models import User, Village
from upk.trail.events import Event
from upk.trail.keys import forget
from upk.trail.models import PersonKey, TrailEntry
from upk.trail.services import record


def add_trail(village: Village, by: User) -> dict[str, int]:
    """Ids by name: two rows of the trail, the keys of somebody known and of somebody forgotten."""
    known, forgotten = factories.create_person(village), factories.create_person(village)
    forget(forgotten)
    for about in ("first", "second"):
        record(event=Event.BACKUP, user=by, office=by.office, about=about)
    second, first = TrailEntry.objects.filter(event=Event.BACKUP)[:2]
    return {
        "trail_entry": first.pk,
        "later_trail_entry": second.pk,
        "person_key": PersonKey.objects.get(person=known).pk,
        "destroyed_key": PersonKey.objects.get(person=forgotten).pk,
        "known_person": known.pk,
    }
