"""The figures by which the district compares its offices, by the keys they are published under."""

from dataclasses import dataclass
from decimal import Decimal

from upk.desk.district.rules.changes import Unit
from upk.money import number


@dataclass(frozen=True, slots=True)
class Figure:
    """A column of the comparison. ``best`` is ``high``, ``low``, or empty where none is better."""

    key: str
    label: str
    unit: Unit
    best: str = "high"
    note: str = ""

    @property
    def adds(self) -> bool:
        """Whether the offices' figures may be added up: a percentage may not."""
        return self.unit != Unit.PERCENT


FIGURES = (
    Figure("outstanding", "Saldo pinjaman", Unit.RUPIAH, note="pokok, Rp"),
    Figure("repayment_rate", "Pengembalian", Unit.PERCENT, note="realisasi ÷ target, %"),
    Figure("npl", "NPL", Unit.PERCENT, "low", "kelas III–V ÷ saldo, %"),
    Figure("health_score", "Kesehatan", Unit.PERCENT, note="jumlah skor"),
    Figure("grants_total", "BLM", Unit.RUPIAH, "", "alokasi seluruhnya, Rp"),
    Figure("levies_percent", "Iuran", Unit.PERCENT, note="dibayar ÷ tagihan, %"),
    Figure("goats_living", "Kambing", Unit.COUNT, note="hidup, ekor"),
)
BY_KEY = {figure.key: figure for figure in FIGURES}
GRADE = "health_grade"
"""Its label is the grade in words (Sehat)."""


def text_of(value: int | None, unit: Unit) -> str:
    """A figure as pages print it, without its unit; a dash where there is none."""
    if value is None:
        return "–"
    if unit == Unit.PERCENT:
        return f"{Decimal(value).scaleb(-2):.2f}".replace(".", ",")
    return number(value)


def signed(value: int | None, unit: Unit) -> str:
    """A difference with its sign: ``+1.234``, and a minus sign where it fell."""
    if value is None:
        return "–"
    sign = "+" if value > 0 else "\N{MINUS SIGN}" if value < 0 else ""
    return sign + text_of(abs(value), unit)


def tone_of(figure: Figure, difference: int | None) -> str:
    """``better``, ``worse``, or empty where nothing changed or neither is better."""
    if not difference or not figure.best:
        return ""
    return "better" if (difference > 0) == (figure.best == "high") else "worse"
