"""What findings and agreements add to the world: every sort of row, and keys of another office."""

from uuid import uuid4

from loans.models import Loan
from oversight.rules.agreements import Step as AgreementStepKind
from oversight.rules.findings import Step
from oversight.services import (
    PartnerFacts,
    add_partner,
    attach_agreement_file,
    change_partner,
    record_agreement_step,
)
from tests import factories
from tests.maintenance.register.village import upload
from tests.oversight.world import LATER, agreement, finding, step
from tests.upk.offices.test_stored_files import PNG
from upk.access import Role
from upk.ledger.services import claim_submission
from upk.offices.models import Office, User
from upk.offices.stored_files import store_file

PAPER = b"%PDF-1.4\n%%EOF\n"


def add_oversight(loan: Loan, other: Office, by: User) -> dict[str, int]:
    """Ids by name; ``by`` is the office's manager."""
    supervisor = factories.create_user(Role.SUPERVISOR, loan.office)
    stranger = factories.create_user(Role.SUPERVISOR, other)
    key, _ = claim_submission(other, uuid4(), "oversight", by=stranger)
    open_one = finding(supervisor, about=loan, upload=upload(PAPER, "temuan.pdf"))
    answered = finding(supervisor)
    answer = step(answered, Step.ANSWERED, by, upload=upload(PAPER, "jawab.pdf"))
    partner = add_partner(PartnerFacts("Mitra", "bank", "Kota"), request_key=uuid4(), by=by)
    changed = PartnerFacts("Mitra", "bank", "Kecamatan", "Kepala unit")
    change_partner(partner, changed, request_key=uuid4(), by=by)
    fresh = add_partner(PartnerFacts("Baru", "school", "Desa"), request_key=uuid4(), by=by)
    row = agreement(partner, by, upload=upload(PAPER, "pks.pdf"))
    second = agreement(partner, by, number="2")
    ended = record_agreement_step(
        second, AgreementStepKind.ENDED, on=LATER, reason="Selesai", request_key=uuid4(), by=by
    )
    kept = attach_agreement_file(row, upload(PAPER, "pks.pdf"), by=by)
    return {
        "supervisor": supervisor.pk, "foreign_supervisor": stranger.pk, "oversight_key": key.pk,
        "treasurer": factories.create_user(Role.TREASURER, loan.office).pk,
        "finding": open_one.pk, "answered_finding": answered.pk, "finding_step": answer.pk,
        "partner": partner.pk, "fresh_partner": fresh.pk,
        "partner_version": partner.versions.first().pk, "partner_agreement": row.pk,
        "ended_agreement": second.pk, "agreement_step": ended.pk, "agreement_file": kept.pk,
        "oversight_foreign_file": store_file(other, upload(PNG, "asing.png"), by=stranger).pk,
        "foreign_loan": factories.create_loan(
            factories.create_group(factories.create_village(other)), disbursed_on=None
        ).pk,
    }  # fmt: skip
