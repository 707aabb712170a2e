"""Tables of grants, by concept."""

from grants.models.grants import (
    Agreement,
    BudgetLine,
    Decree,
    Grant,
    GrantCancellation,
    GrantQuerySet,
    GrantTeam,
    Tranche,
    TrancheRule,
    TrancheRulePart,
)
from grants.models.money import GrantAccounts, GrantMove
from grants.models.papers import (
    Contribution,
    GrantFinish,
    GrantPaper,
    PaperLine,
    PlanApproval,
    Progress,
)
from grants.models.phases import Allotment, Phase, PhaseBudget, PhaseSource, PhaseVersion
from grants.models.proposals import DocumentCheck, Proposal, ProposalStep
from grants.models.scoring import Criterion, Score, ScoreLine, ScoringSet

__all__ = [
    "Agreement",
    "Allotment",
    "BudgetLine",
    "Contribution",
    "Criterion",
    "Decree",
    "DocumentCheck",
    "Grant",
    "GrantAccounts",
    "GrantCancellation",
    "GrantFinish",
    "GrantMove",
    "GrantPaper",
    "GrantQuerySet",
    "GrantTeam",
    "PaperLine",
    "Phase",
    "PhaseBudget",
    "PhaseSource",
    "PhaseVersion",
    "PlanApproval",
    "Progress",
    "Proposal",
    "ProposalStep",
    "Score",
    "ScoreLine",
    "ScoringSet",
    "Tranche",
    "TrancheRule",
    "TrancheRulePart",
]
