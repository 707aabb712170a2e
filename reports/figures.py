"""The published figures of a pack: what lists, the district and the public read of an issue.

They are taken from the pack's reports, never worked out anew, and kept as rows beside the frozen
text (``IssuedFigure``) when it is issued. Keys are stable (design.md 7):

- named figures: ``economic_assets``, ``outstanding``, ``npl``, ``grants_fisik_percent`` …;
  what a report doesn't have (a percentage without a base, goats of an office without goats) is
  left out; how many months are reported is the pack's own;
- lines of tables: ``REPORT/ROW/COLUMN``, as in ``groups/KAL/groups_spp``; a line of nothing is left
  out. Those that can be added up over offices are ``reports.lines``.
"""

from dataclasses import dataclass
from decimal import Decimal

from grants.rules.sectors import SECTORS
from reports.lines import lines_of
from reports.pack import Pack
from reports.value import Kind, Report, Unit, Value
from upk.periods import Quarter

HEALTH_GRADE = "health_grade"
"""The rating's grade: its ``label`` is the grade (Sehat), its ``value`` the score."""


MONTHS = "report_months"
"""How many months a pack reports: levies and conditions come as often."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure. ``value``: whole rupiah, a count, or a percentage in hundredths."""

    label: str
    unit: Unit
    value: int


@dataclass(frozen=True, slots=True)
class _Named:
    """A named figure: the report that has it, and its key among that report's totals."""

    key: str
    label: str
    report: str
    total: str
    unit: Unit = Unit.RUPIAH


def _count(key: str, label: str, report: str, total: str = "") -> _Named:
    return _Named(key, label, report, total or key, Unit.COUNT)


def _percent(key: str, label: str, report: str, total: str = "") -> _Named:
    return _Named(key, label, report, total or key, Unit.PERCENT)


NAMED = (
    _Named("economic_assets", "Aset ekonomi", "trial-balance", "economic_assets"),
    _Named("assets", "Jumlah aset", "balance-sheet", "assets"),
    _Named("liabilities", "Jumlah utang dan titipan", "balance-sheet", "liabilities"),
    _Named("equity", "Jumlah modal", "balance-sheet", "equity"),
    _Named("cash", "Kas dan bank", "cash-flow", "closing"),
    _Named("income", "Pendapatan sejak 1 Januari", "income-statement", "income"),
    _Named("expense", "Beban sejak 1 Januari", "income-statement", "expense"),
    _Named("surplus", "Surplus sejak 1 Januari", "income-statement", "surplus"),
    _Named("surplus_within", "Surplus triwulan ini", "income-statement", "surplus_within"),
    _Named("outstanding", "Saldo pinjaman (pokok)", "provision", "base"),
    _count("loans", "Pinjaman berjalan", "provision"),
    _percent("repayment_rate", "Tingkat pengembalian", "lpp-villages"),
    _Named("received_principal", "Pokok diterima", "lpp-villages", "within_principal"),
    _Named("received_interest", "Jasa diterima", "lpp-villages", "within_interest"),
    _Named("arrears_principal", "Tunggakan pokok", "lpp-villages", "arrears_principal"),
    _Named("arrears_interest", "Tunggakan jasa", "lpp-villages", "arrears_interest"),
    _percent("npl", "NPL (kelas III, IV, V)", "provision"),
    _Named("npl_outstanding", "Saldo kelas III, IV, V", "provision", "npl_outstanding"),
    _percent("par30", "PAR30", "provision"),
    _Named("provision", "Cadangan yang diperlukan", "provision", "provision"),
    _Named("reserve", "Cadangan yang dibentuk", "health", "reserve"),
    _percent("health_score", "Skor kesehatan", "health", "score"),
    _Named("disbursed", "Pencairan triwulan ini", "disbursements", "principal"),
    _Named("written_off", "Penghapusan s.d. triwulan ini", "write-offs", "written_off"),
    _count("groups_spp", "Kelompok SPP", "groups"),
    _count("groups_uep", "Kelompok UEP", "groups"),
    _count("groups_total", "Kelompok", "groups"),
    _count("groups_with_loan", "Kelompok yang meminjam", "groups"),
    _count("members", "Anggota kelompok", "groups"),
    _count("villages", "Desa", "groups"),
    _count("villages_with_regulation", "Desa dengan Perdes iuran", "levies"),
    _Named("levies_due", "Tagihan iuran triwulan ini", "levies", "due"),
    _Named("levies_paid", "Iuran dibayar triwulan ini", "levies", "paid"),
    _percent("levies_percent", "Iuran dibayar", "levies", "percent"),
    _Named("levies_balance", "Uang iuran milik desa", "levies", "balance"),
    _count("infrastructure", "Prasarana", "infrastructure", "pieces"),
    _count("infrastructure_good", "Prasarana dalam keadaan baik", "infrastructure", "good"),
    _percent("infrastructure_score", "Nilai kondisi prasarana", "infrastructure", "score"),
    _Named("grants_total", "Dana BLM", "grants-by-sector", "grants_total"),
    *(
        _Named(f"grants_{key}", f"Dana BLM {name}", "grants-by-sector", f"grants_{key}")
        for key, name in SECTORS
    ),
    *(
        _percent(f"grants_{key}_percent", f"Bagian dana BLM {name}", "grants-by-sector")
        for key, name in SECTORS
    ),
    _count("goats_ever", "Kambing bergulir pernah ada", "goats"),
    _count("goats_living", "Kambing bergulir hidup", "goats"),
    _count("goats_reached", "RTM penerima kambing", "goats", "reached"),
    _count("goats_overdue", "Serah terima terlambat", "goats", "overdue"),
    _Named("aid_used", "Bantuan RTM disalurkan", "aid", "aid_used"),
    _count("responsible", "Penanggung jawab desa", "profile"),
    _count("villages_each", "Desa setiap penanggung jawab", "profile"),
    _percent("rtm_share", "Bagian surplus untuk RTM", "profile"),
    _count("trained", "Pengurus kelompok dilatih", "training", "training_people"),
    _count("training_batches", "Angkatan pelatihan", "training"),
    _count("training_group_batches", "Angkatan pelatihan kelompok", "training"),
    _count("training_capacity", "Peserta setiap angkatan", "training"),
    _count("training_officers", "Pengurus setiap kelompok yang dilatih", "training"),
    _count("training_trainer_days", "Hari pelatihan pelatih", "training"),
    _count("aid_households", "RTM penerima bantuan", "aid"),
    _count("findings_unanswered", "Temuan pengawas yang belum dijawab", "findings"),
    _count("findings_overdue", "Temuan pengawas yang lewat batas waktu", "findings"),
)


