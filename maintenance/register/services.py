"""Writers of the register: pieces, their corrections and endings, and what was repaired.

The office is held first (shared with postings, so that nobody closes the books meanwhile), then
the piece: whoever writes about it waits there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from maintenance.models import (
    Ending,
    Infrastructure,
    InfrastructureChange,
    Inspection,
    Kind,
    Repair,
)
from maintenance.register.photos import NewPhoto, keep_photos
from maintenance.register.problems import (
    authorship_problems,
    correction_problems,
    day_problems,
    ending_problems,
    facts_problems,
    registration_problems,
    replacement_problems,
)
from upk.ledger.models import Submission
from upk.ledger.services import claim_submission, lock_office
from upk.money import number
from upk.offices.models import Office, User, Village
from upk.periods import today
from upk.problems import Problem
from upk.refusing import raise_if_any

Row = TypeVar("Row", Ending, Inspection, Repair)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the register says of a piece. ``cost`` in whole rupiah, 0 where nobody knows it.

    ``phase_year`` is the programme phase that paid for it, if one did.
    """

    kind: Kind | str
    name: str
    built_year: int
    cost: int
    size: Decimal
    unit: str
    location: str
    phase_year: int | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    team: str = ""

    def values(self) -> dict[str, object]:
        """The facts by the names of the columns, as they are stored."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        texts = {name: found[name].strip() for name in ("name", "location", "team")}
        return found | texts | {"kind": str(self.kind), "unit": str(self.unit)}


@dataclass(frozen=True, slots=True)
class NewInfrastructure:
    """A piece that comes into the register."""

    village: Village
    facts: Facts


@dataclass(frozen=True, slots=True)
class NewRepair:
    """Work on a piece. ``cost`` in whole rupiah."""

    kind: Repair.Kind | str
    repaired_on: date
    cost: int
    payer: Repair.Payer | str
    note: str = ""

    def values(self) -> dict[str, object]:
        """The facts by the names of the columns, as they are stored."""
        return {
            "kind": str(self.kind), "repaired_on": self.repaired_on, "cost": self.cost,
            "payer": str(self.payer), "note": self.note.strip(),
        }  # fmt: skip


def hold_infrastructure(infrastructure: Infrastructure) -> tuple[Office, Infrastructure]:
    """The office and the piece as they are now, held until the transaction ends."""
    office = lock_office(infrastructure.village.office)
    found = Infrastructure.objects.select_for_update(no_key=True).get(pk=infrastructure.pk)
    found.village = infrastructure.village
    return office, found


# -- pieces ----------------------------------------------------------------------------------------


def register_infrastructure(
    new: NewInfrastructure, *, on: date, submission: Submission, by: User
) -> Infrastructure:
    """Take a piece into the register, from ``on`` on; call it inside the transaction that claimed
    the submission.

    Raises ``ValidationError`` with all reasons: a day that hasn't come, lies in closed books or
    before the piece was built, facts that don't fit, a piece that is registered already.
    """
    office = lock_office(new.village.office)
    values = new.facts.values()
    raise_if_any(
        [
            *day_problems(office, on, field="registered_on"),
            *facts_problems(values),
            *registration_problems(new.village, values, on),
        ]
    )
    return Infrastructure.objects.create(
        village=new.village, registered_on=on, submission=submission, recorded_by=by, **values
    )


@transaction.atomic
def add_infrastructure(
    new: NewInfrastructure, *, on: date, request_key: UUID, by: User
) -> Infrastructure:
    """Register a piece from a form. Idempotent by ``request_key``; raises as
    ``register_infrastructure`` does."""
    office = lock_office(new.village.office)
    content = {"register": new.village.pk, "on": on, **new.facts.values()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.infrastructure.get()
    Village.objects.select_for_update(no_key=True).get(pk=new.village.pk)
    return register_infrastructure(new, on=on, submission=submission, by=by)


@transaction.atomic
def correct_infrastructure(
    infrastructure: Infrastructure,
    facts: Facts,
    *,
    changed_on: date,
    reason: str,
    request_key: UUID,
    by: User,
) -> Infrastructure:
    """Correct what the register says; former values stay as dated changes.

    Idempotent by ``request_key``. Raises ``ValidationError`` with all reasons: nothing changed, no
    reason, a day that hasn't come, facts that don't fit or are another piece's.
    """
    office, found = hold_infrastructure(infrastructure)
    values = facts.values()
    content = {"correct": found.pk, "on": changed_on, "reason": reason.strip(), **values}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return found
    before = {name: getattr(found, name) for name in Infrastructure.CORRECTABLE}
    differing = [name for name in before if before[name] != values[name]]
    problems = facts_problems(values)
    problems += registration_problems(found.village, values, found.registered_on, but=found)
    problems += correction_problems(found, differing, changed_on, reason, today(office))
    raise_if_any(problems)
    InfrastructureChange.objects.bulk_create(
        InfrastructureChange(
            infrastructure=found, revision=found.revision + 1, field=name,
            before=told(name, before[name]), after=told(name, values[name]),
            changed_on=changed_on, reason=reason.strip(), submission=submission, recorded_by=by,
        )
        for name in differing
    )  # fmt: skip
    for name in differing:
        setattr(found, name, values[name])
    found.revision += 1
    found.save(update_fields=[*differing, "revision"])
    return found


def told(name: str, value: object) -> str:
    """A value of the register as people read it; empty for none."""
    if value is None or value == "":
        return ""
    if choices := Infrastructure._meta.get_field(name).choices:
        return str(dict(choices)[value])
    if name == "cost":
        return number(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    return str(value)


@transaction.atomic
def end_infrastructure(
    infrastructure: Infrastructure,
    *,
    kind: str,
    ended_on: date,
    note: str,
    request_key: UUID,
    by: User,
) -> Ending:
    """Note that a piece is no longer kept, from ``ended_on`` on.

    Idempotent by ``request_key``. Raises ``ValidationError`` with all reasons: given up already,
    no explanation, a day that hasn't come, lies in closed books, before the piece's registration
    or before its last inspection or repair.
    """
    office, found = hold_infrastructure(infrastructure)
    values = {"kind": str(kind), "ended_on": ended_on, "note": note.strip()}
    submission, is_new = claim_submission(office, request_key, {"end": found.pk, **values}, by=by)
    if not is_new:
        return submission.endings.get()
    problems = day_problems(office, ended_on, field="ended_on", since=found.registered_on)
    raise_if_any(problems + ending_problems(found, ended_on, values["note"]))
    return Ending.objects.create(
        infrastructure=found, submission=submission, recorded_by=by, **values
    )


# -- repairs ---------------------------------------------------------------------------------------


def record_repair(
    infrastructure: Infrastructure,
    new: NewRepair,
    *,
    submission: Submission,
    by: User,
) -> Repair:
    """Note work on a piece; call it inside the transaction that claimed the submission.

    Writes a repair from levies too: whoever pays it calls this in the transaction that posts it.
    Raises ``ValidationError`` with all reasons: a day that hasn't come, lies in closed books,
    before the piece's registration or after it was given up, a cost that doesn't fit who paid.
    """
    office, found = hold_infrastructure(infrastructure)
    values = new.values()
    problems = day_problems(
        office, new.repaired_on, field="repaired_on", since=found.registered_on, piece=found
    )
    if values["cost"] < 0 or (values["cost"] == 0 and values["payer"] != Repair.Payer.COMMUNITY):
        text = "Isi biayanya. Hanya kerja bakti tanpa uang (swadaya masyarakat) yang boleh nol."
        problems.append(Problem("cost", text, "cost"))
    raise_if_any(problems)
    return Repair.objects.create(
        infrastructure=found, submission=submission, recorded_by=by, **values
    )


LEVY_ELSEWHERE = (
    "Perbaikan dari iuran dicatat bersama penarikan uangnya pada halaman Iuran, "
    "supaya uang dan pekerjaannya selalu cocok."
)


@transaction.atomic
def add_repair(
    infrastructure: Infrastructure,
    new: NewRepair,
    *,
    photos: Sequence[NewPhoto] = (),
    request_key: UUID,
    by: User,
) -> Repair:
    """Note a repair from a form. Idempotent by ``request_key``: sent again, it gives the first one,
    and photos that had not arrived are added to it.

    Raises ``ValidationError`` as ``record_repair`` does, and for one that levies pay.
    """
    office = lock_office(infrastructure.village.office)
    content = {"repair": infrastructure.pk, **new.values()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if is_new and new.payer == Repair.Payer.LEVY:
        raise ValidationError({"payer": LEVY_ELSEWHERE})
    if is_new:
        made = record_repair(infrastructure, new, submission=submission, by=by)
    else:
        made = submission.repairs.get()
    _, piece = hold_infrastructure(infrastructure)
    keep_photos(piece, photos, repair=made, by=by)
    return made


# -- taking back -----------------------------------------------------------------------------------


def void_row(row: Row, *, reason: str, submission: Submission, by: User) -> Row:
    """Take back a row that should never have been; call it inside a transaction.

    The void row that is made keeps its values and takes its place. Raises ``ValidationError`` with
    all reasons: no reason, taken back or corrected already, its day lies in closed books.
    """
    office, found = hold_infrastructure(row.infrastructure)
    raise_if_any(replacement_problems(office, row, reason))
    made = type(row)(
        **{field: getattr(row, field) for field in row.FACTS},
        infrastructure=found, corrects=row, is_void=True, reason=reason.strip(),
        submission=submission, recorded_by=by,
    )  # fmt: skip
    made.save(force_insert=True)
    return made


@transaction.atomic
def take_back(row: Row, *, reason: str, request_key: UUID, by: User) -> Row:
    """Take back a row from a form. Idempotent by ``request_key``.

    Raises ``ValidationError`` as ``void_row`` does, where somebody else wrote the row and ``by``
    isn't the manager, and for a repair that levies paid: that goes with its withdrawal.
    """
    office = lock_office(row.infrastructure.village.office)
    content = {"void": row._meta.label, "pk": row.pk, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return type(row).objects.get(submission=submission)
    raise_if_any(authorship_problems(row, by))
    if getattr(row, "payer", "") == Repair.Payer.LEVY:
        raise ValidationError(LEVY_ELSEWHERE)
    return void_row(row, reason=reason, submission=submission, by=by)
