"""Papers that a village team hands in, their approval, and what is found in the field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum

from grants.models import (
    BudgetLine,
    Grant,
    GrantPaper,
    PaperLine,
    PlanApproval,
    Tranche,
)
from grants.rules.tranches import missing_for_meeting
from grants.running.agreements import over_problems
from grants.running.holding import file_content, hold_grant
from grants.running.problems import day_problems, unfinished_problems
from grants.running.standings import Standing, standing_of
from upk.ledger.models import Submission
from upk.money import rupiah
from upk.offices.models import Office, User
from upk.offices.stored_files import store_file
from upk.periods import format_date
from upk.problems import Problem
from upk.refusing import raise_if_any

KIND = GrantPaper.Kind


@dataclass(frozen=True, slots=True)
class Sheet:
    """What every paper has: its day, a note, and the scan if there is one."""

    made_on: date
    note: str = ""
    file: UploadedFile | None = None

    def content(self, kind: str) -> dict:
        """What a form sent twice is recognised by."""
        return {
            "paper": kind, "on": self.made_on, "note": self.note, "file": file_content(self.file),
        }  # fmt: skip


@transaction.atomic
def record_plan(
    tranche: Tranche, sheet: Sheet, amounts: Mapping[int, int], *, request_key: UUID, by: User
) -> GrantPaper:
    """Record the plan (RPD) of a tranche: what it spends on which line of the budget.

    ``amounts`` are whole rupiah by the id of the line. They must be the tranche's amount, and no
    line may pass what the budget has for it over all plans [chosen]. While the tranche is unpaid a
    newer plan takes the place of the former, and needs an approval of its own.
    Idempotent by ``request_key``. Raises ``ValidationError`` with every reason.
    """
    grant = tranche.agreement.grant
    wanted = {pk: amount for pk, amount in amounts.items() if amount}
    content = {"tranche": tranche.pk, "lines": sorted(wanted.items()), **sheet.content(KIND.PLAN)}
    office, submission, is_new = hold_grant(grant, request_key, content, by=by)
    if not is_new:
        return submission.grant_papers.get()
    standing = standing_of(grant, date.max)
    problems = _paper_problems(office, standing, sheet, tranche)
    if _is_paid(standing, tranche):
        problems.append(Problem("paid", f"Tahap {tranche.number} sudah dicairkan."))
    raise_if_any([*problems, *_plan_problems(tranche, wanted)])
    paper = create_paper(
        grant, KIND.PLAN, sheet, submission, by, tranche=tranche, amount=tranche.amount
    )
    PaperLine.objects.bulk_create(
        PaperLine(paper=paper, budget_line_id=pk, amount=amount) for pk, amount in wanted.items()
    )
    return paper


def budget_left(tranche: Tranche) -> dict[BudgetLine, int]:
    """What the budget has left of the grant for each line, besides plans of other tranches."""
    others = PaperLine.objects.filter(
        budget_line__agreement=tranche.agreement_id, paper__replaced_by__isnull=True
    ).exclude(paper__tranche=tranche)
    planned = dict(others.order_by().values_list("budget_line").annotate(Sum("amount")))
    lines = BudgetLine.objects.filter(agreement=tranche.agreement_id, amount__gt=0)
    return {line: line.amount - planned.get(line.pk, 0) for line in lines}


def _plan_problems(tranche: Tranche, wanted: Mapping[int, int]) -> list[Problem]:
    left = {line.pk: (line, amount) for line, amount in budget_left(tranche).items()}
    problems = []
    for pk, amount in wanted.items():
        if pk not in left:
            problems.append(Problem("line", "Baris ini tidak ada dalam RAB."))
        elif amount > left[pk][1]:
            line, most = left[pk]
            text = f"{line.text}: sisa RAB {rupiah(most)}, direncanakan {rupiah(amount)}."
            problems.append(Problem("above", text))
    total = sum(wanted.values())
    if total != tranche.amount:
        text = f"RPD berjumlah {rupiah(total)}; tahap {tranche.number} {rupiah(tranche.amount)}."
        problems.append(Problem("total", text))
    return problems


@transaction.atomic
def approve_plan(
    paper: GrantPaper, *, approved_on: date, request_key: UUID, by: User
) -> PlanApproval:
    """The manager approves a plan; whoever does can't pay its tranche.

    Idempotent by ``request_key``. Raises ``ValidationError`` for a plan that was replaced or
    approved already, or that the same person recorded, or a day before the plan or in the future.
    """
    content = {"approve": paper.pk, "on": approved_on}
    office, submission, is_new = hold_grant(paper.grant, request_key, content, by=by)
    if not is_new:
        return paper.approval
    problems = [
        *day_problems(office, approved_on),
        *over_problems(standing_of(paper.grant, date.max)),
    ]
    if approved_on < paper.made_on:
        day = format_date(paper.made_on)
        problems.append(Problem("early", f"Persetujuan tidak boleh sebelum RPD ({day})."))
    if GrantPaper.objects.filter(replaces=paper).exists():
        problems.append(Problem("replaced", "RPD ini sudah diganti."))
    if PlanApproval.objects.filter(paper=paper).exists():
        problems.append(Problem("approved", "RPD ini sudah disetujui."))
    if paper.recorded_by_id == by.pk:
        problems.append(Problem("four_eyes", "RPD disetujui orang lain daripada yang mencatatnya."))
    raise_if_any(problems)
    return PlanApproval.objects.create(
        paper=paper, approved_on=approved_on, approved_by=by, submission=submission
    )


@transaction.atomic
def record_use(
    tranche: Tranche, sheet: Sheet, used: int, *, request_key: UUID, by: User
) -> GrantPaper:
    """Record the use report (LPD) of a tranche that was paid. ``used`` is whole rupiah.

    It may include what earlier tranches left over. Until the next tranche is paid a newer one takes
    its place; 0 withdraws it. Idempotent by ``request_key``.
    Raises ``ValidationError`` for a tranche that isn't paid, more than the team has, or a day
    before the payment.
    """
    grant = tranche.agreement.grant
    content = {"tranche": tranche.pk, "used": used, **sheet.content(KIND.USE)}
    office, submission, is_new = hold_grant(grant, request_key, content, by=by)
    if not is_new:
        return submission.grant_papers.get()
    standing = standing_of(grant, date.max)
    problems = _paper_problems(office, standing, sheet, tranche)
    raise_if_any([*problems, *_use_problems(standing, tranche, sheet.made_on, used)])
    return create_paper(grant, KIND.USE, sheet, submission, by, tranche=tranche, amount=used)


def _use_problems(standing: Standing, tranche: Tranche, on: date, used: int) -> list[Problem]:
    rows = {row.pk: row for row in standing.facts.tranches}
    row = rows.get(tranche.pk)
    if row is None or not row.paid_on:
        return [Problem("unpaid", f"Tahap {tranche.number} belum dicairkan.")]
    problems = []
    if on < row.paid_on:
        day = format_date(row.paid_on)
        problems.append(Problem("early", f"LPD tidak boleh sebelum pencairannya ({day})."))
    most = standing.facts.unspent + row.used
    if used > most:
        problems.append(Problem("above", f"Uang di TPK hanya {rupiah(most)}."))
    if used < 0 or (used == 0 and not row.used):
        problems.append(Problem("nothing", "Isi jumlah yang digunakan."))
    if any(later.paid_on for later in rows.values() if later.number > row.number):
        text = f"Tahap sesudahnya sudah dicairkan: LPD tahap {tranche.number} tidak diganti lagi."
        problems.append(Problem("relied", text))
    return problems


@transaction.atomic
def record_check(
    grant: Grant, sheet: Sheet, *, percent: Decimal, is_passed: bool, inspector: str,
    request_key: UUID, by: User,
) -> GrantPaper:  # fmt: skip
    """Record a field check (form 28.a): how far the work is, and whether money may follow.

    Idempotent by ``request_key``. Raises ``ValidationError`` before the agreement, for a day in the
    future, or a percentage above 100.
    """
    content = {
        "percent": str(percent), "passed": is_passed, "by": inspector, **sheet.content(KIND.CHECK),
    }  # fmt: skip
    office, submission, is_new = hold_grant(grant, request_key, content, by=by)
    if not is_new:
        return submission.grant_papers.get()
    standing = standing_of(grant, date.max)
    problems = _paper_problems(office, standing, sheet)
    if not 0 <= percent <= 100:
        problems.append(Problem("percent", "Kemajuan fisik 0 sampai 100%."))
    raise_if_any(problems)
    return create_paper(
        grant, KIND.CHECK, sheet, submission, by, percent=percent, is_passed=is_passed,
        made_by_name=inspector.strip(),
    )  # fmt: skip


@transaction.atomic
def record_meeting(
    grant: Grant, sheet: Sheet, *, attendance: int, is_passed: bool, request_key: UUID, by: User
) -> GrantPaper:
    """Record the accountability meeting (MDST); it may refuse the report, then another is held.

    Idempotent by ``request_key``. Raises ``ValidationError`` with what is missing before it may
    accept: payments, use reports, money that is left, physical work.
    """
    content = {
        "attendance": attendance, "passed": is_passed, **sheet.content(KIND.MEETING),
    }  # fmt: skip
    office, submission, is_new = hold_grant(grant, request_key, content, by=by)
    if not is_new:
        return submission.grant_papers.get()
    standing = standing_of(grant, date.max)
    problems = _paper_problems(office, standing, sheet)
    if attendance < 1:
        problems.append(Problem("attendance", "Isi jumlah peserta."))
    if is_passed:
        lacks = missing_for_meeting(standing.facts)
        problems += unfinished_problems(lacks, standing.facts)
    raise_if_any(problems)
    return create_paper(
        grant, KIND.MEETING, sheet, submission, by, attendance=attendance, is_passed=is_passed
    )


def _paper_problems(
    office: Office, standing: Standing, sheet: Sheet, tranche: Tranche | None = None
) -> list[Problem]:
    """What stands against any paper: its day, a grant that is over, an agreement replaced."""
    problems = [*day_problems(office, sheet.made_on), *over_problems(standing)]
    agreement = standing.agreement
    if agreement is None:
        return [*problems, Problem("agreement", "SPPB belum ditandatangani.")]
    if tranche and tranche.agreement_id != agreement.pk:
        problems.append(Problem("replaced", "Tahap ini dari SPPB yang sudah diganti."))
    if sheet.made_on < agreement.signed_on:
        day = format_date(agreement.signed_on)
        problems.append(Problem("early", f"Tanggalnya tidak boleh sebelum SPPB ({day})."))
    return problems


def _is_paid(standing: Standing, tranche: Tranche) -> bool:
    return any(row.pk == tranche.pk and row.paid_on for row in standing.facts.tranches)


def create_paper(
    grant: Grant, kind: str, sheet: Sheet, submission: Submission, by: User, **fields
) -> GrantPaper:
    """Write a paper; it replaces the one that stands, where only one of the kind may stand."""
    tranche = fields.get("tranche")
    earlier = None
    if kind not in GrantPaper.JUDGED:
        earlier = grant.papers.standing().filter(kind=kind, tranche=tranche).first()
    stored = store_file(grant.office, sheet.file, by=by) if sheet.file else None
    return GrantPaper.objects.create(
        grant=grant, kind=kind, made_on=sheet.made_on, note=sheet.note.strip(), file=stored,
        replaces=earlier, submission=submission, recorded_by=by, **fields,
    )  # fmt: skip
