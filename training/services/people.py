"""Writers of a batch's list: officers of groups, others by name, and who is taken off it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from groups.models import Group, Membership
from training.models import Attendance, Batch, Participant, ParticipantWithdrawal
from training.rules.batches import OPEN
from training.services.holding import hold_batch
from training.services.problems import day_problems, required, role_problems, state_problems
from upk.access import Role
from upk.ledger.models import Submission
from upk.ledger.services import claim_submission
from upk.offices.models import Office, Person, User
from upk.problems import Problem
from upk.refusing import raise_if_any

ORDER = ("chair", "secretary", "treasurer")
Roles = Participant.Kind


@dataclass(frozen=True, slots=True)
class NewParticipant:
    """Somebody for the list who isn't there as an officer: one of person, user or name."""

    role: str
    person: Person | None = None
    user: User | None = None
    name: str = ""
    origin: str = ""

    def content(self) -> dict[str, object]:
        """What a repeated form is compared by."""
        return {
            "role": str(self.role), "person": self.person and self.person.pk,
            "user": self.user and self.user.pk, "name": self.name, "from": self.origin,
        }  # fmt: skip


def officers_of(groups: Sequence[Group], on: date) -> list[Membership]:
    """Chair, secretary and treasurer of each group on a day, in the order of the groups."""
    rows = Membership.objects.on(on).officers().filter(group__in=groups)
    rows = rows.select_related("group")
    place = {group.pk: n for n, group in enumerate(groups)}
    return sorted(rows, key=lambda m: (place[m.group_id], ORDER.index(m.position)))


def enrol(
    batch: Batch, officers: Iterable[Membership], *, on: date, submission: Submission, by: User
) -> list[Participant]:
    """Put officers onto a list that is held; who is on it already isn't put there twice."""
    listed = set(batch.participants.standing().values_list("person_id", flat=True))
    rows = []
    for officer in officers:
        if officer.person_id not in listed:
            listed.add(officer.person_id)
            rows.append(
                Participant(
                    batch=batch, role=Roles.OFFICER, person_id=officer.person_id,
                    group_id=officer.group_id, position=officer.position,
                    village_id=officer.group.village_id, enrolled_on=on, submission=submission,
                    recorded_by=by,
                )
            )  # fmt: skip
    return Participant.objects.bulk_create(rows)


@transaction.atomic
def enrol_groups(
    batch: Batch, groups: Sequence[Group], *, on: date, request_key: UUID, by: User
) -> list[Participant]:
    """Put the officers of groups on a day onto the list. Idempotent by ``request_key``.

    More than there are places for: the last ones wait. Raises ``ValidationError`` with all reasons.
    """
    office, found = hold_batch(batch)
    content = {"enrol": found.pk, "on": on, "groups": sorted(group.pk for group in groups)}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return list(Participant.objects.filter(submission=submission))
    officers = officers_of(groups, on)
    problems = role_problems(office, by) + _list_problems(office, found, on)
    if any(group.office_id != office.pk for group in groups):
        problems.append(Problem("group", "Pilih kelompok dari daftar.", "groups"))
    without = sorted({g.name for g in groups} - {m.group.name for m in officers})
    if without:
        text = f"Belum ada pengurusnya pada tanggal itu: {', '.join(without)}."
        problems.append(Problem("officers", text, "groups"))
    listed = set(found.participants.standing().values_list("person_id", flat=True))
    if officers and all(officer.person_id in listed for officer in officers):
        problems.append(Problem("listed", "Semua pengurusnya sudah terdaftar.", "groups"))
    raise_if_any(problems)
    return enrol(found, officers, on=on, submission=submission, by=by)


@transaction.atomic
def enrol_person(
    batch: Batch, new: NewParticipant, *, on: date, request_key: UUID, by: User
) -> Participant:
    """Put somebody onto the list who isn't an officer. Idempotent by ``request_key``.

    Raises ``ValidationError`` with all reasons.
    """
    office, found = hold_batch(batch)
    content = {"enrol": found.pk, "on": on, **new.content()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return Participant.objects.get(submission=submission)
    problems = role_problems(office, by) + _list_problems(office, found, on)
    problems += _somebody_problems(office, found, new)
    raise_if_any(problems)
    return Participant.objects.create(
        batch=found, role=new.role, person=new.person, user=new.user,
        village_id=new.person and new.person.village_id, name=" ".join(new.name.split()),
        origin=" ".join(new.origin.split()), enrolled_on=on, submission=submission,
        recorded_by=by,
    )  # fmt: skip


def _list_problems(office: Office, batch: Batch, on: date) -> list[Problem]:
    return day_problems(office, on, field="on") + state_problems(batch.state, OPEN)


def _somebody_problems(office: Office, batch: Batch, new: NewParticipant) -> list[Problem]:
    """Whether it is one somebody, of the office, and not on the list yet."""
    if new.role in (Roles.GUEST, Roles.MONITOR):
        return required(new.name, "name") + required(new.origin, "origin")
    if new.role not in (Roles.MEMBER, Roles.STAFF):
        return [Problem("role", "Pilih sebagai apa ia ikut.", "role")]
    field = "person" if new.role == Roles.MEMBER else "user"
    who = getattr(new, field)
    if who is None or who.office_id != office.pk:
        return [Problem("who", "Pilih dari daftar.", field)]
    if batch.participants.standing().filter(**{field: who}).exists():
        return [Problem("listed", "Sudah terdaftar di angkatan ini.", field)]
    return []


@transaction.atomic
def withdraw_participant(
    participant: Participant, *, on: date, reason: str, request_key: UUID, by: User
) -> ParticipantWithdrawal:
    """Take somebody off the list; the first who waits gets the place. Idempotent by
    ``request_key``.

    Raises ``ValidationError`` with all reasons: somebody who was there stays on the list.
    """
    office, found = hold_batch(participant.batch)
    content = {"withdraw": participant.pk, "on": on, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return ParticipantWithdrawal.objects.get(submission=submission)
    problems = role_problems(office, by) + state_problems(found.state, OPEN)
    since = participant.enrolled_on
    problems += day_problems(office, on, field="on", since=since, told="Pembatalan ini")
    problems += required(reason, "reason")
    if ParticipantWithdrawal.objects.filter(participant=participant).exists():
        problems.append(Problem("gone", "Sudah dibatalkan."))
    present = Attendance.objects.standing().filter(participant=participant, is_present=True)
    if present.exists():
        problems.append(Problem("present", "Ia sudah tercatat hadir, sehingga tetap di daftar."))
    raise_if_any(problems)
    return ParticipantWithdrawal.objects.create(
        participant=participant, withdrawn_on=on, reason=reason.strip(), submission=submission,
        recorded_by=by,
    )  # fmt: skip


@transaction.atomic
def forget_participant(participant: Participant, *, by: User) -> None:
    """Empty the name of a guest or monitor who asks for it; where they were from stays.

    Twice is once. Raises ``ValidationError`` for people of the register and without the role.
    """
    office, _ = hold_batch(participant.batch)
    problems = role_problems(office, by, (Role.MANAGER,))
    if participant.role not in (Roles.GUEST, Roles.MONITOR):
        problems.append(Problem("role", "Namanya tercatat di daftar orang, bukan di sini."))
    raise_if_any(problems)
    participant.name = ""
    participant.save(update_fields=["name"])
