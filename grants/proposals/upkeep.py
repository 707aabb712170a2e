"""What villages did for what was built, as the scoring sees it: from the maintenance records."""

from collections.abc import Collection, Sequence

from grants.rules.scoring import Upkeep
from maintenance.levies.records import levy_records
from maintenance.register.conditions import condition_records
from maintenance.rules.conditions import Condition
from upk.periods import Quarter


def upkeep_of(villages: Collection[int], quarters: Sequence[Quarter]) -> dict[int, Upkeep]:
    """Levies and condition of each village (by id) over ``quarters``.

    Pieces count once for each quarter that they stood in. A constant number of queries.
    """
    levies = levy_records(villages, quarters)
    conditions = condition_records(villages, quarters)
    return {
        village: Upkeep(
            due=levies[village].due,
            paid=levies[village].paid,
            pieces=conditions[village].pieces,
            inspected=conditions[village].inspected,
            conditions={c.value: getattr(conditions[village], c.value) for c in Condition},
            condition=conditions[village].score,
        )
        for village in villages
    }
