"""The inventory as the familiar list: every thing by class, with what the period took off."""

from collections.abc import Sequence
from datetime import timedelta

from reports.grouping import report_of, total_row
from reports.period import ReportPeriod
from reports.question import Question
from reports.value import NUMBER, Column, Kind, Part, Report, Row, Rule, Section, Unit
from upk.assets.inventory import AssetLine, ClassLines, inventory
from upk.assets.models import Asset

RULE = Rule(
    "straight_line",
    "Penyusutan",
    "garis lurus sebulan sekali sejak bulan pembelian menurut masa manfaat golongannya pada "
    "tanggal beli, sampai nilai buku Rp 1; yang sudah dibukukan sampai tanggal laporan",
)


def columns_of(period: ReportPeriod) -> tuple[Column, ...]:
    """What is known of each thing, and its depreciation before, within and through the period."""
    before, within, through = period.heads
    return (
        NUMBER,
        Column("code", "Nomor", width=10),
        Column("name", "Nama barang", width=28),
        Column("bought_on", "Tanggal beli", Unit.DATE, width=12),
        Column("months", "Masa manfaat (bulan)", Unit.COUNT, width=9, adds=False),
        Column("location", "Tempat", width=16),
        Column("condition", "Kondisi", width=12),
        Column("cost", "Harga perolehan", Unit.RUPIAH, width=16),
        Column("worn_before", before, Unit.RUPIAH, "Penyusutan", width=15),
        Column("worn_in_period", within, Unit.RUPIAH, "Penyusutan", width=15),
        Column("worn", through, Unit.RUPIAH, "Penyusutan", width=15),
        Column("value", "Nilai buku", Unit.RUPIAH, width=16),
    )


def build_inventory(question: Question) -> Report:
    """The things in the books at the period's end, by class; two queries."""
    start, end = question.period.start, question.period.end
    groups = inventory(question.office, end)
    then = Asset.objects.filter(office=question.office).held(start - timedelta(days=1))
    before = dict(then.values_list("pk", "worn")) if groups else {}
    columns = columns_of(question.period)
    number, sections = 0, []
    for group in groups:
        rows = tuple(
            _row(line, number + n, before.get(line.asset.pk, 0))
            for n, line in enumerate(group.lines, start=1)
        )
        number += len(rows)
        sections.append(_section(group, rows, columns))
    rows = [row for section in sections for row in section.rows]
    parts = ()
    if rows:
        total = total_row("total", "Jumlah", rows, columns)
        parts = (Part("total", "", tuple(sections), (total,)),)
    return report_of(
        question, "inventory", "Daftar Inventaris", columns, parts, rule=(RULE,),
        section_label="Golongan", totals={"things": len(rows)},
    )  # fmt: skip


def _section(group: ClassLines, rows: tuple[Row, ...], columns: Sequence[Column]) -> Section:
    title = group.asset_class.name
    key = f"class/{title}"
    return Section(
        key, title, rows, total_row(key, f"Jumlah {title}", rows, columns, kind=Kind.SUBTOTAL)
    )


def _row(line: AssetLine, number: int, worn_before: int) -> Row:
    asset = line.asset
    values = {
        "no": number,
        "code": asset.code,
        "name": asset.acquisition.name,
        "bought_on": asset.acquisition.bought_on,
        "months": asset.acquisition.months,
        "location": asset.location or "",
        "condition": line.condition_label,
        "cost": asset.cost,
        "worn_before": worn_before,
        "worn_in_period": asset.worn - worn_before,
        "worn": asset.worn,
        "value": asset.value,
    }
    return Row(asset.code, values, link=("asset", asset.pk))
