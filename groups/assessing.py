"""Grading a group: an assessment with its marks, and the group's level as a copy of it."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from groups.grading import InvalidMarks, grade
from groups.models import Assessment, AssessmentMark, Group
from upk.ledger.services import claim_submission
from upk.offices.checklists import list_in_force
from upk.offices.models import Checklist, User
from upk.periods import format_date, today


@transaction.atomic
def assess_group(
    group: Group,
    *,
    assessed_on: date,
    marks: Mapping[int, int],
    by: User,
    note: str = "",
    request_key: UUID | None = None,
) -> Assessment:
    """Grade a group by the office's list in force on that day; the newest day gives the level.

    ``marks`` is the mark of each line of that list, by the line's id. Idempotent by
    ``request_key``. Raises ``ValidationError`` with every reason against it.
    """
    group = Group.objects.select_for_update().get(pk=group.pk)
    content = {"assess": group.pk, "on": assessed_on.isoformat(), "note": note,
               "marks": sorted(marks.items())}  # fmt: skip
    submission = None
    if request_key is not None:
        submission, is_new = claim_submission(group.office, request_key, content, by=by)
        if not is_new:
            return Assessment.objects.get(submission=submission)
    checklist = list_in_force(group.office, Checklist.Kind.GROUP, assessed_on)
    _check(group, checklist, assessed_on, marks)
    items = list(checklist.items.all())
    graded = grade([(item.weight, marks[item.pk]) for item in items])
    made = Assessment.objects.create(
        group=group, checklist=checklist, assessed_on=assessed_on, score=graded.score,
        level=graded.level, note=note.strip(), submission=submission, made_by=by,
    )  # fmt: skip
    AssessmentMark.objects.bulk_create(
        AssessmentMark(assessment=made, item=item, mark=marks[item.pk]) for item in items
    )
    group.level = group.assessments.order_by("-assessed_on", "-id").values_list("level").first()[0]
    group.save(update_fields=["level"])
    return made


def _check(group: Group, checklist: Checklist | None, on: date, marks: Mapping[int, int]) -> None:
    problems = []
    if on > today(group.office):
        problems.append(f"Tanggal {format_date(on)} belum tiba. Periksa tanggalnya.")
    if not group.is_active:
        problems.append(f"Kelompok {group} sudah tidak aktif.")
    if checklist is None:
        problems.append(f"Belum ada daftar penilaian kelompok pada {format_date(on)}.")
    elif {item.pk for item in checklist.items.all()} != set(marks):
        problems.append(
            f"Daftar penilaian pada {format_date(on)} lain daripada yang diisi. Isi kembali."
        )
    else:
        try:
            grade([(item.weight, marks[item.pk]) for item in checklist.items.all()])
        except InvalidMarks as error:
            problems.append(SENTENCES[error.code])
    if problems:
        raise ValidationError(problems)


SENTENCES = {
    "empty": "Daftar penilaian kelompok masih kosong.",
    "mark": "Nilai setiap baris dari 0 sampai 3.",
    "weight": "Daftar penilaian memuat baris tanpa bobot. Catat daftar baru lebih dahulu.",
}
