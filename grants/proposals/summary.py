"""What a phase set aside, what villages asked, and what the meeting approved, by sector."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum

from grants.models import Phase, PhaseVersion, Proposal
from grants.proposals.allocations import allocations
from grants.proposals.phases import approved_by_sector
from grants.rules.lifecycle import WITHDRAWN
from grants.rules.sectors import OPERATIONAL, SECTORS
from upk.charts import ranked_bars
from upk.money import ratio
from upk.offices.models import Office


@dataclass(frozen=True, slots=True)
class SectorRow:
    """A sector of a phase; whole rupiah. ``count`` proposals ask, without the withdrawn ones.

    Operasional is allotted as it is set aside, and nobody proposes it.
    """

    sector: str
    name: str
    budget: int
    count: int
    asked: int
    approved: int

    @property
    def left(self) -> int:
        return self.budget - self.approved

    @property
    def percent(self) -> Decimal:
        """How much of the budget is approved."""
        return ratio(self.approved, self.budget)

    @property
    def is_proposed(self) -> bool:
        return self.sector != OPERATIONAL


def sector_rows(phase: Phase, version: PhaseVersion) -> list[SectorRow]:
    """Every sector of the phase, as things are now; ``version`` has its budgets loaded."""
    budgets = {budget.sector: budget.amount for budget in version.budgets.all()}
    approved = approved_by_sector(phase) | {OPERATIONAL: budgets.get(OPERATIONAL, 0)}
    proposals = Proposal.objects.filter(phase=phase).exclude(status=WITHDRAWN).order_by()
    grouped = proposals.values_list("sector").annotate(Count("pk"), Sum("asked"))
    asked = {sector: (count, total) for sector, count, total in grouped}
    return [
        SectorRow(sector, name, budgets.get(sector, 0), *asked.get(sector, (0, 0)),
                  approved.get(sector, 0))
        for sector, name in SECTORS
    ]  # fmt: skip


def total_of(rows: Sequence[SectorRow]) -> SectorRow:
    """All sectors together."""
    sums = {n: sum(getattr(r, n) for r in rows) for n in ("budget", "count", "asked", "approved")}
    return SectorRow("", "Jumlah", **sums)


def chart_of(rows: Sequence[SectorRow]):
    """Budget, asked and approved of each sector that has any, as lying bars."""
    bars = []
    for row in rows:
        if row.budget or row.asked:
            bars.append((f"{row.name}: pagu", row.budget))
            if row.is_proposed:
                bars.append(("diusulkan", row.asked))
            bars.append(("disetujui" if row.is_proposed else "dibagikan", row.approved))
    return ranked_bars("Pagu, usulan dan persetujuan per bidang", bars)


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """A phase in the list; whole rupiah."""

    phase: Phase
    amount: int
    count: int
    asked: int
    allocated: int


def phase_rows(office: Office, phases: QuerySet[Phase], on: date) -> list[PhaseRow]:
    """Phases with their newest amounts, their proposals, and what stands allocated on a day.

    Four queries.
    """
    newest = PhaseVersion.objects.filter(phase=OuterRef("pk")).order_by("-revision")
    phases = list(phases.annotate(amount=Subquery(newest.values("amount")[:1])))
    proposals = Proposal.objects.filter(phase__in=phases).exclude(status=WITHDRAWN).order_by()
    grouped = proposals.values_list("phase_id").annotate(Count("pk"), Sum("asked"))
    asked = {phase: (count, total) for phase, count, total in grouped}
    allocated: dict[int, int] = {}
    for allocation in allocations(office, on):
        allocated[allocation.year] = allocated.get(allocation.year, 0) + allocation.amount
    return [
        PhaseRow(phase, phase.amount, *asked.get(phase.pk, (0, 0)), allocated.get(phase.year, 0))
        for phase in phases
    ]
