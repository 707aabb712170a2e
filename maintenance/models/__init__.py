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
from maintenance.models.infrastructure import (
    Ending,
    Infrastructure,
    InfrastructureChange,
    Kind,
    SizeUnit,
)

__all__ = [
    "CONDITIONS",
    "CONDITION_LABELS",
    "ConditionWeights",
    "Ending",
    "Infrastructure",
    "InfrastructureChange",
    "Inspection",
    "Kind",
    "Photo",
    "PhotoWithdrawal",
    "Repair",
    "SizeUnit",
]
