"""Which bands of the health rating an office uses on a day: its own, else ours."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from reports.books.rating import (
    COMPARISONS,
    FULL,
    OPPOSITE,
    RATIOS,
    TOTAL,
    Band,
    Bands,
    Fault,
    Flaw,
    faults,
    grouped,
    whole_weight,
)
from reports.books.rules import check_open
from reports.models import HealthBand, HealthTable
from upk.ledger.services import lock_office
from upk.offices.models import Office, User

DEFAULT = Path(__file__).resolve().parent.parent / "data" / "health_rating_bands.csv"
DEFAULT_NAME = "Penilaian UPK (SIDBM)"
SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}


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
    return Rating(table.name, table.since, _bands(table.bands.order_by("ratio", "position")))


def default_rating(on: date) -> Rating:
    """Ours; a day before its first table is judged by that one."""
    lines = read_bands(DEFAULT)
    days = sorted({line.since for line in lines})
    since = max((day for day in days if day <= on), default=days[0])
    bands = grouped((line.ratio, line.band) for line in lines if line.since == since)
    return Rating(DEFAULT_NAME, since, bands)


def tables_of(office: Office) -> list[Rating]:
    """The office's own tables, the newest first; two queries."""
    tables = HealthTable.objects.filter(office=office).prefetch_related("bands")
    return [Rating(table.name, table.since, _bands(table.bands.all())) for table in tables]


def _bands(rows: Iterable[HealthBand]) -> Bands:
    return grouped((r.ratio, Band(r.comparison, r.bound, r.score, r.status)) for r in rows)


def label(ratio: int) -> str:
    """How sentences call a ratio."""
    return "Jumlah skor" if ratio == TOTAL else f"Rasio {ratio}"


def sentence(fault: Fault, bands: Bands) -> str:
    """What is wrong, and what to do."""
    where, of_ratio = label(fault.ratio), bands.get(fault.ratio, ())
    if fault.flaw == Flaw.MISSING:
        return f"{where}: isi paling sedikit dua baris, yang terakhir untuk semua nilai sisanya."
    band = of_ratio[fault.position - 1]
    line = f"{where} baris {fault.position} ({band.comparison} {short(band.bound)})"
    if fault.flaw == Flaw.TURNS:
        return f"{line} berlawanan arah dengan baris pertama. Pakai arah yang sama."
    before = of_ratio[fault.position - 2]
    if fault.flaw == Flaw.OVERLAPS:
        return (
            f"{line} tumpang tindih dengan baris sebelumnya ({before.comparison} "
            f"{short(before.bound)}), sehingga tidak pernah dipakai. Urutkan batasnya."
        )
    rest = f"{OPPOSITE[before.comparison]} {short(before.bound)}"
    return f"{line} menyisakan nilai tanpa skor. Baris terakhir harus {rest}."


def bands_text(bands: Bands, ratio: int) -> str:
    """``< 5: 40; < 10: 35; ≥ 10: 0``; what the total is called instead of a score."""
    return "; ".join(
        f"{SIGNS[band.comparison]} {short(band.bound)}: "
        + (band.status if band.score is None else short(band.score))
        for band in bands[ratio]
    )


def short(amount: Decimal) -> str:
    """As few digits as say it, with a comma."""
    text = f"{amount:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


@transaction.atomic
def add_table(
    office: Office, lines: Iterable[tuple[int, Band]], *, name: str, since: date, by: User
) -> HealthTable:
    """Let an office be rated by other bands from a day on.

    Raises ``ValidationError`` for a closed day, for bands that overlap or leave a value without a
    score, and for weights that don't add up to ``FULL``.
    """
    office = lock_office(office)
    check_open(office, since)
    bands = grouped(lines)
    if found := faults(bands):
        raise ValidationError([sentence(fault, bands) for fault in found])
    if (points := whole_weight(bands)) != FULL:
        raise ValidationError(
            f"Bobot keenam rasio (skor tertingginya) berjumlah {short(points)}, harus {FULL}."
        )
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
