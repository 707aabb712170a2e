"""What changed between two quarters, and what changed most.

A change is measured in two ways, since neither serves alone: a doubled small sum looks large
relatively, a large office's ordinary quarter looks large in rupiah.

- Relative: the difference as a percentage of the absolute value before. Without a figure before,
  or with 0, there is none (nothing can be said), and a percentage is never measured so.
- Absolute: the difference in the figure's own unit: rupiah, a count, percentage points.

Amounts and counts are compared with their like: the greatest relative changes of all of them, the
greatest in rupiah, and the greatest in percentage points. Equal changes keep the order given.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from upk.money import ratio

RULE_TEXT = (
    "Relatif: selisih dibagi angka triwulan lalu (tanpa tanda); bila triwulan lalu nol atau tidak "
    "ada, tidak dihitung. Persentase (pengembalian, NPL, skor) dibandingkan dalam poin. "
    "Yang ditandai ialah selisih terbesar, naik maupun turun."
)


class Unit(StrEnum):
    """What a figure counts; percentages and scores are in hundredths."""

    RUPIAH = "rupiah"
    COUNT = "count"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Change:
    """A figure of somebody (``whose``) before and now; ``None`` where there was none."""

    whose: Hashable
    key: str
    unit: Unit
    before: int | None
    after: int | None

    @property
    def absolute(self) -> int | None:
        """The difference in the figure's unit; ``None`` unless both are known."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    @property
    def relative(self) -> Decimal | None:
        """The difference as a percentage of what was before, with two decimals."""
        if self.unit == Unit.PERCENT or not self.before or self.absolute is None:
            return None
        return ratio(self.absolute, abs(self.before))


def most_relative(changes: Iterable[Change], count: int) -> list[Change]:
    """The ``count`` changes that are the largest share of what was before, the largest first."""
    known = [(abs(share), change) for change in changes if (share := change.relative)]
    known.sort(key=lambda pair: -pair[0])
    return [change for _, change in known[:count]]


def most_absolute(changes: Iterable[Change], unit: Unit, count: int) -> list[Change]:
    """The ``count`` largest changes of figures of one unit, the largest first."""
    known = [change for change in changes if change.unit == unit and change.absolute]
    return sorted(known, key=lambda change: -abs(change.absolute))[:count]
