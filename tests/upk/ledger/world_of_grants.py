"""What running grants add to the world: a phase of 2008 with a grant in every state."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

from grants.models import GrantMove, Phase, Proposal, Tranche
from grants.proposals.decisions import Verdict, decide
from grants.proposals.phases import Meeting, PhaseAmounts, open_phase
from grants.proposals.scoring import Marks, score_proposals
from grants.proposals.scoring_sets import set_in_force
from grants.proposals.services import Finding, ProposalFacts, propose, verify_proposal
from grants.rules.documents import documents_of
from grants.running.agreements import add_tranche_rule
from grants.running.decrees import cancel_grant
from grants.running.field import Given, record_contribution, record_progress
from grants.running.finishing import finish_grant
from grants.running.handing_in import Sheet, record_meeting
from grants.running.payments import pay_allotment, return_money
from tests import factories
from tests.grants.running import world as w
from upk.access import Role
from upk.ledger.models import Entry
from upk.ledger.services import Move, post_entry, reverse_entry
from upk.offices.models import User, Village

DAY, LATER = date(2010, 1, 28), date(2010, 2, 3)
AMOUNTS = {
    "running": ("fisik", 500_000), "free": ("fisik", 40_000), "bare": ("fisik", 20_000),
    "cancelled": ("fisik", 10_000), "done": ("pendidikan", 10_000),
    "unreported": ("pendidikan", 20_000), "capital": ("ekonomi", 300_000),
}  # fmt: skip


def add_grants(village: Village, by: User) -> dict[str, int]:
    """Ids by name; entries of grants without a row, for those who would write one."""
    office = village.office
    phase = _phase(village, by)
    proposals = _approved(phase, village, by)
    world = w.World(
        office, [village], by, factories.create_user(Role.TREASURER, office),
        factories.create_user(Role.SECRETARY, office), phase,
        {name: p for name, p in proposals.items() if name != "free"},
    )  # fmt: skip
    w.decree(world, on=date(2010, 1, 27), number="SPC/1")
    receipt = w.receive(world, 700_000, on=DAY)
    cancel_grant(world.grants["cancelled"], happened_on=DAY, reason="Batal", request_key=uuid4(),
                 by=by)  # fmt: skip
    w.team(world.grants["bare"], by, since=DAY)
    running = _run(world)
    rule = add_tranche_rule(office, since=date(2010, 2, 1), percents=[Decimal(100)], by=by)
    finish = _finish(world)
    _paid(world, "unreported")
    allotted = pay_allotment(
        phase, kind="tpk", village=village, amount=1_000, paid_on=LATER, request_key=uuid4(),
        by=world.treasurer,
    )  # fmt: skip
    decree = world.grants["running"].decree
    return {
        **{f"{name}_grant": grant.pk for name, grant in world.grants.items()},
        **running, **_entries(world, running),
        "grants_phase": phase.pk, "free_proposal": proposals["free"].pk,
        "granted_step": proposals["running"].steps.get(to_status="A").pk,
        "decree": decree.pk, "receipt_move": receipt.pk, "allotment_move": allotted.pk,
        "cancellation": world.grants["cancelled"].cancellation.pk,
        "bare_team": world.grants["bare"].teams.get().pk,
        "tranche_rule": rule.pk, "tranche_rule_part": rule.parts.get().pk,
        "finish": finish.pk, "final_paper": finish.paper_id,
        "grant_accounts": office.grant_accounts.pk,
    }  # fmt: skip


def _phase(village: Village, by: User) -> Phase:
    amounts = PhaseAmounts(
        1_000_000, {"apbn": 800_000, "apbd": 200_000},
        {"fisik": 570_000, "pendidikan": 30_000, "ekonomi": 300_000, "operasional": 100_000},
        upk=40_000, tpk={village: 60_000},
    )  # fmt: skip
    meeting = Meeting("MAD/11", date(2010, 1, 8))
    return open_phase(village.office, 2008, amounts, meeting, request_key=uuid4(), by=by)


def _approved(phase: Phase, village: Village, by: User) -> dict[str, Proposal]:
    found = {}
    for name, (sector, amount) in AMOUNTS.items():
        facts = ProposalFacts(sector, name, "Jalan", "Dusun", 5, 6, 7, amount)
        day = date(2010, 1, 10)
        made = propose(phase, village, facts, proposed_on=day, request_key=uuid4(), by=by)
        finding = Finding("TV/11", amount, "Layak", [True for _ in documents_of(sector)])
        verify_proposal(made, finding, verified_on=day, request_key=uuid4(), by=by)
        found[name] = made
    scored_on = date(2010, 1, 20)
    points = {set_in_force(phase.office, scored_on).criteria.get().pk: 80}
    marks = [Marks(proposal, points) for proposal in found.values()]
    score_proposals(phase, marks, scored_on=scored_on, request_key=uuid4(), by=by)
    verdicts = [Verdict(p, p.asked, "Mendesak") for p in found.values()]
    meeting = Meeting("MAD/12", date(2010, 1, 25))
    decide(phase, verdicts, meeting, request_key=uuid4(), by=by)
    return found


def _run(world: w.World) -> dict[str, int]:
    """The grant that runs: one tranche paid and reported, the second planned and approved."""
    grant, by = world.grants["running"], world.secretary
    w.team(grant, by, since=DAY)
    first, second, third = w.sign(grant, by, signed_on=DAY)
    plan = w.planned(world, first, DAY)
    move = w.pay(world, first, date(2010, 1, 29))
    use = w.use(world, first, date(2010, 1, 30), used=150_000)
    later_plan = w.planned(world, second, date(2010, 2, 2))
    back = return_money(grant, amount=5_000, returned_on=LATER, request_key=uuid4(),
                        by=world.treasurer)  # fmt: skip
    check = w.check(world, grant, LATER, is_passed=False)
    given = Given("tenaga", DAY, 9_000, Decimal(3), "HOK")
    contribution = record_contribution(grant, given, request_key=uuid4(), by=by)
    progress = record_progress(
        grant, measured_on=LATER, percent=Decimal(40), request_key=uuid4(), by=by
    )
    agreement = first.agreement
    return {
        "agreement": agreement.pk, "team": agreement.team_id,
        "grant_budget_line": agreement.lines.first().pk,
        "last_budget_line": agreement.lines.last().pk,
        "tranche": first.pk, "second_tranche": second.pk, "third_tranche": third.pk,
        "plan": plan.pk, "later_plan": later_plan.pk, "plan_line": plan.lines.first().pk,
        "plan_approval": plan.approval.pk, "use_report": use.pk, "field_check": check.pk,
        "tranche_move": move.pk, "return_move": back.pk, "contribution": contribution.pk,
        "progress": progress.pk,
    }  # fmt: skip


def _paid(world: w.World, name: str) -> Tranche:
    """A grant of one tranche, paid."""
    grant = world.grants[name]
    w.team(grant, world.secretary, since=DAY)
    [tranche] = w.sign(grant, world.secretary, signed_on=date(2010, 2, 2))
    w.planned(world, tranche, date(2010, 2, 2))
    w.pay(world, tranche, LATER)
    return tranche


def _finish(world: w.World):
    tranche, grant = _paid(world, "done"), world.grants["done"]
    w.use(world, tranche, LATER)
    record_meeting(grant, Sheet(LATER), attendance=9, is_passed=True, request_key=uuid4(),
                   by=world.secretary)  # fmt: skip
    sheet = Sheet(LATER, file=w.upload("akhir.pdf"))
    return finish_grant(grant, sheet, None, request_key=uuid4(), by=world.secretary)


def _entries(world: w.World, rows: dict[str, int]) -> dict[str, int]:
    """Entries that say they are of grants and have no row."""
    accounts = world.office.grant_accounts
    bank, trust = accounts.bank, accounts.trust

    def entry(*moves: Move, on: date = LATER, kind: str = Entry.Kind.ORDINARY) -> Entry:
        return post_entry(world.office, happened_on=on, memo="x", moves=moves, by=world.manager,
                          kind=kind, origin="grants")  # fmt: skip

    def into(amount: int) -> int:
        return entry(Move(bank, trust, amount)).pk

    def out(amount: int) -> int:
        return entry(Move(trust, bank, amount)).pk

    taken = entry(Move(bank, trust, 1_000))
    fund = factories.account(world.office, "1.1.01.04")
    capital = Move(trust, accounts.capital, 300_000), Move(fund, bank, 300_000)
    paid = GrantMove.objects.get(pk=rows["tranche_move"]).entry

    def reversal(of: Entry) -> int:
        return reverse_entry(
            of, happened_on=LATER, reason="x", by=world.manager, origin="grants"
        ).pk

    return {
        "grants_in": into(1_000), "grants_in_much": into(900_000), "grants_back": into(46_000),
        "grants_out": out(200_000), "grants_out_much": out(900_000), "grants_out_350": out(350_000),
        "grants_out_small": out(59_001), "grants_capital": entry(*capital).pk,
        "grants_in_soon": entry(Move(bank, trust, 200_000), on=date(2010, 2, 10)).pk,
        "grants_capital_soon": entry(*capital, on=date(2010, 2, 5)).pk,
        "grants_undone": reversal(taken), "tranche_undone": reversal(paid),
        "old_grants_entry": entry(Move(bank, trust, 1_000), kind=Entry.Kind.OPENING).pk,
    }  # fmt: skip
