"""The proof of the register of infrastructure: what was corrected is told, what stands fits."""

from collections import Counter
from collections.abc import Sequence

from maintenance.models import (
    Ending,
    Infrastructure,
    InfrastructureChange,
    Inspection,
    Repair,
)
from maintenance.register.services import told
from upk.desk.check_result import Result
from upk.offices.models import Office
from upk.periods import format_date


def check_infrastructure(offices: Sequence[Office]) -> Result:
    """Each piece is what its last changes made of it, and no revision is untold. Two queries."""
    pieces = list(
        Infrastructure.objects.filter(village__office__in=offices)
        .select_related("village__office")
        .order_by("id")
    )
    about = InfrastructureChange.objects.filter(infrastructure__village__office__in=offices)
    changes = list(about.order_by("revision", "id"))
    last: dict[tuple[int, str], InfrastructureChange] = {}
    revisions: Counter[int] = Counter()
    for change in changes:
        last[change.infrastructure_id, change.field] = change
        revisions[change.infrastructure_id] = change.revision
    faults = []
    for piece in pieces:
        if revisions[piece.pk] != piece.revision:
            faults.append(
                f"{_named(piece)}: perbaikan ke-{piece.revision}, tercatat {revisions[piece.pk]}"
            )
        for name in Infrastructure.CORRECTABLE:
            change = last.get((piece.pk, name))
            if change and change.after != told(name, getattr(piece, name)):
                faults.append(f"{_named(piece)}: {change.label} lain daripada riwayatnya")
    looked_at = f"{len(pieces)} prasarana, {len(changes)} perubahan"
    return Result("infrastructure", "Daftar prasarana", looked_at, tuple(faults))


def check_care(offices: Sequence[Office]) -> Result:
    """Inspections and repairs lie within the life of their piece; one inspection a piece and day,
    one end a piece. Three queries."""
    about = {"infrastructure__village__office__in": offices}
    endings = list(Ending.objects.standing().filter(**about))
    ended = {ending.infrastructure_id: ending.ended_on for ending in endings}
    faults = [
        f"prasarana {piece}: berakhir lebih dari sekali"
        for piece, count in Counter(ending.infrastructure_id for ending in endings).items()
        if count > 1
    ]
    inspections = _rows(Inspection, about)
    repairs = _rows(Repair, about)
    for row in [*inspections, *repairs]:
        last = ended.get(row.infrastructure_id)
        if row.day < row.infrastructure.registered_on or (last and row.day > last):
            on = format_date(row.day)
            faults.append(f"{_named(row.infrastructure)}: {on} di luar masa pemeliharaannya")
    days = Counter((row.infrastructure, row.day) for row in inspections)
    faults += [
        f"{_named(piece)}: {count} pemeriksaan pada {format_date(day)}"
        for (piece, day), count in days.items()
        if count > 1
    ]
    looked_at = f"{len(inspections)} pemeriksaan, {len(repairs)} perbaikan"
    return Result("care", "Pemeriksaan dan perbaikan prasarana", looked_at, tuple(faults))


def _rows(model: type[Inspection] | type[Repair], about: dict) -> list[Inspection | Repair]:
    standing = model.objects.standing().filter(**about)
    return list(standing.select_related("infrastructure__village__office").order_by("id"))


def _named(piece: Infrastructure) -> str:
    return f"{piece.village.office.code} Desa {piece.village} {piece}"
