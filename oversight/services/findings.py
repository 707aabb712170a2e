"""Writers of findings: the supervisor's words, the office's answers.

The office is held first, alone where a number is given; a step holds its finding after the office.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max, Model

from oversight.models import STATES, Finding, FindingStep
from oversight.records import row_named
from oversight.records.about import BY_NAME
from oversight.rules.findings import ALLOWED, BY_OFFICE, SETS_DEADLINE, Step
from oversight.services.writing import day_problems, keep, name_of, ready
from upk.access import STAFF, Role
from upk.ledger.services import claim_submission, lock_office, lock_office_alone
from upk.offices.models import Office, User
from upk.periods import format_date
from upk.problems import Problem
from upk.refusing import raise_if_any

ANSWERERS = (*STAFF, Role.FACILITATOR)
"""Who answers; a facilitator what is about the assigned villages."""


@dataclass(frozen=True, slots=True)
class NewFinding:
    """What the supervisor writes down. ``about``: the row that it is about, or None."""

    subject: str
    text: str
    severity: str
    addressee: str
    deadline: date
    about: Model | None = None

    def texts(self) -> dict[str, str]:
        """The words as they are stored."""
        return {"subject": " ".join(self.subject.split()), "text": self.text.strip()}

    def target(self) -> dict[str, Model]:
        """The row that it is about, by the name of its column."""
        return {
            name: self.about
            for name, target in BY_NAME.items()
            if self.about is not None and isinstance(self.about, target.model)
        }


def write_finding(
    new: NewFinding,
    *,
    on: date,
    upload: UploadedFile | None = None,
    request_key: UUID,
    by: User,
) -> Finding:
    """Write a finding down, with a paper or photo. Idempotent by ``request_key``.

    Raises ``ValidationError`` with all reasons: not the supervisor, a day that hasn't come or is
    closed, a deadline before it, no words, a row that the supervisor can't see.
    """
    paper = ready(upload)
    with transaction.atomic():
        office = lock_office_alone(by.office)  # numbers have no gaps: one at a time
        target = {name: row.pk for name, row in new.target().items()}
        values = new.texts() | {
            "severity": new.severity, "addressee": new.addressee, "deadline": new.deadline
        }  # fmt: skip
        content = {"finding": values, "about": target, "on": on, "file": name_of(upload)}
        submission, is_new = claim_submission(office, request_key, content, by=by)
        if not is_new:
            return submission.findings.get()
        raise_if_any(_finding_problems(office, new, on, by))
        last = Finding.objects.filter(office=office, year=on.year).aggregate(n=Max("number"))["n"]
        return Finding.objects.create(
            office=office, year=on.year, number=(last or 0) + 1, found_on=on,
            file=keep(office, paper, by=by), submission=submission, recorded_by=by,
            **values, **{f"{name}_id": pk for name, pk in target.items()},
        )  # fmt: skip


def record_finding_step(
    finding: Finding,
    kind: Step,
    *,
    on: date,
    text: str,
    deadline: date | None = None,
    upload: UploadedFile | None = None,
    request_key: UUID,
    by: User,
) -> FindingStep:
    """Answer a finding, send the answer back, move the deadline, close, withdraw or reopen it.

    Idempotent by ``request_key``. Raises ``ValidationError`` with all reasons: who may not, a day
    that hasn't come, is closed or before the last step, a step that can't follow, no words, a
    deadline that doesn't lie ahead.
    """
    paper = ready(upload)
    with transaction.atomic():
        office = lock_office(finding.office)
        held = _hold(finding)
        content = {
            "step": held.pk, "kind": str(kind), "on": on, "text": text.strip(),
            "deadline": deadline, "file": name_of(upload),
        }  # fmt: skip
        submission, is_new = claim_submission(office, request_key, content, by=by)
        if not is_new:
            return submission.finding_steps.get()
        raise_if_any(_step_problems(office, held, kind, on, text.strip(), deadline, by))
        return FindingStep.objects.create(
            finding=held, kind=kind, happened_on=on, text=text.strip(), deadline=deadline,
            file=keep(office, paper, by=by), submission=submission, recorded_by=by,
        )  # fmt: skip


def _hold(finding: Finding) -> Finding:
    """The finding with all its steps, held until the transaction ends."""
    Finding.objects.select_for_update(no_key=True).get(pk=finding.pk)
    return Finding.objects.as_of(date.max).get(pk=finding.pk)


def _finding_problems(office: Office, new: NewFinding, on: date, by: User) -> list[Problem]:
    found = day_problems(office, on, "found_on")
    if by.role != Role.SUPERVISOR:
        found.append(Problem("role", "Hanya pengawas yang mencatat temuan."))
    texts = new.texts()
    found += [Problem("empty", "Wajib diisi.", name) for name in texts if not texts[name]]
    if new.deadline < on:
        found.append(Problem("deadline", "Batas jawaban sebelum tanggal temuan.", "deadline"))
    for name, row in new.target().items():
        if row_named(f"{BY_NAME[name].slug}-{row.pk}", by) is None:
            found.append(Problem("about", "Data yang dituju tidak ditemukan.", "about"))
    return found


def _step_problems(
    office: Office,
    finding: Finding,
    kind: Step,
    on: date,
    text: str,
    deadline: date | None,
    by: User,
) -> list[Problem]:
    found = day_problems(office, on, "on")
    if not _may(finding, kind, by):
        found.append(Problem("role", "Langkah ini bukan wewenang Anda."))
    if kind not in ALLOWED[finding.state]:
        state = STATES[finding.state].lower()
        found.append(Problem("state", f"Tidak dapat dicatat: temuan ini {state}."))
    last = finding.last_on or finding.found_on
    if on < last:
        found.append(Problem("order", f"Langkah terakhirnya pada {format_date(last)}.", "on"))
    if not text:
        found.append(Problem("empty", "Wajib diisi.", "text"))
    return found + _deadline_problems(kind, on, deadline)


def _may(finding: Finding, kind: Step, by: User) -> bool:
    if kind not in BY_OFFICE:
        return by.role == Role.SUPERVISOR and by.office_id == finding.office_id
    is_visible = Finding.objects.visible_to(by).filter(pk=finding.pk).exists()
    return by.role in ANSWERERS and is_visible


def _deadline_problems(kind: Step, on: date, deadline: date | None) -> list[Problem]:
    if deadline is None:
        missing = [Problem("empty", "Wajib diisi.", "deadline")]
        return missing if kind == Step.EXTENDED else []
    if kind not in SETS_DEADLINE:
        return [Problem("deadline", "Langkah ini tidak mengubah batas jawaban.", "deadline")]
    if deadline < on:
        return [Problem("deadline", "Batas jawaban sebelum tanggal langkah ini.", "deadline")]
    return []
