"""The papers that come with a proposal, ticked off by the verification team (form 10). Pure.

Numbers and names are the programme's (data/programme_forms.csv); which of them belong to which
sector is [chosen].
"""

from grants.rules.sectors import ECONOMIC, EDUCATION, HEALTH, PHYSICAL

_EVERY = (
    ("1", "Berita Acara Musyawarah Desa"),
    ("5", "Usulan Kegiatan"),
    ("6", "Berita Acara Kesanggupan Swadaya"),
)
_OWN = {
    PHYSICAL: (("7.e", "RAB Prasarana"), ("24", "Lembar Gambar Desain")),
    EDUCATION: (("7.b", "RAB Pendidikan"),),
    HEALTH: (("7.c", "RAB Kesehatan"),),
    ECONOMIC: (("7.d", "Rencana Kegiatan Kelompok Simpan Pinjam Perempuan"),),
}

VERIFICATION = {
    EDUCATION: ("12.a", "Verifikasi Usulan Kegiatan Pendidikan"),
    HEALTH: ("12.b", "Verifikasi Usulan Kegiatan Kesehatan"),
    ECONOMIC: ("12.c", "Lembar Verifikasi Kelompok Simpan Pinjam"),
    PHYSICAL: ("12.d", "Verifikasi Usulan Kegiatan Prasarana"),
}
"""The verification's form of each sector: number and name."""


def documents_of(sector: str) -> tuple[tuple[str, str], ...]:
    """Form number and name of each paper that a proposal of the sector needs, in order."""
    return (*_EVERY, *_OWN[sector])
