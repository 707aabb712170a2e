"""Which pieces a page shows, with how each was last found; a constant number of queries."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from maintenance.models import Infrastructure, Inspection
from maintenance.models.infrastructure import InfrastructureQuerySet
from upk.offices.models import Village
from upk.periods import Quarter


def with_last_look(pieces: InfrastructureQuerySet, on: date) -> InfrastructureQuerySet:
    """Annotate ``condition`` and ``inspected_on`` as last found by the end of ``on``."""
    looks = Inspection.objects.standing().filter(infrastructure=OuterRef("pk"))
    last = looks.filter(inspected_on__lte=on).order_by("-inspected_on", "-id")
    return pieces.annotate(
        condition=Subquery(last.values("condition")[:1]),
        inspected_on=Subquery(last.values("inspected_on")[:1]),
    )


def with_quarter(pieces: InfrastructureQuerySet, quarter: Quarter) -> InfrastructureQuerySet:
    """Annotate ``is_inspected``: whether a standing inspection lies in the quarter."""
    looks = Inspection.objects.standing().filter(infrastructure=OuterRef("pk"))
    within = looks.filter(inspected_on__range=(quarter.start, quarter.end))
    return pieces.annotate(is_inspected=Exists(within))


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of a village's pieces were inspected in a quarter."""

    village: Village
    pieces: int
    inspected: int

    @property
    def left(self) -> int:
        return self.pieces - self.inspected


def progress_of(pieces: InfrastructureQuerySet, villages: QuerySet[Village]) -> list[Progress]:
    """Progress of each village that has pieces; ``pieces`` come from ``with_quarter``."""
    counted = {
        village: (count, inspected)
        for village, count, inspected in pieces.order_by()
        .values_list("village_id")
        .annotate(count=Count("pk"), inspected=Count("pk", filter=Q(is_inspected=True)))
    }
    return [Progress(v, *counted[v.pk]) for v in villages if v.pk in counted]


def next_to_inspect(piece: Infrastructure, quarter: Quarter, on: date) -> Infrastructure | None:
    """The piece of the village that comes after ``piece`` by name and wasn't inspected yet, or the
    first one of the village; ``None`` if all were."""
    pieces = Infrastructure.objects.filter(village=piece.village_id).standing(on)
    left = with_quarter(pieces, quarter).filter(is_inspected=False).exclude(pk=piece.pk)
    left = left.order_by("name", "id")
    after = left.filter(Q(name__gt=piece.name) | Q(name=piece.name, pk__gt=piece.pk))
    return after.first() or left.first()
