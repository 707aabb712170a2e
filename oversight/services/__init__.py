"""Writers of findings, partners and agreements."""

from oversight.services.agreements import (
    KEEPERS,
    NewAgreement,
    PartnerFacts,
    add_partner,
    attach_agreement_file,
    change_partner,
    record_agreement,
    record_agreement_step,
)
from oversight.services.findings import (
    ANSWERERS,
    NewFinding,
    record_finding_step,
    write_finding,
)

__all__ = [
    "ANSWERERS",
    "KEEPERS",
    "NewAgreement",
    "NewFinding",
    "PartnerFacts",
    "add_partner",
    "attach_agreement_file",
    "change_partner",
    "record_agreement",
    "record_agreement_step",
    "record_finding_step",
    "write_finding",
]
