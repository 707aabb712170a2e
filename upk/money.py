"""Whole rupiah: rounding, splitting, reading what people type, printing.

An amount is an ``int`` of whole rupiah everywhere; a rate or a percentage is a ``Decimal`` percent.
Rounding happens here and nowhere else, on exact fractions, so that no float can creep in.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

LARGEST_AMOUNT = 10**12
"""More than any office has (a trillion rupiah), and little enough that sums of millions of such
amounts stay within 64 bits: SQLite refuses to add up more, and then no page could be shown."""

HUNDRED = Decimal("100.00")
ZERO_PERCENT = Decimal("0.00")


class RoundingMode(StrEnum):
    """How an instalment meets the office's step (domain.md 3, Rounding)."""

    NEAREST = "nearest"
    UP = "up"
    DOWN = "down"


class NotAnAmount(ValueError):
    """The text is no amount of whole rupiah. ``text`` is what was typed."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class AmountTooLarge(NotAnAmount):
    """The text is an amount, but larger than ``LARGEST_AMOUNT``."""


class AmbiguousAmount(ValueError):
    """The text could mean two amounts (``1,5``, ``1.50``). ``text`` is what was typed."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def round_to_step(
    amount: int | Fraction | Decimal, step: int, mode: RoundingMode = RoundingMode.NEAREST
) -> int:
    """Round ``amount`` to a multiple of ``step``; an amount that is one already stays as it is.

    Unit: whole rupiah. Rounding: nearest with halves up, always up, or always down.
    Raises ``ValueError`` if ``step`` is not positive. Source: domain.md 3.
    """
    if step < 1:
        raise ValueError(f"step must be at least 1, not {step}")
    steps = Fraction(amount) / step
    if mode == RoundingMode.UP:
        return -floor(-steps) * step
    if mode == RoundingMode.DOWN:
        return floor(steps) * step
    return floor(steps + Fraction(1, 2)) * step


def percent_of(amount: int, percent: Decimal) -> int:
    """``percent`` percent of ``amount``.

    Unit: whole rupiah. Rounding: halves up, away from zero for a negative amount.
    Guarantee: ``percent_of(-a, p) == -percent_of(a, p)`` for ``p >= 0``, so a reversal cancels out.
    """
    exact = round_to_step(Fraction(abs(amount)) * Fraction(percent) / 100, 1)
    return exact if amount >= 0 else -exact


def split_by_weights(amount: int, weights: Sequence[int | Decimal]) -> list[int]:
    """Split ``amount`` in proportion to ``weights``.

    Unit: whole rupiah. Rounding: largest remainder; among equal remainders the earlier one wins.
    Guarantee: ``sum(result) == amount`` and a part is within Rp 1 of its exact share.
    Raises ``ValueError`` if a weight is negative or all are zero.
    """
    exact_weights = [Fraction(weight) for weight in weights]
    whole = sum(exact_weights)
    if whole <= 0 or min(exact_weights) < 0:
        raise ValueError("weights must not be negative, nor all zero")
    exact = [amount * weight / whole for weight in exact_weights]
    parts = [floor(share) for share in exact]
    left = amount - sum(parts)
    by_remainder = sorted(range(len(exact)), key=lambda i: parts[i] - exact[i])
    for i in by_remainder[:left]:
        parts[i] += 1
    return parts


def percentages(parts: Sequence[int]) -> list[Decimal]:
    """Each part as a percentage of their sum, with two decimals.

    Rounding: largest remainder. Guarantee: the result adds up to 100.00; all zero if the sum is 0.
    Raises ``ValueError`` if a part is negative.
    """
    if any(part < 0 for part in parts):
        raise ValueError("parts must not be negative")
    if not any(parts):
        return [ZERO_PERCENT for _ in parts]
    return [Decimal(part).scaleb(-2) for part in split_by_weights(100_00, parts)]


