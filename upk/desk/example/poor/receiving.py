"""Which household receives the next goat: the office's own rule, with a reason now and then."""

from collections import Counter
from datetime import date

from goats.rules.next_keeper import Waiting, in_order
from upk.desk.example.places import VILLAGES
from upk.desk.example.poor.happenings import HomePlan

OTHER_EVERY = 27
"""One receipt in so many goes to the second in the village, for one of these reasons."""
OTHER_REASONS = (
    "Yang diusulkan sedang merantau, minta menunggu",
    "Yang diusulkan belum mempunyai kandang",
    "Yang diusulkan sedang sakit, belum sanggup memelihara",
)


class Queue:
    """The households that wait for a goat while the story is told."""

    def __init__(self) -> None:
        self._waiting: dict[HomePlan, Waiting] = {}
        self._there: list[HomePlan] = []
        self._receipts = 0

    def add(self, home: HomePlan, on: date) -> None:
        """The meeting confirmed it, or what it received was entered by mistake."""
        place = VILLAGES.index(home.village)
        self._waiting[home] = Waiting(home.number, place, home.need, on)
        if home not in self._there:
            self._there.append(home)

    def neighbours(self, home: HomePlan) -> list[HomePlan]:
        """Other confirmed households of its village."""
        return [h for h in self._there if h.village is home.village and h is not home]

    def assess(self, home: HomePlan, need: int) -> None:
        """It was assessed anew."""
        home.need = need
        if old := self._waiting.get(home):
            self._waiting[home] = Waiting(old.id, old.village, need, old.since)

    def leave(self, home: HomePlan) -> None:
        """It is no longer there."""
        self._waiting.pop(home, None)
        self._there.remove(home)

    def reached(self, home: HomePlan) -> None:
        """It got other aid and waits for no goat."""
        self._waiting.pop(home, None)

    def waits(self, home: HomePlan) -> bool:
        """Whether it waits for a goat."""
        return home in self._waiting

    def take_where_most_wait(self) -> tuple[HomePlan, str] | None:
        """Who gets a goat of the office: it goes to the village where most wait."""
        if not self._waiting:
            return None
        counts = Counter(waiting.village for waiting in self._waiting.values())
        village = max(counts, key=lambda place: (counts[place], -place))
        return self._take(village)

    def take_next(self, giver: HomePlan) -> tuple[HomePlan, str] | None:
        """Who gets a mother that goes on from ``giver``, and why not the proposed one."""
        return self._take(VILLAGES.index(giver.village)) if self._waiting else None

    def _take(self, village: int) -> tuple[HomePlan, str]:
        line = in_order(self._waiting.values(), village)
        self._receipts += 1
        chosen, reason = line[0], ""
        is_other = self._receipts % OTHER_EVERY == 0
        if is_other and len(line) > 1 and line[1].village == village:
            chosen = line[1]
            reason = OTHER_REASONS[self._receipts // OTHER_EVERY % len(OTHER_REASONS)]
        home = next(home for home in self._waiting if home.number == chosen.id)
        del self._waiting[home]
        return home, reason
