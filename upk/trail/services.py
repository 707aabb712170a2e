"""Events that no changed record tells of: coming in, seeing, taking away."""

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from upk.trail import acting
from upk.trail.events import Event
from upk.trail.told import Told
from upk.trail.writing import Draft, write


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
    person, or belongs to one, ``about`` and ``details`` are sealed under that person's key; else
    they must name nobody. Never a password, a code, a session's key or a whole NIK.
    Written in the transaction that is open, if one is.
    """
    person_id = _person_of(subject)
    said = {"about": about, "details": details or {}}
    is_sealed = person_id is not None and any(said.values())
    draft = Draft(
        event=event,
        user=user,
        office_id=office.pk if office else None,
        subject=subject,
        person_id=person_id,
        address=acting.address_of(request),
        **({"inside": {k: v for k, v in said.items() if v}} if is_sealed else said),
    )
    write([draft])


def paper_taken(
    request: HttpRequest, answer: HttpResponse, about: str, subject: Model | None = None
) -> HttpResponse:
    """The answer, told if it is a PDF that names people; ``about`` says which and names nobody."""
    if request.method == "GET" and answer["Content-Type"] == "application/pdf":
        record(
            event=Event.PERSONAL_EXPORT, user=request.user, office=request.user.office,
            about=about, subject=subject, request=request,
        )  # fmt: skip
    return answer


def _person_of(subject: Model | None) -> int | None:
    """Whose row it is, as its ``TRAIL`` says."""
    path = getattr(subject, "TRAIL", Told()).person
    for name in path.split(".") if path else ():
        subject = getattr(subject, name) if subject is not None else None
    return subject if path else None
