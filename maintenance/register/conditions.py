"""Conditions of the villages' pieces by quarter, from the standing rows, in few queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from maintenance.models import ConditionWeights, Ending, Infrastructure, Inspection
from maintenance.rules.conditions import (
    DEFAULT_WEIGHTS,
    Condition,
    ConditionRecord,
    Look,
    Piece,
    Weights,
    oldest_that_counts,
    record_of,
)
from upk.ids import id_set
from upk.offices.models import Office, Village
from upk.periods import Quarter


def weights_on(office: Office, day: date) -> Weights:
    """The office's weights in force on a day, or the default ones."""
    row = ConditionWeights.objects.filter(office=office).in_force(day).first()
    return row.value if row else DEFAULT_WEIGHTS


def condition_records(
    villages: Collection[int], quarters: Sequence[Quarter]
) -> dict[int, ConditionRecord]:
    """What is known of each village's pieces, summed over ``quarters``, by the village's id.

    Rules and formula: ``maintenance.rules.conditions``, with the weights in force at each
    quarter's end. A village without pieces has an empty record. Five queries, whatever the number
    of villages, pieces and quarters.
    """
    by_day = conditions_on(villages, [quarter.end for quarter in quarters])
    return {
        village: sum((by_day[quarter.end][village] for quarter in quarters), ConditionRecord())
        for village in villages
    }


def conditions_on(
    villages: Collection[int], days: Iterable[date]
) -> dict[date, dict[int, ConditionRecord]]:
    """The same at the end of each day, of the quarter that it lies in: day, then village's id."""
    wanted = sorted(set(days))
    if not wanted or not villages:
        return {day: {village: ConditionRecord() for village in villages} for day in wanted}
    offices = dict(Village.objects.filter(pk__in=id_set(villages)).values_list("pk", "office_id"))
    weights = _Weights(set(offices.values()))
    since = oldest_that_counts(wanted[0], weights.longest_carried)
    pieces = _pieces(villages, since, wanted[-1])
    return {
        day: {
            village: record_of(pieces[village], day, weights.on(offices[village], day))
            for village in villages
        }
        for day in wanted
    }


def _pieces(villages: Collection[int], since: date, until: date) -> dict[int, list[Piece]]:
    """The pieces of each village registered by ``until``, with their standing inspections from
    ``since`` on: earlier ones tell nothing any more."""
    own = Infrastructure.objects.filter(village__in=id_set(villages), registered_on__lte=until)
    rows = list(own.order_by().values_list("pk", "village_id", "registered_on"))
    about = {"infrastructure__village__in": id_set(villages)}
    endings = Ending.objects.standing().filter(**about).order_by()
    ended = dict(endings.values_list("infrastructure_id", "ended_on"))
    looks: dict[int, list[Look]] = defaultdict(list)
    inspections = Inspection.objects.standing().filter(**about, inspected_on__range=(since, until))
    for pk, on, condition in inspections.order_by("inspected_on", "id").values_list(
        "infrastructure_id", "inspected_on", "condition"
    ):
        looks[pk].append(Look(on, Condition(condition)))
    found: dict[int, list[Piece]] = defaultdict(list)
    for pk, village, since in rows:
        found[village].append(Piece(since, ended.get(pk), looks[pk]))
    return found


class _Weights:
    """All weights of some offices; one query."""

    def __init__(self, offices: Collection[int]) -> None:
        rows = ConditionWeights.objects.filter(office__in=offices).order_by("since", "id")
        self._rows: dict[int, list[ConditionWeights]] = defaultdict(list)
        for row in rows:
            self._rows[row.office_id].append(row)

    @property
    def longest_carried(self) -> int:
        """For how many quarters any of the weights carries a condition on."""
        carried = [row.carried for rows in self._rows.values() for row in rows]
        return max([DEFAULT_WEIGHTS.carried, *carried])

    def on(self, office: int, day: date) -> Weights:
        begun = [row for row in self._rows[office] if row.since <= day]
        return begun[-1].value if begun else DEFAULT_WEIGHTS
