"""The ranking of a phase's scored proposals by sector, as things are now."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from grants.models import Phase, Proposal, ProposalStep, Score
from grants.rules.lifecycle import APPROVED, RANKED, REFUSED, SCORED
from grants.rules.ranking import Contender, passed_over, rank


@dataclass(frozen=True, slots=True)
class Row:
    """A proposal in its place. ``better_left_out``: codes of better ones that aren't approved
    though this one is."""

    proposal: Proposal
    score: Score
    rank: int
    tie_broken_by: str
    last_step: ProposalStep
    better_left_out: tuple[str, ...] = ()

    @property
    def is_approved(self) -> bool:
        return self.proposal.status == APPROVED


def ranking(phase: Phase, sector: str) -> list[Row]:
    """The scored proposals of a sector, best first, whatever the meeting decided since.

    Withdrawn ones, and those refused before they were scored, have no place. Three queries; the
    scores have their lines loaded.
    """
    return rankings(phase).get(sector, [])


def rankings(phase: Phase) -> dict[str, list[Row]]:
    """``ranking`` of every sector that has one, in a constant number of queries."""
    proposals = Proposal.objects.filter(phase=phase, status__in=RANKED).with_amounts()
    last = ProposalStep.objects.filter(proposal=OuterRef("pk")).order_by("-id")
    score = Score.objects.filter(proposal=OuterRef("pk")).order_by("-id")
    proposals = proposals.select_related("village").annotate(
        last_step_id=Subquery(last.values("pk")[:1]), score_id=Subquery(score.values("pk")[:1])
    )
    found = [proposal for proposal in proposals.order_by("number") if proposal.score_id]
    steps = ProposalStep.objects.select_related("decision").in_bulk(
        [proposal.last_step_id for proposal in found]
    )
    scores = Score.objects.prefetch_related("lines__criterion").in_bulk(
        [proposal.score_id for proposal in found]
    )
    by_sector: dict[str, list[Proposal]] = {}
    for proposal in found:
        refused_before = steps[proposal.last_step_id].from_status != SCORED
        if not (proposal.status == REFUSED and refused_before):
            by_sector.setdefault(proposal.sector, []).append(proposal)
    return {sector: _rows(own, steps, scores) for sector, own in by_sector.items()}


def place_of(proposal: Proposal) -> tuple[Row, int] | None:
    """A proposal's place in its sector and how many there are; ``None`` if it has none."""
    if proposal.status not in RANKED:
        return None
    rows = ranking(proposal.phase, proposal.sector)
    own = next((row for row in rows if row.proposal.pk == proposal.pk), None)
    return (own, len(rows)) if own else None


def ranked_sectors(phase: Phase) -> list[str]:
    """Sectors in which proposals were scored, so that there is a ranking; one query."""
    scored = Score.objects.filter(proposal__phase=phase).order_by()
    return list(scored.values_list("proposal__sector", flat=True).distinct())


def _rows(proposals: Sequence[Proposal], steps: dict, scores: dict) -> list[Row]:
    by_pk = {proposal.pk: proposal for proposal in proposals}
    placed = rank([_contender(p, scores[p.score_id]) for p in proposals])
    approved = {p.pk for p in proposals if p.status == APPROVED}
    over = passed_over([p.contender.key for p in placed], approved)
    rows = []
    for place in placed:
        own = by_pk[place.contender.key]
        better = tuple(by_pk[pk].code for pk in over.get(own.pk, ()))
        rows.append(
            Row(own, scores[own.score_id], place.rank, place.tie_broken_by,
                steps[own.last_step_id], better)
        )  # fmt: skip
    return rows


def _contender(proposal: Proposal, score: Score) -> Contender:
    return Contender(
        proposal.pk, score.total, proposal.poor, proposal.swadaya, proposal.asked, proposal.number
    )
