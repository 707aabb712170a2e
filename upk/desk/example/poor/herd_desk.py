"""Entering goats and what happened to them through the services of their screens."""

from collections.abc import Callable

from goats.aid.paying import GoatPurchase, buy_aid_goats
from goats.herd.replacing import replace_goat, reverse_event
from goats.herd.services import (
    BY_MANAGER,
    Happening,
    Receiver,
    hand_over,
    place_goat,
    record_birth,
    record_happening,
    wean_kids,
)
from goats.herd.settings import add_rules
from goats.models import Goat, GoatEvent
from goats.rules.events import DEFAULT_RULES, Kind
from upk.desk.example.keys import Keys
from upk.desk.example.office import Setting
from upk.desk.example.places import FIRST_DAY
from upk.desk.example.poor import happenings as happened
from upk.desk.example.poor.aid_desk import AidDesk
from upk.desk.example.poor.happenings import FEMALE, GoatPlan, HomePlan
from upk.desk.example.poor.home_desk import HomeDesk
from upk.offices.models import User

RULES = DEFAULT_RULES
"""What the office decided at first; it never changed them."""


class HerdDesk:
    """Calls the services of the herd; ``homes`` knows the households, ``aid`` the plans."""

    def __init__(self, setting: Setting, homes: HomeDesk, aid: AidDesk, key: Keys) -> None:
        self.office = setting.office
        self.manager = setting.users["manajer"]
        self.treasurer = setting.users["bendahara"]
        self._homes, self._aid, self._key = homes, aid, key
        self._goats: dict[GoatPlan, Goat] = {}
        self._keepers: dict[GoatPlan, HomePlan | None] = {}
        self._events: dict[happened.GoatEvent, GoatEvent] = {}
        add_rules(self.office, RULES, since=FIRST_DAY, by=self.manager)

    @property
    def ways(self) -> dict[type, Callable]:
        """How each kind of happening is entered."""
        return {
            happened.GoatsBought: self.buy,
            happened.GoatPlaced: self.place,
            happened.GoatHandedOn: self.hand_on,
            happened.GoatGaveBirth: self.bear,
            happened.KidsWeaned: self.wean,
            happened.GoatHappening: self.happen,
            happened.GoatReplaced: self.replace,
            happened.GoatReversal: self.reverse,
        }

    def _by(self, goat: GoatPlan) -> User:
        """Who looks after the village where it is; of one at the office the treasurer."""
        home = self._keepers.get(goat)
        return self._homes.responsible(home) if home else self.treasurer

    def buy(self, event: happened.GoatsBought) -> None:
        first = event.goats[0]
        purchase = GoatPurchase(
            len(event.goats), first.sex, first.breed, event.price, event.on, self._aid.cash
        )
        _, rows = buy_aid_goats(
            self._aid.plans[event.plan], purchase, request_key=self._key(), by=self.treasurer
        )
        self._goats.update(zip(event.goats, rows, strict=True))

    def _receiver(self, event: happened.GoatPlaced | happened.GoatHandedOn) -> Receiver:
        early = event.early_reason if isinstance(event, happened.GoatHandedOn) else ""
        return Receiver(self._homes.homes[event.to], event.on, event.choice_reason, early)

    def place(self, event: happened.GoatPlaced) -> None:
        self._events[event] = place_goat(
            self._goats[event.goat], self._receiver(event), request_key=self._key(),
            by=self._homes.responsible(event.to),
        )  # fmt: skip
        self._keepers[event.goat] = event.to

    def hand_on(self, event: happened.GoatHandedOn) -> None:
        """Before the kid is weaned only the manager decides it."""
        by = self.manager if event.early_reason else self._by(event.goat)
        self._events[event] = hand_over(
            self._goats[event.goat], self._receiver(event), request_key=self._key(), by=by
        )
        self._keepers[event.goat] = event.to

    def bear(self, event: happened.GoatGaveBirth) -> None:
        kids = record_birth(
            self._goats[event.mother], [kid.sex for kid in event.kids], on=event.on,
            request_key=self._key(), by=self._by(event.mother),
        )  # fmt: skip
        self._goats.update(zip(event.kids, kids, strict=True))
        home = self._keepers[event.mother]
        self._keepers.update(dict.fromkeys(event.kids, home))

    def wean(self, event: happened.KidsWeaned) -> None:
        kids = [self._goats[kid] for kid in event.kids]
        wean_kids(kids, on=event.on, request_key=self._key(), by=self._by(event.kids[0]))

    def happen(self, event: happened.GoatHappening) -> None:
        to = self._homes.homes[event.to] if event.to else None
        happening = Happening(
            event.kind, event.on, cause=event.cause, minutes=event.minutes,
            is_negligent=event.is_negligent, reason=event.reason, to=to,
        )  # fmt: skip
        by = self.manager if event.kind in BY_MANAGER else self._by(event.goat)
        self._events[event] = record_happening(
            self._goats[event.goat], happening, request_key=self._key(), by=by
        )
        if event.kind in (Kind.GIVEN, Kind.TAKEN_BACK):
            self._keepers[event.goat] = event.to

    def replace(self, event: happened.GoatReplaced) -> None:
        self._goats[event.other] = replace_goat(
            self._goats[event.goat], sex=FEMALE, breed=event.other.breed, born_on=None,
            on=event.on, request_key=self._key(), by=self.treasurer,
        )  # fmt: skip

    def reverse(self, event: happened.GoatReversal) -> None:
        if isinstance(event.wrong, happened.GoatGaveBirth):
            births = self._goats[event.wrong.mother].events.filter(kind=Kind.GAVE_BIRTH)
            row = births.latest("pk")
        else:
            row = self._events[event.wrong]
        reverse_event(
            row, reason=event.reason, request_key=self._key(),
            by=self.manager,
        )  # fmt: skip
