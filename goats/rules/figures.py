"""Figures of the herd as sums of its events, as balances are sums of postings.

Every event names the village that the goat is in after it, and where it came from, so counting is
enough: living = begun - ended, obligations = placements - hand-overs - releases (issue 6, point 8).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from goats.rules.events import ENDS, Kind


@dataclass(frozen=True, slots=True)
class Counted:
    """How many standing events there are of one sort.

    ``village``: where the goat is after it (for ends where it was), ``from_village``: where it came
    from; None is the office itself. ``is_kid``: of a goat born here.
    """

    kind: Kind
    village: int | None
    from_village: int | None
    is_negligent: bool
    is_kid: bool
    count: int


@dataclass(slots=True)
class Figures:
    """Counts as of a date. ``bought + born == ever``, ``ever - ended == living``.

    ``kept``: with households; ``owed``: open obligations, of which ``replacements`` wait for
    another goat. Bought goats are the office's, so a village has none that were bought.
    """

    bought: int = 0
    born: int = 0
    living: int = 0
    kept: int = 0
    placements: int = 0
    hand_overs: int = 0
    releases: int = 0
    replacements: int = 0
    births: int = 0
    died: int = 0
    sold: int = 0
    lost: int = 0
    unfollowed: int = 0

    @property
    def ever(self) -> int:
        """Goats ever: bought and born."""
        return self.bought + self.born

    @property
    def ended(self) -> int:
        """Died, sold, lost, or no longer followed."""
        return self.died + self.sold + self.lost + self.unfollowed

    @property
    def owed(self) -> int:
        """Obligations that are open."""
        return self.placements - self.hand_overs - self.releases


OFFICE = None
"""The key of what isn't in any village: goats that the office hasn't placed yet."""


def figures_of(counts: Iterable[Counted]) -> tuple[Figures, dict[int | None, Figures]]:
    """The figures of the whole herd, and of each village that has any (``OFFICE``: not placed).

    The villages' figures add up to the whole's. A hand-over counts where it ends an obligation
    (``from_village``), the placement that it is where it begins one.
    """
    whole = Figures()
    villages: dict[int | None, Figures] = defaultdict(Figures)
    for counted in counts:
        _count(whole, counted)
        _count_places(villages, counted)
    return whole, dict(villages)


def _count(figures: Figures, counted: Counted) -> None:
    """Add what is the same wherever it happened."""
    n, kind = counted.count, counted.kind
    if kind in (Kind.BOUGHT, Kind.BORN):
        setattr(figures, kind.value, getattr(figures, kind.value) + n)
        figures.living += n
    if kind in ENDS:
        setattr(figures, kind.value, getattr(figures, kind.value) + n)
        figures.living -= n
    if kind == Kind.GAVE_BIRTH:
        figures.births += n
    figures.placements += n * (kind in (Kind.PLACED, Kind.HANDED_ON))
    figures.hand_overs += n * (kind == Kind.HANDED_ON)
    figures.kept += n * kept_more(counted)
    figures.releases += n * is_release(counted)
    figures.replacements += n * replacements_more(counted)


def is_release(counted: Counted) -> bool:
    """Whether it ends an obligation otherwise than by a hand-over."""
    if counted.kind in (Kind.TAKEN_BACK, Kind.REPLACED, Kind.RELEASED):
        return True
    is_owed = counted.village is not None and not counted.is_kid
    return counted.kind in (Kind.DIED, Kind.LOST) and is_owed and not counted.is_negligent


def replacements_more(counted: Counted) -> int:
    """1 where another goat becomes due, -1 where that is settled."""
    if counted.kind in (Kind.REPLACED, Kind.RELEASED):
        return -1
    is_owed = counted.village is not None and not counted.is_kid
    return int(is_owed and (counted.kind == Kind.SOLD or counted.is_negligent))


def kept_more(counted: Counted) -> int:
    """1 where a household gets a goat that no household kept, -1 where it has it no more."""
    if counted.kind in (Kind.PLACED, Kind.BORN):
        return 1
    if counted.kind == Kind.TAKEN_BACK:
        return -1
    return -int(counted.kind in ENDS and counted.village is not None)


def _count_places(villages: dict[int | None, Figures], counted: Counted) -> None:
    """Add to the village where it counts, and move what moved between two."""
    n, kind, here, there = counted.count, counted.kind, counted.village, counted.from_village
    if kind in (Kind.HANDED_ON, Kind.GIVEN):
        for village, sign in ((here, 1), (there, -1)):
            villages[village].living += sign * n
            villages[village].kept += sign * n
        if kind == Kind.HANDED_ON:
            villages[here].placements += n
            villages[there].hand_overs += n
    elif kind == Kind.TAKEN_BACK:
        villages[there].living -= n
        villages[there].kept -= n
        villages[there].releases += n
        villages[OFFICE].living += n
    else:
        _count(villages[here], counted)
        if kind == Kind.PLACED:
            villages[here].living += n
            villages[OFFICE].living -= n


def per_hundred(goats: int, inhabitants: int | None) -> Decimal | None:
    """Goats per 100 inhabitants, two decimals, halves up; None where nobody knows how many."""
    return share_of(goats, inhabitants)


def share_of(part: int, whole: int | None) -> Decimal | None:
    """``part`` in a hundred of ``whole``, two decimals, halves up; None without a whole."""
    if not whole:
        return None
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def each(part: int, whole: int) -> Decimal | None:
    """``part`` for each of ``whole``, two decimals, halves up; None without a whole."""
    if not whole:
        return None
    return (Decimal(part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def median_days(days: Sequence[int]) -> int | None:
    """The middle one of ``days``, halves up; None of none."""
    return int(median(days) + 0.5) if days else None
