"""Everything that the card of a piece shows, in a constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from maintenance.models import (
    Ending,
    Infrastructure,
    InfrastructureChange,
    Inspection,
    Photo,
    Repair,
)
from maintenance.register.problems import authorship_problems
from maintenance.register.services import told
from upk.offices.models import Office, User
from upk.periods import Quarter, format_date


@dataclass(frozen=True, slots=True)
class Shown:
    """A dated row with its photos; ``may_change``: whether the user may replace it."""

    row: Inspection | Repair | Ending
    photos: tuple[Photo, ...]
    is_standing: bool
    may_change: bool


@dataclass(frozen=True)
class Card:
    """The rows about a piece, the newest first. ``spent`` is the cost of its standing repairs."""

    facts: list[tuple[str, str]]
    last: Inspection | None
    ending: Shown | None
    inspections: list[Shown]
    repairs: list[Shown]
    changes: list[InfrastructureChange]
    photos: list[Photo]
    is_inspected: bool
    spent: int = field(default=0)


def card_of(piece: Infrastructure, on: date, by: User) -> Card:
    """The card of a piece as ``by`` sees it on a day. Six queries."""
    photos = _photos(piece)
    office = piece.village.office
    inspections = _shown(piece.inspections, photos["inspection"], office, by)
    repairs = _shown(piece.repairs, photos["repair"], office, by)
    endings = _shown(piece.endings, {}, office, by)
    standing = [shown.row for shown in inspections if shown.is_standing]
    last = standing[0] if standing else None
    return Card(
        facts=_facts(piece),
        last=last,
        ending=next((shown for shown in endings if shown.is_standing), None),
        inspections=inspections,
        repairs=repairs,
        changes=list(piece.changes.select_related("recorded_by")),
        photos=photos["piece"].get(piece.pk, []),
        is_inspected=bool(last and last.quarter == Quarter.of(on)),
        spent=sum(shown.row.cost for shown in repairs if shown.is_standing),
    )


def _facts(piece: Infrastructure) -> list[tuple[str, str]]:
    place = ""
    if piece.latitude is not None:
        place = f"{told('latitude', piece.latitude)}; {told('longitude', piece.longitude)}"
    return [
        ("Desa", piece.village.name),
        ("Jenis", piece.get_kind_display()),
        ("Dibangun", str(piece.built_year)),
        ("Tahun anggaran BLM", str(piece.phase_year or "–")),
        ("Ukuran", f"{told('size', piece.size)} {piece.get_unit_display()}"),
        ("Biaya", f"Rp {told('cost', piece.cost)}" if piece.cost else "–"),
        ("Tempat", piece.location),
        ("Koordinat", place or "–"),
        ("Tim pemelihara (TP3)", piece.team or "–"),
        ("Terdaftar sejak", format_date(piece.registered_on)),
    ]


def _photos(piece: Infrastructure) -> dict[str, dict[int, list[Photo]]]:
    """Photos that weren't withdrawn, by occasion and its row."""
    found: dict[str, dict[int, list[Photo]]] = {
        kind: defaultdict(list) for kind in ("inspection", "repair", "piece")
    }
    for photo in piece.photos.filter(withdrawal__isnull=True).select_related("attached_by"):
        if photo.inspection_id:
            found["inspection"][photo.inspection_id].append(photo)
        elif photo.repair_id:
            found["repair"][photo.repair_id].append(photo)
        else:
            found["piece"][piece.pk].append(photo)
    return found


def _shown(rows, photos: dict[int, list[Photo]], office: Office, by: User) -> list[Shown]:
    """All rows of a kind, corrected and void ones too."""
    found = list(rows.select_related("recorded_by"))
    corrected = {row.corrects_id for row in found}
    shown = []
    for row in found:
        is_standing = row.pk not in corrected and not row.is_void
        is_open = is_standing and not office.is_closed(row.day)
        may_change = is_open and not authorship_problems(row, by)
        shown.append(Shown(row, tuple(photos.get(row.pk, ())), is_standing, may_change))
    return shown
