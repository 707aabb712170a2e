"""Writing down a visit, replacing it and withdrawing it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from groups.models import Group, Membership
from upk.ledger.models import Submission
from upk.ledger.services import claim_submission, lock_office
from upk.offices.models import Office, User, Village
from upk.offices.uploads import ReadyPhoto
from upk.problems import Problem
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

    def content(self) -> dict[str, object]:
        """Everything that it says, as JSON can hold it: what a form sent again must repeat."""
        return {
            "visit": self.village.pk, "group": self.group.pk if self.group else None,
            "visitor": self.visitor.pk, "officers": [officer.pk for officer in self.officers],
            "agreements": [agreed.values() for agreed in self.agreements], **self.values(),
        }  # fmt: skip

    @property
    def key(self) -> tuple[int, int | None, int, date, str]:
        """Village, group, visitor, day and kind: what may be written down once."""
        group = self.group.pk if self.group else None
        return self.village.pk, group, self.visitor.pk, self.visited_on, str(self.kind)


@transaction.atomic
def record_visit(
    new: NewVisit,
    *,
    photos: Sequence[ReadyPhoto] = (),
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
    content = {
        **new.content(), "corrects": corrects.pk if corrects else None, "reason": reason.strip(),
    }  # fmt: skip
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        made = submission.visits.get()
        keep_photos(made, photos, by=by)
        return made
    if corrects:
        hold_visit(corrects)
    problems = [*_problems(office, [new], corrects, by)]
    if corrects:
        problems += replacement_problems(office, corrects, reason, by)
    raise_if_any(problems)
    [made] = _write([new], submission, by, corrects=corrects, reason=reason.strip())
    if corrects:
        copy_photos(corrects, made)
    keep_photos(made, photos, by=by)
    return made


@transaction.atomic
def record_round(visits: Sequence[NewVisit], *, request_key: UUID, by: User) -> list[Visit]:
    """Write down the visits of a round through one office's villages: all or none.

    Idempotent by ``request_key``. Raises ``ValidationError`` with all reasons, as ``record_visit``.
    """
    office = lock_office(visits[0].village.office)
    content = [new.content() for new in visits]
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return list(submission.visits.order_by("pk"))
    raise_if_any(_problems(office, visits, None, by))
    return _write(visits, submission, by)


def _problems(
    office: Office, visits: Sequence[NewVisit], corrects: Visit | None, by: User
) -> Iterator[Problem]:
    """What stands in the way of the visits; two queries, however many they are."""
    yield from access_problems([(new.village, new.group) for new in visits], by)
    yield from same_problems([new.key for new in visits], corrects)
    for new in visits:
        yield from day_problems(office, new.visited_on, "visited_on", new.group)
        yield from visitor_problems(office, new.visitor, by)
        yield from fact_problems(new.values(), new.group)
        yield from officer_problems(new.group, new.officers, new.visited_on)
        agreed = [agreed.values() for agreed in new.agreements]
        yield from agreement_problems(agreed, new.visited_on)


def _write(
    visits: Sequence[NewVisit],
    submission: Submission,
    by: User,
    *,
    corrects: Visit | None = None,
    reason: str = "",
) -> list[Visit]:
    made = Visit.objects.bulk_create(
        Visit(
            village=new.village, group=new.group, visitor=new.visitor, corrects=corrects,
            reason=reason if corrects else "", submission=submission, recorded_by=by,
            **new.values(),
        )
        for new in visits
    )  # fmt: skip
    VisitOfficer.objects.bulk_create(
        VisitOfficer(visit=visit, membership=membership)
        for visit, new in zip(made, visits, strict=True)
        for membership in new.officers
    )
    VisitAgreement.objects.bulk_create(
        VisitAgreement(visit=visit, position=position, **agreed.values())
        for visit, new in zip(made, visits, strict=True)
        for position, agreed in enumerate(new.agreements, start=1)
    )
    return made


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
        return submission.visits.get()
    hold_visit(visit)
    problems = access_problems([(visit.village, visit.group)], by)
    raise_if_any([*problems, *replacement_problems(office, visit, reason, by)])
    return Visit.objects.create(
        **{name: getattr(visit, name) for name in Visit.FACTS},
        village=visit.village, group=visit.group, visitor=visit.visitor, corrects=visit,
        is_void=True, reason=reason.strip(), submission=submission, recorded_by=by,
    )  # fmt: skip
