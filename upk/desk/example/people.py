"""Names of people, **all of them invented**, and identity numbers that can't be anybody's.

Names are drawn from lists of common Javanese names. NIK and KK begin with 99, which is no
province, and are otherwise formed as the rules want: birth date with 40 added to the day for
women, then a number.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

NO_SUCH_REGION = "991401"
WOMAN, MAN = "P", "L"

WOMEN = (
    "Sri", "Siti", "Tri", "Endang", "Sumiyati", "Suparmi", "Wahyuni", "Sulastri", "Kartini",
    "Ngatmi", "Painem", "Rubiyem", "Sutarmi", "Tumini", "Wagiyem", "Yatmi", "Lasmini", "Mujiati",
    "Parmi", "Rukmini", "Samiyem", "Tukinem", "Warsini", "Giyarti", "Harni", "Istiqomah",
    "Juminten", "Kasmi", "Murtini", "Nurhayati", "Poniyem", "Retno", "Sarinah", "Titik", "Umi",
    "Winarti", "Yuliatun", "Dwi", "Eko", "Fitri",
)  # fmt: skip
MEN = (
    "Slamet", "Suparno", "Joko", "Sugeng", "Wagimin", "Paimin", "Sutrisno", "Tukiman", "Mulyono",
    "Sarjono", "Giyono", "Harsono", "Jumadi", "Kasno", "Lasimin", "Marno", "Ngadimin", "Parto",
    "Rusdi", "Samidi", "Tarno", "Untung", "Warsito", "Yatno", "Bambang", "Darmo", "Eko", "Gunawan",
    "Hadi", "Karyo",
)  # fmt: skip
LAST_OF_WOMEN = (
    "Lestari", "Rahayu", "Wahyuningsih", "Handayani", "Astuti", "Puji", "Suryani", "Utami",
    "Kusumawati", "Mulyani", "Setyowati", "Hartini", "Sulistyowati", "Ningsih", "Purwanti",
    "Wulandari", "Haryati", "Indrayani", "Maryati", "Susanti",
)  # fmt: skip
LAST_OF_MEN = (
    "Santoso", "Wibowo", "Nugroho", "Prasetyo", "Widodo", "Susilo", "Raharjo", "Hartono",
    "Purnomo", "Suwarno", "Hidayat", "Kuncoro", "Sutopo", "Wiyono", "Haryanto", "Saputro",
    "Setiawan", "Utomo", "Yulianto", "Basuki",
)  # fmt: skip
OLDEST, YOUNGEST = date(1948, 1, 1), date(1982, 12, 31)


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """A villager to be made."""

    name: str
    sex: str
    birth_date: date
    address: str
    nik: str
    kk: str


def make_person(number: int, sex: str, rng: Random) -> PersonPlan:
    """An invented person; ``number`` (1 to 9999) makes the identity numbers unique."""
    first, last = (WOMEN, LAST_OF_WOMEN) if sex == WOMAN else (MEN, LAST_OF_MEN)
    name = rng.choice(first)
    if rng.random() < 0.8:
        name += " " + rng.choice(last)
    birth_date = OLDEST + timedelta(days=rng.randrange((YOUNGEST - OLDEST).days))
    address = f"RT {rng.randint(1, 24):02d} RW {rng.randint(1, 6):02d}"
    nik = f"{NO_SUCH_REGION}{_date_digits(birth_date, sex)}{number:04d}"
    card_made = date(1998, 1, 1) + timedelta(days=rng.randrange(1800))
    kk = f"{NO_SUCH_REGION}{_date_digits(card_made, MAN)}{number:04d}"
    return PersonPlan(name, sex, birth_date, address, nik, kk)


def _date_digits(day: date, sex: str) -> str:
    return f"{day.day + (40 if sex == WOMAN else 0):02d}{day.month:02d}{day.year % 100:02d}"
