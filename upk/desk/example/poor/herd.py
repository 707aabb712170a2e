"""The story of the herd, told day by day: bought, placed, born, handed on, and how goats end."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from random import Random

from goats.rules.events import DEFAULT_RULES, Kind
from goats.rules.handover import Birth, HandOver, Kid, hand_over_of
from upk.desk.example import calendar
from upk.desk.example.places import USERS
from upk.desk.example.poor import fates
from upk.desk.example.poor.agenda import Agenda
from upk.desk.example.poor.buying import PLACED_AFTER, PurchasePlan
from upk.desk.example.poor.fates import Fate, between
from upk.desk.example.poor.happenings import (
    FEMALE,
    MALE,
    BirthPlan,
    GoatGaveBirth,
    GoatHandedOn,
    GoatHappening,
    GoatPlaced,
    GoatPlan,
    GoatReplaced,
    GoatReversal,
    GoatsBought,
    HomePlan,
    KidsWeaned,
    OfPoor,
)
from upk.desk.example.poor.receiving import Queue
from upk.periods import add_months

WAITING_VILLAGES = next(user.villages for user in USERS if user.username == "fasilitator")
WAITING_SINCE = date(2009, 12, 1)
"""Who practises as the facilitator finds mothers due and overdue in the own villages."""

ASKED_AGAIN = 20
EARLY = {
    18: "Pemelihara dirawat lama di rumah sakit, anaknya diberi susu botol",
    73: "Kandang pemelihara roboh diterjang angin",
}
"""Births, by their place, after which the manager lets the mother go before the kid is weaned."""
EARLY_AFTER = 62
WRONG_BIRTHS, WRONG_PLACINGS, WRONG_ILLNESSES = (40, 150), (30,), (12,)
"""By their place: entered wrongly, and taken back on the same day."""

Action = Callable[[date], None]


class Herd:
    """Tells what becomes of goats; ``told`` is in order but for the purchase that is solved.

    ``ever`` counts goats bought and born, without those that were entered by mistake.
    """

    def __init__(self, agenda: Agenda, queue: Queue, received: Callable[[HomePlan, date], None]):
        self.told: list[OfPoor] = []
        self.ever = 0
        self._goats: list[GoatPlan] = []
        self._agenda, self._queue, self._received = agenda, queue, received
        self._rng = Random("herd 17 6")
        self._bought: list[GoatPlan] = []
        self._births = self._placings = self._illnesses = self._minutes = 0

    def _later(self, on: date, days: tuple[int, int], kind: type, action: Action) -> None:
        self._agenda.at(on + between(days, self._rng), kind, action)

    def _on_working_day(self, on: date, days: tuple[int, int], kind: type, action: Action) -> None:
        day = calendar.working_day(on + between(days, self._rng))
        self._agenda.at(day, kind, action)

    def _new(self, sex: str, breed: str, born_on: date | None, **facts) -> GoatPlan:
        goat = GoatPlan(len(self._goats) + 1, sex, breed, born_on, **facts)
        self._goats.append(goat)
        return goat

    # -- the office's goats ------------------------------------------------------------------------

    def buy(self, plan: PurchasePlan, since: date | None = None) -> None:
        """Goats are bought, and placed from ``since`` on, or soon; grown, their age unknown."""
        goats = tuple(self._new(FEMALE, plan.breed, None) for _ in range(plan.count))
        self.told.append(GoatsBought(plan.on, goats, plan.price))
        self.ever += plan.count
        for goat in goats:
            self._bought.append(goat)
            if len(self._bought) == fates.DIES_AT_OFFICE:
                self._later(plan.on, (2, 5), GoatHappening, partial(self._die_at_office, goat))
            else:
                self._to_be_placed(goat, since or plan.on)

    def _to_be_placed(self, goat: GoatPlan, on: date) -> None:
        self._on_working_day(on, PLACED_AFTER, GoatPlaced, partial(self._place, goat))

    def _die_at_office(self, goat: GoatPlan, on: date) -> None:
        self._end(goat, Kind.DIED, fates.DEATHS[1], on)

    def _place(self, goat: GoatPlan, on: date) -> None:
        found = self._queue.take_where_most_wait()
        if found is None:
            self._to_be_placed(goat, on)
            return
        home, reason = found
        self._placings += 1
        placed = GoatPlaced(on, goat, home, reason)
        self.told.append(placed)
        if self._placings in WRONG_PLACINGS:
            self._take_back_entry(placed, "Salah tanggal: baru diserahkan besok")
            since = home.confirmed_on
            self._agenda.at(on, GoatReversal, lambda _: self._queue.add(home, since))
            self._on_working_day(on, (1, 1), GoatPlaced, partial(self._place, goat))
            return
        is_first = goat.since is None
        self._keep(goat, home, on)
        if goat in self._bought and is_first:
            self._meet_fate(goat, on)
        if not goat.is_bred:
            goat.is_bred = True
            if is_first and self._rng.random() < fates.WITH_KID:
                birth = partial(self._bear, goat)
                self._later(on, fates.BORN_AFTER_PLACING, GoatGaveBirth, birth)
            else:
                mated = partial(self._mate, goat)
                self._later(on, fates.MATED_AFTER_PLACING, GoatHappening, mated)

    def _keep(self, goat: GoatPlan, home: HomePlan, on: date) -> None:
        goat.keeper, goat.since = home, on
        if self._rng.random() < fates.ILL_IN_A_STAY:
            self._later(on, (20, 200), GoatHappening, partial(self._fall_ill, goat))
        self._received(home, on)

    def _meet_fate(self, goat: GoatPlan, on: date) -> None:
        fate = fates.FATES.get(self._bought.index(goat) + 1)
        if fate is None:
            death = partial(self._end, goat, Kind.DIED, self._rng.choice(fates.DEATHS))
            self._agenda.at(fates.dies_on(on, self._rng), GoatHappening, death)
        else:
            self._later(on, (fate.days,) * 2, GoatHappening, partial(self._end_badly, goat, fate))

    def _end_badly(self, goat: GoatPlan, fate: Fate, on: date) -> None:
        """Death, loss or sale; if another goat is due it comes, or the manager releases."""
        if not goat.is_living or goat.keeper is None:
            return
        self._end(goat, fate.kind, fate.cause, on, is_negligent=fate.is_negligent)
        after = (fate.settled_after,) * 2
        if fate.settled == Kind.REPLACED:
            self._on_working_day(on, after, GoatReplaced, partial(self._replace, goat))
        if fate.settled == Kind.RELEASED:
            self._on_working_day(on, after, GoatHappening, partial(self._release, goat))

    def _replace(self, goat: GoatPlan, on: date) -> None:
        other = self._new(FEMALE, goat.breed, None)
        self.told.append(GoatReplaced(on, goat, other))
        self.ever += 1
        self._to_be_placed(other, on)

    def _release(self, goat: GoatPlan, on: date) -> None:
        self.told.append(GoatHappening(on, goat, Kind.RELEASED, reason=fates.RELEASE_REASON))

    def leave(self, home: HomePlan, on: date, reason: str) -> None:
        """The household goes away: the office takes its goat back, its own are out of sight."""
        for goat in [goat for goat in self._goats if goat.keeper is home]:
            if goat.is_kid:
                self._end(goat, Kind.UNFOLLOWED, "", on)
                continue
            self.told.append(GoatHappening(on, goat, Kind.TAKEN_BACK, reason=reason))
            goat.keeper = None
            self._to_be_placed(goat, on)

    def owes(self, home: HomePlan) -> bool:
        """Whether it keeps a goat that is the office's."""
        return any(goat.keeper is home and not goat.is_kid for goat in self._goats)

    # -- births and what comes of them -------------------------------------------------------------

    def _mate(self, goat: GoatPlan, on: date) -> None:
        if goat.keeper is None:
            goat.is_bred = False
            return
        if self._rng.random() < fates.MATING_SEEN:
            self.told.append(GoatHappening(on, goat, Kind.MATED))
        self._later(on, fates.GESTATION, GoatGaveBirth, partial(self._bear, goat))

    def _bear(self, goat: GoatPlan, on: date) -> None:
        if goat.keeper is None:
            goat.is_bred = False
            return
        self._births += 1
        count = self._rng.choice(fates.KIDS)
        if self._births in WRONG_BIRTHS:
            wrong = GoatGaveBirth(on, goat, self._kids(goat, on, count + 1))
            self.told.append(wrong)
            self._take_back_entry(wrong, "Salah tanggal dan jumlah anak")
            on_next_day = partial(self._bear, goat)
            self._agenda.at(on + timedelta(days=1), GoatGaveBirth, on_next_day)
            return
        kids = self._kids(goat, on, count)
        self.ever += count
        self.told.append(GoatGaveBirth(on, goat, kids))
        birth = BirthPlan(on, goat.keeper, kids)
        goat.births.append(birth)
        self._later(on, fates.MATED_AFTER_BIRTH, GoatHappening, partial(self._mate, goat))
        for kid in kids:
            kid.keeper, kid.since = goat.keeper, on
            self._raise(kid, on)
        if self._rng.random() < fates.WEANING_SEEN:
            self._later(on, fates.WEANED, KidsWeaned, partial(self._wean, birth))
        if not goat.is_kid:
            self._plan_hand_over(goat, on)

    def _kids(self, mother: GoatPlan, on: date, count: int) -> tuple[GoatPlan, ...]:
        sexes = [self._rng.choice((FEMALE, MALE)) for _ in range(count)]
        return tuple(self._new(sex, mother.breed, on, mother=mother) for sex in sexes)

    def _wean(self, birth: BirthPlan, on: date) -> None:
        kids = tuple(kid for kid in birth.kids if kid.keeper is birth.keeper)
        if kids:
            self.told.append(KidsWeaned(on, kids))
        for kid in kids:
            kid.weaned_on = on

    def _plan_hand_over(self, goat: GoatPlan, born: date) -> None:
        days = fates.HANDED_ON_LATE if self._rng.random() < fates.LATE else fates.HANDED_ON
        due = add_months(born, DEFAULT_RULES.weaning_months)
        asked = partial(self._hand_on, goat, goat.keeper, "")
        if reason := EARLY.get(self._births):
            due, days = born, (EARLY_AFTER, EARLY_AFTER)
            asked = partial(self._hand_on, goat, goat.keeper, reason)
        self._on_working_day(due, days, GoatHandedOn, asked)

    def _hand_on(self, goat: GoatPlan, keeper: HomePlan, early_reason: str, on: date) -> None:
        """The mother goes on, unless she is elsewhere by now, or no kid lives; later if need be."""
        if goat.keeper is not keeper:
            return
        state = self._obligation(goat, on)
        waits = keeper.village.code in WAITING_VILLAGES and on >= WAITING_SINCE
        if waits or not (state.due_on or early_reason):
            return
        found = None
        if early_reason or not state.is_early:
            found = self._queue.take_next(keeper)
        if found is None:
            again = partial(self._hand_on, goat, keeper, early_reason)
            self._on_working_day(on, (ASKED_AGAIN, ASKED_AGAIN), GoatHandedOn, again)
            return
        to, reason = found
        self.told.append(GoatHandedOn(on, goat, to, reason, early_reason))
        self._keep(goat, to, on)

    def _obligation(self, goat: GoatPlan, on: date) -> HandOver:
        births = [
            Birth(
                birth.on,
                tuple(Kid(kid.number, kid.weaned_on, kid.ended_on) for kid in birth.kids),
                DEFAULT_RULES,
            )
            for birth in goat.births
            if birth.keeper is goat.keeper
        ]
        return hand_over_of(births, on, DEFAULT_RULES)

    # -- kids, which belong to their keepers -------------------------------------------------------

    def _raise(self, kid: GoatPlan, born: date) -> None:
        """What becomes of a kid: it dies early, or is sold, given on or kept."""
        rng = self._rng
        if rng.random() < fates.KID_DIES_CHANCE:
            death = partial(self._end, kid, Kind.DIED, rng.choice(fates.DEATHS_OF_KIDS))
            self._later(born, fates.KID_DIES, GoatHappening, death)
            return
        death = partial(self._end, kid, Kind.DIED, rng.choice(fates.DEATHS))
        self._agenda.at(fates.dies_on(born, rng), GoatHappening, death)
        if rng.random() < fates.UNFOLLOWED:
            unfollowed = partial(self._end, kid, Kind.UNFOLLOWED, "")
            self._later(born, fates.UNFOLLOWED_AT, GoatHappening, unfollowed)
        sale = partial(self._end, kid, Kind.SOLD, rng.choice(fates.SALE_OF_KID))
        if kid.is_female:
            chance = rng.random()
            if chance < fates.EWES_SOLD:
                self._later(born, fates.SOLD_AT, GoatHappening, sale)
            elif chance < fates.EWES_SOLD + fates.EWES_GIVEN:
                self._later(born, fates.GIVEN_AT, GoatHappening, partial(self._give, kid))
            kid.is_bred = True
            self._later(born, fates.FIRST_MATING, GoatHappening, partial(self._mate, kid))
        elif rng.random() < fates.SOLD_BEFORE_FEAST and (feast := fates.feast_after(born)):
            sale = partial(self._end, kid, Kind.SOLD, fates.SALE_BEFORE_FEAST)
            on = feast - between(fates.BEFORE_FEAST, rng)
            self._agenda.at(on, GoatHappening, sale)
        elif rng.random() < fates.SOLD_LATER:
            self._later(born, fates.SOLD_AT, GoatHappening, sale)

    def _give(self, kid: GoatPlan, on: date) -> None:
        if kid.keeper and (others := self._queue.neighbours(kid.keeper)):
            to = self._rng.choice(others)
            self.told.append(GoatHappening(on, kid, Kind.GIVEN, to=to))
            kid.keeper, kid.since = to, on

    # -- what happens to any goat ------------------------------------------------------------------

    def _fall_ill(self, goat: GoatPlan, on: date) -> None:
        if goat.keeper is None:
            return
        self._illnesses += 1
        ill = GoatHappening(on, goat, Kind.ILL, self._rng.choice(fates.ILLNESSES))
        self.told.append(ill)
        if self._illnesses in WRONG_ILLNESSES:
            self._take_back_entry(ill, "Salah nomor kambing")

    def _end(
        self, goat: GoatPlan, kind: Kind, cause: str, on: date, *, is_negligent: bool = False
    ) -> None:
        """It dies, is sold or lost, or nobody follows it any more; nothing if it has ended."""
        if not goat.is_living:
            return
        minutes = ""
        if not goat.is_kid:
            self._minutes += 1
            minutes = f"{self._minutes:02d}/BA-KB/{on.year}"
        self.told.append(GoatHappening(on, goat, kind, cause, minutes, is_negligent))
        goat.ended_on, goat.keeper = on, None

    def _take_back_entry(self, wrong, reason: str) -> None:
        self._agenda.at(
            wrong.on, GoatReversal,
            lambda on: self.told.append(GoatReversal(on, wrong, reason)),
        )  # fmt: skip
