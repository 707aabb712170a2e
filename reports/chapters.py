"""The chapters of the quarterly pack, in the order of the paper: which reports each may hold.

Those of lending and of the books are always there; an office may leave others out. A report that
doesn't have to be there is left out where it has nothing to say.

Source: domain.md 5 (what goes to the district each quarter); design.md 7.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: ``reports`` are always printed, ``besides`` where they have something to say."""

    key: str
    title: str
    reports: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    can_be_left_out: bool = True


LPP_BY_PRODUCT = "lpp"
"""Stands for one LPP of each product in use."""

CHAPTERS = (
    Chapter("profil", "Profil dan penanggung jawab", besides=("profile",)),
    Chapter(
        "pinjaman",
        "Pinjaman",
        (
            "development", LPP_BY_PRODUCT, "lpp-villages", "collectibility",
            "collectibility-villages", "provision", "arrears",
        ),
        ("disbursements", "write-offs"),
        can_be_left_out=False,
    ),
    Chapter(
        "keuangan",
        "Keuangan",
        (
            "balance-sheet", "income-statement", "cash-flow", "equity-changes", "trial-balance",
            "health",
        ),
        ("budget",),
        can_be_left_out=False,
    ),
    Chapter(
        "blm", "Dana BLM", besides=("grants-by-sector", "grants-by-village", "grant-progress")
    ),
    Chapter("kelompok", "Kelompok dan pelatihan", besides=("groups", "training", "visits")),
    Chapter("rtm", "Rumah tangga miskin dan kambing", besides=("aid", "goats")),
    Chapter(
        "pemeliharaan",
        "Pemeliharaan",
        besides=("levies", "infrastructure", "maintenance-grade"),
    ),
    Chapter("pengawasan", "Catatan pengawas dan jawaban", besides=("findings",)),
)  # fmt: skip
BY_KEY = {chapter.key: chapter for chapter in CHAPTERS}
CHOOSABLE = tuple(chapter for chapter in CHAPTERS if chapter.can_be_left_out)

BY_GROUP = (
    "lpp", "collectibility", "arrears", "disbursements", "write-offs", "visits", "findings",
)  # fmt: skip
"""Reports that list groups or loans one by one: not in the public edition (design.md 7)."""

PUBLIC_TITLES = {"profil": "Profil"}
"""Titles of chapters that say something else in the public edition, which names no person."""

OF_REGISTERS = ("profile", "groups", "training", "visits", "findings", "budget")
"""Reports of registers that may be completed later for a day whose books are closed.

What they say of an issued quarter may grow: that is told and is no fault.
"""
