"""Random lives: whatever is entered, refused or reversed, the herd's figures stay true."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from goats.rules.events import ENDS, Kind, RuleBook
from goats.rules.figures import figures_of
from goats.rules.life import Impossible, lead
from tests.goats.rules.herd_machine import VILLAGES, Herd, naive_figures

START = date(2006, 1, 2)
HOUSEHOLDS = st.sampled_from(sorted(VILLAGES))
DAYS = st.integers(0, 1500).map(lambda days: START + timedelta(days=days))
INDEX = st.integers(0, 30)
KEEPER_IS_KNOWN = st.integers(0, 9).map(bool)


class HerdMachine(RuleBasedStateMachine):
    """Events in any order of days, some impossible: these must be refused and change nothing."""

    @initialize()
    def begin(self) -> None:
        self.herd = Herd()
        for _ in range(2):
            goat = self.herd.new(is_female=True)
            self.herd.add(goat, Kind.BOUGHT, START)
            self.herd.add(goat, Kind.PLACED, START, household=1)

    def goat(self, index: int):
        return self.herd.goats[index % len(self.herd.goats) + 1]

    def attempt(self, goat, kind: Kind, on: date, **facts) -> None:
        before = list(goat.events)
        try:
            self.herd.add(goat, kind, on, **facts)
        except Impossible:
            assert goat.events == before

    @rule(is_female=st.booleans(), on=DAYS)
    def buy(self, is_female: bool, on: date) -> None:
        self.herd.add(self.herd.new(is_female), Kind.BOUGHT, on)

    @rule(index=INDEX, on=DAYS, household=HOUSEHOLDS)
    def place(self, index: int, on: date, household: int) -> None:
        self.attempt(self.goat(index), Kind.PLACED, on, household=household)

    @rule(
        index=INDEX,
        on=DAYS,
        to=HOUSEHOLDS,
        kind=st.sampled_from([Kind.HANDED_ON, Kind.GIVEN]),
        known=KEEPER_IS_KNOWN,
    )
    def move(self, index: int, on: date, to: int, kind: Kind, known: bool) -> None:
        goat = self.goat(index)
        giver = goat.life(on).keeper if known else 12
        self.attempt(goat, kind, on, household=to, giver=giver)

    @rule(index=INDEX, on=DAYS)
    def take_back(self, index: int, on: date) -> None:
        goat = self.goat(index)
        self.attempt(goat, Kind.TAKEN_BACK, on, giver=goat.life(on).keeper)

    @rule(index=INDEX, on=DAYS, kids=st.lists(st.booleans(), min_size=1, max_size=3))
    def give_birth(self, index: int, on: date, kids: list[bool]) -> None:
        mother = self.goat(index)
        keeper = mother.life(on).keeper
        try:
            birth = self.herd.add(mother, Kind.GAVE_BIRTH, on, household=keeper)
        except Impossible:
            return
        for is_female in kids:
            kid = self.herd.new(is_female)
            self.herd.add(kid, Kind.BORN, on, household=keeper, birth=birth.id)

    @rule(
        index=INDEX,
        on=DAYS,
        kind=st.sampled_from([Kind.MATED, Kind.WEANED, Kind.ILL, *sorted(ENDS)]),
        negligent=st.booleans(),
    )
    def happen(self, index: int, on: date, kind: Kind, negligent: bool) -> None:
        goat = self.goat(index)
        keeper = goat.life(on).keeper
        is_negligent = negligent and keeper is not None and kind in (Kind.DIED, Kind.LOST)
        self.attempt(goat, kind, on, household=keeper, is_negligent=is_negligent)

    @rule(index=INDEX, on=DAYS, kind=st.sampled_from([Kind.REPLACED, Kind.RELEASED]))
    def settle(self, index: int, on: date, kind: Kind) -> None:
        goat = self.goat(index)
        self.attempt(goat, kind, on, household=goat.life().debtor)

    @rule(index=INDEX, which=INDEX)
    def reverse(self, index: int, which: int) -> None:
        """Take an event back; refused where what came after needs it."""
        goat = self.goat(index)
        if not goat.events:
            return
        event = goat.events[which % len(goat.events)]
        left = [other for other in goat.events if other is not event]
        try:
            lead(goat.facts, left, RuleBook())
        except Impossible:
            return
        if event.kind in (Kind.GAVE_BIRTH, Kind.BORN):
            return  # goes with its kids or its mother, which services see to
        goat.events = left

    @invariant()
    def one_keeper_at_a_time(self) -> None:
        for goat in self.herd.goats.values():
            stays = goat.life().stays
            for earlier, later in pairwise(stays):
                assert earlier.until is not None
                assert earlier.until <= later.since

    @invariant()
    def no_dead_goat_moves(self) -> None:
        for goat in self.herd.goats.values():
            life = goat.life()
            if life.end:
                assert life.keeper is None
                after = [event for event in goat.events if event.order > life.end.order]
                assert {event.kind for event in after} <= {Kind.REPLACED, Kind.RELEASED}

    @invariant()
    def figures_agree_with_the_naive_ones(self) -> None:
        for until in (START, START + timedelta(days=500), START + timedelta(days=1600)):
            whole, villages = figures_of(self.herd.counts(until))
            naive = naive_figures(self.herd, until)
            lives = [goat.life(until) for goat in self.herd.goats.values()]

            assert whole.ever == whole.bought + whole.born == naive["ever"]
            assert whole.living == whole.ever - whole.ended == naive["living"]
            assert whole.kept == naive["kept"] == sum(life.keeper is not None for life in lives)
            assert whole.owed == naive["owed"] == sum(life.debtor is not None for life in lives)
            assert whole.replacements == naive["replacements"]
            for name in ("living", "kept", "owed", "placements", "died", "births", "replacements"):
                parts = sum(getattr(figures, name) for figures in villages.values())
                assert parts == getattr(whole, name), name


HerdMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestHerd = HerdMachine.TestCase
