"""Issuing certificates to those who attended enough, and taking wrong ones back."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from training.models import Batch, Certificate, CertificateWithdrawal
from training.records.roll import entitled
from training.rules.batches import COUNTED
from training.services.holding import hold_batch
from training.services.problems import (
    day_problems,
    newest,
    required,
    role_problems,
    state_problems,
)
from upk.access import Role
from upk.ledger.services import claim_submission, lock_office_alone
from upk.offices.models import User
from upk.problems import Problem
from upk.refusing import raise_if_any

ISSUERS = (Role.MANAGER, Role.SECRETARY)
"""Who issues certificates; the manager alone takes one back."""


@transaction.atomic
def issue_certificates(batch: Batch, *, on: date, request_key: UUID, by: User) -> list[Certificate]:
    """A certificate for each who attended enough and has none, in the order of the list.

    Numbers go on without gaps in office and year. Idempotent by ``request_key``. Raises
    ``ValidationError`` with all reasons: the batch wasn't held, nobody is entitled.
    """
    office = lock_office_alone(batch.office)  # numbers have no gaps: one batch at a time
    content = {"certify": batch.pk, "on": on}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return list(submission.training_certificates.order_by("number"))
    _, found = hold_batch(batch)
    version = newest(found)
    problems = role_problems(office, by, ISSUERS) + state_problems(found.state, COUNTED)
    problems += day_problems(office, on, field="on", since=version.ends_on, told="Sertifikat")
    people = entitled(found, version)
    if not people:
        problems.append(Problem("nobody", "Tidak ada peserta yang berhak dan belum menerimanya."))
    raise_if_any(problems)
    rows = Certificate.objects.filter(office=office, year=on.year)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    return Certificate.objects.bulk_create(
        Certificate(
            office=office, participant_id=pk, year=on.year, number=number, issued_on=on,
            submission=submission, recorded_by=by,
        )
        for number, pk in enumerate(people, start=last + 1)
    )  # fmt: skip


@transaction.atomic
def withdraw_certificate(
    certificate: Certificate, *, on: date, reason: str, request_key: UUID, by: User
) -> CertificateWithdrawal:
    """Take back a certificate; its number stays used. Idempotent by ``request_key``.

    Raises ``ValidationError`` with all reasons.
    """
    office, _ = hold_batch(certificate.participant.batch)
    content = {"uncertify": certificate.pk, "on": on, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return CertificateWithdrawal.objects.get(submission=submission)
    problems = role_problems(office, by, (Role.MANAGER,)) + required(reason, "reason")
    since = certificate.issued_on
    problems += day_problems(office, on, field="on", since=since, told="Penarikan ini")
    if CertificateWithdrawal.objects.filter(certificate=certificate).exists():
        problems.append(Problem("gone", "Sertifikat ini sudah ditarik."))
    raise_if_any(problems)
    return CertificateWithdrawal.objects.create(
        certificate=certificate, withdrawn_on=on, reason=reason.strip(), submission=submission,
        recorded_by=by,
    )  # fmt: skip
