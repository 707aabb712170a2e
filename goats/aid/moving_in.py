"""Aid that households had before an office kept its books here: facts without money of these.

What was handed over on a day is one plan of the old books, with a line and a hand-over for each
household. It needs no decision and no payment, and is ended at once: nothing is ever paid from it,
and it binds no budget. The database takes it as long as the office has no entry but opening ones.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from goats.aid.problems import day_problems
from goats.models import AidHandover, AidLine, AidPlan, AidPlanEnd, Household
from upk.ledger.models import Submission
from upk.ledger.services import claim_submission, lock_office
from upk.offices.models import Office, User
from upk.refusing import raise_if_any

PURPOSE = "Bantuan menurut pembukuan lama"
REASON = "Dicatat dari pembukuan lama, uangnya tidak lewat pembukuan ini"


@dataclass(frozen=True, slots=True)
class OldAid:
    """What a household had: worth whole rupiah, of the budget of ``year``."""

    household: Household
    kind: str
    handed_on: date
    amount: int
    year: int

    @property
    def plan(self) -> tuple[int, date]:
        """Which plan of the old books it belongs to."""
        return self.year, self.handed_on


@transaction.atomic
def take_over_aid(
    office: Office, aid: Sequence[OldAid], *, request_key: UUID, by: User
) -> list[AidPlan]:
    """Enter what households had, a plan for each day and budget. Idempotent by ``request_key``.

    Unit: whole rupiah. Raises ``ValidationError`` for a day that hasn't come or lies in closed
    books; a household that wasn't confirmed by then is refused by the database.
    """
    office = lock_office(office)
    rows = sorted(aid, key=lambda old: (old.plan, old.household.pk, old.kind))
    content = {"old_aid": [[old.household.pk, old.kind, *old.plan, old.amount] for old in rows]}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return list(submission.aid_plans.order_by("pk"))
    for day in {old.handed_on for old in rows}:
        raise_if_any(day_problems(office, day, ""))
    return [
        _take_over(office, plan, list(lines), submission, by)
        for plan, lines in groupby(rows, key=lambda old: old.plan)
    ]


def _take_over(
    office: Office,
    plan: tuple[int, date],
    rows: Sequence[OldAid],
    submission: Submission,
    by: User,
) -> AidPlan:
    year, day = plan
    how = {"submission": submission, "recorded_by": by}
    made = AidPlan.objects.create(
        office=office, year=year, number=_next_number(office, year), purpose=PURPOSE, made_on=day,
        line_count=len(rows), total=_total(rows), is_from_old_books=True, **how,
    )  # fmt: skip
    lines = AidLine.objects.bulk_create(
        AidLine(plan=made, household=old.household, kind=old.kind, amount=old.amount)
        for old in rows
    )
    AidHandover.objects.bulk_create(
        AidHandover(line=line, handed_on=day, amount=line.amount, **how) for line in lines
    )
    AidPlanEnd.objects.create(plan=made, ended_on=day, reason=REASON, **how)
    return made


def _total(rows: Iterable[OldAid]) -> int:
    return sum(old.amount for old in rows)


def _next_number(office: Office, year: int) -> int:
    plans = AidPlan.objects.filter(office=office, year=year)
    return (plans.aggregate(last=Max("number"))["last"] or 0) + 1
