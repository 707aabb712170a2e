"""A phase's money on a day: what each source gave, what was paid to whom, what is left in trust."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from grants.models import GrantMove, Phase, PhaseSource
from grants.running.payments import version_on

KIND = GrantMove.Kind


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source: what it gives by the decision in force, what came of it. Whole rupiah."""

    name: str
    amount: int
    received: int

    @property
    def left(self) -> int:
        return self.amount - self.received


@dataclass(frozen=True, slots=True)
class Fund:
    """Whole rupiah; ``held`` is what all of it leaves in trust."""

    phase: Phase
    sources: tuple[SourceLine, ...]
    received: int
    tranches: int
    capital: int
    operational: int
    returned: int

    @property
    def held(self) -> int:
        return self.received + self.returned - self.tranches - self.capital - self.operational


def fund_of(phase: Phase, as_of: date) -> Fund:
    """The phase's money at the end of ``as_of``; three queries."""
    sums: dict[str, int] = defaultdict(int)
    by_source: dict[str, int] = defaultdict(int)
    rows = GrantMove.objects.filter(phase=phase, happened_on__lte=as_of).order_by()
    for kind, source, amount in rows.values_list("kind", "source").annotate(Sum("amount")):
        sums[kind] += amount
        by_source[source] += amount
    version = version_on(phase, as_of)
    sources = version.sources.all() if version else PhaseSource.objects.none()
    return Fund(
        phase=phase,
        sources=tuple(SourceLine(str(row), row.amount, by_source[row.kind]) for row in sources),
        received=sums[KIND.RECEIPT],
        tranches=sums[KIND.TRANCHE],
        capital=sums[KIND.CAPITAL],
        operational=sums[KIND.ALLOTMENT],
        returned=sums[KIND.RETURN],
    )
