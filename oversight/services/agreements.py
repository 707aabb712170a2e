"""Writers of partners and agreements: the office is held first, then the partner or agreement."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from oversight.models import Agreement, AgreementFile, AgreementStep, Partner, PartnerVersion
from oversight.rules.agreements import Step, allowed
from oversight.services.writing import day_problems, keep, name_of, ready
from upk.access import Role
from upk.ledger.services import claim_submission, lock_office
from upk.offices.models import Office, User
from upk.periods import format_date
from upk.problems import Problem
from upk.refusing import raise_if_any

KEEPERS = (Role.MANAGER, Role.SECRETARY)
"""Who keeps partners and agreements."""


@dataclass(frozen=True, slots=True)
class PartnerFacts:
    """What the register says of a partner."""

    name: str
    kind: str
    place: str
    contact: str = ""

    def values(self) -> dict[str, str]:
        """The facts as they are stored."""
        return {name: " ".join(value.split()) for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class NewAgreement:
    """An agreement from ``since`` to ``until`` (both included; None: without an end)."""

    number: str
    subject: str
    since: date
    until: date | None = None

    def values(self) -> dict[str, object]:
        """The facts as they are stored."""
        texts = {name: " ".join(getattr(self, name).split()) for name in ("number", "subject")}
        return texts | {"since": self.since, "until": self.until}


@transaction.atomic
def add_partner(facts: PartnerFacts, *, request_key: UUID, by: User) -> Partner:
    """Take a partner into the register. Idempotent by ``request_key``.

    Raises ``ValidationError`` with all reasons: who may not, no name or place, a name twice.
    """
    office = lock_office(by.office)
    values = facts.values()
    submission, is_new = claim_submission(office, request_key, {"partner": values}, by=by)
    if not is_new:
        return submission.partners.get()
    raise_if_any(_partner_problems(office, values, by))
    made = {"submission": submission, "recorded_by": by}
    partner = Partner.objects.create(office=office, **values, **made)
    PartnerVersion.objects.create(partner=partner, revision=0, **values, **made)
    return partner


@transaction.atomic
def change_partner(
    partner: Partner, facts: PartnerFacts, *, request_key: UUID, by: User
) -> Partner:
    """Change what the register says; what it said stays as a version. Idempotent by the key.

    Raises ``ValidationError`` with all reasons.
    """
    office = lock_office(partner.office)
    held = Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
    values = facts.values()
    content = {"partner": held.pk, "values": values}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return held
    problems = _partner_problems(office, values, by, but=held)
    if all(getattr(held, name) == value for name, value in values.items()):
        problems.append(Problem("same", "Tidak ada yang berubah."))
    raise_if_any(problems)
    revision = held.revision + 1
    PartnerVersion.objects.create(
        partner=held, revision=revision, submission=submission, recorded_by=by, **values
    )
    for name, value in (values | {"revision": revision}).items():
        setattr(held, name, value)
    held.save(update_fields=[*values, "revision"])
    return held


def _partner_problems(
    office: Office, values: dict[str, str], by: User, but: Partner | None = None
) -> list[Problem]:
    found = [
        Problem("empty", "Wajib diisi.", name) for name in ("name", "place") if not values[name]
    ]
    same = Partner.objects.filter(office=office, name__iexact=values["name"])
    if same.exclude(pk=but.pk if but else None).exists():
        found.append(Problem("registered", "Mitra dengan nama ini sudah tercatat.", "name"))
    return found + _keeper_problems(office, by)


def _keeper_problems(office: Office, by: User) -> list[Problem]:
    if by.role in KEEPERS and by.office_id == office.pk:
        return []
    return [Problem("role", "Hanya manajer dan sekretaris yang mencatat kerja sama.")]


def record_agreement(
    partner: Partner,
    new: NewAgreement,
    *,
    on: date,
    upload: UploadedFile | None = None,
    request_key: UUID,
    by: User,
) -> Agreement:
    """Record an agreement with a partner, with its paper. Idempotent by ``request_key``.

    ``on``: the day from which lists count it. Raises ``ValidationError`` with all reasons: who may
    not, a day that hasn't come or is closed, an end before the beginning, a number twice.
    """
    paper = ready(upload)
    with transaction.atomic():
        office = lock_office(partner.office)
        held = Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
        values = new.values()
        content = {"agreement": held.pk, "on": on, "file": name_of(upload), **values}
        submission, is_new = claim_submission(office, request_key, content, by=by)
        if not is_new:
            return submission.partner_agreements.get()
        raise_if_any(_agreement_problems(office, held, values, on, by))
        made = Agreement.objects.create(
            partner=held, recorded_on=on, submission=submission, recorded_by=by, **values
        )
        if paper:
            _attach(office, made, paper, by)
    return made


def attach_agreement_file(agreement: Agreement, upload: UploadedFile, *, by: User) -> AgreementFile:
    """Keep the paper of an agreement, in closed books too; the same file twice is one.

    Raises ``ValidationError`` for who may not, and for what can't be kept.
    """
    paper = ready(upload)
    with transaction.atomic():
        office = lock_office(agreement.partner.office)
        raise_if_any(_keeper_problems(office, by))
        return _attach(office, agreement, paper, by)


@transaction.atomic
def record_agreement_step(
    agreement: Agreement, kind: Step, *, on: date, reason: str, request_key: UUID, by: User
) -> AgreementStep:
    """End an agreement early, mark it as a mistake, or take the last step back.

    Idempotent by ``request_key``. Raises ``ValidationError`` with all reasons.
    """
    office = lock_office(agreement.partner.office)
    Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
    content = {"step": agreement.pk, "kind": str(kind), "on": on, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.agreement_steps.get()
    raise_if_any(_step_problems(office, agreement, kind, on, reason.strip(), by))
    return AgreementStep.objects.create(
        agreement=agreement, kind=kind, happened_on=on, reason=reason.strip(),
        submission=submission, recorded_by=by,
    )  # fmt: skip


def _agreement_problems(
    office: Office, partner: Partner, values: dict, on: date, by: User
) -> list[Problem]:
    found = day_problems(office, on, "on") + _keeper_problems(office, by)
    found += [
        Problem("empty", "Wajib diisi.", name) for name in ("number", "subject") if not values[name]
    ]
    if values["until"] and values["until"] < values["since"]:
        found.append(Problem("order", "Berakhir sebelum mulai. Periksa tanggalnya.", "until"))
    same = partner.agreements.filter(number=values["number"]).as_of(date.max).standing()
    if same.exists():
        found.append(Problem("registered", "Nomor ini sudah tercatat pada mitra ini.", "number"))
    return found


def _step_problems(
    office: Office, agreement: Agreement, kind: Step, on: date, reason: str, by: User
) -> list[Problem]:
    found = day_problems(office, on, "on") + _keeper_problems(office, by)
    last = agreement.steps.order_by("happened_on", "pk").last()
    if kind not in allowed(last.kind if last else None):
        found.append(Problem("state", "Tidak dapat dicatat: lihat riwayat perjanjian ini."))
    since = last.happened_on if last else agreement.recorded_on
    if on < since:
        found.append(Problem("order", f"Catatan sebelumnya pada {format_date(since)}.", "on"))
    if kind == Step.ENDED and on < agreement.since:
        found.append(Problem("order", "Belum mulai berlaku pada tanggal itu.", "on"))
    if not reason:
        found.append(Problem("empty", "Tulis alasannya.", "reason"))
    if kind == Step.RESUMED and last and last.kind == Step.VOID:
        others = agreement.partner.agreements.filter(number=agreement.number)
        others = others.exclude(pk=agreement.pk).as_of(date.max).standing()
        if others.exists():
            found.append(Problem("registered", "Nomor ini sudah tercatat lagi pada mitra ini."))
    return found


def _attach(office: Office, agreement: Agreement, paper: UploadedFile, by: User) -> AgreementFile:
    stored = keep(office, paper, by=by)
    made, _ = AgreementFile.objects.get_or_create(
        agreement=agreement, file=stored, defaults={"attached_by": by}
    )
    return made
