"""Which bands of the health rating an office uses on a day: its own, else ours."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from reports.books.rating import COMPARISONS, RATIOS, TOTAL, Band, Bands, faults, grouped
from reports.books.rules import check_open
from reports.models import HealthBand, HealthTable
from upk.ledger.services import lock_office
from upk.offices.models import Office, User

DEFAULT = Path(__file__).resolve().parent.parent / "data" / "health_rating_bands.csv"
DEFAULT_NAME = "Penilaian UPK (SIDBM)"


class BadTable(ValueError):
    """A file is no table of bands. ``line`` is the line that can't be read, from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Rating:
    """A table of bands with its name and the day since when it holds."""

    name: str
    since: date
    bands: Bands


@dataclass(frozen=True, slots=True)
class DatedBand:
    """A line of a file of bands."""

    since: date
    ratio: int
    band: Band


def read_bands(path: Path) -> list[DatedBand]:
    """The lines of a file like ``reports/data/health_rating_bands.csv``. Raises ``BadTable``."""
    found = []
    with path.open(newline="", encoding="utf-8") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            try:
                found.append(_dated_band(row))
            except (KeyError, ValueError, TypeError, InvalidOperation):
                raise BadTable(line) from None
    return found


def _dated_band(row: dict[str, str]) -> DatedBand:
    ratio, score = int(row["ratio"]), row["score"]
    is_known = ratio in (*RATIOS, TOTAL) and row["comparison"] in COMPARISONS
    if not is_known or bool(score) == (ratio == TOTAL):
        raise ValueError(row)
    band = Band(
        row["comparison"],
        Decimal(row["bound"]),
        Decimal(score) if score else None,
        row["status"],
    )
    return DatedBand(date.fromisoformat(row["since"]), ratio, band)


def rating_of(office: Office, on: date) -> Rating:
    """The office's newest table on a day, else the newest of ours; two queries at most."""
    table = HealthTable.objects.filter(office=office).in_force(on).first()
    if table is None:
        return default_rating(on)
    rows = table.bands.order_by("ratio", "position")
    bands = grouped((r.ratio, Band(r.comparison, r.bound, r.score, r.status)) for r in rows)
    return Rating(table.name, table.since, bands)


def default_rating(on: date) -> Rating:
    """Ours; a day before its first table is judged by that one."""
    lines = read_bands(DEFAULT)
    days = sorted({line.since for line in lines})
    since = max((day for day in days if day <= on), default=days[0])
    bands = grouped((line.ratio, line.band) for line in lines if line.since == since)
    return Rating(DEFAULT_NAME, since, bands)


@transaction.atomic
def add_table(
    office: Office, lines: Iterable[tuple[int, Band]], *, name: str, since: date, by: User
) -> HealthTable:
    """Let an office be rated by other bands from a day on.

    Raises ``ValidationError`` for a closed day, or bands that leave a value without a score.
    """
    office = lock_office(office)
    check_open(office, since)
    bands = grouped(lines)
    if missing := faults(bands):
        names = ", ".join("jumlah skor" if ratio == TOTAL else str(ratio) for ratio in missing)
        raise ValidationError(f"Batas rasio {names} tidak mencakup semua nilai.")
    table = HealthTable.objects.create(office=office, since=since, name=name, made_by=by)
    HealthBand.objects.bulk_create(
        HealthBand(
            table=table, ratio=ratio, position=position, comparison=band.comparison,
            bound=band.bound, score=band.score, status=band.status,
        )
        for ratio, of_ratio in bands.items()
        for position, band in enumerate(of_ratio, 1)
    )  # fmt: skip
    return table
