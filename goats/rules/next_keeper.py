"""Who receives the next goat: the same village first, then need, then waiting time (issue 6)."""

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
