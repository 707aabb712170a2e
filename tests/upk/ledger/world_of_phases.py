"""What phases and proposals of grants add to the world."""

from datetime import date
from uuid import uuid4

from grants.models import Proposal, ProposalStep
from grants.proposals.decisions import Verdict, decide
from grants.proposals.phases import Meeting, PhaseAmounts, open_phase
from grants.proposals.scoring import Marks, score_proposals
from grants.proposals.scoring_sets import add_scoring_set
from grants.proposals.services import Finding, ProposalFacts, propose, verify_proposal
from grants.rules.documents import documents_of
from grants.rules.scoring import TYPED, Term
from upk.offices.models import Office, User, Village

DECIDED, PROPOSED = date(2010, 1, 8), date(2009, 12, 1)
VERIFIED, SCORED, APPROVED = date(2009, 12, 10), date(2010, 1, 20), date(2010, 1, 25)
FACTS = ProposalFacts(
    "fisik", "Rabat jalan", "Jalan", "Dusun", men=5, women=6, poor=7, asked=40_000, swadaya=10
)


def add_phases(village: Village, foreign: Village, by: User) -> dict[str, int]:
    """Ids by name: a phase with four proposals, one in each state up to approved; another
    office's phase and criteria."""
    office = village.office
    made = _phase(office, village, by)
    other = _phase(foreign.office, foreign, by)
    proposals = [_proposed(made, village, by) for _ in range(4)]
    for proposal in proposals[1:]:
        _verify(proposal, by)
    criteria, foreign_criteria = (_criteria(place, by) for place in (office, foreign.office))
    marks = [Marks(p, {criteria.criteria.get().pk: 80}) for p in proposals[2:]]
    score_proposals(made, marks, scored_on=SCORED, request_key=uuid4(), by=by)
    verdict = Verdict(proposals[3], 30_000, "Mendesak")
    meeting = Meeting("MAD/2", APPROVED)
    [approval] = decide(made, [verdict], meeting, request_key=uuid4(), by=by)
    score = proposals[2].scores.get()
    version, other_version = made.versions.get(), other.versions.get()
    verification = ProposalStep.objects.get(proposal=proposals[1], to_status="V")
    names = ("asked", "verified", "scored", "approved")
    return {
        **{f"{name}_proposal": p.pk for name, p in zip(names, proposals, strict=True)},
        "phase": made.pk,
        "phase_version": version.pk,
        "phase_source": version.sources.first().pk,
        "phase_budget": version.budgets.get(sector="fisik").pk,
        "allotment": version.allotments.get(village=village).pk,
        "foreign_phase": other.pk,
        "foreign_phase_decision": other_version.decision_id,
        "approval_step": approval.pk,
        "verification_step": verification.pk,
        "document_check": verification.documents.first().pk,
        "scoring_set": criteria.pk,
        "criterion": criteria.criteria.get().pk,
        "foreign_criterion": foreign_criteria.criteria.get().pk,
        "score": score.pk,
        "score_line": score.lines.get().pk,
    }


def _phase(office: Office, village: Village, by: User):
    amounts = PhaseAmounts(
        100_000, {"apbn": 80_000, "apbd": 20_000}, {"fisik": 95_000, "operasional": 5_000},
        upk=2_000, tpk={village: 3_000},
    )  # fmt: skip
    return open_phase(office, 2010, amounts, Meeting("MAD/1", DECIDED), request_key=uuid4(), by=by)


def _criteria(office: Office, by: User):
    return add_scoring_set(
        office, since=date(2010, 1, 2), terms=[Term("Manfaat", TYPED, 100)], by=by
    )


def _proposed(phase, village: Village, by: User) -> Proposal:
    return propose(phase, village, FACTS, proposed_on=PROPOSED, request_key=uuid4(), by=by)


def _verify(proposal: Proposal, by: User) -> None:
    ticks = [True for _ in documents_of(proposal.sector)]
    finding = Finding("TV/1", 35_000, "Layak", ticks)
    verify_proposal(proposal, finding, verified_on=VERIFIED, request_key=uuid4(), by=by)
