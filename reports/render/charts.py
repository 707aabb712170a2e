"""Charts that belong to a single report, drawn from its value alone, for page, file and PDF."""

from datetime import date
from html import escape

from django.utils.safestring import SafeString, mark_safe

from loans.waiting_chart import waiting_chart
from reports.value import Report
from upk.charts import bar_chart, line_chart, stacked_share

WITH_CHART = ("waiting-list", "waiting-funds", "goats", "training", "aid")
HERD_HEIGHT = 170
"""With the table of a sub-district's villages below it, it leaves room for the sums."""
OF_GRANTS = {
    "grants-by-sector": ("Bagian setiap bidang (rupiah)", stacked_share),
    "grants-by-year": ("Dana setiap tahun anggaran (rupiah)", bar_chart),
}


def chart_of(report: Report) -> SafeString:
    """The report's chart, one for each product that is waited for; empty for most reports."""
    if report.name in OF_GRANTS:
        return _of_grants(report)
    if report.name not in WITH_CHART:
        return mark_safe("")
    if report.name == "goats":
        return _of_herd(report)
    if report.name == "training":
        return _of_training(report)
    if report.name == "aid":
        return _of_aid(report)
    codes = [key.split("/")[1] for key in report.totals if key.startswith("needed/")]
    shown = {part.key for part in report.parts}
    return mark_safe("".join(_of_product(report, code) for code in codes if code in shown))


def _of_herd(report: Report) -> SafeString:
    """Goats ever and living at the end of each year; empty for a herd without goats."""
    years = [key.removeprefix("ever/") for key in report.totals if key.startswith("ever/")]
    if not years:
        return mark_safe("")
    series = [
        (label, [report.totals[f"{name}/{year}"] for year in years])
        for name, label in (("ever", "Pernah ada"), ("living", "Hidup"))
    ]
    chart = line_chart("Pertumbuhan kambing bergulir", years, series, height=HERD_HEIGHT)
    caption = "Kambing pada akhir setiap tahun (ekor)"
    return _captioned(caption, chart)


def _of_training(report: Report) -> SafeString:
    """Batches of each year; empty where nobody was trained."""
    bars = [(line.row.values["what"], line.row.values["batches"]) for line in report.rows()]
    if not bars:
        return mark_safe("")
    caption = "Angkatan pelatihan setiap tahun"
    chart = bar_chart(caption, bars)
    return _captioned(caption, chart)


def _of_aid(report: Report) -> SafeString:
    """What was set aside and used of each year's budget; empty without any."""
    keys = [key for key in report.totals if key.startswith("set_aside/")]
    years = [key.removeprefix("set_aside/") for key in keys]
    if not years:
        return mark_safe("")
    series = [
        (label, [report.totals[f"{name}/{year}"] for year in years])
        for name, label in (("set_aside", "Disisihkan"), ("used", "Dipakai"))
    ]
    chart = line_chart("Dana RTM setiap tahun", years, series)
    caption = "Dana RTM menurut tahun anggarannya (rupiah)"
    return _captioned(caption, chart)


def _captioned(caption: str, chart: SafeString) -> SafeString:
    return mark_safe(
        f'<figure class="report-chart"><figcaption>{caption}</figcaption>{chart}</figure>'
    )


def _of_product(report: Report, code: str) -> str:
    months = [k.split("/")[2] for k in report.totals if k.startswith(f"money/{code}/")]
    chart = waiting_chart(
        code,
        [date.fromisoformat(f"{month}-01") for month in months],
        [report.totals[f"money/{code}/{month}"] for month in months],
        [report.totals[f"careful/{code}/{month}"] for month in months],
        report.totals[f"needed/{code}"],
    )
    caption = f"Dana {escape(code)} terhadap kebutuhan daftar tunggu (rupiah)"
    return _captioned(caption, chart)


def _of_grants(report: Report) -> SafeString:
    """Names and amounts of the rows; nothing of a report without any."""
    bars = [(line.row.values["name"], line.row.values["amount"]) for line in report.rows()]
    if not any(amount for _, amount in bars):
        return mark_safe("")
    caption, draw = OF_GRANTS[report.name]
    chart = draw(report.full_title, bars)
    return _captioned(caption, chart)
