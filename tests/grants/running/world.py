"""An office with an approved grant in every sector, and what carries one through to its end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from grants.models import Grant, GrantMove, GrantPaper, Phase, Proposal, Tranche
from grants.proposals.decisions import Verdict, decide
from grants.proposals.phases import Meeting
from grants.proposals.scoring import Marks, score_proposals
from grants.proposals.scoring_sets import create_default_sets, set_in_force
from grants.running.agreements import (
    Line,
    NewAgreement,
    NewTeam,
    set_team,
    sign_agreement,
)
from grants.running.decrees import NewDecree, record_decree
from grants.running.handing_in import (
    Sheet,
    approve_plan,
    budget_left,
    record_check,
    record_plan,
    record_use,
)
from grants.running.payments import pay_tranche, receive_money
from tests import factories
from tests.grants.office import create_grant_office, create_phase, create_verified
from upk.access import Role
from upk.ledger.models import Entry
from upk.offices.models import Office, User, Village

SCORED_ON, APPROVED_ON, DECREED_ON = date(2009, 4, 15), date(2009, 5, 4), date(2009, 5, 20)
SIGNED_ON, RECEIVED_ON = date(2009, 6, 1), date(2009, 6, 5)
ASKED = {
    "fisik": 123_456_789,
    "ekonomi": 75_000_000,
    "pendidikan": 30_000_000,
    "kesehatan": 45_000_000,
}
PDF = b"%PDF-1.4\n%laporan\n%%EOF\n"


def upload(name: str = "laporan.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@dataclass
class World:
    """An office, its people, a phase, and a grant by sector."""

    office: Office
    villages: list[Village]
    manager: User
    treasurer: User
    secretary: User
    phase: Phase
    proposals: dict[str, Proposal]
    grants: dict[str, Grant] = field(default_factory=dict)

    @property
    def physical(self) -> Grant:
        return self.grants["fisik"]


def create_world(*, asked: dict[str, int] | None = None, decreed: bool = True) -> World:
    """A phase of Rp 1.000.000.000 in 2009, one proposal of each sector, approved and decreed."""
    office, villages, manager = create_grant_office()
    treasurer, secretary = (
        factories.create_user(role, office) for role in (Role.TREASURER, Role.SECRETARY)
    )
    phase = create_phase(villages, manager)
    create_default_sets(office, factories.BEGINNING)
    wanted = ASKED | (asked or {})
    proposals = {
        sector: create_verified(
            phase, villages[0], secretary, sector=sector, asked=amount, title=f"Usulan {sector}"
        )
        for sector, amount in wanted.items()
    }
    approve(phase, list(proposals.values()), manager)
    world = World(office, villages, manager, treasurer, secretary, phase, proposals)
    if decreed:
        decree(world)
    return world


def approve(phase: Phase, proposals: Sequence[Proposal], by: User) -> None:
    """Score the proposals, and let the meeting approve what they ask for."""
    criteria = set_in_force(phase.office, SCORED_ON).criteria.filter(source="typed")
    points = {criterion.pk: 80 for criterion in criteria}
    marks = [Marks(proposal, points) for proposal in proposals]
    score_proposals(phase, marks, scored_on=SCORED_ON, request_key=uuid4(), by=by)
    verdicts = [Verdict(p, p.asked, "Paling mendesak") for p in proposals]
    decide(phase, verdicts, Meeting("MAD/02/2009", APPROVED_ON), request_key=uuid4(), by=by)


def decree(world: World, *, on: date = DECREED_ON, number: str = "412/07/2009") -> None:
    """Decree all proposals."""
    record_decree(
        world.phase, NewDecree(number, on, "Drs. Camat"), list(world.proposals.values()),
        request_key=uuid4(), by=world.secretary,
    )  # fmt: skip
    found = Grant.objects.standing().with_names()
    world.grants = {
        sector: found.get(proposal=proposal) for sector, proposal in world.proposals.items()
    }


def team(grant: Grant, by: User, *, since: date = DECREED_ON, **fields):
    """Three people of the village."""
    people = [factories.create_person(grant.proposal.village) for _ in range(3)]
    new = NewTeam(since, *people, **{"bank": "BRI Unit", "bank_account": "0123-01"} | fields)
    return set_team(grant, new, request_key=uuid4(), by=by)


def budget(grant: Grant) -> tuple[Line, ...]:
    """Two lines of the grant, one of the village: material, wages, stones."""
    wages = grant.amount // 3
    return (
        Line("Bahan", grant.amount - wages, 0),
        Line("Upah", wages, 1_000_000),
        Line("Batu kali", 0, 2_000_000),
    )


def agreement(grant: Grant, by: User, **changes) -> NewAgreement:
    values = {
        "number": "01/SPPB/2009", "signed_on": SIGNED_ON, "upk_signer": "Ketua UPK",
        "pjok_signer": "PjOK", "lines": budget(grant),
    }  # fmt: skip
    return NewAgreement(**values | changes)


def sign(grant: Grant, by: User, **changes) -> list[Tranche]:
    """The team and the agreement; gives the tranches."""
    if not grant.teams.exists():
        team(grant, by)
    made = sign_agreement(grant, agreement(grant, by, **changes), request_key=uuid4(), by=by)
    return list(made.tranches.select_related("agreement__grant").order_by("number"))


def receive(world: World, amount: int = 800_000_000, *, source: str = "apbn", on=RECEIVED_ON):
    return receive_money(
        world.phase, source=source, amount=amount, received_on=on, request_key=uuid4(),
        by=world.treasurer,
    )  # fmt: skip


def plan(world: World, tranche: Tranche, on: date) -> GrantPaper:
    """The tranche's plan, line by line as far as the budget goes."""
    left, amounts = tranche.amount, {}
    for line, most in budget_left(tranche).items():
        amounts[line.pk] = min(left, most)
        left -= amounts[line.pk]
    return record_plan(tranche, Sheet(on), amounts, request_key=uuid4(), by=world.secretary)


