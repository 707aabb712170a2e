"""Writers of what is judged and decided about a household: assessments, steps, photos."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from goats.households.problems import (
    day_problems,
    household_of,
    household_of_kk,
    place_of,
    reversal_problems,
    step_problems,
    told_steps,
)
from goats.households.services import hold_household
from goats.models import (
    Household,
    HouseholdAssessment,
    HouseholdPhoto,
    HouseholdStep,
    HouseholdStepReversal,
    HouseholdTick,
)
from goats.rules.households import State, Step, confirmed_on, state_of
from upk.ledger.services import claim_submission
from upk.offices.checklists import list_in_force
from upk.offices.models import Checklist, User
from upk.offices.services import hold_identities
from upk.offices.stored_files import store_file
from upk.offices.uploads import ready_photo
from upk.problems import Problem
from upk.refusing import raise_if_any


@transaction.atomic
def assess_household(
    household: Household, ticked: Collection[int], *, on: date, request_key: UUID, by: User
) -> HouseholdAssessment:
    """Score a household by the criteria in force on a day; ``ticked``: ids of their lines.

    Idempotent by ``request_key``. Raises ``ValidationError`` with all reasons: a day that hasn't
    come, is closed or before the registration, no list then, a line of another list.
    """
    office, found = hold_household(household)
    content = {"assess": found.pk, "on": on, "ticked": sorted(ticked)}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return HouseholdAssessment.objects.get(submission=submission)
    checklist = list_in_force(office, Checklist.Kind.HOUSEHOLD, on)
    items = {item.pk: item for item in checklist.items.all()} if checklist else {}
    problems = day_problems(office, on, field="on", since=found.registered_on)
    if checklist is None:
        problems.append(Problem("no_list", "Belum ada daftar kriteria pada tanggal itu.", "on"))
    elif not set(ticked) <= items.keys():
        problems.append(Problem("other_list", "Daftar kriterianya lain pada tanggal itu.", "on"))
    if found.state == State.VOID:
        problems.append(Problem("void", "Rumah tangga ini sudah dibatalkan."))
    raise_if_any(problems)
    made = HouseholdAssessment.objects.create(
        household=found, checklist=checklist, assessed_on=on, submission=submission,
        score=sum(items[pk].weight for pk in set(ticked)), recorded_by=by,
    )  # fmt: skip
    HouseholdTick.objects.bulk_create(
        HouseholdTick(assessment=made, item=items[pk]) for pk in sorted(set(ticked))
    )
    refresh_copies(found)
    return made


@transaction.atomic
def record_step(
    household: Household,
    kind: Step,
    *,
    on: date,
    minutes: str = "",
    note: str = "",
    request_key: UUID,
    by: User,
) -> HouseholdStep:
    """Confirm a household, or note what became of it. Idempotent by ``request_key``.

    Raises ``ValidationError`` with all reasons: a day that hasn't come, is closed or before the
    last step, a step that can't follow, no paper or reason, a goat received afterwards.
    """
    office, found = hold_household(household)
    values = {"minutes": minutes.strip(), "note": note.strip()}
    content = {"step": found.pk, "kind": str(kind), "on": on, **values}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.household_steps.get()
    text = values["minutes"] if kind == Step.CONFIRMED else values["note"]
    problems = day_problems(office, on, field="on", since=found.registered_on)
    raise_if_any(problems + step_problems(found, kind, on, text))
    made = HouseholdStep.objects.create(
        household=found, kind=kind, happened_on=on, submission=submission, recorded_by=by, **values
    )
    refresh_copies(found)
    return made


@transaction.atomic
def reverse_step(
    step: HouseholdStep, *, reason: str, request_key: UUID, by: User
) -> HouseholdStepReversal:
    """Take back the last step of a household. Idempotent by ``request_key``.

    Raises ``ValidationError`` with all reasons: no reason, a later step, closed books, a goat
    received since, a void household that was meanwhile entered again.
    """
    office, found = hold_household(step.household)
    content = {"reverse": step.pk, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return HouseholdStepReversal.objects.get(submission=submission)
    problems = reversal_problems(office, step, reason.strip())
    if step.kind == Step.VOID:
        problems += _entered_again(found)
    raise_if_any(problems)
    made = HouseholdStepReversal.objects.create(
        step=step, reason=reason.strip(), submission=submission, recorded_by=by
    )
    refresh_copies(found)
    return made


def _entered_again(household: Household) -> list[Problem]:
    head = household.head
    hold_identities([head.nik_digest, head.kk_digest])
    other = household_of(head, household)
    other = other or household_of_kk(household.village.office, head.kk, household)
    if other is None:
        return []
    return [Problem("registered", f"Sudah terdaftar lagi: {place_of(other)}.")]


def copies_of(household: Household) -> dict[str, object]:
    """The copies that a household should have, by column; two queries."""
    steps = told_steps(household)
    last = household.assessments.first()
    return {
        "state": state_of(steps).value,
        "confirmed_on": confirmed_on(steps),
        "need": last.score if last else 0,
    }


def refresh_copies(household: Household) -> None:
    """Set the copies of a held household to what its steps and assessments lead to."""
    for name, value in copies_of(household).items():
        setattr(household, name, value)
    household.save(update_fields=Household.COPIES)


def attach_household_photo(
    household: Household, upload: UploadedFile, *, by: User
) -> HouseholdPhoto:
    """Keep a photo of a household, made small and without place; the same photo twice is one.

    Raises ``ValidationError`` for what is too large or no photo.
    """
    try:
        ready = ready_photo(upload)
    except ValidationError as error:
        raise ValidationError({"photo": error.messages}) from error
    with transaction.atomic():
        office, found = hold_household(household)
        stored = store_file(office, ready.as_upload(), by=by)
        made, _ = HouseholdPhoto.objects.get_or_create(
            household=found, file=stored, defaults={"attached_by": by}
        )
    return made
