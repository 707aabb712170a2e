"""All reports by name: what each is called, what it is for, who may ask for it, what builds it.

The names are the same on the command line, in addresses and in files (design.md 7).
"""

from collections.abc import Callable
from dataclasses import dataclass

from reports.agreements import build_agreements
from reports.aid import build_aid
from reports.books.account_books import build_bank_book, build_cash_book, build_ledger
from reports.books.balance_sheet import build_balance_sheet
from reports.books.cash_flow import build_cash_flow
from reports.books.equity import build_equity_changes
from reports.books.health import build_health
from reports.books.income import build_income_statement
from reports.books.journal import build_journal
from reports.books.notes import build_notes
from reports.books.trial import build_trial_balance
from reports.budget import build_budget
from reports.collectibility import build_collectibility, build_collectibility_villages
from reports.disbursements import build_disbursements
from reports.endings import build_rescheduled, build_settled, build_write_offs
from reports.findings import build_findings
from reports.grant_work import (
    build_grant_progress,
    build_swadaya_ratio,
    build_unspent_tranches,
)
from reports.grants import (
    build_grants_by_sector,
    build_grants_by_village,
    build_grants_by_year,
)
from reports.groups import build_groups
from reports.herd import build_goats
from reports.infrastructure import build_infrastructure
from reports.inventory import build_inventory
from reports.levies import build_levies, build_maintenance_grade
from reports.loan_lists import build_active_loans, build_arrears, build_maturing
from reports.lpp import build_lpp, build_lpp_villages
from reports.profile import build_profile
from reports.provision import build_provision
from reports.question import Question
from reports.rebates import build_rebates
from reports.training import build_training
from reports.value import Report
from reports.visits import build_visits
from reports.waiting import build_proposals, build_waiting_funds, build_waiting_list
from upk.access import OFFICE, READERS, Role


class UnknownReport(ValueError):
    """There is no report of that name."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A report of the list."""

    name: str
    title: str
    purpose: str
    build: Callable[[Question], Report]
    roles: tuple[Role, ...] = OFFICE
    by_village: bool = True
    """Whether it can be narrowed to villages (a ledger's can't)."""
    by_product: bool = True
    """Whether it can be narrowed to a product too: it is about loans."""
    asks: tuple[str, ...] = ()
    """Fields that its filters have besides the period: names of ``reports.forms``."""
    names_people: bool = False
    """Whether its rows name villagers or how to reach them: taking it away is told."""


def _statement(
    name: str,
    title: str,
    purpose: str,
    build: Callable[[Question], Report],
    asks: tuple[str, ...] = (),
) -> Definition:
    """A statement from the ledger: of the whole office, for those who read its books."""
    return Definition(name, title, purpose, build, READERS, by_village=False, asks=asks)


def _grant_work(
    name: str, title: str, purpose: str, build: Callable[[Question], Report]
) -> Definition:
    """A report of grants at work, of villages and of one year's phase or of all."""
    return Definition(name, title, purpose, build, by_product=False, asks=("tahun",))


def _grants(name: str, title: str, purpose: str, build: Callable[[Question], Report]) -> Definition:
    """A report of grants, of one year's phase or of all."""
    return Definition(name, title, purpose, build, READERS, by_village=False, asks=("tahun",))


