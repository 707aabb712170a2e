"""What rows about infrastructure say together, and must not."""

from collections.abc import Iterator
from datetime import date

from maintenance.rules.places import is_in_indonesia
from upk.desk.moving.checks.days import after_the_move, belongs_to, cut_over_of, needs, not_before
from upk.desk.moving.content import Content, Row
from upk.desk.moving.problems import CellProblem
from upk.periods import format_date


def check_infrastructure(content: Content) -> Iterator[CellProblem]:
    """Pieces that stand twice in the register, or whose days and places can't be."""
    seen: dict[tuple, int] = {}
    for row in content["infrastructure"]:
        key = tuple(_named(row[name]) for name in ("village", "kind", "name", "built_year"))
        first = seen.setdefault(key, row.number)
        if None not in key and first != row.number:
            text = f"jenis, nama, dan tahun yang berbeda dari baris {first} di desa itu"
            yield row.problem("name", row["name"], text)
        yield from _facts(row)
        yield from _life(content, row)


def _named(value: object) -> object:
    return value.strip().casefold() if isinstance(value, str) else value


def _facts(row: Row) -> Iterator[CellProblem]:
    if row["size"] == 0:
        yield row.problem("size", "0", "ukuran lebih dari nol")
    latitude, longitude = row["latitude"], row["longitude"]
    yield from needs(row, "latitude", "longitude")
    yield from needs(row, "longitude", "latitude")
    if None not in (latitude, longitude) and not is_in_indonesia(latitude, longitude):
        text = "titik di Indonesia: lintang -11 sampai 6, bujur 95 sampai 141"
        yield row.problem("latitude", f"{latitude}; {longitude}", text)


def registered_since(row: Row, cut_over: date | None) -> date | None:
    """From when on a piece counts: what the row says, else what is known to have happened first."""
    return row["registered_on"] or row["inspected_on"] or row["ended_on"] or cut_over


def _life(content: Content, row: Row) -> Iterator[CellProblem]:
    since = row["registered_on"]
    yield from after_the_move(content, row, "registered_on", "inspected_on", "ended_on")
    begins = registered_since(row, cut_over_of(content))
    if begins and row["built_year"] and row["built_year"] > begins.year:
        text = f"tahun {begins.year} atau sebelumnya: terdaftar sejak {format_date(begins)}"
        yield row.problem("built_year", row["built_year"], text)
    yield from not_before(row, "inspected_on", since, "terdaftar")
    yield from needs(row, "inspected_on", "condition")
    yield from belongs_to(
        row, "inspected_on", "condition", "notes", "work_needed", "inspector_name"
    )
    yield from needs(row, "ended_on", "ended_kind", "ended_note")
    yield from belongs_to(row, "ended_on", "ended_kind", "ended_note")
    yield from not_before(row, "ended_on", row["inspected_on"] or since, "pemeriksaan terakhir")
