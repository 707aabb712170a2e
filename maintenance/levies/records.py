"""What villages owed, paid and took to the bank for some quarters: what reports and scores read."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Q, Sum

from maintenance.levies.balances import paid_by_quarter
from maintenance.models import LevyMove, LevyPayment, LevyRule
from maintenance.rules.levy import LevyRecord, due_of
from upk.periods import Quarter


def levy_records(
    villages: Collection[int], quarters: Sequence[Quarter], *, as_of: date | None = None
) -> dict[int, LevyRecord]:
    """The record of each village (by id) for ``quarters``, as of a day.

    Unit: whole rupiah. ``due`` and ``paid`` are what is for those quarters, ``paid`` as received
    by ``as_of``, the end of the last quarter unless told otherwise; ``deposited`` is what was taken
    to the bank within those quarters. A village without a rule has a record of zeros, and no
    percentage. Payments and deposits taken back by ``as_of`` are left out. Three queries.
    """
    if not quarters:
        return {pk: LevyRecord(0, 0, 0) for pk in villages}
    as_of = as_of or max(quarters).end
    rates = LevyRule.objects.filter(village__in=villages).rates()
    paid = paid_by_quarter(villages, LevyPayment.objects.standing_on(as_of))
    deposited = _deposited(villages, quarters, as_of)
    return {
        pk: LevyRecord(
            due=sum(due_of(rates.get(pk, []), quarter) for quarter in quarters),
            paid=sum(paid.get(pk, {}).get((q.year, q.number), 0) for q in quarters),
            deposited=deposited.get(pk, 0),
        )
        for pk in villages
    }


def _deposited(
    villages: Collection[int], quarters: Sequence[Quarter], as_of: date
) -> dict[int, int]:
    """What was taken to the bank in the quarters and not taken back by ``as_of``, by village id."""
    within = Q()
    for quarter in quarters:
        within |= Q(happened_on__gte=quarter.start, happened_on__lte=quarter.end)
    moves = LevyMove.objects.filter(
        within, village__in=villages, kind=LevyMove.Kind.DEPOSITED, is_reversal=False
    )
    moves = moves.until(as_of).exclude(entry__reversed_by__happened_on__lte=as_of)
    return dict(moves.order_by().values_list("village_id").annotate(Sum("bank")))
