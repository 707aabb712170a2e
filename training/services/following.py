"""What is to be done after a training, how it ended, and which entries it cost."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from groups.models import Group
from training.models import Batch, FollowUp, FollowUpEnd, TrainingCost
from training.rules.batches import State
from training.services.holding import hold_batch
from training.services.problems import future_problems, required, role_problems
from training.services.results import TAKERS
from upk.access import Role
from upk.ledger.models import Entry
from upk.ledger.services import claim_submission
from upk.offices.models import User
from upk.problems import Problem
from upk.refusing import raise_if_any


@dataclass(frozen=True, slots=True)
class NewFollowUp:
    """What is to be done, by whom and until when; ``group``: which it is about, if one."""

    what: str
    who: str
    due_on: date | None = None
    group: Group | None = None


@transaction.atomic
def add_follow_up(
    batch: Batch, new: NewFollowUp, *, on: date, request_key: UUID, by: User
) -> FollowUp:
    """Note something to be done after a training. Idempotent by ``request_key``.

    A facilitator notes what is about a group of the own villages. Raises ``ValidationError`` with
    all reasons.
    """
    office, found = hold_batch(batch)
    texts = {"what": " ".join(new.what.split()), "who": " ".join(new.who.split())}
    content = {"follow": found.pk, "on": on, "due": new.due_on, **texts,
               "group": new.group and new.group.pk}  # fmt: skip
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return FollowUp.objects.get(submission=submission)
    problems = role_problems(office, by, TAKERS)
    problems += required(texts["what"], "what") + required(texts["who"], "who")
    problems += _group_problems(new.group, by)
    problems += future_problems(office, on, "on")
    if new.due_on and new.due_on < on:
        problems.append(Problem("order", "Batasnya mendahului tanggal catatan.", "due_on"))
    if found.state == State.CANCELLED:
        problems.append(Problem("state", "Angkatan ini dibatalkan."))
    raise_if_any(problems)
    return FollowUp.objects.create(
        batch=found, group=new.group, noted_on=on, due_on=new.due_on, submission=submission,
        recorded_by=by, **texts,
    )  # fmt: skip


def _group_problems(group: Group | None, by: User) -> list[Problem]:
    if group is None:
        if by.role != Role.FACILITATOR:
            return []
        return [Problem("group", "Pilih kelompok dari desa binaan Anda.", "group")]
    if Group.objects.visible_to(by).filter(pk=group.pk).exists():
        return []
    return [Problem("group", "Pilih kelompok dari daftar.", "group")]


@transaction.atomic
def end_follow_up(
    follow_up: FollowUp, kind: str, *, on: date, note: str = "", request_key: UUID, by: User
) -> FollowUpEnd:
    """Note that it was done or is no longer needed. Idempotent by ``request_key``.

    Raises ``ValidationError`` with all reasons.
    """
    office, _ = hold_batch(follow_up.batch)
    content = {"followed": follow_up.pk, "kind": str(kind), "on": on, "note": note.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return FollowUpEnd.objects.get(submission=submission)
    problems = role_problems(office, by, TAKERS) + future_problems(office, on, "on")
    if on < follow_up.noted_on:
        problems.append(Problem("order", "Sebelum tindak lanjut ini dicatat.", "on"))
    if kind not in FollowUpEnd.Kind.values:
        problems.append(Problem("kind", "Pilih hasilnya.", "kind"))
    if kind == FollowUpEnd.Kind.DROPPED:
        problems += required(note, "note")
    if not FollowUp.objects.visible_to(by).filter(pk=follow_up.pk).exists():
        problems.append(Problem("role", "Tindak lanjut ini bukan dari desa binaan Anda."))
    if FollowUpEnd.objects.filter(follow_up=follow_up).exists():
        problems.append(Problem("ended", "Sudah dicatat selesai."))
    raise_if_any(problems)
    return FollowUpEnd.objects.create(
        follow_up=follow_up, kind=kind, ended_on=on, note=note.strip(), submission=submission,
        recorded_by=by,
    )  # fmt: skip


@transaction.atomic
def set_cost(batch: Batch, entry: Entry, *, is_counted: bool, by: User) -> TrainingCost | None:
    """Say that an entry of the ledger was for this batch, or no longer; twice is once.

    Raises ``ValidationError`` for an entry of another office and without the role.
    """
    office, found = hold_batch(batch)
    problems = role_problems(office, by)
    if entry.office_id != office.pk:
        problems.append(Problem("entry", "Pilih bukti dari buku kantor ini.", "voucher"))
    raise_if_any(problems)
    last = found.costs.filter(entry=entry).last()
    if (last.is_counted if last else False) == is_counted:
        return last
    return TrainingCost.objects.create(
        batch=found, entry=entry, is_counted=is_counted, recorded_by=by
    )
