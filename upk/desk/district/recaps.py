"""Tables of the district with a row for each office, or for each class: what offices issued."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby

from grants.rules.percent import shares_of_hundred
from grants.rules.sectors import SECTORS
from reports import herd, levies, lpp
from reports.grouping import total_row
from reports.value import NUMBER, Column, Kind, Part, Report, Row, Rule, Section, Unit, Value
from upk.desk.district.consolidation import (
    OFFICE_COLUMNS,
    Coverage,
    consolidated,
    money,
    office_rows,
    sums_of,
)
from upk.money import HUNDRED, ZERO_PERCENT, ratio

Values = dict[str, Value]
NPL_RULE = Rule(
    "npl",
    "NPL",
    "saldo kelas bermasalah ÷ saldo seluruhnya × 100, kelas menurut susunan setiap UPK",
)


def _per_office(
    coverage: Coverage,
    name: str,
    title: str,
    columns: Sequence[Column],
    keys: dict[str, str],
    finish: Callable[[Values], Values] = dict,
    rule: Sequence[Rule] = (),
) -> Report:
    """A row for each office and the sum of all."""
    rows = office_rows(coverage, keys, finish)
    total = total_row("total", "Jumlah kabupaten", rows, columns, finish)
    parts = (Part("total", "", (Section("offices", "", rows),), (total,)),) if rows else ()
    whole = total.values if rows else {}
    return consolidated(coverage, name, title, columns, parts, rule=rule, totals=whole)


def _lines(name: str, columns: Sequence[Column]) -> dict[str, str]:
    """Where each column that adds up is found among the lines of an issue."""
    adding = (c for c in columns if c.adds and c.unit in (Unit.RUPIAH, Unit.COUNT))
    return {column.key: f"{name}/{column.key}" for column in adding}


def build_lpp(coverage: Coverage) -> Report:
    """The LPP's recapitulation per office."""
    own = (Column("groups", "Kel", Unit.COUNT, width=6), *lpp.amount_columns(coverage.period))
    return _per_office(
        coverage, "lpp", "Rekapitulasi LPP per UPK", (*OFFICE_COLUMNS, *own),
        _lines("lpp-villages", own), lpp.with_rate, (lpp.RATE_RULE, lpp.LISTED_RULE),
    )  # fmt: skip


def build_levies(coverage: Coverage) -> Report:
    """Levies of the quarter and the villages' money, per office."""
    own = tuple(c for c in levies.COLUMNS if c.is_figure and c is not NUMBER)
    return _per_office(
        coverage, "levies", "Iuran Pemeliharaan per UPK", (*OFFICE_COLUMNS, *own),
        _lines("levies", own), levies.with_percent, levies.RULES,
    )  # fmt: skip


def build_goats(coverage: Coverage) -> Report:
    """Rollover goats per office."""
    own = tuple(c for c in herd.columns_of(coverage.period) if c.is_figure)
    return _per_office(
        coverage, "goats", "Kambing Bergulir per UPK", (*OFFICE_COLUMNS, *own),
        _lines("goats", own), herd.per_inhabitants,
    )  # fmt: skip


def build_grants(coverage: Coverage) -> Report:
    """Grants by sector, per office, with each sector's share of the whole below."""
    columns = (
        *OFFICE_COLUMNS,
        *(Column(key, name, Unit.RUPIAH, width=16) for key, name in SECTORS),
        money("amount", "Jumlah"),
    )
    keys = {key: f"grants_{key}" for key, _ in SECTORS} | {"amount": "grants_total"}
    report = _per_office(
        coverage, "grants-by-sector", "Alokasi BLM per Bidang dan UPK", columns, keys
    )
    if not report.totals.get("amount"):
        return report
    sectors = [key for key, _ in SECTORS]
    shares = shares_of_hundred([report.totals[key] for key in sectors])
    percent = dict(zip(sectors, shares, strict=True))
    texts = ", ".join(f"{name} {percent[key]:.2f}%".replace(".", ",") for key, name in SECTORS)
    named = {f"{key}_percent": share for key, share in percent.items()}
    return replace(
        report,
        rule=(Rule("shares", "Bagian setiap bidang", texts), *report.rule),
        totals={**report.totals, **named},
    )


CLASS_COLUMNS = (
    Column("class", "Tingkat kolektibilitas", width=34),
    Column("loans", "Pinjaman", Unit.COUNT, width=10),
    money("outstanding", "Saldo pinjaman"),
    money("provision", "Cadangan yang diperlukan"),
    Column("share", "% dari saldo", Unit.PERCENT, width=11),
)


def build_collectibility(coverage: Coverage) -> Report:
    """Outstanding of each class, by product, and the NPL of the whole district."""
    cells: dict[tuple[str, str], Values] = {}
    whole = {"npl_outstanding": 0, "base": 0}
    for line in sums_of(coverage, "provision"):
        if len(line.path) == 1:
            whole[line.path[0]] = line.value
            continue
        product, code, column = line.path
        cell = cells.setdefault(
            (product, code), {"class": line.label, "loans": 0, "outstanding": 0, "provision": 0}
        )
        cell[column] = line.value
    parts = [
        _product(product, {code: cells[product, code] for _, code in keys})
        for product, keys in groupby(sorted(cells), key=lambda key: key[0])
    ]
    npl = ratio(whole["npl_outstanding"], whole["base"]) if whole["base"] else None
    of_parts = [part.totals[0] for part in parts]
    total = total_row("total", "Jumlah seluruhnya", of_parts, CLASS_COLUMNS, _whole_share)
    figure = Row(
        "npl", {"outstanding": whole["npl_outstanding"], "share": npl}, Kind.FIGURE, "NPL kabupaten"
    )
    return consolidated(
        coverage, "collectibility", "Kolektibilitas Gabungan", CLASS_COLUMNS, parts,
        total_rows=(total, figure) if parts else (), rule=(NPL_RULE,), part_label="Produk",
        totals={**total.values, "npl": npl, "npl_outstanding": whole["npl_outstanding"]},
    )  # fmt: skip


def _product(product: str, cells: dict[str, Values]) -> Part:
    base = sum(cell["outstanding"] for cell in cells.values())
    rows = tuple(
        Row(f"{product}/{code}", {**cell, "share": ratio(cell["outstanding"], base)})
        for code, cell in cells.items()
    )
    total = total_row(product, f"Jumlah {product}", rows, CLASS_COLUMNS, _whole_share)
    return Part(product, product, (Section(product, "", rows),), (total,))


def _whole_share(values: Values) -> Values:
    return values | {"share": HUNDRED if values["outstanding"] else ZERO_PERCENT}
