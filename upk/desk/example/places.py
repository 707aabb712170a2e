"""Where the example office is and who works there.

The villages and their division among seven persons, two villages each, are what the office
published (domain.md 1 and 12). **Every person is invented.** Payment days are ours.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from upk.access import Role

OFFICE_CODE = "KALIJAMBE"
OFFICE_NAME = "UPK Kecamatan Kalijambe"
DISTRICT_CODE = "SRAGEN"
FORMS_SINCE = date(2008, 1, 1)
"""Papers and member forms are asked of loans proposed from here on."""
PRACTICE_DATE = date(2010, 2, 15)
FIRST_DAY = date(2003, 1, 1)
LAST_CLOSED_DAY = date(2009, 12, 31)
REBATE_SINCE = date(2009, 1, 1)
"""Loans paid out from then on have a right to the rebate for paying on time [chosen]."""

RULES_SINCE = date(2010, 1, 1)
"""From then on loans have limits, and the next follows from how the last one was paid [chosen]."""


@dataclass(frozen=True, slots=True)
class VillagePlan:
    """A village: the day of the month when its groups pay, and how many groups it has."""

    code: str
    name: str
    payment_day: int
    spp: int
    uep: int


VILLAGES = (
    VillagePlan("BAN", "Banaran", 3, 10, 5),
    VillagePlan("BUK", "Bukuran", 4, 11, 5),
    VillagePlan("DON", "Donoyudan", 5, 9, 5),
    VillagePlan("JET", "Jetiskarangpung", 6, 10, 5),
    VillagePlan("KAL", "Kalimacan", 8, 12, 5),
    VillagePlan("KAR", "Karangjati", 9, 9, 4),
    VillagePlan("KED", "Keden", 10, 10, 5),
    VillagePlan("KRI", "Krikilan", 15, 11, 5),
    VillagePlan("NGE", "Ngebung", 11, 10, 5),
    VillagePlan("SAM", "Sambirembe", 12, 9, 5),
    VillagePlan("SAR", "Saren", 16, 10, 5),
    VillagePlan("TEG", "Tegalombo", 17, 11, 5),
    VillagePlan("TRO", "Trobayan", 18, 10, 5),
    VillagePlan("WON", "Wonorejo", 19, 10, 5),
)
"""142 SPP and 69 UEP groups; Krikilan pays on the practice day."""


@dataclass(frozen=True, slots=True)
class UserPlan:
    """Somebody who works with the office; ``has_password`` are the accounts to practise with."""

    username: str
    name: str
    role: Role
    villages: tuple[str, ...] = ()
    has_password: bool = True


USERS = (
    UserPlan("manajer", "Sutarno Wibowo", Role.MANAGER, ("BAN", "BUK")),
    UserPlan("bendahara", "Endah Lestari", Role.TREASURER, ("DON", "JET")),
    UserPlan("sekretaris", "Bagus Pramono", Role.SECRETARY, ("KAL", "KAR")),
    UserPlan("fasilitator", "Wening Rahayu", Role.FACILITATOR, ("KRI", "SAR")),
    UserPlan("pendamping", "Agung Nugroho", Role.FACILITATOR, ("KED", "NGE"), False),
    UserPlan("kasir", "Murni Astuti", Role.TREASURER, ("SAM", "TEG"), False),
    UserPlan("administrasi", "Joko Prasetyo", Role.SECRETARY, ("TRO", "WON"), False),
    UserPlan("pengawas", "Harjo Sumarto", Role.SUPERVISOR),
    UserPlan("kabupaten", "Dyah Kusumawati", Role.DISTRICT),
)
"""The seven with villages: UPK staff, the sub-district facilitator and the UPK assistant."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """A village that somebody else (``former``) had from the first day until ``since``."""

    village: str
    former: str
    since: date
    reason: str


HAND_OVERS = (
    HandOver("WON", "sekretaris", date(2007, 1, 1), "Pembagian ulang: dua desa setiap orang"),
)
"""Invented, as who had which village when is not published."""


def responsible_on(village: VillagePlan, on: date) -> str:
    """The user name of whoever is responsible for the village on a day."""
    for change in HAND_OVERS:
        if change.village == village.code and on < change.since:
            return change.former
    return next(user.username for user in USERS if village.code in user.villages)


DEMO_PASSWORD = "kambing-bergulir-527"


class DemoAccount(NamedTuple):
    """An account to practise with."""

    role: str
    username: str
    password: str


def demo_accounts() -> list[DemoAccount]:
    """The accounts to practise with, one per role, with the role's label."""
    return [
        DemoAccount(user.role.label, user.username, DEMO_PASSWORD)
        for user in USERS
        if user.has_password
    ]
