"""Writers of the register of households: who comes in, what is corrected, who lives there.

The office is held first (shared with postings, so that nobody closes the books meanwhile), then the
village or the household, then the identities: nobody is entered twice at one moment.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from goats.households.people import (
    NewPerson,
    hold_person,
    known_person,
    person_problems,
    take_person,
)
from goats.households.problems import day_problems, namesake_problems
from goats.models import (
    Household,
    HouseholdChange,
    HouseholdDeparture,
    HouseholdMember,
)
from goats.rules.households import State
from upk.ledger.services import claim_submission, lock_office
from upk.offices.models import Office, Person, User, Village
from upk.problems import Problem
from upk.refusing import raise_if_any


@dataclass(frozen=True, slots=True)
class NewHousehold:
    """A household that comes into the register. ``is_another``: it isn't the namesake shown."""

    village: Village
    hamlet: str
    head: NewPerson
    proposed_by: str
    address: str = ""
    is_another: bool = False

    def texts(self) -> dict[str, str]:
        """The words of the register as they are stored."""
        names = ("hamlet", "address", "proposed_by")
        return {name: " ".join(getattr(self, name).split()) for name in names}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the register says of a household."""

    hamlet: str
    address: str
    head: Person
    proposed_by: str

    def values(self) -> dict[str, object]:
        """The facts by the names of the fields, as they are stored."""
        texts = {name: " ".join(getattr(self, name).split()) for name in
                 ("hamlet", "address", "proposed_by")}  # fmt: skip
        return texts | {"head": self.head}


def hold_household(household: Household) -> tuple[Office, Household]:
    """The office and the household as they are now, held until the transaction ends."""
    office = lock_office(household.village.office)
    rows = Household.objects.select_for_update(no_key=True, of=("self",))
    return office, rows.select_related("village__office", "head").get(pk=household.pk)


@transaction.atomic
def register_household(new: NewHousehold, *, on: date, request_key: UUID, by: User) -> Household:
    """Take a household into the register as proposed, from ``on`` on. Idempotent by the
    ``request_key``.

    Raises ``ValidationError`` with all reasons: a day that hasn't come or is closed, a head or KK
    that is registered already, a namesake in the hamlet that nobody said is another.
    """
    office = lock_office(new.village.office)
    texts = new.texts()
    content = {"register": new.village.pk, "on": on, **texts, "head": new.head.content()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.households.get()
    village = Village.objects.select_for_update(no_key=True).get(pk=new.village.pk)
    hold_person(new.head)
    known = known_person(village, new.head)
    problems = day_problems(office, on, field="registered_on")
    problems += person_problems(village, known, new.head)
    if not texts["proposed_by"]:
        problems.append(Problem("empty", "Wajib diisi.", "proposed_by"))
    if not (new.is_another or any(problem.code == "registered" for problem in problems)):
        problems += namesake_problems(village, texts["hamlet"], new.head.name)
    raise_if_any(problems)
    return Household.objects.create(
        village=village, head=take_person(village, known, new.head), registered_on=on,
        submission=submission, recorded_by=by, **texts,
    )  # fmt: skip


@transaction.atomic
def correct_household(
    household: Household,
    facts: Facts,
    *,
    changed_on: date,
    reason: str,
    request_key: UUID,
    by: User,
) -> Household:
    """Correct what the register says; former values stay as dated changes.

    A new head is one of the members, and is no longer listed among them. Idempotent by
    ``request_key``. Raises ``ValidationError`` with all reasons.
    """
    office, found = hold_household(household)
    values = facts.values()
    plain = values | {"head": facts.head.pk}
    content = {"correct": found.pk, "on": changed_on, "reason": reason.strip(), **plain}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return found
    before = {name: getattr(found, name) for name in Household.CORRECTABLE}
    differing = [name for name in before if before[name] != values[name]]
    member = found.members.filter(person=facts.head, departure__isnull=True).first()
    raise_if_any(
        _correction_problems(office, found, values, differing, changed_on, reason)
        + _new_head_problems(differing, member, changed_on)
    )
    made = {"submission": submission, "recorded_by": by}
    if "head" in differing:
        HouseholdDeparture.objects.create(
            member=member, left_on=changed_on, reason="Menjadi kepala rumah tangga", **made
        )
    HouseholdChange.objects.bulk_create(
        HouseholdChange(
            household=found, revision=found.revision + 1, field=name, changed_on=changed_on,
            before=_told(before[name]), after=_told(values[name]), reason=reason.strip(), **made,
        )
        for name in differing
    )  # fmt: skip
    for name in differing:
        setattr(found, name, values[name])
    found.revision += 1
    found.save(update_fields=[*differing, "revision"])
    return found


def _told(value: object) -> str:
    return str(value.pk) if isinstance(value, Person) else str(value)


def _correction_problems(
    office: Office,
    household: Household,
    values: dict[str, object],
    differing: list[str],
    changed_on: date,
    reason: str,
) -> list[Problem]:
    since = household.registered_on
    found = day_problems(office, changed_on, field="changed_on", since=since, may_be_closed=True)
    if not differing:
        found.append(Problem("same", "Tidak ada yang berubah."))
    if not reason.strip():
        found.append(Problem("reason", "Tulis alasannya.", "reason"))
    if not values["proposed_by"]:
        found.append(Problem("empty", "Wajib diisi.", "proposed_by"))
    if household.state == State.VOID:
        found.append(Problem("void", "Rumah tangga ini sudah dibatalkan."))
    return found


def _new_head_problems(
    differing: list[str], member: HouseholdMember | None, changed_on: date
) -> list[Problem]:
    if "head" not in differing:
        return []
    if member is None:
        return [Problem("head", "Pilih kepala baru dari anggota rumah tangga ini.", "head")]
    if member.since > changed_on:
        return [Problem("head", "Anggota ini datang sesudah tanggal itu.", "changed_on")]
    return []


@transaction.atomic
def add_household_member(
    household: Household,
    new: NewPerson,
    *,
    relation: str,
    since: date,
    request_key: UUID,
    by: User,
) -> HouseholdMember:
    """Add somebody who lives in the household. Idempotent by ``request_key``.

    Raises ``ValidationError`` with all reasons: a day that hasn't come, somebody who heads or lives
    in a household already, a KK of another household.
    """
    office, found = hold_household(household)
    content = {"member": found.pk, "as": relation, "since": since, "who": new.content()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return HouseholdMember.objects.get(submission=submission)
    hold_person(new)
    known = known_person(found.village, new)
    problems = day_problems(
        office, since, field="since", since=found.registered_on, may_be_closed=True
    )
    problems += person_problems(found.village, known, new, but=found)
    if found.state == State.VOID:
        problems.append(Problem("void", "Rumah tangga ini sudah dibatalkan."))
    raise_if_any(problems)
    return HouseholdMember.objects.create(
        household=found, person=take_person(found.village, known, new), relation=relation,
        since=since, submission=submission, recorded_by=by,
    )  # fmt: skip


@transaction.atomic
def end_household_member(
    member: HouseholdMember, *, left_on: date, reason: str, request_key: UUID, by: User
) -> HouseholdDeparture:
    """Note that a member no longer lives there. Idempotent by ``request_key``.

    Raises ``ValidationError`` with all reasons.
    """
    office, _ = hold_household(member.household)
    content = {"leaves": member.pk, "on": left_on, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return HouseholdDeparture.objects.get(submission=submission)
    problems = day_problems(office, left_on, field="left_on", may_be_closed=True)
    if left_on < member.since:
        problems.append(Problem("order", "Sebelum ia tercatat di sini.", "left_on"))
    if not reason.strip():
        problems.append(Problem("reason", "Tulis alasannya.", "reason"))
    if HouseholdDeparture.objects.filter(member=member).exists():
        problems.append(Problem("gone", "Sudah tercatat tidak tinggal di sini."))
    raise_if_any(problems)
    return HouseholdDeparture.objects.create(
        member=member, left_on=left_on, reason=reason.strip(), submission=submission,
        recorded_by=by,
    )  # fmt: skip
