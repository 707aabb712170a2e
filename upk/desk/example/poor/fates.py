"""How goats fare: lengths of time, chances, causes. Invented, but as goats in such villages do."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from goats.rules.events import Kind

# Days

GESTATION = (150, 156)
MATED_AFTER_BIRTH = (88, 162)
MATED_AFTER_PLACING = (8, 70)
BORN_AFTER_PLACING = (35, 120)
"""Of goats that were bought with kid."""
FIRST_MATING = (290, 440)
"""Of kids, from their birth."""
WEANED = (112, 130)
HANDED_ON, HANDED_ON_LATE = (2, 24), (34, 85)
"""From the day that a mother is due."""
KID_DIES = (3, 85)

# Chances

WITH_KID, MATING_SEEN, WEANING_SEEN = 0.5, 0.5, 0.85
LATE = 0.12
KID_DIES_CHANCE = 0.06
KIDS = (0,) * 2 + (1,) * 46 + (2,) * 47 + (3,) * 5
"""How many kids of a birth live, drawn from these."""
DIES_IN_A_YEAR = 0.045
ILL_IN_A_STAY = 0.16


# Kids that grow up: chances of each sex, and at which age in days

SOLD_BEFORE_FEAST, SOLD_LATER = 0.5, 0.2
OLD_ENOUGH, BEFORE_FEAST = 240, (3, 20)
SOLD_AT, UNFOLLOWED_AT, GIVEN_AT = (250, 480), (330, 620), (190, 400)
EWES_SOLD, EWES_GIVEN = 0.25, 0.08
UNFOLLOWED = 0.12

# Words

DEATHS = (
    "Kembung, tidak tertolong", "Diare berat", "Radang paru", "Keracunan daun", "Digigit anjing",
    "Sulit beranak",
)  # fmt: skip
DEATHS_OF_KIDS = ("Lemah sejak lahir", "Diare", "Terinjak induk", "Kedinginan musim hujan")
ILLNESSES = (
    "Kudis, diobati", "Kembung, diberi minyak", "Diare, diberi larutan gula garam", "Cacingan",
    "Mata berair dan bengkak", "Pincang kaki belakang",
)  # fmt: skip
SALE_OF_KID = ("Dijual untuk biaya sekolah", "Dijual untuk kebutuhan rumah tangga")
SALE_BEFORE_FEAST = "Dijual menjelang Iduladha"
FEASTS = (
    date(2005, 1, 21), date(2006, 1, 10), date(2006, 12, 31), date(2007, 12, 20),
    date(2008, 12, 8), date(2009, 11, 27),
)  # fmt: skip
"""Idul Adha: rams of eight months and more are sold in the weeks before."""


@dataclass(frozen=True, slots=True)
class Fate:
    """How one of the office's goats ends, so many days after it was placed, and what of it."""

    kind: Kind
    days: int
    cause: str
    is_negligent: bool = False
    settled: Kind | None = None
    settled_after: int = 0


FATES = {
    4: Fate(Kind.SOLD, 300, "Dijual pemelihara untuk biaya berobat", False, Kind.REPLACED, 95),
    9: Fate(Kind.DIED, 210, "Terlilit tali, tidak diawasi", True, Kind.REPLACED, 120),
    13: Fate(Kind.LOST, 420, "Dicuri malam hari dari kandang terkunci"),
    19: Fate(Kind.DIED, 160, "Tidak diberi pakan selama pemelihara merantau", True,
             Kind.RELEASED, 200),
    26: Fate(Kind.LOST, 330, "Lepas dari kandang yang tidak dikunci", True, Kind.REPLACED, 80),
    31: Fate(Kind.LOST, 260, "Hanyut saat banjir"),
    38: Fate(Kind.SOLD, 380, "Dijual pemelihara untuk hajatan", False, Kind.REPLACED, 110),
    44: Fate(Kind.DIED, 400, "Terlilit tali, tidak diawasi", True, Kind.REPLACED, 90),
    50: Fate(Kind.SOLD, 430, "Dijual pemelihara ke pasar"),
    58: Fate(Kind.DIED, 290, "Jatuh ke sumur yang tidak ditutup", True),
}  # fmt: skip
"""By the place of a goat among those bought."""
RELEASE_REASON = "Pemelihara lanjut usia dan sakit, MAD membebaskan"
DIES_AT_OFFICE = 34
"""The one that doesn't live to be placed."""


def between(days: tuple[int, int], rng: Random) -> timedelta:
    """So many days, at least and at most."""
    return timedelta(days=rng.randint(*days))


def feast_after(born: date) -> date | None:
    """The first Idul Adha for which a kid is old enough."""
    ready = born + timedelta(days=OLD_ENOUGH)
    return next((feast for feast in FEASTS if feast >= ready), None)


def dies_on(since: date, rng: Random) -> date:
    """The day on which a grown goat dies, if nothing else happens."""
    return since + timedelta(days=30 + int(365 * rng.expovariate(DIES_IN_A_YEAR)))
