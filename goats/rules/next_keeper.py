"""Who receives the next goat: the same village first, then need, then waiting time (issue 6)."""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Waiting:
    """A confirmed household that waits for a goat. ``need`` is its score: higher is poorer."""

    id: int
    village: int
    need: int
    since: date


def in_order(waiting: Iterable[Waiting], village: int | None) -> list[Waiting]:
    """The waiting households in the order in which a goat of ``village`` is offered to them.

    Those of the village come first; then the greater need, then the longer waiting, then the
    household entered earlier, so that the order is always the same.
    """
    return sorted(waiting, key=lambda w: (w.village != village, -w.need, w.since, w.id))


def assigned(
    goats: Iterable[tuple[int, int | None]], waiting: Iterable[Waiting]
) -> dict[int, Waiting]:
    """For each goat (its id and village) the first of ``in_order`` that no goat before it got.

    Sorts once, however many goats there are; goats for which nobody is left are left out.
    """
    queue = in_order(waiting, None)
    by_village: dict[int, deque[Waiting]] = defaultdict(deque)
    for household in queue:
        by_village[household.village].append(household)
    everybody, taken, found = deque(queue), set(), {}
    for goat, village in goats:
        own = by_village.get(village, deque())
        for line in (own, everybody):
            while line and line[0].id in taken:
                line.popleft()
        if line := own or everybody:
            found[goat] = line.popleft()
            taken.add(found[goat].id)
    return found
