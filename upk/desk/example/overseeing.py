"""What the supervisor found and whom the office works with, 2005 to 2010: all of it invented.

The five partners are sub-districts of Sragen; that just these took part in the training of 2005,
and every word of the agreements and findings, nobody has published.
"""

from dataclasses import dataclass
from datetime import date

from oversight.rules.findings import Step
from upk.access import Role


@dataclass(frozen=True, slots=True)
class FindingWritten:
    """The supervisor writes a finding; ``about``: a kind of row, and the village's code."""

    on: date
    key: str
    subject: str
    text: str
    severity: str
    addressee: Role
    deadline: date
    about: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class FindingStepped:
    """A step of the finding ``key``; ``deadline``: the new one."""

    on: date
    key: str
    kind: Step
    text: str
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class AgreementSigned:
    """An agreement with a partner, who is registered by then or with it."""

    on: date
    partner: str
    place: str
    number: str
    subject: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class AgreementEnded:
    """An agreement that ended before its time."""

    on: date
    number: str
    reason: str


Overseeing = FindingWritten | FindingStepped | AgreementSigned | AgreementEnded
RANKS: tuple[tuple[type, ...], ...] = (
    (AgreementSigned, AgreementEnded), (FindingWritten, FindingStepped),
)  # fmt: skip

LIGHT, MEDIUM, GRAVE = "light", "medium", "grave"
MANAGER, TREASURER, SECRETARY, FACILITATOR = (
    Role.MANAGER, Role.TREASURER, Role.SECRETARY, Role.FACILITATOR,
)  # fmt: skip

FINDINGS = (
    # found, subject, text, severity, who answers, deadline, about; then each step
    (
        (date(2005, 9, 6), "Bukti kas keluar tanpa tanda tangan",
         "Tiga bukti pada bulan Agustus belum ditandatangani penerimanya.", MEDIUM, TREASURER,
         date(2005, 9, 30), ("entry", "")),
        (date(2005, 9, 20), Step.ANSWERED, "Ketiganya sudah ditandatangani."),
        (date(2005, 10, 4), Step.CLOSED, "Dilihat aslinya, lengkap."),
    ),
    (
        (date(2006, 3, 7), "Buku anggota belum diisi",
         "Buku anggota kelompok berhenti pada bulan Desember.", LIGHT, SECRETARY,
         date(2006, 4, 7), ("group", "KRI")),
        (date(2006, 4, 3), Step.ANSWERED, "Diisi bersama ketua kelompok sampai bulan Maret."),
        (date(2006, 4, 18), Step.CLOSED, "Buku diperiksa, sesuai kartu pinjaman."),
    ),
    (
        (date(2006, 9, 5), "Opname kas tidak dilakukan setiap minggu",
         "Selama Agustus kas dihitung satu kali.", GRAVE, TREASURER, date(2006, 9, 29), None),
        (date(2006, 9, 26), Step.ANSWERED, "Opname dilakukan setiap Jumat mulai bulan ini."),
        (date(2006, 10, 10), Step.RETURNED,
         "Berita acara minggu pertama dan kedua belum ada.", date(2006, 10, 31)),
        (date(2006, 10, 30), Step.ANSWERED, "Berita acara seluruhnya dilampirkan dalam map kas."),
        (date(2006, 11, 7), Step.CLOSED, "Lengkap untuk Oktober."),
    ),
    (
        (date(2007, 5, 8), "Tim pemelihara belum dibentuk",
         "Prasarana selesai sejak tahun lalu, tim pemeliharanya belum ada.", MEDIUM, FACILITATOR,
         date(2007, 6, 29), ("infrastructure", "SAR")),
        (date(2007, 6, 26), Step.EXTENDED, "Musyawarah desa ditunda sesudah panen.",
         date(2007, 8, 31)),
        (date(2007, 8, 21), Step.ANSWERED, "Tim dibentuk dalam musyawarah dusun."),
        (date(2007, 9, 4), Step.CLOSED, "Surat keputusan desa dilihat."),
    ),
    (
        (date(2007, 11, 6), "Usulan dicatat dua kali",
         "Usulan kelompok ini tampak dua kali dalam daftar.", LIGHT, SECRETARY,
         date(2007, 11, 30), ("group", "BAN")),
        (date(2007, 11, 13), Step.WITHDRAWN,
         "Ternyata dua usulan dari dua kelompok dengan nama yang mirip."),
    ),
    (
        (date(2008, 4, 8), "Pemanfaat tidak sesuai daftar verifikasi",
         "Satu pemanfaat diganti tanpa berita acara.", GRAVE, MANAGER, date(2008, 5, 9),
         ("loan", "TEG")),
        (date(2008, 5, 6), Step.ANSWERED, "Berita acara pengganti dibuat oleh Tim Verifikasi."),
        (date(2008, 5, 20), Step.CLOSED, "Berita acara dilihat."),
    ),
    (
        (date(2008, 10, 7), "Swadaya kegiatan belum dicatat",
         "Swadaya tenaga belum masuk catatan kegiatan.", MEDIUM, FACILITATOR,
         date(2008, 11, 7), ("grant", "NGE")),
        (date(2008, 11, 4), Step.ANSWERED, "Daftar hadir kerja bakti sudah dicatat."),
        (date(2008, 11, 18), Step.CLOSED, "Sesuai daftar hadir."),
    ),
    (
        (date(2009, 6, 9), "Iuran tidak disetor ke bank tiga bulan",
         "Iuran yang dikumpulkan desa masih berupa uang tunai.", MEDIUM, TREASURER,
         date(2009, 7, 10), ("village", "WON")),
        (date(2009, 7, 7), Step.ANSWERED, "Disetor ke rekening iuran."),
        (date(2009, 7, 21), Step.CLOSED, "Rekening koran dilihat."),
        (date(2009, 8, 4), Step.REOPENED, "Bulan Juli kembali belum disetor.", date(2009, 9, 4)),
        (date(2009, 9, 1), Step.ANSWERED, "Jadwal setor ditetapkan setiap tanggal 5."),
        (date(2009, 9, 15), Step.CLOSED, "Setoran Agustus dan September tepat waktu."),
    ),
    (
        (date(2009, 11, 10), "Kartu pinjaman belum diserahkan",
         "Kelompok belum memegang kartu pinjamannya.", LIGHT, TREASURER, date(2009, 12, 11),
         ("loan", "KRI")),
        (date(2009, 12, 8), Step.ANSWERED, "Kartu diserahkan saat setoran Desember."),
    ),
    (
        (date(2009, 12, 8), "Surat tanggung renteng belum diperbarui",
         "Anggota baru belum menandatangani surat tanggung renteng.", MEDIUM, SECRETARY,
         date(2010, 1, 15), ("group", "SAR")),
    ),
    (
        (date(2010, 1, 12), "Kunjungan penagihan tidak dicatat",
         "Pinjaman menunggak ini dikunjungi tanpa catatan hasilnya.", MEDIUM, FACILITATOR,
         date(2010, 3, 12), ("loan", "SAR")),
    ),
    (
        (date(2010, 1, 19), "Pengeluaran perjalanan tanpa surat tugas",
         "Dua perjalanan bulan ini belum ada surat tugasnya.", MEDIUM, MANAGER,
         date(2010, 2, 26), ("entry", "")),
        (date(2010, 2, 2), Step.ANSWERED, "Surat tugas dibuat menyusul."),
        (date(2010, 2, 9), Step.RETURNED, "Nomor surat tugas belum ada.", date(2010, 3, 5)),
    ),
)  # fmt: skip

