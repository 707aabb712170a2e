"""The health rating's rules: bands, scores and grades; no Django, no database.

Source: data/health_rating_bands.csv (two working applications, which differ in four cells; the
first one's are taken), domain.md 5. A value is compared exactly, never by its printed figure.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from fractions import Fraction
from itertools import pairwise
from operator import ge, gt, le, lt

COMPARISONS = {"<": lt, "<=": le, ">": gt, ">=": ge}
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
TOTAL = 0
"""The number under which the bands of the total stand."""

RATIOS = (1, 2, 3, 4, 5, 6)
FULL = 100
"""What the weights of the ratios add up to: the points of an office that is best in all."""

STATUSES = ("Sehat", "Cukup Sehat", "Kurang Sehat", "Tidak Sehat")


class NoBand(ValueError):
    """A table has no band for a value. ``ratio`` and ``value`` say which."""

    def __init__(self, ratio: int, value: Fraction) -> None:
        super().__init__(f"ratio {ratio} has no band for {float(value)}")
        self.ratio, self.value = ratio, value


@dataclass(frozen=True, slots=True)
class Band:
    """Values that compare so with ``bound`` (percent, or points) get ``score``; none for totals."""

    comparison: str
    bound: Decimal
    score: Decimal | None
    status: str

    def holds(self, value: Fraction) -> bool:
        """Whether the value falls into it."""
        return COMPARISONS[self.comparison](value, Fraction(self.bound))


Bands = Mapping[int, Sequence[Band]]
"""The bands of each ratio, and of ``TOTAL``, in the order in which they are tried."""


def band_of(bands: Bands, ratio: int, value: Fraction) -> Band:
    """The first band of a ratio that the value falls into. Raises ``NoBand``."""
    for band in bands.get(ratio, ()):
        if band.holds(value):
            return band
    raise NoBand(ratio, value)


def weight(bands: Bands, ratio: int) -> Decimal:
    """The most points that a ratio can get."""
    return max(band.score for band in bands[ratio])


def percent(part: int, whole: int, *, if_none: int) -> Fraction:
    """``part`` of ``whole`` in percent, exactly; ``if_none`` unless ``whole`` is above zero."""
    return Fraction(100 * part, whole) if whole > 0 else Fraction(if_none)


class Flaw(Enum):
    """What is wrong with a band, or with all bands of a ratio."""

    MISSING = auto()
    """There are fewer than two bands."""
    TURNS = auto()
    """It compares the other way than the first one."""
    OVERLAPS = auto()
    """It goes no further than the one before, so it is never reached."""
    GAP = auto()
    """It is the last one and doesn't take all that is left on the other side."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The flaw of a ratio's (or ``TOTAL``'s) band at ``position``, from 1."""

    ratio: int
    position: int
    flaw: Flaw


def faults(bands: Bands) -> list[Fault]:
    """What leaves a value without a score, or a score out of reach; at most one of each ratio.

    Whole are bands that go one way, each further than the one before, until the last one takes
    all that is left on the other side.
    """
    found = (_fault(ratio, bands.get(ratio, ())) for ratio in (*RATIOS, TOTAL))
    return [fault for fault in found if fault]


def _fault(ratio: int, bands: Sequence[Band]) -> Fault | None:
    if len(bands) < 2:
        return Fault(ratio, len(bands), Flaw.MISSING)
    *tried, last = bands
    goes_up = tried[0].comparison.startswith("<")
    for position, (before, band) in enumerate(pairwise(tried), 2):
        if band.comparison.startswith("<") != goes_up:
            return Fault(ratio, position, Flaw.TURNS)
        if band.bound == before.bound or (band.bound > before.bound) != goes_up:
            return Fault(ratio, position, Flaw.OVERLAPS)
    if (last.comparison, last.bound) != (OPPOSITE[tried[-1].comparison], tried[-1].bound):
        return Fault(ratio, len(bands), Flaw.GAP)
    return None


def whole_weight(bands: Bands) -> Decimal:
    """The most points that all ratios together can get; it must be ``FULL``."""
    return sum((weight(bands, ratio) for ratio in RATIOS), Decimal(0))


def grouped(rows: Iterable[tuple[int, Band]]) -> dict[int, tuple[Band, ...]]:
    """Bands with their ratio's number, in their order, as ``Bands``."""
    found: dict[int, list[Band]] = defaultdict(list)
    for ratio, band in rows:
        found[ratio].append(band)
    return {ratio: tuple(bands) for ratio, bands in found.items()}
