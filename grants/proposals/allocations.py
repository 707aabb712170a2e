"""What was allocated: the amounts that every report of allocations sums."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Subquery

from grants.models import Allotment, PhaseVersion, ProposalStep
from grants.rules.lifecycle import APPROVED
from grants.rules.sectors import OPERATIONAL
from upk.offices.models import Office


@dataclass(frozen=True, slots=True)
class Allocation:
    """Whole rupiah for a sector of a year's phase; no village: the UPK's part of Operasional."""

    year: int
    village_id: int | None
    sector: str
    amount: int


def allocations(office: Office, until: date) -> list[Allocation]:
    """What stood allocated at the end of ``until``: proposals that the meeting had approved, and
    the allotments of Operasional of each phase as it was decided then.

    Two queries. Guarantee: the same day's answer doesn't change once it lies in closed books.
    """
    return [*_approved(office, until), *_allotted(office, until)]


def _approved(office: Office, until: date) -> list[Allocation]:
    then = ProposalStep.objects.filter(proposal=OuterRef("proposal"), happened_on__lte=until)
    last = Subquery(then.order_by("-id").values("pk")[:1])
    steps = ProposalStep.objects.filter(
        proposal__phase__office=office, to_status=APPROVED, happened_on__lte=until, pk=last
    )
    rows = steps.order_by("proposal__phase__year", "proposal__number").values_list(
        "proposal__phase__year", "proposal__village_id", "proposal__sector", "amount"
    )
    return [Allocation(*row) for row in rows]


def _allotted(office: Office, until: date) -> list[Allocation]:
    then = PhaseVersion.objects.filter(phase=OuterRef("version__phase")).in_force(until)
    given = Allotment.objects.filter(
        version__phase__office=office, version=Subquery(then.values("pk")[:1])
    )
    rows = given.annotate(year=F("version__phase__year")).order_by("year", "pk")
    return [
        Allocation(year, village_id, OPERATIONAL, amount)
        for year, village_id, amount in rows.values_list("year", "village_id", "amount")
    ]
