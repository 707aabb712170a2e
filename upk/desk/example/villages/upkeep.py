"""How what was built ages, is looked at every quarter since 2005, and is repaired. Invented.

Villages that bring their levies are the ones that repair, so that the records which count when
proposals are scored differ from village to village.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from upk.desk.example import calendar
from upk.desk.example.places import PRACTICE_DATE, USERS, VILLAGES, VillagePlan
from upk.desk.example.villages.happenings import (
    InspectionRound,
    Look,
    Upkeep,
    VillageRepair,
)
from upk.desk.example.villages.levies import FAITHFUL, FIRST_QUARTER, SLACK, Levies
from upk.desk.example.villages.running import GrantPlan
from upk.periods import Quarter

CONDITIONS = ("good", "slight", "heavy", "broken")
WORSENS = (0.075, 0.16, 0.08)
"""Chance in a quarter to go from each condition to the next, new; it grows with the age."""
AGEING_PER_YEAR = 0.25

WORK_NEEDED = {
    "road": ("Tambal lubang dan rapikan bahu jalan", "Perkerasan ulang bagian yang amblas"),
    "bridge": ("Cat dan perbaikan pagar jembatan", "Perkuatan oprit yang tergerus"),
    "drainage": ("Angkat endapan lumpur", "Pasang kembali pasangan batu yang runtuh"),
    "wall": ("Tutup retak pasangan batu", "Bongkar dan pasang kembali bagian yang miring"),
    "water": ("Ganti keran dan sambungan bocor", "Perbaikan pompa dan pipa utama"),
    "irrigation": ("Bersihkan saluran dan tutup kebocoran", "Pasang kembali lining yang runtuh"),
    "building": ("Perbaikan genteng dan plafon", "Perbaikan rangka atap"),
    "market": ("Perbaikan lantai dan talang", "Ganti atap yang rusak"),
    "latrines": ("Kuras bak dan ganti pintu", "Perbaikan septic tank"),
}
MISSED = 0.03
"""Chance that a piece isn't looked at in a quarter."""

ROUND_DAYS = (3, 6, 9, 16, 11, 19, 23)
"""Days of a quarter's second month on which the seven persons look at their villages' pieces; the
facilitator, as whom somebody practises, hasn't done so on the practice date."""
REPAIR_DAYS = (21, 23, 26)
CARE = {FAITHFUL: 0.6, SLACK: 0.2}
USUAL_CARE = 0.4
"""Chance in a quarter that a damaged piece is repaired, by how faithfully the levy is paid."""

ROUTINE = 0.05
"""Chance in a quarter that a sound piece gets routine work."""
COSTS = {"routine": (15, 45), "periodic": (45, 130), "emergency": (70, 210)}
COST_STEP = 10_000
KEPT_IN_BANK = 100_000
"""Costs are that many steps; the levy pays if so much more than the cost lies in the bank."""
OTHER_PAYERS = ("village", "community", "village")


@dataclass(eq=False, slots=True)
class _Piece:
    """A finished work while it ages."""

    grant: GrantPlan
    rng: Random
    condition: int = 0

    @property
    def village(self) -> VillagePlan:
        return self.grant.wish.village

    def stands(self, on: date) -> bool:
        return self.grant.ended_on < on

    def age(self, quarter: Quarter) -> None:
        """Let a quarter go by."""
        if self.condition == len(WORSENS):
            return
        years = quarter.year - self.grant.ended_on.year
        if self.rng.random() < WORSENS[self.condition] * (1 + AGEING_PER_YEAR * years):
            self.condition += 1

    def look(self) -> Look:
        needed = ""
        if self.condition:
            needed = WORK_NEEDED[self.grant.wish.work.kind][self.condition > 1]
        return Look(self.grant, CONDITIONS[self.condition], needed)


def plan_upkeep(grants: Sequence[GrantPlan]) -> list[Upkeep]:
    """Levies, inspections and repairs of all quarters, to the practice date."""
    levies = Levies()
    pieces = [
        _Piece(grant, Random(f"piece {grant.wish.village.code} {grant.wish.phase.year}"))
        for grant in grants
        if grant.is_physical
    ]
    told: list[Upkeep] = list(levies.decisions())
    quarter, running = FIRST_QUARTER, Quarter.of(PRACTICE_DATE)
    while quarter < running:
        told += _inspections(pieces, quarter)
        told += levies.collect(quarter, running.previous())
        told += _repairs(pieces, quarter, levies)
        statement = levies.statement(quarter)
        told += [statement] if statement else []
        quarter = quarter.next()
    told += levies.collect_early(running)
    return [*told, *_inspections(pieces, running)]


def _inspections(pieces: Sequence[_Piece], quarter: Quarter) -> Iterator[InspectionRound]:
    responsible = [user.villages for user in USERS if user.villages]
    for codes, day in zip(responsible, ROUND_DAYS, strict=True):
        on = calendar.in_month(quarter.year, quarter.number * 3 - 1, day)
        looks = []
        for piece in pieces:
            if piece.village.code in codes and piece.stands(on):
                piece.age(quarter)
                if piece.rng.random() >= MISSED:
                    looks.append(piece.look())
        if looks and on < PRACTICE_DATE:
            villages = tuple(village for village in VILLAGES if village.code in codes)
            yield InspectionRound(on, villages, tuple(looks))


def _repairs(pieces: Sequence[_Piece], quarter: Quarter, levies: Levies) -> Iterator[VillageRepair]:
    for piece in pieces:
        if not piece.stands(quarter.start + timedelta(days=60)):
            continue
        care = CARE.get(levies.habits[piece.village], USUAL_CARE)
        if piece.rng.random() >= (care if piece.condition else ROUTINE):
            continue
        yield _repair(piece, quarter, levies)


def _repair(piece: _Piece, quarter: Quarter, levies: Levies) -> VillageRepair:
    """Paid from the levies if there is enough, else by others; the piece is sound again."""
    kind = ("routine", "periodic", "emergency", "emergency")[piece.condition]
    cost = piece.rng.randint(*COSTS[kind]) * COST_STEP
    payer = "levy"
    if cost + KEPT_IN_BANK > levies.bank[piece.village]:
        payer = piece.rng.choice(OTHER_PAYERS)
    else:
        levies.bank[piece.village] -= cost
    note = WORK_NEEDED[piece.grant.wish.work.kind][piece.condition > 1]
    day = calendar.in_month(quarter.year, quarter.number * 3, piece.rng.choice(REPAIR_DAYS))
    piece.condition = 0
    return VillageRepair(day, piece.grant, kind, cost, payer, note)
