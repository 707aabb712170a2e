"""What happened to each goat, as its rows tell it: the events that its life is led by. Pure.

A row names what is known at the move; the events follow from it and from the rows of its kids and
of its former keepers. The check leads each life by the same rules as every later entry
(``goats.rules.life``), and the writer enters these events and no others.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from goats.rules.events import Event, Kind
from upk.desk.moving.content import Content, Row


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of one goat. Households by their code, goats by their number.

    ``row`` is the row that tells it; ``mother``: whose birth a kid was born in.
    """

    row: Row
    kind: Kind
    on: date
    household: str | None = None
    giver: str | None = None
    is_negligent: bool = False
    mother: int | None = None
    replacement: int | None = None

    def event(self, place: int) -> Event:
        """It as the rules know it; ``place`` orders the events of one day."""
        birth = self.mother if self.kind == Kind.BORN else None
        return Event(
            place, self.kind, self.on, self.household, self.giver, self.is_negligent, birth
        )


@dataclass(slots=True)
class Story:
    """A goat's row, the days on which it went to somebody, and its events in their order.

    ``is_unplaced``: the row names a keeper, but not since when.
    """

    row: Row
    is_unplaced: bool = False
    stays: list[tuple[date, str | None]] = field(default_factory=list)
    moves: list[Happened] = field(default_factory=list)
    births: list[Happened] = field(default_factory=list)
    last: list[Happened] = field(default_factory=list)

    def keeper(self, on: date) -> str | None:
        """Who kept it at the end of a day."""
        there = [household for since, household in self.stays if since <= on]
        return there[-1] if there else None

    @property
    def events(self) -> list[Happened]:
        """All that happened: of one day moves come before births, and these before an end."""
        return sorted([*self.moves, *self.births, *self.last], key=lambda event: event.on)

    @property
    def begun_on(self) -> date | None:
        """The day on which it came."""
        return begun_on(self.row)


def begun_on(row: Row) -> date | None:
    """The day on which a goat came: bought, or born."""
    return row["came_on"] if row["origin"] == "bought" else row["born_on"]


def stories_of(content: Content) -> dict[int, Story]:
    """The stories of all goats whose rows name a number and the day on which they came.

    Mothers are told before their kids; a mother that comes later than her kid keeps it nowhere,
    which the rules refuse.
    """
    rows = [row for row in content["goats"] if row["number"] and begun_on(row)]
    stays = _former_stays(content)
    found: dict[int, Story] = {}
    for row in sorted(rows, key=lambda row: (begun_on(row), row["number"])):
        if row["number"] not in found:
            found[row["number"]] = _story(row, found, stays[row["number"]])
    _tell_births(found)
    for story in found.values():
        _tell_last(story)
    return found


def _former_stays(content: Content) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in content["goat_stays"]:
        if row["goat"] and row["since"]:
            found[row["goat"]].append(row)
    return {
        **{row["number"]: [] for row in content["goats"]},
        **{goat: sorted(rows, key=lambda row: row["since"]) for goat, rows in found.items()},
    }


def _story(row: Row, known: dict[int, Story], former: Iterable[Row]) -> Story:
    story = Story(row)
    day = begun_on(row)
    if row["origin"] == "bought":
        story.moves.append(Happened(row, Kind.BOUGHT, day))
    else:
        mother = known.get(row["mother"])
        home = mother.keeper(day) if mother else None
        story.stays.append((day, home))
        story.moves.append(Happened(row, Kind.BORN, day, home, mother=row["mother"]))
    for stay in former:
        _move(story, stay, stay["household"], stay["since"])
    if row["keeper"]:
        last = story.stays[-1] if story.stays else None
        story.is_unplaced = row["since"] is None and (last is None or last[1] != row["keeper"])
        if row["since"]:
            _move(story, row, row["keeper"], row["since"])
    return story


def _move(story: Story, row: Row, to: str | None, since: date) -> None:
    giver = story.stays[-1][1] if story.stays else None
    if to == giver:
        return
    kind = Kind.PLACED if giver is None else Kind.HANDED_ON
    if to is None:
        kind = Kind.TAKEN_BACK
    elif story.row["origin"] == "born":
        kind = Kind.GIVEN
    story.moves.append(Happened(row, kind, since, to, giver))
    story.stays.append((since, to))


def _tell_births(stories: dict[int, Story]) -> None:
    told: set[tuple[int, date]] = set()
    for story in stories.values():
        mother = stories.get(story.row["mother"]) if story.row["origin"] == "born" else None
        day = story.begun_on
        if mother and (mother.row["number"], day) not in told:
            told.add((mother.row["number"], day))
            mother.births.append(Happened(story.row, Kind.GAVE_BIRTH, day, mother.keeper(day)))


def _tell_last(story: Story) -> None:
    """Weaning, the end, and what was owed after it."""
    row = story.row
    if row["weaned_on"]:
        day = row["weaned_on"]
        story.last.append(Happened(row, Kind.WEANED, day, story.keeper(day)))
    if not (row["end"] and row["ended_on"]):
        return
    keeper = story.keeper(row["ended_on"])
    negligent = bool(row["negligent"]) and keeper is not None
    end = Happened(row, Kind(row["end"]), row["ended_on"], keeper, is_negligent=negligent)
    story.last.append(end)
    if row["settled_on"]:
        kind = Kind.REPLACED if row["replaced_by"] else Kind.RELEASED
        story.last.append(
            Happened(row, kind, row["settled_on"], keeper, replacement=row["replaced_by"])
        )
