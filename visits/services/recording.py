"""Writing down a visit, replacing it and withdrawing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from groups.models import Group, Membership
from upk.ledger.services import claim_submission, lock_office
from upk.offices.models import Office, User, Village
from upk.offices.photo_forms import NewPhoto
from upk.refusing import raise_if_any
from visits.models import Visit, VisitAgreement, VisitOfficer
from visits.services.holding import hold_visit
from visits.services.photos import copy_photos, keep_photos
from visits.services.problems import (
    access_problems,
    agreement_problems,
    day_problems,
    fact_problems,
    officer_problems,
    replacement_problems,
    same_problems,
    visitor_problems,
)


@dataclass(frozen=True, slots=True)
class NewAgreement:
    """What was agreed: who does what by when."""

    text: str
    who: str
    due_on: date

    def values(self) -> dict[str, object]:
        """The facts by the names of the columns."""
        return {"text": self.text.strip(), "who": self.who.strip(), "due_on": self.due_on}


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A visit to a group, or to a village (no ``group``). ``officers`` are memberships of the day,
    ``member_count`` the others of the group, or of the village, who came."""

    village: Village
    group: Group | None
    kind: str
    visited_on: date
    agenda: str
    visitor: User
    member_count: int = 0
    officers: Sequence[Membership] = ()
    findings: str = ""
    next_on: date | None = None
    agreements: Sequence[NewAgreement] = ()

    def values(self) -> dict[str, object]:
        """The facts by the names of the columns."""
        return {
            "kind": str(self.kind), "visited_on": self.visited_on,
            "member_count": self.member_count, "agenda": self.agenda.strip(),
            "findings": self.findings.strip(), "next_on": self.next_on,
        }  # fmt: skip


@transaction.atomic
def record_visit(
    new: NewVisit,
    *,
    photos: Sequence[NewPhoto] = (),
    corrects: Visit | None = None,
    reason: str = "",
    request_key: UUID,
    by: User,
) -> Visit:
    """Write down a visit, or replace one by a new row, for a ``reason``.

    Idempotent by ``request_key``: sent again after a lost line, it gives the first one, and photos
    that had not arrived are added to it. A replaced visit's photos go on with the new one.
    Raises ``ValidationError`` with all reasons: a village out of sight, a day that hasn't come or
    is reported, officers who weren't that day, agreements that are incomplete or due before the
    visit; for a replacement also one of somebody else, or of which an agreement was closed.
    """
    office = lock_office(new.village.office)
    content = _content(new, corrects, reason)
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        made = submission.visit
        keep_photos(made, photos, by=by)
        return made
    _check(office, new, corrects, reason, by)
    made = Visit.objects.create(
        village=new.village, group=new.group, visitor=new.visitor, corrects=corrects,
        reason=reason.strip() if corrects else "", submission=submission, recorded_by=by,
        **new.values(),
    )  # fmt: skip
    VisitOfficer.objects.bulk_create(
        VisitOfficer(visit=made, membership=membership) for membership in new.officers
    )
    VisitAgreement.objects.bulk_create(
        VisitAgreement(visit=made, position=position, **agreed.values())
        for position, agreed in enumerate(new.agreements, start=1)
    )
    if corrects:
        copy_photos(corrects, made)
    keep_photos(made, photos, by=by)
    return made


def _content(new: NewVisit, corrects: Visit | None, reason: str) -> dict[str, object]:
    return {
        "visit": new.village.pk, "group": new.group.pk if new.group else None,
        "visitor": new.visitor.pk, "officers": [officer.pk for officer in new.officers],
        "agreements": [agreed.values() for agreed in new.agreements],
        "corrects": corrects.pk if corrects else None, "reason": reason.strip(), **new.values(),
    }  # fmt: skip


def _check(office: Office, new: NewVisit, corrects: Visit | None, reason: str, by: User) -> None:
    if corrects:
        hold_visit(corrects)
    problems = access_problems(new.village, new.group, by)
    problems += same_problems(new.village, new.group, new.visitor, new.values(), corrects)
    problems += day_problems(office, new.visited_on, "visited_on", new.group)
    problems += visitor_problems(office, new.visitor, by)
    problems += fact_problems(new.values(), new.group)
    problems += officer_problems(new.group, new.officers, new.visited_on)
    problems += agreement_problems([agreed.values() for agreed in new.agreements], new.visited_on)
    if corrects:
        problems += replacement_problems(office, corrects, reason, by)
    raise_if_any(problems)


@transaction.atomic
def withdraw_visit(visit: Visit, *, reason: str, request_key: UUID, by: User) -> Visit:
    """Withdraw a visit that never was; it stays in sight with the reason, and its agreements fall.

    Idempotent by ``request_key``. Raises ``ValidationError`` with all reasons, as for a
    replacement.
    """
    office = lock_office(visit.village.office)
    content = {"withdraw_visit": visit.pk, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.visit
    hold_visit(visit)
    problems = access_problems(visit.village, visit.group, by)
    raise_if_any([*problems, *replacement_problems(office, visit, reason, by)])
    return Visit.objects.create(
        **{name: getattr(visit, name) for name in Visit.FACTS},
        village=visit.village, group=visit.group, visitor=visit.visitor, corrects=visit,
        is_void=True, reason=reason.strip(), submission=submission, recorded_by=by,
    )  # fmt: skip
