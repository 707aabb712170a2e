"""What rows about goats say together, and must not."""

from collections.abc import Iterator

from goats.rules.events import BY_NEGLIGENCE, DEFAULT_RULES, ENDS, RECEIPTS, Facts, Kind, RuleBook
from goats.rules.life import Impossible, lead
from upk.desk.moving.checks.days import (
    after_the_move,
    belongs_to,
    cut_over_of,
    needs,
    not_before,
    shown,
)
from upk.desk.moving.checks.households import receives, why_not
from upk.desk.moving.checks.lives import Happened, Story, begun_on, stories_of
from upk.desk.moving.content import Content, Row
from upk.desk.moving.problems import CellProblem
from upk.periods import format_date

DAYS = {
    Kind.BOUGHT: "came_on", Kind.BORN: "born_on", Kind.GAVE_BIRTH: "born_on",
    Kind.WEANED: "weaned_on", Kind.REPLACED: "settled_on", Kind.RELEASED: "settled_on",
}  # fmt: skip
"""The column of a goat's row that tells the day of an event; else the end's, or ``since``."""

EXPECTED = {
    "not_there_yet": "hari sesudah kambing itu datang, {begun}",
    "ended": "hari sebelum kambing itu berakhir, {day}",
    "nothing_owed": "kosong: tidak ada pengganti yang harus diserahkan",
    "not_a_kid": "kosong: hanya untuk anak yang lahir di RTM",
    "not_placed": "hari sesudah kambing itu ditempatkan di RTM",
    "other_keeper": "hari sesudah pemelihara sebelumnya menerimanya",
    "male": "induk betina",
    "too_young": "tidak sebelum {day}: induknya masih terlalu muda",
    "within_gestation": "jarak sedikitnya {gestation} hari dari kelahiran pada {day}",
    "belongs_to_keeper": "kosong: anak kambing milik pemeliharanya",
    "second_keeper": "satu pemelihara pada satu hari",
    "same_household": "rumah tangga lain dari pemelihara sebelumnya",
    "weaned_before": "satu tanggal penyapihan",
    "begun_before": "satu kali datang",
}
"""What is expected where ``goats.rules.life`` says that something can't have happened."""


def check_populations(content: Content) -> Iterator[CellProblem]:
    """Years after the move: those haven't been counted."""
    cut_over = cut_over_of(content)
    for row in content["populations"]:
        if cut_over and row["year"] and row["year"] > cut_over.year:
            yield row.problem("year", row["year"], f"tahun {cut_over.year} atau sebelumnya")


def check_goats(content: Content) -> Iterator[CellProblem]:
    """Facts that don't fit each other, lives that can't have been, households that weren't poor."""
    goats = content.index("goats")
    for row in content["goats"]:
        yield from after_the_move(
            content, row, "came_on", "born_on", "since", "weaned_on", "ended_on", "settled_on"
        )
        yield from _origin(row, goats)
        yield from _end(row, goats)
        yield from belongs_to(row, "keeper", "since")
    for row in content["goat_stays"]:
        yield from after_the_move(content, row, "since")
    for story in stories_of(content).values():
        yield from _life(story)
        yield from _receivers(content, story)


def _empty(row: Row, *keys: str, why: str) -> Iterator[CellProblem]:
    for key in keys:
        if row[key]:
            yield row.problem(key, shown(row, key), f"kosong: {why}")


def _wanted(row: Row, *keys: str, why: str) -> Iterator[CellProblem]:
    for key in keys:
        if row[key] is None:
            yield row.problem(key, "kosong", f"wajib diisi {why}")


def _origin(row: Row, goats: dict[object, Row]) -> Iterator[CellProblem]:
    if row["origin"] == "bought":
        yield from _wanted(row, "came_on", "funding", why="untuk kambing yang dibeli")
        yield from _empty(row, "mother", "weaned_on", why="hanya untuk yang lahir di RTM")
        if row["born_on"] and row["came_on"] and row["born_on"] > row["came_on"]:
            text = f"tidak sesudah dibeli, {format_date(row['came_on'])}"
            yield row.problem("born_on", shown(row, "born_on"), text)
        if row["funding"] == "surplus":
            yield from _wanted(row, "funding_year", why="untuk dana RTM dari surplus")
        else:
            yield from _empty(row, "funding_year", why="hanya untuk dana RTM dari surplus")
    elif row["origin"] == "born":
        yield from _wanted(row, "born_on", "mother", why="untuk yang lahir di RTM")
        yield from _empty(
            row, "came_on", "price", "funding", "funding_year", why="hanya untuk yang dibeli"
        )
        mother = goats.get(row["mother"])
        if mother and mother["sex"] == "M":
            yield row.problem(
                "mother", row["mother"], f"induk betina; baris {mother.number} jantan"
            )


def _end(row: Row, goats: dict[object, Row]) -> Iterator[CellProblem]:
    yield from needs(row, "end", "ended_on")
    if row["end"] in ("died", "sold", "lost"):
        yield from _wanted(row, "cause", why="untuk kambing yang mati, dijual, atau hilang")
    yield from belongs_to(row, "end", "ended_on", "cause", "minutes", "settled_on")
    if row["negligent"] and row["end"] not in {kind.value for kind in BY_NEGLIGENCE}:
        yield row.problem("negligent", "ya", "kosong: hanya untuk yang mati atau hilang")
    yield from belongs_to(row, "settled_on", "replaced_by")
    yield from not_before(row, "settled_on", row["ended_on"], "berakhir")
    other = goats.get(row["replaced_by"])
    if other and (other["funding"] != "replacement" or other is row):
        text = f"kambing lain yang asal dananya pengganti; baris {other.number} bukan"
        yield row.problem("replaced_by", row["replaced_by"], text)


def _life(story: Story) -> Iterator[CellProblem]:
    """The first thing in a goat's life that can't have happened.

    A kid whose mother is kept nowhere is told by the mother's life.
    """
    row = story.row
    if row["origin"] == "born" and story.stays[0][1] is None:
        return
    if story.is_unplaced:
        text = "wajib diisi: hari pemelihara ini menerimanya"
        yield row.problem("since", "kosong", text)
        return
    events = [event.event(place) for place, event in enumerate(story.events)]
    facts = Facts(row["sex"] == "F", row["born_on"])
    try:
        lead(facts, events, RuleBook())
    except Impossible as error:
        event = story.events[error.event.id]
        text = EXPECTED[error.reason].format(
            day=format_date(error.day) if error.day else "", gestation=DEFAULT_RULES.gestation_days,
            begun=format_date(begun_on(row)),
        )  # fmt: skip
        key = _column(event)
        yield event.row.problem(key, shown(event.row, key), text)


def _column(event: Happened) -> str:
    return "ended_on" if event.kind in ENDS else DAYS.get(event.kind, "since")


def _receivers(content: Content, story: Story) -> Iterator[CellProblem]:
    homes = content.index("households")
    for event in story.moves:
        home = homes.get(event.household)
        if event.kind in RECEIPTS and home and not receives(home, event.on):
            yield event.row.problem("since", format_date(event.on), why_not(home, event.on))
