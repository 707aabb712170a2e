"""Writers of batches: planned, planned anew, and the steps that follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from groups.models import Group
from training.models import (
    STATES,
    Attendance,
    Batch,
    BatchStep,
    BatchStepReversal,
    BatchVersion,
    Certificate,
    TrainingKind,
)
from training.rules.batches import ALLOWED, RECORDED, State, days_of
from training.services.holding import hold_batch
from training.services.people import enrol, officers_of
from training.services.problems import (
    closed_problems,
    day_problems,
    newest,
    required,
    role_problems,
    span_problems,
    state_problems,
)
from upk.ledger.services import claim_submission, lock_office
from upk.offices.models import Office, User
from upk.periods import format_date
from upk.problems import Problem
from upk.refusing import raise_if_any


@dataclass(frozen=True, slots=True)
class Plan:
    """When and where a batch is, and what for. Texts of several lines: one trainer, one topic."""

    place: str
    starts_on: date
    ends_on: date
    capacity: int
    trainers: str = ""
    attitude: str = ""
    skill: str = ""
    knowledge: str = ""

    def values(self) -> dict[str, object]:
        """The facts by the names of the columns, as they are stored."""
        texts = {name: _lines(getattr(self, name)) for name in
                 ("trainers", "attitude", "skill", "knowledge")}  # fmt: skip
        days = len(days_of(self.starts_on, self.ends_on))
        plain = {"starts_on": self.starts_on, "ends_on": self.ends_on, "day_count": days}
        return texts | plain | {"capacity": self.capacity, "place": " ".join(self.place.split())}


def _lines(text: str) -> str:
    """The lines that say something, without blanks around them."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))


@transaction.atomic
def plan_batch(
    kind: TrainingKind,
    plan: Plan,
    *,
    decided_on: date,
    groups: Sequence[Group] = (),
    only: frozenset[int] | None = None,
    request_key: UUID,
    by: User,
) -> Batch:
    """The next batch of a kind; officers of ``groups`` on that day come onto its list.

    ``only``: of them the people (ids) who were never trained; None: all. Idempotent by
    ``request_key``. Raises ``ValidationError`` with all reasons: a day that hasn't come or is
    reported, days in the wrong order, no place, a kind that is no longer used.
    """
    office = lock_office(kind.office)
    asked = {"groups": sorted(group.pk for group in groups), "only": only and sorted(only)}
    content = {"plan": kind.pk, "on": decided_on, **plan.values(), **asked}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.training_batch
    kind = TrainingKind.objects.select_for_update(no_key=True).get(pk=kind.pk)
    problems = role_problems(office, by) + _plan_problems(plan)
    problems += day_problems(office, decided_on, field="decided_on")
    if not kind.is_active:
        problems.append(Problem("kind", "Jenis pelatihan ini tidak dipakai lagi.", "kind"))
    raise_if_any(problems)
    last = kind.batches.aggregate(last=Max("number"))["last"] or 0
    made = {"submission": submission, "recorded_by": by}
    batch = Batch.objects.create(office=office, kind=kind, number=last + 1, **made)
    BatchVersion.objects.create(
        batch=batch, revision=1, decided_on=decided_on, **plan.values(), **made
    )
    officers = officers_of(groups, decided_on)
    officers = [m for m in officers if only is None or m.person_id in only]
    enrol(batch, officers, on=decided_on, submission=submission, by=by)
    return batch


def _plan_problems(plan: Plan) -> list[Problem]:
    found = required(plan.place, "place") + span_problems(plan.starts_on, plan.ends_on)
    if not 1 <= plan.capacity <= 500:
        found.append(Problem("capacity", "Antara 1 dan 500 peserta.", "capacity"))
    return found


@transaction.atomic
def replan_batch(
    batch: Batch, plan: Plan, *, decided_on: date, reason: str, request_key: UUID, by: User
) -> BatchVersion:
    """Another place, other days, trainers or topics; what was planned before stays in sight.

    Days on which attendance was taken stay days of the batch. Idempotent by ``request_key``.
    Raises ``ValidationError`` with all reasons.
    """
    office, found = hold_batch(batch)
    before, values = newest(found), plan.values()
    content = {"replan": found.pk, "on": decided_on, "reason": reason.strip(), **values}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return BatchVersion.objects.get(submission=submission)
    problems = role_problems(office, by) + _plan_problems(plan) + required(reason, "reason")
    problems += state_problems(found.state, RECORDED)
    problems += day_problems(
        office, decided_on, field="decided_on", since=before.decided_on, told="Perubahan ini"
    )
    if all(getattr(before, name) == value for name, value in values.items()):
        problems.append(Problem("same", "Tidak ada yang berubah."))
    problems += _kept_day_problems(found, before, plan)
    raise_if_any(problems)
    return BatchVersion.objects.create(
        batch=found, revision=before.revision + 1, decided_on=decided_on, reason=reason.strip(),
        submission=submission, recorded_by=by, **values,
    )  # fmt: skip


