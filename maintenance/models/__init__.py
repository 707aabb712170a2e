"""Tables of what stands in the villages and of the levies for it."""

from maintenance.models.care import (
    CONDITION_LABELS,
    CONDITIONS,
    ConditionWeights,
    Inspection,
    Photo,
    PhotoWithdrawal,
    Repair,
)
from maintenance.models.grading import GradeRule
from maintenance.models.infrastructure import (
    Ending,
    Infrastructure,
    InfrastructureChange,
    Kind,
    SizeUnit,
)
from maintenance.models.levies import (
    LevyBankItem,
    LevyDeposit,
    LevyFund,
    LevyMove,
    LevyPayment,
    LevyRule,
    LevyRuleWithdrawal,
    LevyTrust,
    LevyWithdrawal,
)

__all__ = [
    "CONDITIONS",
    "CONDITION_LABELS",
    "ConditionWeights",
    "Ending",
    "GradeRule",
    "Infrastructure",
    "InfrastructureChange",
    "Inspection",
    "Kind",
    "LevyBankItem",
    "LevyDeposit",
    "LevyFund",
    "LevyMove",
    "LevyPayment",
    "LevyRule",
    "LevyRuleWithdrawal",
    "LevyTrust",
    "LevyWithdrawal",
    "Photo",
    "PhotoWithdrawal",
    "Repair",
    "SizeUnit",
]
