"""The one writer of the trail."""

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.http import HttpRequest

from upk.trail import acting, keys
from upk.trail.events import Event
from upk.trail.models import LONGEST_LABEL, TrailEntry


def record(
    *,
    event: Event,
    user,
    office,
    about: str = "",
    subject: Model | None = None,
    details: dict | None = None,
    request: HttpRequest | None = None,
) -> None:
    """Write one row: ``user`` (or nobody) did ``event`` in ``office`` (or none).

    ``subject`` is the row that it is about, ``about`` says it in words. Where the subject is a
    person, or says whose it is, ``about`` and ``details`` are sealed under that person's key; else
    they must name nobody. Never a password, a code, a session's key or a whole NIK.
    Written in the transaction that is open, if one is.
    """
    write(
        event=event,
        user=user,
        office_id=office.pk if office else None,
        about=about,
        subject=subject,
        person_id=person_of(subject) if subject is not None else None,
        details=details or {},
        address=acting.address_of(request),
    )


def write(
    *,
    event: Event,
    user=None,
    office_id: int | None = None,
    about: str = "",
    subject: Model | None = None,
    person_id: int | None = None,
    changes: dict | None = None,
    private: dict | None = None,
    details: dict | None = None,
    address: str | None = None,
) -> None:
    """Write one row; ``private`` are those changes that only the person's key may open."""
    entry = TrailEntry(
        event=event,
        office_id=office_id,
        user_id=user.pk if user else None,
        command="" if user else acting.command(),
        address=address,
        kind=subject._meta.label_lower if subject is not None else "",
        object_id=subject.pk if subject is not None else None,
        person_id=person_id,
        changes=changes or {},
    )
    if person_id is None:
        entry.about, entry.details = about[:LONGEST_LABEL], details or {}
    else:
        inside = {"about": about[:LONGEST_LABEL], "changes": private, "details": details}
        entry.sealed = keys.seal(
            person_id, {name: value for name, value in inside.items() if value}
        )
    entry.save(force_insert=True)


def person_of(subject: Model) -> int | None:
    """Whose row it is: the person itself, or whom its ``person`` (or head) names."""
    if subject._meta.label_lower == "offices.person":
        return subject.pk
    name = getattr(subject, "TRAIL_PERSON", "person")
    try:
        field = subject._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    is_person = field.is_relation and field.related_model._meta.label_lower == "offices.person"
    return getattr(subject, field.attname) if is_person else None
