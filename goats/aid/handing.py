"""Hand-overs of aid: who received what was paid for, household by household.

Those who didn't come stay open. Goats aren't handed over here: their placement tells it. Locks:
office, plan, households by id.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from goats.aid.planning import hold_households, hold_plan
from goats.aid.problems import (
    day_problems,
    in_hand_problems,
    line_problems,
    receiver_problems,
    role_problems,
    taking_back_problems,
    text_problems,
)
from goats.aid.standings import PlanStanding, standing_of
from goats.models import AidHandover, AidHandoverReversal, AidLine, AidPlan
from goats.models.aid import AidLineQuerySet
from goats.rules.aid import AidKind
from upk.access import STAFF, Role
from upk.ids import id_set
from upk.ledger.services import claim_submission
from upk.offices.models import User
from upk.problems import Problem
from upk.refusing import raise_if_any

WRITERS = (*STAFF, Role.FACILITATOR)
"""Who hands aid over: the office, and who is responsible for the village."""


def with_handover(lines: AidLineQuerySet) -> AidLineQuerySet:
    """Annotate ``is_handed``: whether a standing hand-over tells that the household received it."""
    given = AidHandover.objects.standing().filter(line=OuterRef("pk"))
    return lines.annotate(is_handed=Exists(given))


@transaction.atomic
def hand_over_aid(
    plan: AidPlan, given: Mapping[int, int], *, on: date, request_key: UUID, by: User
) -> list[AidHandover]:
    """Households received what was planned for them. ``given``: what it was worth, by line.

    Unit: whole rupiah, at most what was planned, by the line's id. Idempotent by ``request_key``.
    Raises ``ValidationError`` with all reasons: nobody, a household of another's village, one that
    has received it or doesn't count as poor by then, more than was paid by that day, a day that
    can't be.
    """
    office, held = hold_plan(plan)
    content = {"aid_handed": held.pk, "on": on, "given": sorted(given.items())}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return list(submission.aid_handovers.order_by("pk"))
    own = AidLine.objects.visible_to(by).filter(plan=held, pk__in=id_set(given))
    lines = list(with_handover(own).select_related("household__village").order_by("pk"))
    homes = hold_households([line.household_id for line in lines])
    problems = role_problems(by, office, WRITERS) + day_problems(office, on, "on")
    problems += line_problems(lines, given, by)
    problems += receiver_problems(list(homes.values()), on)
    problems += _paid_problems(standing_of(held), lines, given, on)
    raise_if_any(problems)
    return AidHandover.objects.bulk_create(
        AidHandover(
            line=line, handed_on=on, amount=given[line.pk], submission=submission, recorded_by=by
        )
        for line in lines
    )


def _paid_problems(
    standing: PlanStanding, lines: Sequence[AidLine], given: Mapping[int, int], on: date
) -> list[Problem]:
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        sums[line.kind] += given[line.pk]
    return [
        problem
        for kind, amount in sums.items()
        if kind != AidKind.GOATS
        for problem in in_hand_problems(standing.of(kind), amount, on, "")
    ]


@transaction.atomic
def reverse_handover(
    handover: AidHandover, *, reason: str, request_key: UUID, by: User
) -> AidHandoverReversal:
    """From now on the household didn't receive it: the line is open again. Idempotent by the key.

    Raises ``ValidationError`` with all reasons: no reason, reversed already, what lies in closed
    books, somebody else than who wrote it or the manager.
    """
    office, _ = hold_plan(handover.line.plan)
    content = {"aid_not_handed": handover.pk, "reason": reason.strip()}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return AidHandoverReversal.objects.get(submission=submission)
    hold_households([handover.line.household_id])
    problems = role_problems(by, office, WRITERS) + text_problems(reason, "reason")
    problems += taking_back_problems(handover, office, by)
    raise_if_any(problems)
    return AidHandoverReversal.objects.create(
        handover=handover, reason=reason.strip(), submission=submission, recorded_by=by
    )
