"""Who was visited when since 2005, what was found and agreed, and what became of it. Invented.

Each of the seven goes round the groups of the own villages twice a quarter, in its first and its
last month, and meets some of them; once a quarter most villages have a meeting of their own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from upk.desk.example import calendar
from upk.desk.example.groups import GroupPlan
from upk.desk.example.places import PRACTICE_DATE, VILLAGES, VillagePlan, responsible_on
from upk.periods import Quarter

FIRST_QUARTER = Quarter(2005, 1)
VISITED = 0.4
"""Chance that a group is met on a round; twice that in a quarter."""
MEETS = 0.55
"""Chance that a village has a meeting of its own in a quarter."""
AGREES = 0.14
KEEPS = 0.93
"""Chances that something is agreed at a visit, and that it is done; else it comes to nothing."""
FORGOTTEN = 0.35
FORGOTTEN_SINCE = date(2009, 11, 1)
"""From then on some are still open: chance that nobody has closed one yet."""
ANNOUNCES = 0.6
ROUND_DAYS = (5, 11, 18, 8, 14, 21, 25)
"""Days of the month on which the seven begin their rounds."""

KINDS = ("group",) * 7 + ("visit", "visit", "collecting")
AGENDAS = {
    "group": ("Setoran dan pembukuan", "Pertemuan rutin dan setoran", "Rencana usulan berikutnya"),
    "visit": ("Melihat usaha anggota", "Memeriksa buku kas kelompok"),
    "collecting": ("Penagihan tunggakan di tempat", "Menjemput setoran yang terlambat"),
    "village": ("Musyawarah desa tentang kegiatan", "Iuran pemeliharaan dan kondisi prasarana"),
}
FINDINGS = {
    "group": (
        "Setoran lengkap, daftar hadir dan buku kas terisi.",
        "Buku kas kelompok belum diisi dua bulan terakhir.",
        "Sebagian anggota menitip setoran lewat ketua.",
        "Dua anggota baru ingin bergabung pada pencairan berikutnya.",
    ),
    "visit": ("Usaha anggota berjalan baik.", "Dagangan sepi sejak musim hujan."),
    "collecting": ("Tunggakan dibayar sebagian.", "Anggota sedang di luar kota."),
    "village": ("Hadir perangkat desa dan wakil dusun.", "Warga menanyakan rencana tahun depan."),
}
AGREED = (
    ("Melunasi tunggakan angsuran", "Bendahara kelompok", 30),
    ("Melengkapi buku kas dan daftar hadir", "Sekretaris kelompok", 21),
    ("Menyerahkan daftar calon anggota baru", "Ketua kelompok", 28),
    ("Menyerahkan salinan kartu anggota", "Sekretaris kelompok", 14),
)
AGREED_BY_VILLAGE = (
    ("Menyetor iuran pemeliharaan triwulan ini", "Kepala desa", 30),
    ("Membersihkan saluran yang tersumbat", "Tim pemelihara", 21),
)
BECAME = {
    "done": ("Sudah dilaksanakan.", "Selesai, dilihat pada pertemuan berikutnya."),
    "dropped": ("Tidak jadi, digabung dengan kesepakatan berikutnya.",),
}


@dataclass(frozen=True, slots=True, eq=False)
class AgreementPlan:
    """What was agreed; the row is found by it."""

    text: str
    who: str
    due_on: date


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """A visit to a group (or the village: none). ``absent``: which officers didn't come."""

    village: VillagePlan
    group: GroupPlan | None
    kind: str
    agenda: str
    findings: str
    members: int
    absent: tuple[int, ...]
    next_on: date | None
    agreements: tuple[AgreementPlan, ...]


@dataclass(frozen=True, slots=True)
class VisitRound:
    """What one of the seven (``username``) saw on a day."""

    on: date
    username: str
    visits: tuple[VisitPlan, ...]


@dataclass(frozen=True, slots=True)
class AgreementClosed:
    """What became of an agreement."""

    on: date
    username: str
    agreement: AgreementPlan
    kind: str
    note: str


Visiting = VisitRound | AgreementClosed
RANKS = ((VisitRound,), (AgreementClosed,))
"""A day's rounds come before what is closed on it."""


def plan_visits(groups: Sequence[GroupPlan]) -> list[Visiting]:
    """All rounds and what became of agreements, before the practice date."""
    rng = Random("visits")
    told: list[Visiting] = []
    quarter = FIRST_QUARTER
    while quarter <= Quarter.of(PRACTICE_DATE):
        for made in _rounds(groups, quarter, rng):
            if made.on < PRACTICE_DATE:
                told += [made, *_closings(made, rng)]
        quarter = quarter.next()
    return told


def _rounds(groups: Sequence[GroupPlan], quarter: Quarter, rng: Random) -> Iterator[VisitRound]:
    for month in (quarter.number * 3 - 2, quarter.number * 3):
        by_person: dict[str, list[VillagePlan]] = {}
        for village in VILLAGES:
            person = responsible_on(village, date(quarter.year, month, 1))
            by_person.setdefault(person, []).append(village)
        for n, (person, villages) in enumerate(sorted(by_person.items())):
            on = calendar.in_month(quarter.year, month, ROUND_DAYS[n % len(ROUND_DAYS)])
            met = [
                _visit(group.village, group, on, rng)
                for group in groups
                if group.village in villages and group.founded_on < on and rng.random() < VISITED
            ]
            if month % 3 == 1:
                meeting = [village for village in villages if rng.random() < MEETS]
                met += [_visit(village, None, on, rng) for village in meeting]
            if met:
                yield VisitRound(on, person, tuple(met))


def _visit(village: VillagePlan, group: GroupPlan | None, on: date, rng: Random) -> VisitPlan:
    kind = rng.choice(KINDS) if group else "village"
    absent = tuple(n for n in range(3) if rng.random() < 0.2) if group else ()
    others = max(0, len(group.members) - 3) if group else 40
    next_on = None
    if rng.random() < ANNOUNCES:
        next_on = calendar.working_day(on + timedelta(days=rng.randint(26, 40)))
    return VisitPlan(
        village, group, kind, rng.choice(AGENDAS[kind]), rng.choice(FINDINGS[kind]),
        rng.randint(others // 2, others), absent, next_on, _agreements(group, on, rng),
    )  # fmt: skip


def _agreements(group: GroupPlan | None, on: date, rng: Random) -> tuple[AgreementPlan, ...]:
    if rng.random() >= AGREES:
        return ()
    text, who, days = rng.choice(AGREED if group else AGREED_BY_VILLAGE)
    return (AgreementPlan(text, who, calendar.working_day(on + timedelta(days=days))),)


def _closings(made: VisitRound, rng: Random) -> Iterator[AgreementClosed]:
    for visit in made.visits:
        for agreement in visit.agreements:
            kind = "done" if rng.random() < KEEPS else "dropped"
            days = rng.randint(-5, 25)
            on = calendar.working_day(max(made.on, agreement.due_on + timedelta(days=days)))
            note = rng.choice(BECAME[kind])
            is_forgotten = rng.random() < FORGOTTEN and made.on >= FORGOTTEN_SINCE
            if not is_forgotten and on < PRACTICE_DATE:
                yield AgreementClosed(on, responsible_on(visit.village, on), agreement, kind, note)
