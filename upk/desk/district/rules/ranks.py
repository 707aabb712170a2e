"""Places among offices: equal figures share one, the next is counted on (1, 2, 2, 4)."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def ranks(values: Mapping[Key, int | None], *, best_is_low: bool = False) -> dict[Key, int]:
    """The place of each known figure, 1 for the best; one that is unknown has no place."""
    known = sorted(
        (value for value in values.values() if value is not None), reverse=not best_is_low
    )
    first = {}
    for place, value in enumerate(known, start=1):
        first.setdefault(value, place)
    return {key: first[value] for key, value in values.items() if value is not None}
