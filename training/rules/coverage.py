"""Which groups have trained officers, and which should be asked next. Pure."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class GroupCoverage:
    """A group: who its officers are, and who of them was never trained (ids of people)."""

    group: int
    village: int
    officers: tuple[int, ...]
    untrained: tuple[int, ...]

    @property
    def trained(self) -> int:
        """How many of its officers were trained."""
        return len(self.officers) - len(self.untrained)


@dataclass(frozen=True, slots=True)
class Covered:
    """How far groups are trained. ``whole`` have trained officers only, ``none`` not one."""

    groups: int = 0
    whole: int = 0
    none: int = 0
    officers: int = 0
    trained: int = 0

    @property
    def percent(self) -> Decimal | None:
        """Trained of all officers, two decimals; ``None`` without officers."""
        if not self.officers:
            return None
        exact = Decimal(self.trained * 100) / self.officers
        return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def cover(
    groups: Iterable[tuple[int, int]], officers: Mapping[int, Sequence[int]], trained: Set[int]
) -> list[GroupCoverage]:
    """The coverage of ``groups`` (id, village's id), in their order.

    ``officers``: ids of people by group. ``trained``: everybody who was trained, wherever.
    """
    found = []
    for group, village in groups:
        own = tuple(officers.get(group, ()))
        without = tuple(person for person in own if person not in trained)
        found.append(GroupCoverage(group, village, own, without))
    return found


def summed(groups: Iterable[GroupCoverage]) -> Covered:
    """The coverage of groups together."""
    rows = list(groups)
    return Covered(
        groups=len(rows),
        whole=sum(bool(row.officers) and not row.untrained for row in rows),
        none=sum(not row.trained for row in rows),
        officers=sum(len(row.officers) for row in rows),
        trained=sum(row.trained for row in rows),
    )


def by_village(groups: Iterable[GroupCoverage]) -> dict[int, list[GroupCoverage]]:
    """Groups under the ids of their villages, in their order."""
    found: dict[int, list[GroupCoverage]] = {}
    for row in groups:
        found.setdefault(row.village, []).append(row)
    return found


def next_groups(groups: Sequence[GroupCoverage], people: int) -> list[GroupCoverage]:
    """Whom to ask next: groups whose untrained officers fill ``people`` places at most.

    Groups without any trained officer come first, village by village, the least trained village
    before the others; then those that lack some. Groups without officers or with trained ones
    alone are never asked. Ties keep the order of ``groups``.
    """
    shares = {village: summed(rows).percent or 0 for village, rows in by_village(groups).items()}
    order = {village: n for n, village in enumerate(dict.fromkeys(row.village for row in groups))}
    asked = sorted(
        (row for row in groups if row.untrained),
        key=lambda row: (row.trained > 0, shares[row.village], order[row.village], row.trained),
    )
    found, left = [], people
    for row in asked:
        if len(row.untrained) <= left:
            found.append(row)
            left -= len(row.untrained)
    return found
