"""A herd in memory, and what is known of it by a naive second computation, day by day."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from goats.rules.events import Event, Facts, Kind, RuleBook
from goats.rules.figures import Counted
from goats.rules.life import Life, lead

VILLAGES = {household: household % 3 for household in range(1, 13)}
"""Twelve households in three villages."""


@dataclass
class Goat:
    """A goat with its standing events."""

    id: int
    facts: Facts
    events: list[Event] = field(default_factory=list)

    def life(self, until: date = date.max) -> Life:
        return lead(self.facts, self.events, RuleBook(), until)


@dataclass
class Herd:
    """All goats; ``add`` refuses what can't be, as the office's service does."""

    goats: dict[int, Goat] = field(default_factory=dict)
    next_event: int = 1

    def new(self, is_female: bool, born_on: date | None = None) -> Goat:
        goat = Goat(len(self.goats) + 1, Facts(is_female, born_on))
        self.goats[goat.id] = goat
        return goat

    def add(self, goat: Goat, kind: Kind, on: date, **facts) -> Event:
        """Add an event; raises ``Impossible`` and leaves everything as it was."""
        event = Event(self.next_event, kind, on, **facts)
        lead(goat.facts, [*goat.events, event], RuleBook())
        goat.events.append(event)
        self.next_event += 1
        return event

    def counts(self, until: date) -> list[Counted]:
        """The events counted by sort, as a query would."""
        found: dict[tuple, int] = defaultdict(int)
        for goat in self.goats.values():
            is_kid = any(event.kind == Kind.BORN for event in goat.events)
            for event in goat.events:
                if event.on <= until:
                    key = (
                        event.kind, VILLAGES.get(event.household), VILLAGES.get(event.giver),
                        event.is_negligent, is_kid,
                    )  # fmt: skip
                    found[key] += 1
        return [Counted(*key, count) for key, count in found.items()]


def naive_figures(herd: Herd, until: date) -> dict[str, int]:
    """Living, kept and so on by looking at each goat alone, without any rule of the program."""
    found: dict[str, int] = defaultdict(int)
    for goat in herd.goats.values():
        events = sorted((e for e in goat.events if e.on <= until), key=lambda e: (e.on, e.id))
        kinds = [event.kind for event in events]
        if not kinds:
            continue
        found["ever"] += 1
        is_kid = kinds[0] == "born"
        final = next((e for e in events if e.kind in ("died", "sold", "lost", "unfollowed")), None)
        found["living"] += final is None
        moves = ("born", "placed", "handed_on", "given", "taken_back")
        last = next((e for e in reversed(events) if e.kind in moves), None)
        found["kept"] += final is None and last is not None and last.household is not None
        if not is_kid and last and last.kind in ("placed", "handed_on"):
            forgiven = final and final.kind != "sold" and not final.is_negligent
            settled = kinds[-1] in ("replaced", "released")
            found["owed"] += not forgiven and not settled
            found["replacements"] += bool(final) and not forgiven and not settled
    return found
