"""The writer of scores: typed marks and computed criteria, frozen with what they come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from grants.models import Criterion, Phase, Proposal, Score, ScoreLine, ScoringSet
from grants.proposals.problems import step_problems
from grants.proposals.scoring_sets import set_in_force
from grants.proposals.services import take_step
from grants.proposals.upkeep import upkeep_of
from grants.rules.lifecycle import SCORED
from grants.rules.scoring import (
    CONDITION,
    LEVY,
    POOR,
    SWADAYA,
    TYPED,
    Rated,
    Upkeep,
    rate_condition,
    rate_levy,
    rate_poor,
    rate_swadaya,
    total_score,
    window_before,
)
from upk.ledger.models import Submission
from upk.ledger.services import claim_submission, lock_office
from upk.offices.models import Office, User
from upk.periods import Quarter, format_date
from upk.problems import Problem
from upk.refusing import raise_if_any


@dataclass(frozen=True, slots=True)
class Marks:
    """What the verification team gives a proposal: 0 to 100 for each typed criterion, by its id."""

    proposal: Proposal
    points: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Rating:
    """A proposal's points of every criterion of a set, in order, and their total."""

    scoring_set: ScoringSet
    lines: tuple[tuple[Criterion, Rated], ...]

    @property
    def total(self) -> Decimal:
        """0.00 to 100.00."""
        return total_score([(criterion.weight, rated.points) for criterion, rated in self.lines])


@transaction.atomic
def score_proposals(
    phase: Phase, marks: Sequence[Marks], *, scored_on: date, request_key: UUID, by: User
) -> list[Score]:
    """Score proposals of a phase by the criteria in force on that day; all or none.

    What is computed (poor people, swadaya, levies and condition over the eight quarters before)
    is kept with its figures: later payments and inspections don't change a score.
    Idempotent by ``request_key``. Raises ``ValidationError`` with every reason against it.
    """
    office = lock_office(phase.office)
    given = sorted([m.proposal.pk, sorted(m.points.items())] for m in marks)
    content = {"score": phase.pk, "on": scored_on, "marks": given}
    submission, is_new = claim_submission(office, request_key, content, by=by)
    if not is_new:
        return list(Score.objects.filter(step__submission=submission))
    rows = Proposal.objects.select_for_update(of=("self",)).filter(
        phase=phase, pk__in=[m.proposal.pk for m in marks]
    )
    held = {proposal.pk: proposal for proposal in rows.order_by("pk")}
    scoring_set = set_in_force(office, scored_on)
    raise_if_any(_problems(office, marks, held, scoring_set, scored_on))
    upkeep = upkeep_for(scoring_set, held.values(), scored_on)
    return [
        _write(
            held[m.proposal.pk],
            rate(scoring_set, held[m.proposal.pk], m.points, upkeep, window_before(scored_on)),
            scored_on,
            submission,
        )
        for m in marks
    ]


def _problems(
    office: Office,
    marks: Sequence[Marks],
    held: Mapping[int, Proposal],
    scoring_set: ScoringSet | None,
    on: date,
) -> list[Problem]:
    if scoring_set is None:
        message = f"Belum ada kriteria penilaian yang berlaku pada {format_date(on)}."
        return [Problem("no_set", message)]
    if not marks or len(held) < len(marks):
        return [Problem("unknown", "Pilih usulan dari tahun ini, masing-masing satu kali.")]
    found = []
    wanted = {c.pk for c in scoring_set.criteria.all() if c.source == TYPED}
    for mark in marks:
        proposal = held[mark.proposal.pk]
        found += step_problems(office, proposal, SCORED, on)
        is_whole = all(0 <= points <= 100 for points in mark.points.values())
        if mark.points.keys() != wanted or not is_whole:
            message = f"{proposal.code}: isi setiap nilai Tim Verifikasi, 0 sampai 100."
            found.append(Problem("marks", message))
    return found


def needs_upkeep(scoring_set: ScoringSet) -> bool:
    """Whether a set looks at levies or condition."""
    return any(c.source in (LEVY, CONDITION) for c in scoring_set.criteria.all())


def upkeep_for(scoring_set: ScoringSet, proposals, on: date) -> dict[int, Upkeep]:
    """The record of the proposals' villages before a day; nothing where the set doesn't ask."""
    if not needs_upkeep(scoring_set):
        return {}
    return upkeep_of({proposal.village_id for proposal in proposals}, window_before(on))


def rate(
    scoring_set: ScoringSet,
    proposal: Proposal,
    points: Mapping[int, int],
    upkeep: Mapping[int, Upkeep],
    window: Sequence[Quarter],
) -> Rating:
    """What a proposal gets by each criterion; a typed one without a mark has no points yet."""
    quarters = {"from": str(window[0]), "to": str(window[-1])}
    computed = {
        POOR: rate_poor(proposal.poor, proposal.served),
        SWADAYA: rate_swadaya(proposal.swadaya, proposal.asked),
    }
    if proposal.village_id in upkeep:
        record = upkeep[proposal.village_id]
        for source, rule in ((LEVY, rate_levy), (CONDITION, rate_condition)):
            rated = rule(record)
            computed[source] = Rated(rated.points, rated.basis | quarters)
    lines = []
    for criterion in scoring_set.criteria.all():
        mark = points.get(criterion.pk)
        typed = Rated(None if mark is None else Decimal(mark))
        lines.append((criterion, computed.get(criterion.source, typed)))
    return Rating(scoring_set, tuple(lines))


def _write(proposal: Proposal, rating: Rating, on: date, submission: Submission) -> Score:
    verified = proposal.steps.order_by("-id").first()
    step = take_step(proposal, SCORED, on=on, submission=submission, amount=verified.amount)
    score = Score.objects.create(
        step=step, proposal=proposal, scoring_set=rating.scoring_set, scored_on=on,
        total=rating.total,
    )  # fmt: skip
    ScoreLine.objects.bulk_create(
        ScoreLine(score=score, criterion=criterion, points=rated.points, basis=rated.basis)
        for criterion, rated in rating.lines
    )
    return score