PARTNERS = ("Gemolong", "Miri", "Plupuh", "Sumberlawang", "Tanon")
SIGNED, FROM = date(2005, 3, 8), date(2005, 3, 14)
TRAINING, EXCHANGE, AUDIT = (
    "Pelatihan bersama pengurus UPK tahun 2005", "Tukar pengalaman pengelolaan perguliran",
    "Pemeriksaan silang pembukuan",
)  # fmt: skip


def plan_oversight() -> list[Overseeing]:
    """Findings in every state, agreements in force, running out, over and ended early."""
    events: list[Overseeing] = []
    for number, (found, *steps) in enumerate(FINDINGS, 1):
        on, *facts = found
        events.append(FindingWritten(on, f"temuan {number}", *facts))
        events += [FindingStepped(day, f"temuan {number}", *told) for day, *told in steps]
    return [*events, *_agreements()]


def _agreements() -> list[Overseeing]:
    first: list[Overseeing] = [
        AgreementSigned(
            SIGNED, f"UPK Kecamatan {place}", f"Kecamatan {place}", f"{n:02}/PKS-PLT/2005",
            TRAINING, FROM, date(2005, 12, 31),
        )
        for n, place in enumerate(PARTNERS, 1)
    ]  # fmt: skip
    later = (
        ("Gemolong", "04/PKS/2007", EXCHANGE, date(2007, 4, 10), date(2010, 4, 9)),
        ("Plupuh", "07/PKS/2008", AUDIT, date(2008, 7, 8), date(2013, 7, 7)),
        ("Tanon", "02/PKS/2009", EXCHANGE, date(2009, 2, 10), None),
        ("Miri", "03/PKS/2009", AUDIT, date(2009, 3, 10), date(2012, 3, 9)),
    )
    more = [
        AgreementSigned(
            since, f"UPK Kecamatan {place}", f"Kecamatan {place}", number, subject, since, until
        )
        for place, number, subject, since, until in later
    ]
    ended = AgreementEnded(
        date(2009, 11, 24), "03/PKS/2009", "Digantikan pemeriksaan silang se-kabupaten"
    )
    return [*first, *more, ended]
