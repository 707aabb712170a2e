"""The writer of phases: a year's money as the meeting decided it, and its changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum

from grants.models import Allotment, Phase, PhaseBudget, PhaseSource, PhaseVersion, Proposal
from grants.proposals.days import closed_problems, future_problems
from grants.rules.lifecycle import APPROVED
from grants.rules.phases import gaps
from grants.rules.sectors import NAMES
from upk.ledger.models import Submission
from upk.ledger.services import claim_submission, lock_office_alone
from upk.money import rupiah
from upk.offices.models import Decision, Office, User, Village
from upk.offices.services import record_decision
from upk.periods import format_date
from upk.problems import Problem
from upk.refusing import raise_if_any

_WHAT = {
    "sources": "Sumber dana berjumlah {found}; jumlah dana {wanted}. Samakan keduanya.",
    "budgets": "Pagu semua bidang berjumlah {found}; jumlah dana {wanted}. Samakan keduanya.",
    "allotments": "Operasional UPK dan TPK berjumlah {found}; pagu Operasional {wanted}.",
}


@dataclass(frozen=True, slots=True)
class PhaseAmounts:
    """A phase as decided; whole rupiah, what is zero may be left out.

    ``sources``: by ``PhaseSource.Kind``; ``budgets``: by sector; ``upk`` and ``tpk`` (by village)
    divide the budget of Operasional. ``source_names`` say more about a source.
    """

    amount: int
    sources: Mapping[str, int]
    budgets: Mapping[str, int]
    upk: int = 0
    tpk: Mapping[Village, int] = field(default_factory=dict)
    source_names: Mapping[str, str] = field(default_factory=dict)

    def content(self) -> list:
        """What a form sent twice is recognised by."""
        tpk = sorted([village.pk, amount] for village, amount in self.tpk.items() if amount)
        return [self.amount, dict(self.sources), dict(self.budgets), self.upk, tpk,
                dict(self.source_names)]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meeting:
    """The meeting that decided: its number and day."""

    number: str
    decided_on: date


@transaction.atomic
def open_phase(
    office: Office, year: int, amounts: PhaseAmounts, meeting: Meeting, *, request_key: UUID,
    by: User,
) -> Phase:  # fmt: skip
    """Record a year's phase as the meeting (MAD) decided it.

    Idempotent by ``request_key``. Raises ``ValidationError`` with every reason against it: the year
    has a phase, amounts that don't add up, a village of another office, a day in closed books or
    in the future.
    """
    office = lock_office_alone(office)  # one phase a year
    content = {"phase": year, "amounts": amounts.content(), "by": [meeting.number.strip(),
               meeting.decided_on]}  # fmt: skip
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.phase_versions.get().phase
    problems = amount_problems(office, amounts) + _day_problems(office, meeting)
    if Phase.objects.filter(office=office, year=year).exists():
        problems.append(Problem("year_taken", f"Tahun anggaran {year} sudah ada.", "year"))
    raise_if_any(problems)
    phase = Phase.objects.create(office=office, year=year, recorded_by=by)
    _write_version(phase, 0, amounts, meeting, "", submission)
    return phase


@transaction.atomic
def change_phase(
    phase: Phase, amounts: PhaseAmounts, meeting: Meeting, *, reason: str, request_key: UUID,
    by: User,
) -> PhaseVersion:  # fmt: skip
    """Change a phase's amounts by a later decision of the meeting; the earlier ones stay as rows.

    Idempotent by ``request_key``. Raises ``ValidationError`` as ``open_phase`` does, or without a
    reason, before the version in force, or below what is approved in a sector.
    """
    office = lock_office_alone(phase.office)
    content = {"change": phase.pk, "amounts": amounts.content(), "reason": reason.strip(),
               "by": [meeting.number.strip(), meeting.decided_on]}  # fmt: skip
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.phase_versions.get()
    last = phase.versions.order_by("-revision").first()
    problems = amount_problems(office, amounts) + _day_problems(office, meeting)
    problems += _below_approved(phase, amounts)
    if not reason.strip():
        problems.append(Problem("no_reason", "Tulis alasan perubahannya.", "reason"))
    if meeting.decided_on < last.decided_on:
        since = format_date(last.decided_on)
        message = f"Jumlah yang berlaku diputuskan {since}: perubahannya tidak boleh lebih awal."
        problems.append(Problem("before_last", message, "decided_on"))
    raise_if_any(problems)
    return _write_version(phase, last.revision + 1, amounts, meeting, reason.strip(), submission)


def amount_problems(office: Office, amounts: PhaseAmounts) -> list[Problem]:
    """Why these amounts are no phase: what doesn't add up, what isn't of the office."""
    if amounts.amount <= 0:
        return [Problem("no_amount", "Isi jumlah dana tahun ini.", "amount")]
    parts = [*amounts.sources.values(), *amounts.budgets.values(), amounts.upk]
    if min([*parts, *amounts.tpk.values()]) < 0:
        return [Problem("negative", "Jumlah tidak boleh kurang dari nol.")]
    allotted = amounts.upk + sum(amounts.tpk.values())
    found = [
        Problem(gap.field, _WHAT[gap.field].format(
            found=rupiah(gap.found), wanted=rupiah(gap.wanted)))
        for gap in gaps(amounts.amount, list(amounts.sources.values()), amounts.budgets, allotted)
    ]  # fmt: skip
    if any(village.office_id != office.pk for village in amounts.tpk):
        found.append(Problem("village", "Pilih desa dari kantor ini."))
    if not (amounts.sources.keys() <= set(PhaseSource.Kind.values) >= amounts.source_names.keys()):
        found.append(Problem("source", "Pilih sumber dana dari daftar."))
    if not amounts.budgets.keys() <= NAMES.keys():
        found.append(Problem("sector", "Pilih bidang dari daftar."))
    return found


def _day_problems(office: Office, meeting: Meeting) -> list[Problem]:
    problems = future_problems(office, meeting.decided_on, "decided_on")
    problems += closed_problems(office, meeting.decided_on, "decided_on")
    if not meeting.number.strip():
        problems.append(Problem("no_number", "Tulis nomor keputusannya.", "number"))
    return problems


def _below_approved(phase: Phase, amounts: PhaseAmounts) -> list[Problem]:
    return [
        Problem("below_approved", f"{NAMES[sector]}: sudah disetujui {rupiah(approved)}, lebih "
                "besar dari pagu barunya.")
        for sector, approved in approved_by_sector(phase).items()
        if approved > amounts.budgets.get(sector, 0)
    ]  # fmt: skip


def approved_by_sector(phase: Phase) -> dict[str, int]:
    """What stands approved now in each sector of a phase. Whole rupiah."""
    approved = Proposal.objects.filter(phase=phase, status=APPROVED).with_amounts()
    rows = approved.order_by().values_list("sector").annotate(total=Sum("approved"))
    return dict(rows)


def _write_version(
    phase: Phase, revision: int, amounts: PhaseAmounts, meeting: Meeting, reason: str,
    submission: Submission,
) -> PhaseVersion:  # fmt: skip
    decision = record_decision(
        phase.office, body=Decision.Body.MAD, number=meeting.number, decided_on=meeting.decided_on
    )
    version = PhaseVersion.objects.create(
        phase=phase, revision=revision, amount=amounts.amount, decision=decision,
        decided_on=meeting.decided_on, reason=reason, submission=submission,
        recorded_by=submission.made_by,
    )  # fmt: skip
    names = amounts.source_names
    PhaseSource.objects.bulk_create(
        PhaseSource(version=version, kind=kind, name=names.get(kind, ""),
                    amount=amounts.sources[kind])
        for kind in PhaseSource.Kind.values if amounts.sources.get(kind)
    )  # fmt: skip
    PhaseBudget.objects.bulk_create(
        PhaseBudget(version=version, sector=sector, amount=amounts.budgets[sector])
        for sector in NAMES if amounts.budgets.get(sector)
    )  # fmt: skip
    _write_allotments(version, amounts)
    return version


def _write_allotments(version: PhaseVersion, amounts: PhaseAmounts) -> None:
    kinds = Allotment.Kind
    given = [(kinds.UPK, None, amounts.upk)]
    given += [(kinds.TPK, village, amount) for village, amount in amounts.tpk.items()]
    Allotment.objects.bulk_create(
        Allotment(version=version, kind=kind, village=village, amount=amount)
        for kind, village, amount in given
        if amount
    )


def version_in_force(phase: Phase, on: date) -> PhaseVersion:
    """The phase's amounts in force on a day, with sources, budgets and allotments loaded.

    Raises ``ValidationError`` before the phase was decided.
    """
    versions = phase.versions.in_force(on).select_related("decision")
    found = versions.prefetch_related("sources", "budgets", "allotments__village").first()
    if found is None:
        raise ValidationError(f"{phase} belum ditetapkan pada {format_date(on)}.")
    return found
