"""What rows about poor households and their aid say together, and must not."""

from collections.abc import Iterator
from datetime import date

from goats.rules.households import RECEIVES, State, Step, Told, is_possible, state_of
from upk.desk.moving.checks.days import (
    after_the_move,
    belongs_to,
    cut_over_of,
    needs,
    not_before,
    shown,
)
from upk.desk.moving.content import Content, Row
from upk.desk.moving.problems import CellProblem
from upk.periods import format_date


def registered_since(row: Row, cut_over: date | None) -> date | None:
    """From when on a household is in the register."""
    return row["registered_on"] or row["confirmed_on"] or row["became_on"] or cut_over


def steps_of(row: Row) -> list[Told]:
    """The steps that a row of a household tells, in their order."""
    told = [(Step.CONFIRMED, row["confirmed_on"])]
    if row["became"]:
        told.append((Step(row["became"]), row["became_on"]))
    return [Told(n, kind, on) for n, (kind, on) in enumerate(told, 1) if on]


def receives(row: Row, on: date) -> bool:
    """Whether a household may be given something on a day: confirmed, and poor still."""
    return state_of(steps_of(row), on) in RECEIVES


def check_households(content: Content) -> Iterator[CellProblem]:
    """Days and steps that can't be, and people who are in two households."""
    for row in content["households"]:
        yield from _life(content, row)
    yield from _people(content)


def _life(content: Content, row: Row) -> Iterator[CellProblem]:
    since = registered_since(row, cut_over_of(content))
    yield from after_the_move(content, row, "registered_on", "confirmed_on", "became_on")
    yield from not_before(row, "confirmed_on", since, "tanggal usulan")
    yield from needs(row, "confirmed_on", "minutes")
    yield from belongs_to(row, "confirmed_on", "minutes")
    yield from needs(row, "became", "became_on", "note")
    yield from belongs_to(row, "became", "became_on", "note")
    yield from not_before(row, "became_on", row["confirmed_on"] or since, "penetapan atau usulan")
    if (
        row["became"]
        and not row["confirmed_on"]
        and not is_possible([Told(1, Step(row["became"]), date.max)])
    ):
        text = "tanggal penetapan: rumah tangga ini belum ditetapkan musyawarah desa"
        yield row.problem("became", shown(row, "became"), text)


def _people(content: Content) -> Iterator[CellProblem]:
    """A person heads or lives in one household, and a KK is one household's."""
    people = content.index("people")
    homes: dict[object, tuple[str, int]] = {}
    cards: dict[str, int] = {}
    for row in content["households"]:
        yield from _once(row, "head", homes)
        person = people.get(row["head"])
        card = person["kk"] if person else None
        if card and cards.setdefault(card, row.number) != row.number:
            text = f"kepala dengan nomor KK yang lain dari baris {cards[card]}"
            yield row.problem("head", row["head"], text)
    known = content.index("households")
    for row in content["household_members"]:
        yield from _once(row, "person", homes)
        yield from after_the_move(content, row, "since")
        if home := known.get(row["household"]):
            since = registered_since(home, cut_over_of(content))
            yield from not_before(row, "since", since, "RTM terdaftar")


def _once(row: Row, key: str, homes: dict[object, tuple[str, int]]) -> Iterator[CellProblem]:
    if row[key] is None:
        return
    sheet, number = homes.setdefault(row[key], (row.sheet.title, row.number))
    if (sheet, number) != (row.sheet.title, row.number):
        text = f"orang yang belum ada di RTM lain (lembar {sheet}, baris {number})"
        yield row.problem(key, row[key], text)


def check_aid(content: Content) -> Iterator[CellProblem]:
    """Aid to households that weren't confirmed by then, or after the move."""
    homes = content.index("households")
    for row in content["aid"]:
        on, home = row["handed_on"], homes.get(row["household"])
        yield from after_the_move(content, row, "handed_on")
        if on and row["year"] and row["year"] > on.year:
            yield row.problem("year", row["year"], f"tahun {on.year} atau sebelumnya")
        if on and home and not receives(home, on):
            yield row.problem("handed_on", format_date(on), why_not(home, on))


def why_not(home: Row, on: date) -> str:
    """What is expected of a day on which the household may not be given anything."""
    if state_of(steps_of(home), on) == State.PROPOSED:
        confirmed = home["confirmed_on"]
        if confirmed is None:
            return f"RTM {home['code']} belum ditetapkan musyawarah desa: isi tanggal penetapannya"
        return f"tidak sebelum RTM {home['code']} ditetapkan, {format_date(confirmed)}"
    since = format_date(home["became_on"])
    return f"sebelum RTM {home['code']} berakhir ({shown(home, 'became')} sejak {since})"
