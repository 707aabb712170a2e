"""A small world of goats: an office, a village with waiting households, and shortcuts to events."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from goats.herd.services import (
    Happening,
    NewGoats,
    Receiver,
    buy_goats,
    hand_over,
    place_goat,
    record_birth,
    record_happening,
    wean_kids,
)
from goats.models import Goat, GoatEvent, Household
from goats.rules.events import Kind
from tests import factories
from tests.goats.households_made import confirmed
from upk.access import Role
from upk.offices.models import Office, User, Village

BOUGHT = date(2008, 1, 10)


def create_household(village: Village, *, need: int = 50, on: date = date(2007, 1, 1)) -> Household:
    return confirmed(village, need=need, on=on)


class World:
    """An office with two villages of three waiting households each, and one manager.

    Or an office that is there, with its manager, ``villages`` of it, and households since ``on``.
    """

    def __init__(
        self,
        manager: User | None = None,
        villages: Sequence[Village] = (),
        on: date = date(2007, 1, 1),
    ) -> None:
        self.office: Office = manager.office if manager else factories.create_office()
        self.manager: User = manager or factories.create_user(Role.MANAGER, self.office)
        self.villages = villages or [factories.create_village(self.office) for _ in range(2)]
        self.households = [
            create_household(village, need=90 - 10 * n, on=on)
            for village in self.villages
            for n in range(3)
        ]

    def buy(self, count: int = 1, *, sex: str = "F", on: date = BOUGHT, **facts) -> list[Goat]:
        new = NewGoats(
            count, sex, "Kacang", facts.pop("price", 650_000), Goat.Funding.DONATION,
            **facts,
        )  # fmt: skip
        return buy_goats(self.office, new, bought_on=on, request_key=uuid4(), by=self.manager)

    def place(self, goat: Goat, household: Household, *, on: date = BOUGHT) -> GoatEvent:
        receiver = Receiver(household, on, choice_reason="dipilih musyawarah")
        return place_goat(goat, receiver, request_key=uuid4(), by=self.manager)

    def placed(self, household: int = 0, **facts) -> Goat:
        """A goat bought and placed with the household of that place in the list."""
        [goat] = self.buy(**facts)
        self.place(goat, self.households[household], on=facts.get("on", BOUGHT))
        goat.refresh_from_db()
        return goat

    def birth(self, mother: Goat, on: date, sexes: str = "F", by: User | None = None) -> list[Goat]:
        return record_birth(mother, list(sexes), on=on, request_key=uuid4(), by=by or self.manager)

    def wean(self, kids: list[Goat], on: date) -> list[GoatEvent]:
        return wean_kids(kids, on=on, request_key=uuid4(), by=self.manager)

    def hand_over(self, goat: Goat, household: int, on: date, **reasons) -> GoatEvent:
        reasons = {"choice_reason": "dipilih musyawarah"} | reasons
        by = reasons.pop("by", self.manager)
        receiver = Receiver(self.households[household], on, **reasons)
        return hand_over(goat, receiver, request_key=uuid4(), by=by)

    def happen(self, goat: Goat, kind: Kind, on: date, **facts) -> GoatEvent:
        by = facts.pop("by", self.manager)
        facts = {"cause": "kembung", "reason": "keputusan rapat"} | facts
        happening = Happening(kind, on, **facts)
        return record_happening(goat, happening, request_key=uuid4(), by=by)
