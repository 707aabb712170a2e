"""Money against need by month, as a chart for page and PDF alike."""

from collections.abc import Sequence
from datetime import date

from django.utils.safestring import SafeString

from upk.charts import line_chart
from upk.money import rupiah
from upk.periods import MONTHS


def waiting_chart(
    code: str, months: Sequence[date], planned: Sequence[int], careful: Sequence[int], needed: int
) -> SafeString:
    """Three lines: planned money, careful money, and what all that wait need. Whole rupiah.

    Money below zero is drawn as none.
    """
    labels = [MONTHS[month.month - 1][:3] for month in months]
    spoken = (
        f"Akhir {labels[-1]}: dana {rupiah(planned[-1])}, hati-hati {rupiah(careful[-1])}; "
        f"kebutuhan {rupiah(needed)}"
    )
    lines = [
        ("Dana", [max(0, money) for money in planned]),
        ("Kebutuhan", [needed] * len(months)),
        ("Hati-hati", [max(0, money) for money in careful]),
    ]
    title = f"Dana {code} terhadap kebutuhan daftar tunggu"
    return line_chart(title, labels, lines, height=220, desc=spoken)
