"""The figures by which the district compares its offices, by the keys they are published under.

``levies_percent`` alone is worked out here, from what was due and paid.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from upk.desk.district.rules.changes import Unit
from upk.money import ratio


@dataclass(frozen=True, slots=True)
class Figure:
    """A column of the comparison. ``best`` is ``high``, ``low``, or empty where none is better."""

    key: str
    label: str
    unit: Unit
    best: str = "high"
    note: str = ""


FIGURES = (
    Figure("outstanding", "Saldo pinjaman", Unit.RUPIAH),
    Figure("repayment_rate", "Pengembalian", Unit.PERCENT, note="realisasi ÷ target pokok"),
    Figure("npl", "NPL", Unit.PERCENT, "low", "kelas III, IV, V ÷ saldo"),
    Figure("health_score", "Kesehatan", Unit.PERCENT, note="jumlah skor enam rasio"),
    Figure("grants_total", "BLM", Unit.RUPIAH, "", "alokasi seluruhnya"),
    Figure("levies_percent", "Iuran", Unit.PERCENT, note="dibayar ÷ tagihan triwulan"),
    Figure("goats_living", "Kambing", Unit.COUNT, note="hidup, ekor"),
)
BY_KEY = {figure.key: figure for figure in FIGURES}
LEVIES_DUE, LEVIES_PAID = "levies_due", "levies_paid"
PUBLISHED = tuple(key for key in (*BY_KEY, LEVIES_DUE, LEVIES_PAID) if key != "levies_percent")
"""Keys that are read; the rest is worked out."""

Values = Mapping[str, int]


def completed(published: Values) -> dict[str, int]:
    """The published figures with those that are worked out from them; percentages in hundredths."""
    values = dict(published)
    if due := values.get(LEVIES_DUE):
        values["levies_percent"] = int(ratio(values.get(LEVIES_PAID, 0), due) * 100)
    return values
