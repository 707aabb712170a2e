"""Writing down how a piece was found, and correcting it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from maintenance.models import CONDITION_LABELS, Infrastructure, Inspection
from maintenance.register.photos import NewPhoto, keep_photos
from maintenance.register.problems import authorship_problems, day_problems, replacement_problems
from maintenance.register.services import hold_infrastructure
from upk.ledger.services import claim_submission
from upk.offices.models import User
from upk.periods import format_date
from upk.problems import Problem
from upk.refusing import raise_if_any


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found. ``inspector_name`` is empty where the one who records it looked."""

    inspected_on: date
    condition: str
    notes: str = ""
    work_needed: str = ""
    inspector_name: str = ""

    def values(self) -> dict[str, object]:
        """The facts by the names of the columns, as they are stored."""
        return {
            "inspected_on": self.inspected_on, "condition": str(self.condition),
            "notes": self.notes.strip(), "work_needed": self.work_needed.strip(),
            "inspector_name": self.inspector_name.strip(),
        }  # fmt: skip


@transaction.atomic
def record_inspection(
    infrastructure: Infrastructure,
    found: Findings,
    *,
    photos: Sequence[NewPhoto] = (),
    corrects: Inspection | None = None,
    reason: str = "",
    request_key: UUID,
    by: User,
) -> Inspection:
    """Note an inspection, or correct one by a new row that takes its place, for a ``reason``.

    A later one in the same quarter counts instead of the earlier; both stay. Idempotent by
    ``request_key``: sent again after a lost line, it gives the first one, and photos that had not
    arrived are added to it. Raises ``ValidationError`` with all reasons: a day that hasn't come, is
    reported, before the piece was registered or after it was given up, or on which it was inspected
    already; a correction by somebody else than its writer or the manager.
    """
    office, piece = hold_infrastructure(infrastructure)
    values = found.values()
    content = {
        "inspect": piece.pk, "corrects": corrects.pk if corrects else None,
        "reason": reason.strip(), **values,
    }  # fmt: skip
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if is_new:
        problems = day_problems(
            office, found.inspected_on, field="inspected_on", since=piece.registered_on, piece=piece
        )
        problems += _inspection_problems(piece, values, corrects)
        if corrects:
            problems += replacement_problems(office, corrects, reason)
            problems += authorship_problems(corrects, by)
        raise_if_any(problems)
        made = Inspection.objects.create(
            infrastructure=piece, corrects=corrects, reason=reason.strip() if corrects else "",
            submission=submission, recorded_by=by, **values,
        )  # fmt: skip
    else:
        made = submission.inspections.get()
    keep_photos(piece, photos, inspection=made, by=by)
    return made


def _inspection_problems(
    piece: Infrastructure, values: dict, corrects: Inspection | None
) -> list[Problem]:
    found = []
    if values["condition"] not in CONDITION_LABELS:
        found.append(Problem("condition", "Pilih kondisinya.", "condition"))
    same_day = piece.inspections.standing().filter(inspected_on=values["inspected_on"])
    if same_day.exclude(pk=corrects.pk if corrects else None).exists():
        day = format_date(values["inspected_on"])
        text = f"Prasarana ini sudah diperiksa pada {day}. Perbaiki pemeriksaan itu bila salah."
        found.append(Problem("same_day", text, "inspected_on"))
    return found


@transaction.atomic
def forget_inspector(inspection: Inspection) -> None:
    """Empty the name of who inspected, in all inspections of the piece by that name.

    Nothing else changes; twice is once.
    """
    _, piece = hold_infrastructure(inspection.infrastructure)
    for row in piece.inspections.filter(inspector_name=inspection.inspector_name):
        if row.inspector_name:
            row.inspector_name = ""
            row.save(update_fields=["inspector_name"])
