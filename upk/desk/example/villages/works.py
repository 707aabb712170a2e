"""What the example's villages ask for: kinds of works and activities with usual prices. Invented.

Prices are of 2009; earlier years are cheaper.
"""

from dataclasses import dataclass
from random import Random

PRICE_OF_YEAR = {
    2003: 0.55, 2004: 0.6, 2005: 0.66, 2006: 0.75, 2007: 0.82, 2008: 0.92, 2009: 1.0, 2010: 1.06,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of infrastructure, how its title begins, its unit and what one costs in rupiah.

    ``step`` is what sizes are multiples of.
    """

    kind: str
    title: str
    unit: str
    unit_cost: int
    step: int = 1


WORKS = (
    Work("road", "Rabat beton jalan", "m", 165_000, 5),
    Work("road", "Jalan makadam", "m", 98_000, 10),
    Work("drainage", "Saluran drainase jalan", "m", 185_000, 5),
    Work("bridge", "Jembatan", "m", 8_500_000),
    Work("wall", "Talud penahan tanah", "m", 290_000, 5),
    Work("water", "Sumur bor dan jaringan air bersih", "unit", 1_450_000),
    Work("road", "Pengerasan jalan usaha tani", "m", 82_000, 10),
    Work("building", "Gedung TK dan PAUD", "m2", 1_250_000),
    Work("irrigation", "Saluran irigasi", "m", 215_000, 5),
    Work("latrines", "Jamban keluarga", "unit", 1_350_000),
    Work("road", "Rabat beton gang", "m", 150_000, 5),
    Work("building", "Gedung Polindes", "m2", 1_400_000),
    Work("market", "Los pasar desa", "m2", 950_000),
)
LESSONS = (
    "Bantuan perlengkapan siswa kurang mampu",
    "Alat peraga dan mainan PAUD",
    "Kursus menjahit bagi warga putus sekolah",
    "Buku dan rak perpustakaan desa",
)
HEALTH_ACTIVITIES = (
    "Alat timbang dan perlengkapan posyandu",
    "Makanan tambahan balita gizi kurang",
    "Kelambu dan penyuluhan demam berdarah",
    "Perlengkapan persalinan Polindes",
    "Pelatihan kader posyandu",
)
CAPITAL_TITLE = {"SPP": "Modal simpan pinjam perempuan", "UEP": "Modal usaha ekonomi produktif"}
HAMLETS = (
    "Ngrejo", "Tegalsari", "Karanganyar", "Sidomulyo", "Ngasem", "Jambangan", "Gondang",
    "Kedungrejo", "Sumberagung", "Pilangsari", "Randusari", "Wonosari",
)  # fmt: skip


def size_for(work: Work, cost: int, year: int) -> int:
    """How much of it that money makes; at least one step."""
    price = work.unit_cost * PRICE_OF_YEAR[year]
    return max(work.step, int(cost / price) // work.step * work.step)


def hamlet(village: str, rng: Random) -> str:
    """A hamlet of the village, which has five of the names."""
    own = Random(f"hamlets {village}").sample(HAMLETS, 5)
    return rng.choice(own)
