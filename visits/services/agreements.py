"""What became of an agreement: done, dropped, opened again."""

from datetime import date
from uuid import UUID

from django.db import transaction

from upk.ledger.services import claim_submission, lock_office
from upk.offices.models import Office, User
from upk.periods import format_date
from upk.problems import Problem
from upk.refusing import raise_if_any
from visits.models import AgreementStep, Visit, VisitAgreement
from visits.rules import Step, may_follow
from visits.services.holding import hold_visit
from visits.services.problems import access_problems, day_problems


@transaction.atomic
def record_step(
    agreement: VisitAgreement, *, kind: str, on: date, note: str, request_key: UUID, by: User
) -> AgreementStep:
    """Note that an agreement was done, dropped or is open again. Idempotent by ``request_key``.

    Raises ``ValidationError`` with all reasons: a village out of sight, a day that hasn't come, is
    reported or lies before the visit or the last step, no note, a step that doesn't follow.
    """
    office = lock_office(agreement.visit.village.office)
    content = {"agreement": agreement.pk, "kind": str(kind), "on": on, "note": note.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.agreement_step
    hold_visit(agreement.visit)
    raise_if_any(_problems(office, agreement, str(kind), on, note.strip(), by))
    return AgreementStep.objects.create(
        agreement=agreement, kind=kind, happened_on=on, note=note.strip(), submission=submission,
        recorded_by=by,
    )  # fmt: skip


def _problems(
    office: Office, agreement: VisitAgreement, kind: str, on: date, note: str, by: User
) -> list[Problem]:
    visit = agreement.visit
    found = access_problems([(visit.village, visit.group)], by)
    found += day_problems(office, on, "on")
    if not note:
        found.append(Problem("note", "Tulis keterangannya.", "note"))
    if visit.is_void or Visit.objects.filter(corrects=visit).exists():
        found.append(Problem("visit", "Kunjungan ini sudah diganti atau dibatalkan."))
    last = agreement.steps.order_by("-id").first()
    if kind not in list(Step):
        found.append(Problem("kind", "Pilih hasilnya.", "kind"))
    elif not may_follow(Step(last.kind) if last else None, Step(kind)):
        text = "sudah ditutup" if kind != Step.REOPENED else "masih terbuka"
        found.append(Problem("state", f"Kesepakatan ini {text}."))
    since = max([visit.visited_on, *([last.happened_on] if last else [])])
    if on < since:
        text = f"Tidak sebelum {format_date(since)}, hari kesepakatan atau langkah terakhirnya."
        found.append(Problem("before", text, "on"))
    return found