DEFINITIONS = (
    Definition(
        "lpp",
        "LPP per kelompok",
        "Target, realisasi, saldo, dan tunggakan setiap pinjaman.",
        build_lpp,
    ),
    Definition(
        "lpp-villages",
        "LPP per desa",
        "Rekapitulasi LPP: satu baris per desa.",
        build_lpp_villages,
    ),
    Definition(
        "collectibility",
        "Kolektibilitas per kelompok",
        "Kelas setiap pinjaman menurut lamanya menunggak, dan risikonya.",
        build_collectibility,
    ),
    Definition(
        "collectibility-villages",
        "Kolektibilitas per desa",
        "Saldo tiap kelas: satu baris per desa.",
        build_collectibility_villages,
    ),
    Definition(
        "provision",
        "Cadangan penyisihan, NPL, dan PAR",
        "Berapa yang harus dicadangkan, dan berapa bagian pinjaman yang bermasalah.",
        build_provision,
    ),
    Definition(
        "arrears",
        "Daftar tunggakan",
        "Kelompok yang menunggak, sejak kapan dan berapa: untuk penagihan.",
        build_arrears,
        names_people=True,
    ),
    Definition(
        "maturing",
        "Pelunasan 3 bulan ke depan",
        "Pinjaman yang segera lunas: untuk merencanakan perguliran berikutnya.",
        build_maturing,
        names_people=True,
    ),
    Definition(
        "active-loans",
        "Pinjaman aktif",
        "Semua pinjaman yang masih berutang.",
        build_active_loans,
    ),
    Definition(
        "disbursements",
        "Realisasi pencairan",
        "Pinjaman yang cair dalam periode, dengan yang diajukan.",
        build_disbursements,
        names_people=True,
    ),
    Definition(
        "settled",
        "Pinjaman lunas",
        "Pinjaman yang lunas dalam periode, dan jasa yang dibebaskan.",
        build_settled,
    ),
    Definition(
        "rescheduled",
        "Penjadwalan ulang",
        "Pinjaman yang dijadwal ulang dalam periode, dan penerusnya.",
        build_rescheduled,
    ),
    Definition(
        "write-offs",
        "Pinjaman dihapus",
        "Yang dihapus sampai tanggal laporan, dan yang diterima kemudian.",
        build_write_offs,
    ),
    Definition(
        "waiting-list",
        "Daftar tunggu",
        "Siapa menunggu pencairan, berapa, dan kapan dananya cukup.",
        build_waiting_list,
        roles=READERS,
        names_people=True,
    ),
    Definition(
        "waiting-funds",
        "Dana terhadap daftar tunggu",
        "Dana setiap produk terhadap kebutuhan, bulan demi bulan.",
        build_waiting_funds,
        roles=READERS,
        by_village=False,
    ),
    Definition(
        "proposals",
        "Rekap pengajuan proposal",
        "Usulan dalam periode ini dan yang belum selesai, per anggota.",
        build_proposals,
        names_people=True,
    ),
    Definition(
        "iptw",
        "Daftar penerima IPTW",
        "Anggota kelompok yang tepat waktu, dengan jasa dan IPTW-nya, untuk ditandatangani.",
        build_rebates,
        names_people=True,
    ),
    Definition(
        "groups",
        "Kelompok per desa",
        "Berapa kelompok setiap desa, anggotanya, dan yang sedang meminjam.",
        build_groups,
        by_product=False,
    ),
    Definition(
        "infrastructure",
        "Kondisi prasarana per desa",
        "Berapa yang diperiksa, kondisinya, dan nilainya di samping triwulan lalu.",
        build_infrastructure,
        by_product=False,
    ),
    Definition(
        "levies",
        "Iuran pemeliharaan per desa",
        "Tagihan, yang dibayar, yang disetor, dan uang setiap desa dalam triwulan.",
        build_levies,
        by_product=False,
    ),
    Definition(
        "maintenance-grade",
        "Nilai pemeliharaan per desa",
        "Nilai setiap desa dari iurannya dan kondisi prasarananya, di samping triwulan lalu.",
        build_maintenance_grade,
        by_product=False,
    ),
    _statement(
        "balance-sheet",
        "Neraca",
        "Aset, utang, dan modal dengan surplus berjalan, di samping akhir tahun lalu.",
        build_balance_sheet,
        asks=("susunan",),
    ),
    _statement(
        "income-statement",
        "Laba rugi",
        "Pendapatan dan beban sejak awal tahun: usaha, lain-lain, pajak.",
        build_income_statement,
    ),
    _statement(
        "cash-flow",
        "Arus kas",
        "Dari mana kas dan bank bertambah, dan untuk apa berkurang.",
        build_cash_flow,
    ),
    _statement(
        "equity-changes",
        "Perubahan modal",
        "Modal sejak 1 Januari: penambahan, hasil usaha, pembagian surplus.",
        build_equity_changes,
    ),
    _statement(
        "trial-balance",
        "Neraca saldo",
        "Saldo setiap akun pada sisinya; kedua sisi harus sama.",
        build_trial_balance,
        asks=("penutupan",),
    ),
    _statement(
        "ledger",
        "Buku besar",
        "Mutasi dan saldo satu akun, atau semua akun, dalam periode.",
        build_ledger,
        asks=("akun",),
    ),
    _statement(
        "calk",
        "Catatan atas laporan keuangan",
        "Penjelasan laporan keuangan: kebijakan, rincian pos, kualitas pinjaman.",
        build_notes,
    ),
    _statement(
        "health",
        "Penilaian kesehatan",
        "Enam rasio dengan angka, skor, dan keadaannya.",
        build_health,
    ),
    _statement(
        "journal",
        "Jurnal",
        "Semua jurnal dalam periode, baris demi baris.",
        build_journal,
    ),
    _statement(
        "cash-book",
        "Buku kas",
        "Uang tunai masuk dan keluar dalam periode, dengan saldonya.",
        build_cash_book,
    ),
    _statement(
        "bank-book",
        "Buku bank",
        "Mutasi setiap rekening bank dalam periode, dengan saldonya.",
        build_bank_book,
    ),
    Definition(
        "budget",
        "Anggaran dan realisasi",
        "Anggaran setiap akun di samping realisasinya: masa ini, sampai masa ini, setahun.",
        build_budget,
        roles=READERS,
        by_village=False,
    ),
    Definition(
        "inventory",
        "Daftar inventaris",
        "Setiap barang dengan harga perolehan, penyusutan, nilai buku, dan kondisinya.",
        build_inventory,
        roles=READERS,
        by_village=False,
    ),
    _grants(
        "grants-by-sector",
        "Alokasi BLM per bidang",
        "Dana setiap bidang dengan persennya, satu tahun anggaran atau semua.",
        build_grants_by_sector,
    ),
    _grants(
        "grants-by-village",
        "Alokasi BLM per desa",
        "Dana setiap desa menurut bidang, dengan bagian UPK.",
        build_grants_by_village,
    ),
    _grants(
        "grants-by-year",
        "Alokasi BLM per tahun",
        "Dana setiap tahun anggaran menurut bidang.",
        build_grants_by_year,
    ),
    _grant_work(
        "grant-progress",
        "Kemajuan kegiatan BLM",
        "Setiap kegiatan: dana, tahap yang cair, LPD, kemajuan fisik, dan swadaya.",
        build_grant_progress,
    ),
    _grant_work(
        "unspent-tranches",
        "Dana BLM yang belum digunakan",
        "Uang di TPK yang belum ada LPD-nya, dan dana yang belum cair.",
        build_unspent_tranches,
    ),
    _grant_work(
        "swadaya-ratio",
        "Rasio swadaya",
        "Swadaya setiap kegiatan menurut bentuknya, terhadap rencana dan seluruh biaya.",
        build_swadaya_ratio,
    ),
    Definition(
        "visits",
        "Kunjungan dan pertemuan",
        "Kunjungan setiap desa dan kelompok dalam triwulan, yang hadir, dan kesepakatannya.",
        build_visits,
        by_product=False,
    ),
    Definition(
        "training",
        "Pelatihan",
        "Angkatan, peserta, kehadiran, dan kenaikan nilai: per tahun, jenis, dan desa.",
        build_training,
        by_product=False,
    ),
    Definition(
        "goats",
        "Kambing bergulir",
        "Kambing setiap desa: pernah ada, hidup, serah terima, dan perubahannya dalam masa ini.",
        build_goats,
        roles=READERS,
        by_village=False,
    ),
    Definition(
        "profile",
        "Profil dan penanggung jawab",
        "Naskah profil, penanggung jawab setiap desa, pengurus, dan dokumen hukum kantor.",
        build_profile,
        roles=READERS,
        by_village=False,
        by_product=False,
    ),
    Definition(
        "findings",
        "Catatan pengawas dan jawaban",
        "Temuan BP-UPK dalam masa ini dan yang belum selesai, dengan jawabannya.",
        build_findings,
        by_product=False,
    ),
    Definition(
        "agreements",
        "Kerja sama",
        "Mitra dan perjanjian kantor, dengan masa berlakunya.",
        build_agreements,
        roles=READERS,
        by_village=False,
        by_product=False,
    ),
    Definition(
        "aid",
        "Bantuan RTM dari surplus",
        "Anggaran setiap tahun, yang dipakai, sisanya, dan yang diterima setiap desa.",
        build_aid,
        roles=READERS,
        by_village=False,
    ),
)
REPORTS = {definition.name: definition for definition in DEFINITIONS}


def definition(name: str) -> Definition:
    """The report of that name. Raises ``UnknownReport``."""
    try:
        return REPORTS[name]
    except KeyError:
        raise UnknownReport(name) from None


def build(name: str, question: Question) -> Report:
    """Build a report. Raises ``UnknownReport``."""
    return definition(name).build(question)