def figure_labels() -> dict[tuple[str, str], str]:
    """What the named figures of reports are called, by the report and the figure's own key."""
    return {(named.report, named.total): named.label for named in NAMED}


@dataclass(frozen=True, slots=True)
class _Table:
    """Which lines of a report are published, and which of their columns."""

    report: str
    columns: tuple[str, ...]
    kinds: tuple[Kind, ...] = (Kind.ROW, Kind.TOTAL)


TABLES = (
    _Table("grants-by-sector", ("amount",), (Kind.ROW,)),
    _Table("grants-by-village", ("amount",), (Kind.ROW,)),
    _Table("groups", ("groups_spp", "groups_uep", "groups_total"), (Kind.ROW,)),
    _Table("goats", ("living",), (Kind.ROW,)),
    _Table("levies", ("paid",), (Kind.ROW,)),
)


def published(pack: Pack) -> dict[str, Figure]:
    """The published figures of a pack by key, in a stable order.

    Unit: whole rupiah, counts, percentages in hundredths. Guarantee: each is a figure of one of
    the pack's reports, or of its period.
    """
    found: dict[str, Figure] = {}
    for named in NAMED:
        report = pack.report(named.report)
        value = _stored(report.totals.get(named.total)) if report else None
        if value is not None:
            found[named.key] = Figure(named.label, named.unit, value)
    found[MONTHS] = Figure("Bulan dalam satu laporan", Unit.COUNT, _months(pack.quarter))
    if (health := pack.report("health")) and health.totals.get("grade"):
        score = found["health_score"]
        found[HEALTH_GRADE] = Figure(str(health.totals["grade"]), score.unit, score.value)
    for table in TABLES:
        if report := pack.report(table.report):
            found |= _lines(table, report)
    for line in lines_of(pack):
        found[line.key] = Figure(line.label[:160], line.unit, line.value)
    return found


def _months(quarter: Quarter) -> int:
    return quarter.end.month - quarter.start.month + 1


def _lines(table: _Table, report: Report) -> dict[str, Figure]:
    columns = [c for c in report.columns if c.key in table.columns]
    found = {}
    for line in report.lines():
        if line.row is None or line.kind not in table.kinds:
            continue
        name = report.name_of(line.row)
        for column in columns:
            if value := _stored(line.row.values.get(column.key)):
                key = f"{report.name}/{line.row.key}/{column.key}"
                label = f"{name}: {column.full_label}"[:160]
                found[key] = Figure(label, column.unit, value)
    return found


def _stored(value: Value) -> int | None:
    """The whole number that is kept: percentages in hundredths; ``None`` where there is none."""
    if isinstance(value, Decimal):
        return int(value.scaleb(2))
    return value if isinstance(value, int) else None
