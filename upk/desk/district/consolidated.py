"""The district's reports by name: what each is called, what it is for, what builds it."""

from collections.abc import Callable
from dataclasses import dataclass

from reports.value import Report
from upk.desk.district import recaps, statements
from upk.desk.district.consolidation import Coverage, coverage_of
from upk.offices.models import District
from upk.periods import Quarter


@dataclass(frozen=True, slots=True)
class Definition:
    """A report of the list."""

    name: str
    title: str
    purpose: str
    build: Callable[[Coverage], Report]


DEFINITIONS = (
    Definition(
        "balance-sheet",
        "Neraca gabungan",
        "Aset, utang, dan modal semua UPK menurut kode akun.",
        statements.build_balance_sheet,
    ),
    Definition(
        "income-statement",
        "Laba rugi gabungan",
        "Pendapatan dan beban semua UPK sejak awal tahun.",
        statements.build_income_statement,
    ),
    Definition(
        "cash-flow",
        "Arus kas gabungan",
        "Dari mana kas dan bank semua UPK bertambah, dan untuk apa berkurang.",
        statements.build_cash_flow,
    ),
    Definition(
        "lpp",
        "Rekapitulasi LPP per UPK",
        "Target, realisasi, saldo, dan tunggakan: satu baris per UPK.",
        recaps.build_lpp,
    ),
    Definition(
        "collectibility",
        "Kolektibilitas gabungan",
        "Saldo setiap kelas per produk, dan NPL kabupaten.",
        recaps.build_collectibility,
    ),
    Definition(
        "grants-by-sector",
        "BLM per bidang dan UPK",
        "Dana setiap bidang: satu baris per UPK.",
        recaps.build_grants,
    ),
    Definition(
        "levies",
        "Iuran pemeliharaan per UPK",
        "Tagihan, yang dibayar, dan uang desa: satu baris per UPK.",
        recaps.build_levies,
    ),
    Definition(
        "goats",
        "Kambing bergulir per UPK",
        "Kambing yang hidup, serah terima, dan perubahannya: satu baris per UPK.",
        recaps.build_goats,
    ),
)
REPORTS = {definition.name: definition for definition in DEFINITIONS}


class UnknownReport(ValueError):
    """There is no report of that name."""


def definition(name: str) -> Definition:
    """The report of that name. Raises ``UnknownReport``."""
    try:
        return REPORTS[name]
    except KeyError:
        raise UnknownReport(name) from None


def build(name: str, district: District, quarter: Quarter) -> Report:
    """A report of the district for a quarter; at most four queries. Raises ``UnknownReport``."""
    return definition(name).build(coverage_of(district, quarter))
