"""What a wording may name in braces: each placeholder with what it is, an example, its value.

A value that isn't known is a dotted line, to be filled in by hand.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from groups.models import Membership
from loans.papers.facts import LoanFacts
from upk.access import Role
from upk.money import cardinal, in_words, rupiah
from upk.offices.models import Office
from upk.periods import MONTHS, format_date

DOTS = "…" * 10
"""Where something is to be written by hand."""

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
LEGAL_NAMES = {
    Office.LegalForm.UPK: "Unit Pengelola Kegiatan (UPK)",
    Office.LegalForm.LKD: "BUM Desa Bersama Lembaga Keuangan Desa (LKD)",
}
SHORT_FORMS = {Office.LegalForm.UPK: "UPK", Office.LegalForm.LKD: "LKD"}


@dataclass(frozen=True, slots=True)
class Telling:
    """What the values are told of: a loan's facts and the paper's own date and number."""

    facts: LoanFacts
    dated: date
    number: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name in braces. ``example`` is printed in previews."""

    name: str
    label: str
    example: str
    value: Callable[[Telling], str]


def spoken_date(day: date) -> str:
    """``Senin tanggal lima belas bulan Februari tahun dua ribu sepuluh``, as minutes begin."""
    month, year = MONTHS[day.month - 1], cardinal(day.year)
    return f"{DAYS[day.weekday()]} tanggal {cardinal(day.day)} bulan {month} tahun {year}"


def _day(day: date | None) -> str:
    return format_date(day) if day else DOTS


def _amount(amount: int | None) -> str:
    return DOTS if amount is None else rupiah(amount)


def _words(amount: int | None) -> str:
    return DOTS if amount is None else in_words(amount)


def _rate(telling: Telling) -> str:
    return f"{telling.facts.loan.rate.normalize():f}%".replace(".", ",")


def unit(facts: LoanFacts) -> str:
    """What the tenor counts."""
    return "minggu" if facts.loan.period == "week" else "bulan"


def _every(interval: int, facts: LoanFacts) -> str:
    if interval == 0:
        return "sekaligus pada akhir jangka"
    return f"setiap {unit(facts)}" if interval == 1 else f"setiap {interval} {unit(facts)}"


def _officer(position: str) -> Callable[[Telling], str]:
    def value(telling: Telling) -> str:
        person = telling.facts.officers(telling.dated).get(position)
        return person.name if person else DOTS

    return value


def _signer(role: Role) -> Callable[[Telling], str]:
    return lambda telling: telling.facts.shared.name_of(role) or DOTS


def _loan(read: Callable[[LoanFacts], str]) -> Callable[[Telling], str]:
    return lambda telling: read(telling.facts)


def _standing(part: str, show: Callable[[int | None], str]) -> Callable[[Telling], str]:
    def value(telling: Telling) -> str:
        stands = telling.facts.standing
        return show(None if stands is None else getattr(stands, part))

    return value


def _decision(read: Callable, status: str = "W") -> Callable[[Telling], str]:
    def value(telling: Telling) -> str:
        step = telling.facts.step(status)
        return read(step.decision) if step and step.decision else DOTS

    return value


def _of_step(status: str, show: Callable[[int | None], str]) -> Callable[[Telling], str]:
    return lambda telling: show(telling.facts.amount_of(status))


_O, _POS = "UPK Kecamatan Kalijambe", Membership.Position

_OFFICE = (
    Placeholder("kantor", "nama kantor", _O, _loan(lambda f: f.office.name)),
    Placeholder("bentuk_kantor", "bentuk kantor", LEGAL_NAMES["upk"],
                _loan(lambda f: LEGAL_NAMES[f.office.legal_form])),
    Placeholder("singkatan_kantor", "UPK atau LKD", "UPK",
                _loan(lambda f: SHORT_FORMS[f.office.legal_form])),
    Placeholder("alamat_kantor", "alamat kantor", "Jalan Raya Solo-Purwodadi km 12",
                _loan(lambda f: f.office.address or DOTS)),
    Placeholder("kecamatan", "kecamatan", "Kalijambe", _loan(lambda f: f.office.subdistrict)),
    Placeholder("kabupaten", "kabupaten", "Kabupaten Sragen",
                _loan(lambda f: f.office.district.name)),
    Placeholder("provinsi", "provinsi", "Jawa Tengah", _loan(lambda f: f.office.district.province)),
    Placeholder("pimpinan", "nama pimpinan kantor", "Suyono", _signer(Role.MANAGER)),
    Placeholder("jabatan_pimpinan", "sebutan pimpinan", "Ketua UPK",
                _loan(lambda f: f.office.manager_title)),
    Placeholder("bendahara_kantor", "nama bendahara kantor", "Sri Rahayu", _signer(Role.TREASURER)),
    Placeholder("jabatan_bendahara", "sebutan bendahara kantor", "Bendahara UPK",
                _loan(lambda f: f.office.treasurer_title)),
    Placeholder("jabatan_pengawas", "sebutan pengawas", "BP-UPK",
                _loan(lambda f: f.office.supervisor_title)),
)  # fmt: skip

