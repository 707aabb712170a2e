"""Proposals from the village's wish to the verification, and the ways to stop or go back."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from grants.models import Proposal
from grants.proposals.services import (
    correct_proposal,
    propose,
    take_back_step,
    verify_proposal,
    withdraw_proposal,
)
from tests.grants.office import (
    PROPOSED_ON,
    VERIFIED_ON,
    create_grant_office,
    create_phase,
    create_proposal,
    create_verified,
    facts,
    finding,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting():
    _, villages, manager = create_grant_office()
    return create_phase(villages, manager), villages, manager


def test_proposals_are_numbered_within_their_phase(setting):
    phase, villages, manager = setting
    other = create_phase(villages, manager, year=2008)

    numbers = [create_proposal(phase, village, manager).number for village in villages]

    assert numbers == [1, 2, 3]
    assert create_proposal(other, villages[0], manager).number == 1


def test_a_form_sent_twice_makes_one_proposal(setting):
    phase, villages, manager = setting
    key = uuid4()

    made = [
        propose(phase, villages[0], facts(), proposed_on=PROPOSED_ON, request_key=key, by=manager)
        for _ in range(2)
    ]

    assert made[0] == made[1]
    assert Proposal.objects.count() == 1


def test_every_reason_against_a_proposal_is_said_at_once(setting):
    phase, villages, manager = setting
    wrong = facts(sector="operasional", title=" ", men=3, women=4, poor=8, asked=0)

    with pytest.raises(ValidationError) as refused:
        propose(
            phase, villages[0], wrong, proposed_on=date(2010, 2, 16), request_key=uuid4(),
            by=manager,
        )  # fmt: skip

    assert refused.value.message_dict == {
        "sector": ["Pilih bidang usulannya."],
        "__all__": ["Isi judul, jenis kegiatan dan lokasinya."],
        "poor": ["Warga miskin 8 orang melebihi pemanfaat 7."],
        "asked": ["Isi dana yang diusulkan, lebih dari nol."],
        "proposed_on": ["Tanggal 16 Februari 2010 belum tiba."],
    }


def test_a_verification_keeps_amount_decision_and_papers(setting):
    phase, villages, manager = setting
    proposal = create_proposal(phase, villages[0], manager)
    found = finding(proposal, amount=80_000_000, documents=[True, True, False, True, False])

    step = verify_proposal(
        proposal, found, verified_on=VERIFIED_ON, request_key=uuid4(), by=manager
    )

    assert (step.to_status, step.amount, str(step.decision)) == ("V", 80_000_000, "TV/01/2009")
    assert [(d.form, d.is_there) for d in step.documents.all()] == [
        ("1", True), ("5", True), ("6", False), ("7.e", True), ("24", False),
    ]  # fmt: skip
    assert Proposal.objects.with_amounts().get().recommended == 80_000_000


def test_more_than_was_asked_is_not_recommended_and_no_reason_is_no_refusal(setting):
    phase, villages, manager = setting
    proposal = create_proposal(phase, villages[0], manager)
    verify = {"verified_on": VERIFIED_ON, "by": manager}

    with pytest.raises(ValidationError, match=r"paling banyak Rp 90\.000\.000"):
        verify_proposal(
            proposal, finding(proposal, amount=90_000_001), request_key=uuid4(), **verify
        )
    with pytest.raises(ValidationError, match="Tulis mengapa"):
        verify_proposal(
            proposal, finding(proposal, amount=None, notes=""), request_key=uuid4(), **verify
        )
    verify_proposal(
        proposal, finding(proposal, amount=None, notes="Bukan aset desa"), request_key=uuid4(),
        **verify,
    )  # fmt: skip

    proposal.refresh_from_db()
    assert proposal.status == "N"
    assert Proposal.objects.with_amounts().get().recommended is None


def test_a_step_is_taken_once_and_not_before_the_one_before(setting):
    phase, villages, manager = setting
    proposal = create_verified(phase, villages[0], manager)

    with pytest.raises(ValidationError) as refused:
        verify_proposal(
            proposal, finding(proposal), verified_on=date(2009, 3, 31), request_key=uuid4(),
            by=manager,
        )  # fmt: skip

    assert refused.value.message_dict == {
        "__all__": ["001: usulan ini direkomendasikan. Langkah ini tidak dapat diambil."],
        "happened_on": [
            "001: langkah sebelumnya 1 April 2009. Pilih tanggal yang sama atau sesudahnya."
        ],
    }


def test_facts_change_until_they_are_verified(setting):
    phase, villages, manager = setting
    proposal = create_proposal(phase, villages[0], manager)

    correct_proposal(proposal, facts(title="Talut"), request_key=uuid4(), by=manager)
    verify_proposal(
        proposal, finding(proposal), verified_on=VERIFIED_ON, request_key=uuid4(), by=manager
    )

    proposal.refresh_from_db()
    assert proposal.title == "Talut"
    with pytest.raises(ValidationError, match="sudah diverifikasi"):
        correct_proposal(proposal, facts(title="Lain"), request_key=uuid4(), by=manager)


def back(proposal, manager, reason="Salah catat"):
    return take_back_step(
        proposal, happened_on=date(2009, 5, 1), reason=reason, request_key=uuid4(), by=manager
    )


def test_one_step_back_with_a_reason(setting):
    phase, villages, manager = setting
    proposal = create_verified(phase, villages[0], manager)

    with pytest.raises(ValidationError, match="Tulis alasannya"):
        back(proposal, manager, reason=" ")
    back(proposal, manager)

    proposal = Proposal.objects.with_amounts().get()
    assert (proposal.status, proposal.recommended) == ("P", None)
    with pytest.raises(ValidationError, match="Tidak ada langkah"):
        back(proposal, manager)


def test_a_withdrawn_proposal_goes_back_to_what_it_was(setting):
    phase, villages, manager = setting
    proposal = create_verified(phase, villages[0], manager)
    withdraw_proposal(
        proposal, withdrawn_on=date(2009, 4, 20), reason="Dana desa cukup", request_key=uuid4(),
        by=manager,
    )  # fmt: skip
    proposal.refresh_from_db()
    assert proposal.status == "X"

    back(proposal, manager)

    proposal = Proposal.objects.with_amounts().get()
    assert (proposal.status, proposal.recommended) == ("V", 90_000_000)
