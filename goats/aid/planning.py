"""Plans of aid: who is to get what from a year's budget, the manager's word on it, its end.

Locks: office, plan, households by id, then the fund's account: budget and numbers are taken one at
a time, and whoever withdraws what was set aside waits there too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from goats.aid.budget import fund_account, rows_of_year
from goats.aid.problems import (
    amount_problems,
    day_problems,
    deciding_problems,
    ending_problems,
    receiver_problems,
    role_problems,
    text_problems,
)
from goats.aid.standings import PlanStanding, plan_standings, standing_of
from goats.models import AidDecision, AidLine, AidMove, AidPlan, AidPlanEnd, Household
from goats.rules.aid import AidKind, free_to_plan, least_from
from upk.access import STAFF, Role
from upk.ids import id_set
from upk.ledger.lowest import hold_accounts
from upk.ledger.models import Account, Submission
from upk.ledger.services import claim_submission, lock_office
from upk.money import rupiah
from upk.offices.models import Office, User
from upk.periods import format_date
from upk.problems import Problem
from upk.refusing import raise_if_any


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """What a household is to get. ``amount`` is whole rupiah."""

    household: Household
    kind: AidKind
    amount: int


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan as it is written. ``year``: whose budget it uses, the year of the decision."""

    year: int
    purpose: str
    lines: Sequence[PlannedLine]

    @property
    def total(self) -> int:
        """The sum of its lines. Whole rupiah."""
        return sum(line.amount for line in self.lines)

    def content(self) -> dict:
        """What a form sent twice is recognised by."""
        lines = [[line.household.pk, str(line.kind), line.amount] for line in self.lines]
        return {"year": self.year, "for": self.purpose.strip(), "lines": sorted(lines)}


def hold_fund(office: Office, *others: Account) -> Account:
    """The fund's account, held with ``others`` until the transaction ends.

    Raises ``ValidationError`` where the chart lacks it.
    """
    fund = fund_account(office)
    if fund is None:
        raise ValidationError("Daftar akun belum berisi akun Dana Sosial (RTM).")
    hold_accounts([fund, *others])
    return fund


def hold_plan(plan: AidPlan) -> tuple[Office, AidPlan]:
    """The office and the plan, held until the transaction ends."""
    office = lock_office(plan.office)
    return office, AidPlan.objects.select_for_update(no_key=True).get(pk=plan.pk)


def hold_households(ids: Sequence[int]) -> dict[int, Household]:
    """Households by their ids, held so that no step slips in between."""
    rows = Household.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=id_set(ids))
    return {home.pk: home for home in rows.select_related("village").order_by("pk")}


def standings_of_year(office: Office, year: int, on: date = date.max) -> list[PlanStanding]:
    """All plans of a year's budget that were made by the end of a day."""
    plans = AidPlan.objects.filter(office=office, year=year, made_on__lte=on)
    return plan_standings(plans.select_related("decision", "end"), on)


def free_of_year(office: Office, year: int, on: date, but: int | None = None) -> int:
    """What of a year's budget is free for a plan made on a day. Unit: whole rupiah."""
    plans = [s.facts for s in standings_of_year(office, year) if s.plan.pk != but]
    return free_to_plan(least_from(rows_of_year(office, year), on), plans)


def _budget_problems(
    office: Office, year: int, total: int, on: date, but: int | None = None
) -> list[Problem]:
    free = max(0, free_of_year(office, year, on, but))
    if total <= free:
        return []
    text = (
        f"Rencana {rupiah(total)} melebihi sisa anggaran RTM {year} pada {format_date(on)}: "
        f"yang belum direncanakan {rupiah(free)}."
    )
    return [Problem("above_budget", text)]


