"""The camat's decree makes grants of approved proposals; what came to nothing is cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Max

from grants.models import Decree, Grant, GrantCancellation, GrantFinish, GrantMove, Phase, Proposal
from grants.rules.lifecycle import APPROVED
from grants.running.holding import file_content, hold, hold_grant
from grants.running.problems import day_problems
from upk.ledger.models import Submission
from upk.money import rupiah
from upk.offices.models import Office, User
from upk.offices.stored_files import store_file
from upk.periods import format_date
from upk.problems import Problem
from upk.refusing import raise_if_any


@dataclass(frozen=True, slots=True)
class NewDecree:
    """What the camat decreed: number and day, his or her name, the scan if there is one."""

    number: str
    decided_on: date
    camat: str
    file: UploadedFile | None = None

    def content(self) -> dict:
        """What a form sent twice is recognised by."""
        return {
            "number": self.number, "on": self.decided_on, "camat": self.camat,
            "file": file_content(self.file),
        }  # fmt: skip


def grantable(phase: Phase) -> list[Proposal]:
    """Approved proposals of the phase without a grant that stands, with their ``approved`` amount.

    One query; ``decided_on`` is the day of the approval.
    """
    standing = Grant.objects.standing().values("proposal")
    found = Proposal.objects.filter(phase=phase, status=APPROVED).exclude(pk__in=standing)
    dated = found.with_amounts().annotate(decided_on=Max("steps__happened_on"))
    return list(dated.select_related("village").order_by("number"))


def waiting_phases(office: Office) -> dict[int, int]:
    """How many approved proposals of each phase (by id) wait for a decree; one query."""
    standing = Grant.objects.standing().values("proposal")
    found = Proposal.objects.filter(phase__office=office, status=APPROVED)
    rows = found.exclude(pk__in=standing).order_by().values_list("phase").annotate(Count("pk"))
    return dict(rows)


@transaction.atomic
def record_decree(
    phase: Phase, new: NewDecree, proposals: Sequence[Proposal], *, request_key: UUID, by: User
) -> Decree:
    """Record the decree and make a grant of each proposal, with the amount that was approved.

    A decree that is recorded already gets more grants. Idempotent by ``request_key``.
    Raises ``ValidationError`` with every reason: no proposal, a day in the future or before an
    approval, a proposal that isn't approved or has its grant.
    """
    asked = sorted(proposal.pk for proposal in proposals)
    content = {"decree": phase.pk, "proposals": asked, **new.content()}
    office, submission, is_new = hold(phase, request_key, content, by=by)
    if not is_new:
        return submission.grants.first().decree
    held = Proposal.objects.select_for_update(no_key=True).filter(pk__in=asked)
    list(held.order_by("pk"))  # no approval is taken back meanwhile
    free = {proposal.pk: proposal for proposal in grantable(phase)}
    raise_if_any(_decree_problems(office, new, proposals, free))
    decree = _decree(phase, new, submission, by)
    Grant.objects.bulk_create(
        Grant(
            office=office, decree=decree, proposal=free[pk], amount=free[pk].approved,
            submission=submission, recorded_by=by,
        )
        for pk in asked
    )  # fmt: skip
    return decree


def _decree_problems(
    office: Office, new: NewDecree, proposals: Sequence[Proposal], free: dict[int, Proposal]
) -> list[Problem]:
    problems = day_problems(office, new.decided_on)
    if not proposals:
        problems.append(Problem("empty", "Centang paling sedikit satu usulan yang disetujui."))
    for proposal in proposals:
        found = free.get(proposal.pk)
        if found is None:
            text = f"Usulan {proposal.code} tidak disetujui MAD atau sudah ditetapkan."
            problems.append(Problem("proposal", text))
        elif found.decided_on > new.decided_on:
            day = format_date(found.decided_on)
            text = f"Usulan {proposal.code} baru disetujui pada {day}, sesudah tanggal SPC."
            problems.append(Problem("early", text))
    return problems


def _decree(phase: Phase, new: NewDecree, submission: Submission, by: User) -> Decree:
    key = {"phase": phase, "number": new.number.strip(), "decided_on": new.decided_on}
    found = Decree.objects.filter(office=phase.office, **key).first()
    if found:
        return found
    stored = store_file(phase.office, new.file, by=by) if new.file else None
    return Decree.objects.create(
        office=phase.office, camat=new.camat.strip(), file=stored, submission=submission,
        recorded_by=by, **key,
    )  # fmt: skip


@transaction.atomic
def cancel_grant(
    grant: Grant, *, happened_on: date, reason: str, request_key: UUID, by: User
) -> GrantCancellation:
    """Cancel a grant on which no money is paid; its proposal may then be decreed anew.

    Idempotent by ``request_key``. Raises ``ValidationError`` without a reason, once money is paid
    or the grant is finished, for a day in the future or before the decree.
    """
    content = {"cancel": True, "on": happened_on, "reason": reason.strip()}
    office, submission, is_new = hold_grant(grant, request_key, content, by=by)
    if not is_new:
        return grant.cancellation
    problems = day_problems(office, happened_on)
    if happened_on < grant.decree.decided_on:
        problems.append(Problem("early", "Pembatalan tidak boleh sebelum tanggal SPC."))
    if GrantCancellation.objects.filter(grant=grant).exists():
        problems.append(Problem("cancelled", f"{grant.code} sudah dibatalkan."))
    paid = sum(GrantMove.objects.filter(grant=grant).values_list("amount", flat=True))
    if paid or GrantFinish.objects.filter(grant=grant).exists():
        text = f"Sudah ada dana {rupiah(paid)} yang dibayarkan: batalkan dahulu pembayarannya."
        problems.append(Problem("paid", text))
    if not reason.strip():
        raise ValidationError({"reason": "Tulis alasan pembatalan."})
    raise_if_any(problems)
    return GrantCancellation.objects.create(
        grant=grant, happened_on=happened_on, reason=reason.strip(), submission=submission,
        recorded_by=by,
    )  # fmt: skip