_GROUP = (
    Placeholder("kelompok", "nama kelompok", "Melati", _loan(lambda f: f.group.name)),
    Placeholder("kode_kelompok", "kode kelompok", "SPP-001", _loan(lambda f: f.group.code)),
    Placeholder("jenis_kelompok", "SPP, UEP", "SPP", _loan(lambda f: f.group.category)),
    Placeholder("desa", "desa", "Banaran", _loan(lambda f: f.village.name)),
    Placeholder("alamat_kelompok", "alamat kelompok", "Dukuh Krajan",
                _loan(lambda f: f.group.address or f"Desa {f.village.name}")),
    Placeholder("usaha_kelompok", "usaha kelompok", "dagang kelontong",
                _loan(lambda f: f.group.business or DOTS)),
    Placeholder("tingkat_kelompok", "tingkat kelompok", "Berkembang",
                _loan(lambda f: f.group.get_level_display())),
    Placeholder("ketua", "ketua kelompok", "Suparmi", _officer(_POS.CHAIR)),
    Placeholder("sekretaris", "sekretaris kelompok", "Ngatini", _officer(_POS.SECRETARY)),
    Placeholder("bendahara", "bendahara kelompok", "Tumini", _officer(_POS.TREASURER)),
    Placeholder("jumlah_pemanfaat", "banyaknya pemanfaat", "20",
                _loan(lambda f: str(len(f.borrowers)))),
    Placeholder("jumlah_pemanfaat_terbilang", "banyaknya pemanfaat dengan huruf", "dua puluh",
                _loan(lambda f: cardinal(len(f.borrowers)))),
)  # fmt: skip

_LOAN = (
    Placeholder("nomor_pinjaman", "nomor pinjaman", "SPP-001-SPP3", _loan(lambda f: f.loan.code)),
    Placeholder("produk", "kode produk", "SPP", _loan(lambda f: f.product.code)),
    Placeholder("nama_produk", "nama produk", "Simpan Pinjam Perempuan",
                _loan(lambda f: f.product.name)),
    Placeholder("usulan", "jumlah yang diusulkan", "Rp 25.000.000", _of_step("P", _amount)),
    Placeholder("usulan_terbilang", "jumlah usulan dengan huruf", "dua puluh lima juta rupiah",
                _of_step("P", _words)),
    Placeholder("verifikasi", "jumlah rekomendasi verifikasi", "Rp 20.000.000",
                _of_step("V", _amount)),
    Placeholder("verifikasi_terbilang", "jumlah verifikasi dengan huruf", "dua puluh juta rupiah",
                _of_step("V", _words)),
    Placeholder("alokasi", "alokasi (pokok pinjaman)", "Rp 20.000.000",
                _loan(lambda f: rupiah(f.loan.principal))),
    Placeholder("alokasi_terbilang", "alokasi dengan huruf", "dua puluh juta rupiah",
                _loan(lambda f: in_words(f.loan.principal))),
    Placeholder("jasa_persen", "jasa per bulan", "1,5%", _rate),
    Placeholder("cara_jasa", "cara hitung jasa", "flat (tetap)",
                _loan(lambda f: f.loan.get_method_display().lower())),
    Placeholder("jangka", "jangka", "12 bulan", _loan(lambda f: f"{f.loan.tenor} {unit(f)}")),
    Placeholder("jangka_terbilang", "jangka dengan huruf", "dua belas bulan",
                _loan(lambda f: f"{cardinal(f.loan.tenor)} {unit(f)}")),
    Placeholder("angsuran_pokok", "selang angsuran pokok", "setiap bulan",
                _loan(lambda f: _every(f.loan.principal_every, f))),
    Placeholder("angsuran_jasa", "selang angsuran jasa", "setiap bulan",
                _loan(lambda f: _every(f.loan.interest_every, f))),
    Placeholder("jumlah_angsuran", "banyaknya angsuran", "12", _loan(lambda f: str(len(f.rows)))),
    Placeholder("total_jasa", "jasa seluruhnya", "Rp 3.600.000",
                _loan(lambda f: rupiah(f.total_interest))),
    Placeholder("total_kewajiban", "pokok dan jasa seluruhnya", "Rp 23.600.000",
                _loan(lambda f: rupiah(f.loan.principal + f.total_interest))),
    Placeholder("total_kewajiban_terbilang", "pokok dan jasa dengan huruf",
                "dua puluh tiga juta enam ratus ribu rupiah",
                _loan(lambda f: in_words(f.loan.principal + f.total_interest))),
    Placeholder("angsuran_pertama", "jatuh tempo angsuran pertama", "15 Maret 2010",
                _loan(lambda f: format_date(f.rows[0].due_on))),
    Placeholder("jatuh_tempo", "jatuh tempo angsuran terakhir", "15 Februari 2011",
                _loan(lambda f: format_date(f.rows[-1].due_on))),
)  # fmt: skip

