"""The story of the register: proposed, assessed, confirmed, and what became of households."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from random import Random

from goats.rules.households import Step
from upk.desk.example import calendar
from upk.desk.example.places import PRACTICE_DATE
from upk.desk.example.poor.agenda import Agenda
from upk.desk.example.poor.fates import between
from upk.desk.example.poor.happenings import (
    GoatHappening,
    HomeAssessed,
    HomeCorrected,
    HomePlan,
    HomeProposed,
    HomesConfirmed,
    HomeStep,
    OfPoor,
)
from upk.desk.example.poor.herd import Herd
from upk.desk.example.poor.homes import draw_criteria, need_of
from upk.desk.example.poor.receiving import Queue

TWICE = {23: "Sudah terdaftar atas nama suaminya", 96: "Dusunnya keliru, didaftarkan lagi"}
"""Proposals, by their place, that were entered by mistake."""
UNDECIDED = (37, 141, 233)
"""Proposals, by their place, on which the meeting didn't agree."""
CORRECTED = {51: (False, "Pindah rumah di dusun yang sama"),
             118: (False, "Salah tulis RT"),
             64: (True, "Kepala lama meninggal, diteruskan istrinya"),
             171: (True, "Kepala lama merantau, diteruskan istrinya")}  # fmt: skip
"""Corrections, by the place of the household or, for a new head, from that place on."""
CORRECTED_AFTER = 300

REACHED_OTHERWISE = (31, 77, 134, 190)
REACHED_AFTER = 240
REACHED_NOTE = "Bantuan lain: terlalu tua untuk memelihara kambing"
"""Households, by their place, that wait for no goat any more."""
MOVES, DIES = 0.045, 0.03
LEAVES_AFTER = (150, 1500)
ENDS = {
    Step.MOVED: ("Ikut anaknya ke luar daerah", "Pemelihara pindah"),
    Step.DIED: ("Meninggal, rumahnya kosong", "Pemelihara meninggal tanpa penerus"),
}
"""What the register says, and why a goat is taken back then."""
REASSESSED, REASSESSED_AFTER = 0.12, (200, 420)
GRADUATES, GRADUATES_AFTER, GRADUATES_LATER = 0.24, (450, 900), (120, 180)
GRADUATIONS = (
    "Kambingnya sudah empat ekor dan mempunyai warung kecil",
    "Anaknya bekerja, rumah sudah berlantai semen",
    "Hasil kambing dipakai modal dagang sayur",
)


class Register:
    """Puts what happens to households on the agenda, and to the herd that they keep."""

    def __init__(self, agenda: Agenda, queue: Queue, homes: Sequence[HomePlan]) -> None:
        self.told: list[OfPoor] = []
        self.herd = Herd(agenda, queue, self._received)
        self._agenda, self._queue = agenda, queue
        self._rng = Random("register of the poor")
        self._steps: dict[HomePlan, Step] = {}
        for home in homes:
            self._propose(home)
        self._meetings(homes)
        self._corrections(homes)

    def _propose(self, home: HomePlan) -> None:
        self.told.append(HomeProposed(home.registered_on, home))
        if reason := TWICE.get(home.number):
            self.told.append(HomeStep(home.assessed_on, home, Step.VOID, reason))
        elif home.assessed_on < PRACTICE_DATE:
            self.told.append(HomeAssessed(home.assessed_on, home, home.ticked))

    def _meetings(self, homes: Sequence[HomePlan]) -> None:
        """Each village's meeting confirms those whom it agrees on, all of a round at once."""
        meetings: dict[tuple[date, str], list[HomePlan]] = defaultdict(list)
        for home in homes:
            if home.confirmed_on and home.number not in (*TWICE, *UNDECIDED):
                meetings[home.confirmed_on, home.village.code].append(home)
        for (on, _), confirmed in meetings.items():
            minutes = f"{self._rng.randint(3, 18):02d}/BA-Musdes/{on.year}"
            self.told.append(HomesConfirmed(on, tuple(confirmed), minutes))
            self._agenda.at(on, HomesConfirmed, partial(self._confirmed, confirmed))

    def _confirmed(self, homes: Sequence[HomePlan], on: date) -> None:
        for home in homes:
            self._queue.add(home, on)
            if home.number in REACHED_OTHERWISE:
                day = calendar.working_day(on + timedelta(days=REACHED_AFTER))
                self._agenda.at(day, HomeStep, partial(self._reach_otherwise, home))
            chance = self._rng.random()
            if chance < MOVES + DIES:
                step = Step.MOVED if chance < MOVES else Step.DIED
                leaves = calendar.working_day(on + between(LEAVES_AFTER, self._rng))
                self._agenda.at(leaves, GoatHappening, partial(self._leave, home, step))
            if self._rng.random() < REASSESSED:
                looked = calendar.working_day(on + between(REASSESSED_AFTER, self._rng))
                self._agenda.at(looked, HomeAssessed, partial(self._assess, home))

    def _assess(self, home: HomePlan, on: date) -> None:
        """Somebody looks again while it waits: it has become poorer, or less poor."""
        if self._queue.waits(home):
            ticked = draw_criteria(self._rng)
            self._queue.assess(home, need_of(ticked))
            self.told.append(HomeAssessed(on, home, ticked))

    def _reach_otherwise(self, home: HomePlan, on: date) -> None:
        if self._queue.waits(home):
            self._queue.reached(home)
            self.told.append(HomeStep(on, home, Step.REACHED, REACHED_NOTE))

    def _leave(self, home: HomePlan, step: Step, on: date) -> None:
        if home in self._steps:
            return
        note, reason = ENDS[step]
        self._step(home, step, note, on)
        self._queue.leave(home)
        self.herd.leave(home, on, reason)

    def _step(self, home: HomePlan, step: Step, note: str, on: date) -> None:
        self._steps[home] = step
        self.told.append(HomeStep(on, home, step, note))

    def _received(self, home: HomePlan, on: date) -> None:
        """It has a goat: some day it may no longer count as poor."""
        if self._rng.random() < GRADUATES:
            day = calendar.working_day(on + between(GRADUATES_AFTER, self._rng))
            self._agenda.at(day, HomeStep, partial(self._graduate, home))

    def _graduate(self, home: HomePlan, on: date) -> None:
        if home in self._steps:
            return
        if self.herd.owes(home):
            day = calendar.working_day(on + between(GRADUATES_LATER, self._rng))
            self._agenda.at(day, HomeStep, partial(self._graduate, home))
            return
        self._step(home, Step.GRADUATED, self._rng.choice(GRADUATIONS), on)

    def _corrections(self, homes: Sequence[HomePlan]) -> None:
        with_wife = [h for h in homes if h.members and h.members[0].relation == "spouse"]
        for place, (has_new_head, reason) in CORRECTED.items():
            among = with_wife if has_new_head else homes
            home = next(home for home in among if home.number >= place)
            on = calendar.working_day(home.registered_on + timedelta(days=CORRECTED_AFTER))
            address = home.head.address if has_new_head else f"{home.head.address} No. {place}"
            self.told.append(HomeCorrected(on, home, address, has_new_head, reason))