def planned(world: World, tranche: Tranche, on: date) -> GrantPaper:
    """The plan, approved."""
    paper = plan(world, tranche, on)
    approve_plan(paper, approved_on=on, request_key=uuid4(), by=world.manager)
    return paper


def pay(world: World, tranche: Tranche, on: date, **changes) -> GrantMove:
    values = {"request_key": uuid4(), "by": world.treasurer}
    return pay_tranche(tranche, paid_on=on, **values | changes)


def use(world: World, tranche: Tranche, on: date, used: int | None = None) -> GrantPaper:
    used = tranche.amount if used is None else used
    return record_use(tranche, Sheet(on), used, request_key=uuid4(), by=world.secretary)


def check(world: World, grant: Grant, on: date, percent: int = 80, *, is_passed: bool = True):
    return record_check(
        grant, Sheet(on), percent=Decimal(percent), is_passed=is_passed, inspector="PjOK",
        request_key=uuid4(), by=world.secretary,
    )  # fmt: skip


def pay_everything(world: World, grant: Grant) -> list[Tranche]:
    """Agreement, three tranches with their papers, the last use report: June to October 2009."""
    tranches = sign(grant, world.secretary)
    for month, tranche in enumerate(tranches, 6):
        planned(world, tranche, date(2009, month, 8))
        if tranche.number == 3:
            check(world, grant, date(2009, month, 9))
        pay(world, tranche, date(2009, month, 10))
        use(world, tranche, date(2009, month, 28))
    return tranches


def reasons(act) -> list[str]:
    """Everything that speaks against doing it; and it left no row of money."""
    before = GrantMove.objects.count(), Entry.objects.count(), GrantPaper.objects.count()
    with pytest.raises(ValidationError) as refusal:
        act()
    now = GrantMove.objects.count(), Entry.objects.count(), GrantPaper.objects.count()
    assert now == before
    return refusal.value.messages