_LIFE = (
    Placeholder("tanggal_usulan", "tanggal usulan", "10 Januari 2010",
                _loan(lambda f: _day(f.loan.proposed_on))),
    Placeholder("tanggal_verifikasi", "tanggal verifikasi", "20 Januari 2010",
                _loan(lambda f: _day(f.day_of("V")))),
    Placeholder("tanggal_persetujuan", "tanggal persetujuan", "5 Februari 2010",
                _loan(lambda f: _day(f.day_of("W")))),
    Placeholder("tanggal_cair", "tanggal pencairan", "15 Februari 2010",
                _loan(lambda f: _day(f.disbursed_on))),
    Placeholder("tanggal_lunas", "tanggal pelunasan", "15 Februari 2011",
                _loan(lambda f: _day(f.day_of("L")))),
    Placeholder("lembaga_keputusan", "yang menyetujui", "Tim Pendanaan",
                _decision(lambda d: d.get_body_display())),
    Placeholder("nomor_keputusan", "nomor keputusan persetujuan", "04/TP/II/2010",
                _decision(lambda d: d.number)),
    Placeholder("tanggal_keputusan", "tanggal keputusan persetujuan", "5 Februari 2010",
                _decision(lambda d: format_date(d.decided_on))),
    Placeholder("saldo_pokok", "saldo pokok", "Rp 12.000.000", _standing("outstanding", _amount)),
    Placeholder("tunggakan", "tunggakan pokok dan jasa", "Rp 3.933.000",
                _standing("arrears", _amount)),
    Placeholder("tunggakan_terbilang", "tunggakan dengan huruf",
                "tiga juta sembilan ratus tiga puluh tiga ribu rupiah",
                _standing("arrears", _words)),
    Placeholder("bulan_menunggak", "lama menunggak", "2 bulan", _standing(
        "months_in_arrears", lambda months: DOTS if months is None else f"{months} bulan")),
    Placeholder("keadaan_per", "tanggal keadaan tunggakan dan saldo", "15 Februari 2010",
                _loan(lambda f: format_date(f.on))),
)  # fmt: skip

_PAPER = (
    Placeholder("nomor_surat", "nomor dokumen ini", "012/SPK/UPK-KAL/II/2010",
                lambda t: t.number or DOTS),
    Placeholder("tanggal_surat", "tanggal dokumen ini", "15 Februari 2010",
                lambda t: format_date(t.dated)),
    Placeholder("hari_tanggal", "hari dan tanggal dengan huruf", spoken_date(date(2010, 2, 15)),
                lambda t: spoken_date(t.dated)),
)  # fmt: skip

GROUPS = (
    ("Kantor", _OFFICE),
    ("Kelompok", _GROUP),
    ("Pinjaman", _LOAN),
    ("Perjalanan pinjaman", _LIFE),
    ("Dokumen", _PAPER),
)
"""The placeholders as the manager's page lists them."""

PLACEHOLDERS = {p.name: p for _, placeholders in GROUPS for p in placeholders}


class Values(Mapping):
    """The values of one paper of one loan, each worked out when it is asked for."""

    def __init__(self, telling: Telling) -> None:
        self._telling = telling

    def __getitem__(self, name: str) -> str:
        return PLACEHOLDERS[name].value(self._telling)

    def __iter__(self):
        return iter(PLACEHOLDERS)

    def __len__(self) -> int:
        return len(PLACEHOLDERS)


EXAMPLES = {name: placeholder.example for name, placeholder in PLACEHOLDERS.items()}
"""What a preview shows."""
