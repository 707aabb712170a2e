"""Years of the programme, approved proposals and grants with their money come in."""

from collections import defaultdict
from uuid import uuid4

from grants.models import Proposal
from grants.proposals.moving_in import OldProposal, take_over_proposals
from grants.proposals.phases import Meeting, PhaseAmounts, open_phase
from grants.rules.sectors import OPERATIONAL, PHYSICAL
from grants.running.moving_in import (
    OldAgreement,
    OldAllotment,
    OldBooks,
    OldGrant,
    OldReceipt,
    OldTranche,
    take_over_grants,
)
from upk.desk.moving.checks.granting import Granting, grantings
from upk.desk.moving.content import Row
from upk.desk.moving.sheets.grants import GIVEN, SECTORS, SOURCES
from upk.desk.moving.writing import Moving


def write_phases(moving: Moving) -> None:
    """Each year's money as the meeting decided it, with its operational parts."""
    parts: dict[object, list[Row]] = defaultdict(list)
    for row in moving.content["grant_operational"]:
        parts[row["year"]].append(row)
    for row in moving.content["grant_phases"]:
        meeting = Meeting(row["mad_number"], row["mad_on"])
        amounts = _amounts(moving, row, parts[row["year"]])
        phase = open_phase(
            moving.office, row["year"], amounts, meeting, request_key=uuid4(), by=moving.by
        )
        moving.keep(row, phase)
        moving.advance(1 + len(parts[row["year"]]))


def _amounts(moving: Moving, row: Row, parts: list[Row]) -> PhaseAmounts:
    sources = {key: row[key] for key, _ in SOURCES if row[key]}
    budgets = {key: row[key] for key, _ in SECTORS if row[key]}
    operational = sum(part["amount"] for part in parts)
    if operational:
        budgets[OPERATIONAL] = operational
    return PhaseAmounts(
        amount=sum(sources.values()),
        sources=sources,
        budgets=budgets,
        upk=sum(part["amount"] for part in parts if part["village"] is None),
        tpk={
            moving.find("villages", part["village"]): part["amount"]
            for part in parts
            if part["village"] is not None
        },
    )


def write_grants(moving: Moving) -> None:
    """Approved proposals, the grants of those that were decreed, and all money of the years."""
    found = list(grantings(moving.content))
    proposals = take_over_proposals(
        moving.office, [_proposal(moving, grant) for grant in found], request_key=uuid4(),
        by=moving.by,
    )  # fmt: skip
    decreed = [
        (grant, proposal)
        for grant, proposal in zip(found, proposals, strict=True)
        if grant.is_decreed
    ]
    books = OldBooks(
        receipts=[
            OldReceipt(
                moving.find("grant_phases", row["year"]), row["source"], row["received_on"],
                row["amount"],
            )
            for row in moving.content["grant_receipts"]
        ],
        allotments=[
            OldAllotment(
                moving.find("grant_phases", row["year"]),
                moving.find("villages", row["village"]) if row["village"] else None,
                row["paid_on"], row["paid"],
            )
            for row in moving.content["grant_operational"]
            if row["paid"]
        ],
        grants=[_grant(moving, grant, proposal) for grant, proposal in decreed],
    )  # fmt: skip
    made = take_over_grants(moving.office, books, request_key=uuid4(), by=moving.by)
    for (grant, _), row in zip(decreed, made, strict=True):
        moving.keep(grant.row, row)
    tranches = sum(len(grant.tranches) for grant in found)
    moving.advance(len(found) + tranches + len(books.receipts))


def _proposal(moving: Moving, grant: Granting) -> OldProposal:
    row = grant.row
    return OldProposal(
        moving.find("grant_phases", row["year"]), moving.find("villages", row["village"]),
        row["sector"], row["title"], row["amount"], row["swadaya"] or 0, row["men"] or 0,
        row["women"] or 0, row["poor"] or 0, grant.mad_number, grant.approved_on,
        kind=row["kind"] or "", location=row["location"] or "", number=row["number"],
    )  # fmt: skip


def _grant(moving: Moving, grant: Granting, proposal: Proposal) -> OldGrant:
    row = grant.row
    is_built = row["sector"] == PHYSICAL and row["finished_on"]
    progress = None
    if is_built:
        progress = (row["finished_on"], 100)
    elif row["progress"] is not None:
        progress = (moving.cut_over, row["progress"])
    return OldGrant(
        proposal, row["amount"], (row["spc_number"], row["spc_on"], row["camat"]),
        agreement=_agreement(moving, row),
        tranches=tuple(_tranche(grant, tranche) for tranche in grant.tranches),
        returned=row["returned"] or 0, returned_on=row["returned_on"], progress=progress,
        given=tuple((key, row[key]) for key, _ in GIVEN if row[key]),
        known_on=row["finished_on"] or moving.cut_over, finished_on=row["finished_on"],
        infrastructure=(
            moving.find("infrastructure", row["infrastructure"]) if row["infrastructure"] else None
        ),
    )  # fmt: skip


def _agreement(moving: Moving, row: Row) -> OldAgreement | None:
    if not row["sppb_number"]:
        return None
    chair, secretary, treasurer = (
        moving.find("people", row[key]) for key in ("chair", "secretary", "treasurer")
    )
    return OldAgreement(
        row["sppb_number"], row["sppb_on"], row["upk_signer"], row["pjok_signer"],
        (chair, secretary, treasurer), row["bank"], row["bank_account"], row["swadaya"] or 0,
    )  # fmt: skip


def _tranche(grant: Granting, row: Row) -> OldTranche:
    used = 0 if grant.is_capital else grant.used(row) or 0
    return OldTranche(
        row["number"], row["percent"], row["amount"], row["paid_on"], used,
        grant.reported_on(row) if used else None,
    )  # fmt: skip
