"""Years of the programme, grants and their money as the rows of their sheets."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from grants.models import (
    Grant,
    GrantFinish,
    GrantMove,
    Phase,
    PhaseVersion,
    Proposal,
    ProposalStep,
)
from grants.rules.lifecycle import APPROVED
from grants.rules.sectors import OPERATIONAL
from grants.running.standings import Standing, contributions, standings
from upk.offices.models import Office

KIND = GrantMove.Kind


def _versions(office: Office, on: date) -> Iterator[PhaseVersion]:
    """The amounts in force of each year."""
    phases = Phase.objects.filter(office=office).order_by("year")
    versions = PhaseVersion.objects.filter(phase__in=phases, decided_on__lte=on)
    versions = versions.select_related("phase", "decision").prefetch_related(
        "sources", "budgets", "allotments__village"
    )
    last = {version.phase_id: version for version in versions.order_by("revision")}
    return (last[phase.pk] for phase in phases if phase.pk in last)


def export_phases(office: Office, on: date) -> Iterator[dict[str, object]]:
    """Each year with its amounts in force; five queries. Dated as it was first decided."""
    first = dict(
        PhaseVersion.objects.filter(phase__office=office, revision=0).values_list(
            "phase_id", "decision__number"
        )
    )
    days = dict(
        PhaseVersion.objects.filter(phase__office=office, revision=0).values_list(
            "phase_id", "decided_on"
        )
    )
    for version in _versions(office, on):
        sources = {source.kind: source.amount for source in version.sources.all()}
        budgets = {budget.sector: budget.amount for budget in version.budgets.all()}
        budgets.pop(OPERATIONAL, None)
        yield {
            "year": version.phase.year, "mad_number": first[version.phase_id],
            "mad_on": days[version.phase_id], **sources, **budgets,
        }  # fmt: skip


def export_operational(office: Office, on: date) -> Iterator[dict[str, object]]:
    """The operational parts of each year, and what was paid of them by then."""
    paid: dict[tuple, int] = defaultdict(int)
    last: dict[tuple, date] = {}
    moves = _moves(office, on).filter(kind=KIND.ALLOTMENT)
    for year, village, day, amount in moves.values_list(
        "phase__year", "village_id", "happened_on", "amount"
    ):
        paid[year, village] += amount
        last[year, village] = day
    for version in _versions(office, on):
        for part in version.allotments.all():
            key = version.phase.year, part.village_id
            row = {"year": key[0], "village": part.village and part.village.code}
            row["amount"] = part.amount
            if paid[key]:
                row |= {"paid": paid[key], "paid_on": last[key]}
            yield row


def _moves(office: Office, on: date):
    moves = GrantMove.objects.filter(office=office, happened_on__lte=on)
    return moves.order_by("happened_on", "pk")


def export_receipts(office: Office, on: date) -> Iterator[dict[str, object]]:
    """What came in and wasn't taken back, by year, source and day; a query."""
    sums: dict[tuple, int] = defaultdict(int)
    moves = _moves(office, on).filter(kind=KIND.RECEIPT)
    for year, source, day, amount, target in moves.values_list(
        "phase__year", "source", "happened_on", "amount", "reverses__happened_on"
    ):
        sums[year, source, target or day] += amount
    for (year, source, day), amount in sums.items():
        if amount:
            yield {"year": year, "source": source, "received_on": day, "amount": amount}


def export_grants(office: Office, on: date) -> Iterator[dict[str, object]]:
    """What the meeting had approved by then, with the grant of what was decreed."""
    by_proposal = {row.grant.proposal_id: row for row in _standing(office, on)}
    ended, given = _ended(office, on), _given(office, on)
    steps: dict[int, ProposalStep] = {}
    for step in ProposalStep.objects.filter(
        proposal__phase__office=office, happened_on__lte=on
    ).select_related("decision").order_by("pk"):  # fmt: skip
        steps[step.proposal_id] = step
    proposals = Proposal.objects.filter(phase__office=office).select_related("phase", "village")
    for proposal in proposals.order_by("phase__year", "number"):
        step = steps.get(proposal.pk)
        if step and step.to_status == APPROVED:
            row = _proposal(proposal, step)
            standing = by_proposal.get(proposal.pk)
            if standing:
                row |= _decree(standing) | _agreement(standing) | _end(standing, ended)
                row |= given[standing.grant.pk]
            yield row