@transaction.atomic
def make_plan(
    office: Office, new: NewPlan, *, made_on: date, request_key: UUID, by: User
) -> AidPlan:
    """Write down who is to get what from a year's budget; somebody else, the manager, decides.

    Unit: whole rupiah. Idempotent by ``request_key``. Raises ``ValidationError`` with all reasons:
    a day that can't be, nobody or somebody twice, a household that isn't confirmed by then, more
    than the budget leaves.
    """
    office = lock_office(office)
    content = {"aid_plan": made_on, **new.content()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return submission.aid_plans.get()
    held = hold_households([line.household.pk for line in new.lines])
    hold_fund(office)
    problems = role_problems(by, office, STAFF)
    problems += day_problems(office, made_on, "made_on")
    problems += text_problems(new.purpose, "purpose")
    problems += _lines_problems(office, new, list(held.values()), made_on)
    if new.lines:
        problems += _budget_problems(office, new.year, new.total, made_on)
    raise_if_any(problems)
    return _store(office, new, made_on, submission, by)


def _lines_problems(
    office: Office, new: NewPlan, held: Sequence[Household], on: date
) -> list[Problem]:
    found = []
    if not new.lines:
        found.append(Problem("nobody", "Isi jumlah untuk sekurangnya satu rumah tangga."))
    for line in new.lines:
        found += amount_problems(line.amount, "")
    if len({(line.household.pk, line.kind) for line in new.lines}) < len(new.lines):
        found.append(Problem("twice", "Ada rumah tangga yang tercantum dua kali."))
    if any(home.village.office_id != office.pk for home in held):
        return [*found, Problem("other_office", "Ada rumah tangga dari kantor lain.")]
    return found + receiver_problems(held, on)


def _store(
    office: Office, new: NewPlan, made_on: date, submission: Submission, by: User
) -> AidPlan:
    own = AidPlan.objects.filter(office=office, year=new.year)
    last = own.aggregate(last=Max("number"))["last"] or 0
    plan = AidPlan.objects.create(
        office=office, year=new.year, number=last + 1, purpose=new.purpose.strip(),
        made_on=made_on, line_count=len(new.lines), total=new.total, submission=submission,
        recorded_by=by,
    )  # fmt: skip
    AidLine.objects.bulk_create(
        AidLine(plan=plan, household=line.household, kind=line.kind, amount=line.amount)
        for line in new.lines
    )
    return plan


@transaction.atomic
def decide_plan(
    plan: AidPlan,
    *,
    is_approved: bool,
    decided_on: date,
    note: str = "",
    request_key: UUID,
    by: User,
) -> AidDecision:
    """The manager approves or refuses a plan that somebody else wrote, once.

    Idempotent by ``request_key``. Raises ``ValidationError`` with all reasons: decided or taken
    back already, an own plan, a day that can't be, no reason for a refusal, more than the budget
    leaves by then.
    """
    office, held = hold_plan(plan)
    content = {"aid_decide": held.pk, "yes": is_approved, "on": decided_on, "note": note.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return AidDecision.objects.get(submission=submission)
    hold_fund(office)
    problems = role_problems(by, office, [Role.MANAGER])
    problems += day_problems(office, decided_on, "decided_on")
    problems += deciding_problems(standing_of(held), by)
    if decided_on < held.made_on:
        text = f"Rencana ini baru dibuat pada {format_date(held.made_on)}."
        problems.append(Problem("early", text, "decided_on"))
    if is_approved:
        problems += _budget_problems(office, held.year, held.total, decided_on, but=held.pk)
    else:
        problems += text_problems(note, "note")
    raise_if_any(problems)
    return AidDecision.objects.create(
        plan=held, is_approved=is_approved, decided_on=decided_on, note=note.strip(),
        submission=submission, recorded_by=by,
    )  # fmt: skip


@transaction.atomic
def end_plan(
    plan: AidPlan, *, ended_on: date, reason: str, request_key: UUID, by: User
) -> AidPlanEnd:
    """Take a plan back, or say that nothing more is paid from it: what wasn't used is free again.

    What was paid may still be handed over or come back. Idempotent by ``request_key``. Raises
    ``ValidationError`` with all reasons: refused or ended already, no reason, a day that can't be
    or lies before its last payment, somebody else than the manager or who wrote it.
    """
    office, held = hold_plan(plan)
    content = {"aid_end": held.pk, "on": ended_on, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return AidPlanEnd.objects.get(submission=submission)
    problems = role_problems(by, office, STAFF)
    problems += day_problems(office, ended_on, "ended_on") + text_problems(reason, "reason")
    problems += ending_problems(standing_of(held), by)
    if ended_on < (last := _last_day(held)):
        text = f"Catatan terakhirnya pada {format_date(last)}. Pilih tanggal sejak hari itu."
        problems.append(Problem("early", text, "ended_on"))
    raise_if_any(problems)
    return AidPlanEnd.objects.create(
        plan=held, ended_on=ended_on, reason=reason.strip(), submission=submission, recorded_by=by
    )


def _last_day(plan: AidPlan) -> date:
    """The last day on which something was written of the plan, its making included."""
    decided = AidDecision.objects.filter(plan=plan).values_list("decided_on", flat=True).first()
    moved = AidMove.objects.filter(plan=plan).aggregate(last=Max("happened_on"))["last"]
    return max(day for day in (plan.made_on, decided, moved) if day)
