"""An office with villages and a phase; every argument has a default."""

from datetime import date
from uuid import uuid4

from grants.models import Phase, Proposal
from grants.proposals.phases import Meeting, PhaseAmounts, open_phase
from grants.proposals.services import Finding, ProposalFacts, propose, verify_proposal
from grants.rules.documents import documents_of
from tests.factories import create_office, create_user, create_village
from upk.access import Role
from upk.offices.models import Office, User, Village

PHASE_DAY = date(2009, 2, 2)
PROPOSED_ON = date(2009, 3, 2)
VERIFIED_ON = date(2009, 4, 1)
BUDGETS = {
    "fisik": 700_000_000,
    "ekonomi": 150_000_000,
    "pendidikan": 40_000_000,
    "kesehatan": 60_000_000,
    "operasional": 50_000_000,
}


def create_grant_office() -> tuple[Office, list[Village], User]:
    """An office with three villages and its manager."""
    office = create_office()
    villages = [create_village(office) for _ in range(3)]
    return office, villages, create_user(Role.MANAGER, office)


def phase_amounts(villages: list[Village], **changes) -> PhaseAmounts:
    """Rp 1.000.000.000: 80 % APBN, 20 % APBD; 20 million to the UPK, the rest to three teams."""
    values = {
        "amount": 1_000_000_000,
        "sources": {"apbn": 800_000_000, "apbd": 200_000_000},
        "budgets": BUDGETS,
        "upk": 20_000_000,
        "tpk": dict(zip(villages, (10_000_000, 10_000_000, 10_000_000), strict=False)),
    }
    return PhaseAmounts(**values | changes)


def create_phase(villages: list[Village], by: User, year: int = 2009, **changes) -> Phase:
    meeting = Meeting(f"MAD/01/{year}", PHASE_DAY)
    amounts = phase_amounts(villages, **changes)
    return open_phase(by.office, year, amounts, meeting, request_key=uuid4(), by=by)


def facts(**changes) -> ProposalFacts:
    values = {
        "sector": "fisik", "title": "Rabat jalan", "kind": "Jalan", "location": "Dusun Krajan",
        "men": 120, "women": 130, "poor": 100, "asked": 90_000_000, "swadaya": 10_000_000,
    }  # fmt: skip
    return ProposalFacts(**values | changes)


def create_proposal(phase: Phase, village: Village, by: User, **changes) -> Proposal:
    return propose(
        phase, village, facts(**changes), proposed_on=PROPOSED_ON, request_key=uuid4(), by=by
    )


def finding(proposal: Proposal, **changes) -> Finding:
    values = {
        "number": "TV/01/2009",
        "amount": proposal.asked,
        "notes": "Layak",
        "documents": [True for _ in documents_of(proposal.sector)],
    }
    return Finding(**values | changes)


def create_verified(phase: Phase, village: Village, by: User, **changes) -> Proposal:
    proposal = create_proposal(phase, village, by, **changes)
    verify_proposal(
        proposal, finding(proposal), verified_on=VERIFIED_ON, request_key=uuid4(), by=by
    )
    proposal.refresh_from_db()
    return proposal