def _standing(office: Office, on: date) -> list[Standing]:
    grants = Grant.objects.filter(office=office).order_by("pk")
    return [row for row in standings(grants, on) if not row.facts.is_cancelled]


def _code(proposal: Proposal) -> str:
    return f"{proposal.phase.year}-{proposal.code}"


def _proposal(proposal: Proposal, step: ProposalStep) -> dict[str, object]:
    names = ("number", "sector", "title", "kind", "location", "men", "women", "poor", "swadaya")
    return {
        "code": _code(proposal), "year": proposal.phase.year, "village": proposal.village.code,
        **{name: getattr(proposal, name) for name in names}, "amount": step.amount,
        "mad_number": step.decision.number, "mad_on": step.happened_on,
    }  # fmt: skip


def _decree(standing: Standing) -> dict[str, object]:
    decree = standing.grant.decree
    return {"spc_number": decree.number, "spc_on": decree.decided_on, "camat": decree.camat}


def _agreement(standing: Standing) -> dict[str, object]:
    signed = standing.agreement
    if signed is None:
        return {}
    team = signed.team
    return {
        "chair": str(team.chair_id), "secretary": str(team.secretary_id),
        "treasurer": str(team.treasurer_id), "bank": team.bank, "bank_account": team.bank_account,
        "sppb_number": signed.number, "sppb_on": signed.signed_on,
        "upk_signer": signed.upk_signer, "pjok_signer": signed.pjok_signer,
        "swadaya": signed.contribution,
    }  # fmt: skip


def _given(office: Office, on: date) -> dict[int, dict[str, int]]:
    """What villages gave, by grant and form."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = contributions(on).filter(grant__office=office)
    for grant, kind, amount in rows.values_list("grant_id", "kind", "amount"):
        found[grant][kind] = found[grant].get(kind, 0) + amount
    return found


def _ended(office: Office, on: date) -> dict[int, GrantFinish]:
    found = GrantFinish.objects.filter(grant__office=office, paper__made_on__lte=on)
    return {row.grant_id: row for row in found.select_related("paper")}


def _end(standing: Standing, ended: dict[int, GrantFinish]) -> dict[str, object]:
    facts, found = standing.facts, {}
    if facts.returned:
        days = standing.grant.moves.filter(kind=KIND.RETURN).order_by("happened_on")
        found |= {"returned": facts.returned, "returned_on": days.last().happened_on}
    end = ended.get(standing.grant.pk)
    if end:
        found["finished_on"] = end.paper.made_on
        found["infrastructure"] = str(end.infrastructure_id) if end.infrastructure_id else None
    elif facts.is_physical and facts.progress:
        found["progress"] = facts.progress
    return found


def export_tranches(office: Office, on: date) -> Iterator[dict[str, object]]:
    """The tranches of what was signed by then; Ekonomi that became capital as one."""
    booked = dict(
        _moves(office, on).filter(kind=KIND.CAPITAL, amount__gt=0).values_list(
            "grant_id", "happened_on"
        )
    )  # fmt: skip
    for row in _standing(office, on):
        code = _code(row.grant.proposal)
        if row.facts.is_capital and row.facts.capital:
            yield {
                "grant": code, "number": 1, "percent": Decimal(100), "amount": row.facts.capital,
                "paid_on": booked[row.grant.pk],
            }  # fmt: skip
        for part in row.facts.tranches:
            found = {"grant": code, "number": part.number, "percent": part.percent}
            found |= {"amount": part.amount, "paid_on": part.paid_on}
            if part.used:
                found |= {"used": part.used, "reported_on": part.reported_on}
            yield found
