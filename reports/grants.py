"""Allocation of grants: by sector, by village, by year.

All three sum the same rows (``grants.proposals.allocations``): what the meeting had approved and
what was allotted of Operasional at the end of the report's day, of one year's phase or of all.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

from grants.models import Phase
from grants.proposals.allocations import Allocation, allocations
from grants.rules.percent import shares_of_hundred
from grants.rules.sectors import SECTORS
from reports.grouping import Values, report_of
from reports.question import Question
from reports.value import NUMBER, Column, Kind, Part, Report, Row, Rule, Section, Unit
from upk.money import HUNDRED, ZERO_PERCENT
from upk.offices.models import Village

AMOUNT = Column("amount", "Jumlah", Unit.RUPIAH, width=18)
PERCENT = Column("percent", "%", Unit.PERCENT, width=9)
BY_SECTOR = (NUMBER, Column("name", "Alokasi", width=28), AMOUNT, PERCENT)
IN_SECTORS = tuple(Column(key, name, Unit.RUPIAH, width=16) for key, name in SECTORS)
BY_VILLAGE = (NUMBER, Column("name", "Desa", width=28), *IN_SECTORS, AMOUNT, PERCENT)
BY_YEAR = (Column("name", "Tahun", width=12), *IN_SECTORS, AMOUNT, PERCENT)

RULES = (
    Rule(
        "allocated",
        "Yang dihitung",
        "usulan yang disetujui MAD dan pembagian Operasional setiap tahun anggaran, menurut "
        "keputusan s.d. tanggal laporan",
    ),
    Rule(
        "largest_remainder",
        "Persen",
        "dua desimal dengan sisa terbesar, sehingga berjumlah tepat 100,00; bila sisanya sama, "
        "baris yang lebih atas",
    ),
)
OF_THE_UPK = "UPK (kecamatan)"


def build_grants_by_sector(question: Question) -> Report:
    """Amount and percentage of each sector, with the published totals by name; two queries."""
    by_sector = _sums((a.sector, a) for a in _asked(question))
    amounts = [by_sector.get(sector, 0) for sector, _ in SECTORS]
    shares = shares_of_hundred(amounts)
    rows, totals = [], {"grants_total": sum(amounts)}
    lines = zip(SECTORS, amounts, shares, strict=True)
    for no, ((sector, name), amount, share) in enumerate(lines, start=1):
        values = {"no": no, "name": name, "amount": amount, "percent": share}
        rows.append(Row(sector, values, link=(f"grants_{sector}", 0)))
        totals |= {f"grants_{sector}": amount, f"grants_{sector}_percent": share}
    title = "Alokasi BLM per Bidang"
    return _report(question, "grants-by-sector", title, BY_SECTOR, rows, totals)


def build_grants_by_village(question: Question) -> Report:
    """A row for each village, and one for the UPK's part of Operasional; three queries."""
    found = _asked(question)
    villages = Village.objects.filter(office=question.office).values_list("pk", "code", "name")
    places = [(pk, code, name) for pk, code, name in villages]
    if any(a.village_id is None for a in found):
        places.append((None, "upk", OF_THE_UPK))
    cells = _sums(((a.village_id, a.sector), a) for a in found)
    amounts = [_of(cells, pk) for pk, _, _ in places]
    shares = shares_of_hundred([sum(row.values()) for row in amounts])
    rows = [
        Row(code, {"no": no, "name": name, **own, "amount": sum(own.values()), "percent": share},
            link=("grants_village", pk) if pk else None)
        for no, ((pk, code, name), own, share) in enumerate(
            zip(places, amounts, shares, strict=True), start=1)
    ]  # fmt: skip
    title = "Alokasi BLM per Desa"
    return _report(question, "grants-by-village", title, BY_VILLAGE, rows, {})


def build_grants_by_year(question: Question) -> Report:
    """A row for each year's phase, the oldest first; three queries."""
    found = _asked(question)
    phases = dict(Phase.objects.filter(office=question.office).values_list("year", "pk"))
    years = sorted({a.year for a in found})
    cells = _sums(((a.year, a.sector), a) for a in found)
    amounts = [_of(cells, year) for year in years]
    shares = shares_of_hundred([sum(row.values()) for row in amounts])
    rows = [
        Row(str(year), {"name": str(year), **own, "amount": sum(own.values()), "percent": share},
            link=("phase", phases[year]))
        for year, own, share in zip(years, amounts, shares, strict=True)
    ]  # fmt: skip
    return _report(question, "grants-by-year", "Alokasi BLM per Tahun", BY_YEAR, rows, {})


def _asked(question: Question) -> list[Allocation]:
    """The allocations of the year that is asked for, or of all."""
    year = question.options.year
    found = allocations(question.office, question.period.end)
    return [a for a in found if year in (None, a.year)]


def _sums(keyed: Iterable[tuple[Hashable, Allocation]]) -> dict[Hashable, int]:
    sums: dict[Hashable, int] = defaultdict(int)
    for key, allocation in keyed:
        sums[key] += allocation.amount
    return sums


def _of(cells: dict[Hashable, int], place: Hashable) -> dict[str, int]:
    """A row's amounts by sector."""
    return {sector: cells.get((place, sector), 0) for sector, _ in SECTORS}


def _report(
    question: Question, name: str, title: str, columns: Sequence[Column], rows: list[Row],
    totals: Values,
) -> Report:  # fmt: skip
    def finish(values: Values) -> Values:
        return values | {"percent": HUNDRED if values["amount"] else ZERO_PERCENT}

    sums = {c.key: sum(row.values[c.key] for row in rows) for c in columns if c.unit == Unit.RUPIAH}
    total = Row("total", finish(sums), Kind.TOTAL, "Jumlah")
    parts = (Part("total", "", (Section("rows", "", tuple(rows)),), (total,)),) if rows else ()
    year = question.options.year
    return report_of(
        question, name, f"{title} {year}" if year else title, columns, parts, finish=finish,
        rule=RULES, totals=totals,
    )  # fmt: skip
