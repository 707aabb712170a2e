"""The proof of phases, proposals and scores of grants (see ``check_books``)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Count, OuterRef, Subquery

from grants.models import PhaseVersion, Proposal, ProposalStep, Score
from grants.rules.lifecycle import APPROVED
from grants.rules.phases import gaps
from grants.rules.scoring import total_score
from upk.desk.check_result import Result
from upk.money import number, rupiah
from upk.offices.models import Office


def check_phases(offices: Sequence[Office]) -> Result:
    """Every version of a phase adds up, and the newest covers what is approved in each sector."""
    versions = PhaseVersion.objects.filter(phase__office__in=offices)
    rows = list(
        versions.select_related("phase__office")
        .prefetch_related("sources", "budgets", "allotments")
        .order_by("phase__office__code", "phase__year", "revision")
    )
    faults = [f"{_name(row)}: {fault}" for row in rows for fault in _gaps_of(row)]
    newest = {row.phase_id: row for row in rows}
    approved = _approved(offices)
    for phase_id, row in newest.items():
        budgets = {budget.sector: budget.amount for budget in row.budgets.all()}
        faults += [
            f"{_name(row)}: {sector} disetujui {rupiah(amount)}, pagunya "
            f"{rupiah(budgets.get(sector, 0))}"
            for sector, amount in approved[phase_id].items()
            if amount > budgets.get(sector, 0)
        ]
    total = sum(row.amount for row in newest.values())
    looked_at = f"{number(len(newest))} tahun, {rupiah(total)}"
    return Result("phases", "Dana tahun anggaran BLM cocok", looked_at, tuple(faults))


def _name(version: PhaseVersion) -> str:
    return f"{version.phase.office.code} {version.phase} {version}"


def _gaps_of(version: PhaseVersion) -> Iterable[str]:
    budgets = {budget.sector: budget.amount for budget in version.budgets.all()}
    sources = [source.amount for source in version.sources.all()]
    allotted = sum(allotment.amount for allotment in version.allotments.all())
    for gap in gaps(version.amount, sources, budgets, allotted):
        yield f"{gap.field} {rupiah(gap.found)}, seharusnya {rupiah(gap.wanted)}"


def _approved(offices: Sequence[Office]) -> dict[int, dict[str, int]]:
    """What stands approved: phase id to sector to whole rupiah."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    proposals = Proposal.objects.filter(phase__office__in=offices, status=APPROVED)
    rows = proposals.with_amounts().order_by("pk")
    for phase, sector, amount in rows.values_list("phase_id", "sector", "approved"):
        found[phase][sector] += amount
    return found


def check_proposals(offices: Sequence[Office]) -> Result:
    """Every proposal has the status of its last step, and its steps follow each other."""
    last = ProposalStep.objects.filter(proposal=OuterRef("pk")).order_by("-id")
    proposals = Proposal.objects.filter(phase__office__in=offices).annotate(
        last_status=Subquery(last.values("to_status")[:1])
    )
    rows = list(proposals.select_related("phase").order_by("phase_id", "number"))
    faults = [
        f"{row.phase} {row.code}: status {row.status}, langkah terakhir {row.last_status}"
        for row in rows
        if row.status != row.last_status
    ]
    before: dict[int, tuple] = {}
    steps = ProposalStep.objects.filter(proposal__in=rows).order_by("id")
    for pk, proposal, came, went, on in steps.values_list(
        "pk", "proposal_id", "from_status", "to_status", "happened_on"
    ):
        status, day = before.get(proposal, ("", on))
        if came != status or on < day:
            faults.append(f"langkah usulan {pk}: tidak menyambung")
        before[proposal] = (went, on)
    asked = sum(row.asked for row in rows)
    looked_at = f"{number(len(rows))} usulan, {rupiah(asked)}"
    return Result("proposals", "Langkah usulan BLM menyambung", looked_at, tuple(faults))


def check_scores(offices: Sequence[Office]) -> Result:
    """Every score has a line for each criterion of its set, and is their weighted mean."""
    scores = Score.objects.filter(proposal__phase__office__in=offices)
    scores = scores.select_related("scoring_set", "proposal__phase").order_by("id")
    rows = list(scores.prefetch_related("lines__criterion").annotate(count=Count("lines")))
    faults = []
    for row in rows:
        lines = [(line.criterion.weight, line.points) for line in row.lines.all()]
        name = f"{row.proposal.phase} {row.proposal.code}"
        if row.count != row.scoring_set.criterion_count:
            wanted = row.scoring_set.criterion_count
            faults.append(f"{name}: {row.count} dari {wanted} kriteria dinilai")
        elif row.total != total_score(lines):
            faults.append(f"{name}: nilai {row.total}, dari kriterianya {total_score(lines)}")
    looked_at = f"{number(len(rows))} penilaian"
    return Result("scores", "Nilai usulan BLM cocok", looked_at, tuple(faults))
