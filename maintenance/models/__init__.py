"""Tables of what stands in the villages and of their levies, by concept."""

from maintenance.models.grading import GradeRule
from maintenance.models.levies import (
    LevyBankItem,
    LevyDeposit,
    LevyFund,
    LevyMove,
    LevyPayment,
    LevyRule,
    LevyRuleWithdrawal,
    LevyTrust,
)

__all__ = [
    "GradeRule",
    "LevyBankItem",
    "LevyDeposit",
    "LevyFund",
    "LevyMove",
    "LevyPayment",
    "LevyRule",
    "LevyRuleWithdrawal",
    "LevyTrust",
]
