"""Trainings: kinds and their rules, batches, who was there, what it brought."""

from training.models.batches import (
    STATES,
    Batch,
    BatchStep,
    BatchStepReversal,
    BatchVersion,
    TrainingCost,
)
from training.models.kinds import Audience, KindRule, TrainingKind
from training.models.people import ROLES_WITH_PLACE, Participant, ParticipantWithdrawal
from training.models.results import (
    Attendance,
    Certificate,
    CertificateWithdrawal,
    FollowUp,
    FollowUpEnd,
    Score,
)

__all__ = [
    "ROLES_WITH_PLACE", "STATES", "Attendance", "Audience", "Batch", "BatchStep",
    "BatchStepReversal", "BatchVersion", "Certificate", "CertificateWithdrawal", "FollowUp",
    "FollowUpEnd", "KindRule", "Participant", "ParticipantWithdrawal", "Score", "TrainingCost",
    "TrainingKind",
]  # fmt: skip
