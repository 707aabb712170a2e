"""The health rating's rules: bands, scores and grades; no Django, no database.

Source: data/health_rating_bands.csv (two working applications, which differ in four cells; the
first one's are taken), domain.md 5. A value is compared exactly, never by its printed figure.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from operator import ge, gt, le, lt

COMPARISONS = {"<": lt, "<=": le, ">": gt, ">=": ge}
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
TOTAL = 0
"""The number under which the bands of the total stand."""

RATIOS = (1, 2, 3, 4, 5, 6)


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


def faults(bands: Bands) -> list[int]:
    """Ratios (or ``TOTAL``) whose bands leave a value without a score.

    Whole are bands that go one way, each further than the one before, until the last one takes
    all that is left on the other side.
    """
    return [ratio for ratio in (*RATIOS, TOTAL) if not _is_whole(bands.get(ratio, ()))]


def _is_whole(bands: Sequence[Band]) -> bool:
    *tried, last = bands or (None,)
    if not tried or last.comparison != OPPOSITE[tried[-1].comparison]:
        return False
    if last.bound != tried[-1].bound or len({band.comparison[0] for band in tried}) > 1:
        return False
    bounds = [band.bound for band in tried]
    if tried[0].comparison.startswith(">"):
        bounds.reverse()
    return bounds == sorted(set(bounds))


def grouped(rows: Iterable[tuple[int, Band]]) -> dict[int, tuple[Band, ...]]:
    """Bands with their ratio's number, in their order, as ``Bands``."""
    found: dict[int, list[Band]] = defaultdict(list)
    for ratio, band in rows:
        found[ratio].append(band)
    return {ratio: tuple(bands) for ratio, bands in found.items()}
