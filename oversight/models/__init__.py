"""Findings of the supervisor; partners and agreements."""

from oversight.models.findings import (
    ABOUT,
    LONGEST_TEXT,
    PLACES,
    STATES,
    STEPS,
    Finding,
    FindingQuerySet,
    FindingStep,
)
from oversight.models.partners import (
    Agreement,
    AgreementFile,
    AgreementQuerySet,
    AgreementStep,
    Partner,
    PartnerVersion,
)

__all__ = [
    "ABOUT",
    "LONGEST_TEXT",
    "PLACES",
    "STATES",
    "STEPS",
    "Agreement",
    "AgreementFile",
    "AgreementQuerySet",
    "AgreementStep",
    "Finding",
    "FindingQuerySet",
    "FindingStep",
    "Partner",
    "PartnerVersion",
]