def _kept_day_problems(batch: Batch, before: BatchVersion, plan: Plan) -> list[Problem]:
    if (before.starts_on, before.ends_on) == (plan.starts_on, plan.ends_on):
        return []
    if batch.state == State.HELD:
        return [Problem("days", "Sudah terlaksana: harinya tidak dapat diubah.", "starts_on")]
    taken = Attendance.objects.filter(participant__batch=batch)
    if outside := taken.exclude(day__range=(plan.starts_on, plan.ends_on)).first():
        text = f"Kehadiran {format_date(outside.day)} sudah dicatat; hari itu harus tetap termasuk."
        return [Problem("days", text, "starts_on")]
    return []


@transaction.atomic
def record_batch_step(
    batch: Batch, kind: State, *, on: date, note: str = "", request_key: UUID, by: User
) -> BatchStep:
    """Note that a batch was invited, held, closed or cancelled. Idempotent by ``request_key``.

    Raises ``ValidationError`` with all reasons: a step that may not follow, a day in closed books,
    held before its last day or without attendance of each day.
    """
    office, found = hold_batch(batch)
    content = {"step": found.pk, "kind": str(kind), "on": on, "note": note.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return BatchStep.objects.get(submission=submission)
    version = newest(found)
    last = found.steps.standing().order_by("-happened_on", "-pk").first()
    since = version.ends_on if kind == State.HELD else last and last.happened_on
    problems = role_problems(office, by)
    problems += day_problems(office, on, field="on", since=since, told="Langkah ini")
    if kind not in ALLOWED[State(found.state)]:
        now = STATES[State(found.state)].lower()
        problems.append(Problem("state", f"Tidak dapat dicatat: angkatan ini {now}."))
    elif kind == State.HELD:
        problems += _attendance_problems(found, version)
    if kind == State.CANCELLED:
        problems += required(note, "note")
    raise_if_any(problems)
    return BatchStep.objects.create(
        batch=found, kind=kind, happened_on=on, note=note.strip(), submission=submission,
        recorded_by=by,
    )  # fmt: skip


def _attendance_problems(batch: Batch, version: BatchVersion) -> list[Problem]:
    """Days whose attendance wasn't taken, or nobody who was there."""
    rows = Attendance.objects.standing().filter(participant__batch=batch)
    taken = set(rows.order_by().values_list("day", "is_present").distinct())
    missing = [day for day in version.days if not taken & {(day, True), (day, False)}]
    if missing:
        names = ", ".join(format_date(day) for day in missing)
        return [Problem("attendance", f"Catat dahulu kehadiran {names}.")]
    if not any(is_present for _, is_present in taken):
        return [Problem("attendance", "Tidak seorang pun hadir. Batalkan angkatannya saja.")]
    return []


@transaction.atomic
def reverse_batch_step(
    step: BatchStep, *, reason: str, request_key: UUID, by: User
) -> BatchStepReversal:
    """Take the last step of a batch back. Idempotent by ``request_key``.

    Raises ``ValidationError`` with all reasons: not the last, of closed books, or certificates
    that stand on it.
    """
    office, found = hold_batch(step.batch)
    content = {"unstep": step.pk, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return BatchStepReversal.objects.get(submission=submission)
    problems = role_problems(office, by) + required(reason, "reason")
    problems += _reversal_problems(office, found, step)
    raise_if_any(problems)
    return BatchStepReversal.objects.create(
        step=step, reason=reason.strip(), submission=submission, recorded_by=by
    )


def _reversal_problems(office: Office, batch: Batch, step: BatchStep) -> list[Problem]:
    last = batch.steps.standing().order_by("-happened_on", "-pk").first()
    if last is None or last.pk != step.pk:
        return [Problem("last", "Hanya langkah terakhir yang dapat dibatalkan.")]
    found = closed_problems(office, step.happened_on, "")
    certificates = Certificate.objects.standing().filter(participant__batch=batch)
    if step.kind == State.HELD and certificates.exists():
        found.append(Problem("certificates", "Sertifikatnya sudah terbit. Tarik dahulu."))
    return found
