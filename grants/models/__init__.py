"""Tables of grants, by concept."""

from grants.models.phases import Allotment, Phase, PhaseBudget, PhaseSource, PhaseVersion
from grants.models.proposals import DocumentCheck, Proposal, ProposalStep
from grants.models.scoring import Criterion, Score, ScoreLine, ScoringSet

__all__ = [
    "Allotment",
    "Criterion",
    "DocumentCheck",
    "Phase",
    "PhaseBudget",
    "PhaseSource",
    "PhaseVersion",
    "Proposal",
    "ProposalStep",
    "Score",
    "ScoreLine",
    "ScoringSet",
]