def ratio(part: int, whole: int) -> Decimal:
    """``part`` as a percentage of ``whole`` with two decimals, halves up; 0.00 if ``whole`` is 0.

    A division by zero has a stated result (domain.md 5). Compare with ``percentages``, which
    makes several parts add up to 100.
    """
    if whole == 0:
        return ZERO_PERCENT
    if whole < 0:
        part, whole = -part, -whole
    # Whole numbers alone: a report asks for thousands, and fractions take ten times as long.
    return Decimal((2 * part * 100_00 + whole) // (2 * whole)).scaleb(-2)


# -- reading ---------------------------------------------------------------------------------------

_PREFIX = re.compile(r"^(?:rp|idr)\.?\s*", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?P<mark>[., ])[0-9]{3}(?:(?P=mark)[0-9]{3})*")
_LOOKS_LIKE_NUMBER = re.compile(r"[0-9., ]*[0-9][0-9., ]*")
_LONGEST = 60


def parse_rupiah(text: str) -> int:
    """Read an amount as it is typed: ``1.234.567``, ``1234567`` or ``1,234,567``.

    ``Rp`` in front, spaces (also unbreakable ones) and a trailing ``,00``, ``.00`` or ``,-`` are
    allowed; ``1.500`` and ``1,500`` are 1500.

    Unit: whole rupiah, never negative. Guarantee: ``parse_rupiah(number(a)) == a`` for ``a >= 0``.
    Raises ``AmbiguousAmount`` for ``1,5``, ``1.50``, ``1.234,567``, ``0.500``; ``NotAnAmount`` for
    anything else that is no amount (a sign, letters, digits of other scripts) and its subclass
    ``AmountTooLarge`` above ``LARGEST_AMOUNT``. Source: design.md 8, domain.md 12 (Payments).
    """
    cleaned = re.sub(r"\s+", " ", text).strip()
    cleaned = _without_cents(_PREFIX.sub("", cleaned))
    if _DIGITS.fullmatch(cleaned):
        digits = cleaned.lstrip("0") or "0"
    elif _GROUPED.fullmatch(cleaned):
        digits = re.sub("[., ]", "", cleaned)
    elif len(cleaned) <= _LONGEST and _LOOKS_LIKE_NUMBER.fullmatch(cleaned):
        raise AmbiguousAmount(text)
    else:
        raise NotAnAmount(text)
    if len(digits) > len(str(LARGEST_AMOUNT)) or int(digits) > LARGEST_AMOUNT:
        raise AmountTooLarge(text)
    return int(digits)


def _without_cents(text: str) -> str:
    """Drop a trailing ``,00``, ``.00`` or ``,-``, unless its mark already separates thousands."""
    for cents in (",00", ".00", ",-"):
        if text.endswith(cents):
            rest = text[: -len(cents)]
            return text if cents[0] in rest else rest
    return text


# -- printing --------------------------------------------------------------------------------------


def number(amount: int) -> str:
    """``1234567`` → ``1.234.567``; a negative amount has its sign in front: ``-1.234``."""
    return f"{amount:,}".replace(",", ".")


def rupiah(amount: int) -> str:
    """``1234567`` → ``Rp 1.234.567``; a negative amount: ``-Rp 1.234``.

    The sign stands before the currency, as on Indonesian bank statements; tables that show
    negative amounts in brackets do so themselves.
    """
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp {number(abs(amount))}"


_ONES = (
    "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split()  # noqa: SIM905
)
_SCALES = ((10**18, "kuintiliun"), (10**15, "kuadriliun"), (10**12, "triliun"), (10**9, "miliar"),
           (10**6, "juta"), (10**3, "ribu"), (100, "ratus"), (10, "puluh"))  # fmt: skip


def in_words(amount: int) -> str:
    """Terbilang: ``1200000`` → ``satu juta dua ratus ribu rupiah``.

    One thousand is ``seribu`` wherever it stands (``satu juta seribu``), as receipts have it.
    """
    sign = "minus " if amount < 0 else ""
    return f"{sign}{cardinal(abs(amount))} rupiah"


def cardinal(value: int) -> str:
    """A number that isn't negative, in words: ``2010`` → ``dua ribu sepuluh``."""
    if value < len(_ONES):
        return _ONES[value]
    if value < 20:
        return f"{_ONES[value - 10]} belas"
    size, name = next(scale for scale in _SCALES if value >= scale[0])
    count, rest = divmod(value, size)
    head = f"se{name}" if count == 1 and size in (100, 1000) else f"{cardinal(count)} {name}"
    return f"{head} {cardinal(rest)}" if rest else head
