"""The herd's growth, drawn from its yearly figures."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from goats.herd.figures import Yearly
from upk.charts import line_chart


def growth_chart(years: Sequence[Yearly]) -> SafeString | str:
    """Goats ever and living at the end of each year; empty for a herd without goats."""
    if not years:
        return ""
    return line_chart(
        "Pertumbuhan kambing bergulir",
        [str(year.year) for year in years],
        [
            ("Pernah ada", [year.ever for year in years]),
            ("Hidup", [year.living for year in years]),
        ],
    )
