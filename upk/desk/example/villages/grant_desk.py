"""Entering money of the phases and what becomes of each grant, through their services."""

from collections.abc import Callable
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile

from grants.models import Allotment, BudgetLine, Grant, GrantPaper, Tranche
from grants.running.agreements import Line, NewAgreement, NewTeam, set_team, sign_agreement
from grants.running.decrees import NewDecree, record_decree
from grants.running.field import Given, record_contribution, record_progress
from grants.running.finishing import finish_grant
from grants.running.handing_in import (
    Sheet,
    approve_plan,
    record_check,
    record_meeting,
    record_plan,
    record_use,
)
from grants.running.payments import book_capital, pay_allotment, pay_tranche, receive_money
from maintenance.models import Infrastructure
from maintenance.register.services import Facts
from upk.desk.example.accounts import BANK
from upk.desk.example.keys import Keys
from upk.desk.example.office import Setting
from upk.desk.example.villages import happenings as happened
from upk.desk.example.villages.proposal_desk import ProposalDesk
from upk.desk.example.villages.running import GrantPlan, TranchePlan
from upk.desk.example.villages.sample_paper import sample_upload
from upk.desk.example.villages.teams import BANK_OF_TEAMS, account_of, make_teams
from upk.desk.example.villages.wishes import Wish

CAMAT, PJOK = "Drs. Suharno", "Sri Wahyono, S.Sos."
"""Who decrees and who signs for the sub-district. Invented, as everybody else."""

SCANNED_SINCE = 2009
"""From that phase on agreements and progress have a scan; final reports always do."""


class GrantDesk:
    """Calls the services of running grants; ``pieces`` is what was built, by its grant."""

    def __init__(self, setting: Setting, proposals: ProposalDesk, key: Keys) -> None:
        self.setting = setting
        self.manager = setting.users["manajer"]
        self.treasurer = setting.users["bendahara"]
        self.secretary = setting.users["sekretaris"]
        self.facilitator = setting.users["fasilitator"]
        self.pieces: dict[GrantPlan, Infrastructure] = {}
        self._grants: dict[Wish, Grant] = {}
        self._tranches: dict[TranchePlan, Tranche] = {}
        self._plans: dict[TranchePlan, GrantPaper] = {}
        self._budgets: dict[GrantPlan, list[BudgetLine]] = {}
        self._teams = make_teams(setting)
        self._of = proposals
        self._key = key

    @property
    def ways(self) -> dict[type, Callable]:
        """How each kind of happening is entered."""
        return {
            happened.PhaseReceipt: self.receive,
            happened.Decree: self.decree,
            happened.Capital: self.capitalise,
            happened.OperationalPayment: self.pay_operational,
            happened.Agreement: self.agree,
            happened.TrancheRequest: self.request,
            happened.TrancheApproval: self.approve,
            happened.TranchePayment: self.pay,
            happened.TrancheReport: self.report,
            happened.FieldCheck: self.check,
            happened.Measurement: self.measure,
            happened.VillageContribution: self.contribute,
            happened.AccountabilityMeeting: self.meet,
            happened.FinalReport: self.finish,
        }

    # -- the phase's money -------------------------------------------------------------------------

    def receive(self, event: happened.PhaseReceipt) -> None:
        receive_money(
            self._of.phases[event.phase.year], source=event.source, amount=event.amount,
            received_on=event.on, request_key=self._key(), by=self.treasurer,
        )  # fmt: skip

    def pay_operational(self, event: happened.OperationalPayment) -> None:
        kind = Allotment.Kind.TPK if event.village else Allotment.Kind.UPK
        village = event.village and self.setting.villages[event.village.code]
        pay_allotment(
            self._of.phases[event.phase.year], kind=kind, village=village, amount=event.amount,
            paid_on=event.on, request_key=self._key(), by=self.treasurer,
        )  # fmt: skip

    def decree(self, event: happened.Decree) -> None:
        """Makes the grants of all that the meeting approved."""
        new = NewDecree(event.phase.decree_number, event.on, CAMAT)
        proposals = {self._of.proposals[wish].pk: wish for wish in event.wishes}
        decree = record_decree(
            self._of.phases[event.phase.year], new,
            [self._of.proposals[wish] for wish in event.wishes],
            request_key=self._key(), by=self.secretary,
        )  # fmt: skip
        grants = Grant.objects.filter(decree=decree).with_names()
        self._grants |= {proposals[grant.proposal_id]: grant for grant in grants}

    def capitalise(self, event: happened.Capital) -> None:
        """Ekonomi goes to the bank of its product."""
        book_capital(
            self._grants[event.wish], booked_on=event.on,
            bank=self.setting.accounts[BANK[event.wish.category]],
            request_key=self._key(), by=self.treasurer,
        )  # fmt: skip

    # -- agreement and tranches --------------------------------------------------------------------

    def agree(self, event: happened.Agreement) -> None:
        """The team and its agreement, with a budget and three tranches."""
        plan, grant = event.grant, self._grants[event.grant.wish]
        code = plan.wish.village.code
        chair, secretary, treasurer = self._teams[code]
        team = NewTeam(event.on, chair, secretary, treasurer, BANK_OF_TEAMS, account_of(code))
        set_team(grant, team, request_key=self._key(), by=self.secretary)
        lines = tuple(Line(*line) for line in plan.budget)
        number = f"{grant.proposal.code}/UPK-KJB/{plan.wish.phase.year}"
        scan = _scan(plan)
        new = NewAgreement(number, event.on, self.manager.name, PJOK, lines, file=scan)
        agreement = sign_agreement(grant, new, request_key=self._key(), by=self.secretary)
        self._budgets[plan] = list(agreement.lines.order_by("position"))
        tranches = agreement.tranches.select_related(
            "agreement__grant__decree__phase", "agreement__grant__proposal__village"
        )
        rows = zip(plan.tranches, tranches.order_by("number"), strict=True)
        self._tranches |= dict(rows)

    def request(self, event: happened.TrancheRequest) -> None:
        """What the team plans to pay, line by line of its budget (RPD)."""
        lines = self._budgets[event.grant]
        planned = event.grant.planned(event.tranche)
        amounts = {line.pk: amount for line, amount in zip(lines, planned, strict=True) if amount}
        self._plans[event.tranche] = record_plan(
            self._tranches[event.tranche], Sheet(event.on), amounts, request_key=self._key(),
            by=self.secretary,
        )  # fmt: skip

    def approve(self, event: happened.TrancheApproval) -> None:
        paper = self._plans[event.tranche]
        approve_plan(paper, approved_on=event.on, request_key=self._key(), by=self.manager)

    def pay(self, event: happened.TranchePayment) -> None:
        tranche = self._tranches[event.tranche]
        pay_tranche(tranche, paid_on=event.on, request_key=self._key(), by=self.treasurer)

    def report(self, event: happened.TrancheReport) -> None:
        """The whole tranche was used (LPD)."""
        tranche = self._tranches[event.tranche]
        sheet = Sheet(event.on)
        record_use(tranche, sheet, tranche.amount, request_key=self._key(), by=self.secretary)

    # -- in the village ----------------------------------------------------------------------------

    def check(self, event: happened.FieldCheck) -> None:
        record_check(
            self._grants[event.grant.wish], Sheet(event.on), percent=Decimal(event.percent),
            is_passed=True, inspector=self.facilitator.name, request_key=self._key(),
            by=self.facilitator,
        )  # fmt: skip

    def measure(self, event: happened.Measurement) -> None:
        record_progress(
            self._grants[event.grant.wish], measured_on=event.on, percent=Decimal(event.percent),
            file=_scan(event.grant), request_key=self._key(), by=self.facilitator,
        )  # fmt: skip

    def contribute(self, event: happened.VillageContribution) -> None:
        given = event.given
        quantity = None if given.quantity is None else Decimal(given.quantity)
        new = Given(given.kind, event.on, given.amount, quantity, given.unit, given.what)
        grant = self._grants[event.grant.wish]
        record_contribution(grant, new, request_key=self._key(), by=self.secretary)

    def meet(self, event: happened.AccountabilityMeeting) -> None:
        record_meeting(
            self._grants[event.grant.wish], Sheet(event.on), attendance=event.grant.attendance,
            is_passed=True, request_key=self._key(), by=self.secretary,
        )  # fmt: skip

    def finish(self, event: happened.FinalReport) -> None:
        """The final report; a work enters the register of infrastructure with it."""
        plan, grant = event.grant, self._grants[event.grant.wish]
        built = None
        if plan.is_physical:
            wish = plan.wish
            built = Facts(
                wish.work.kind, wish.title, event.on.year, plan.cost, Decimal(wish.size),
                wish.work.unit, wish.location, wish.phase.year,
                team=f"TP3 Desa {wish.village.name}",
            )  # fmt: skip
        sheet = Sheet(event.on, file=sample_upload())
        done = finish_grant(grant, sheet, built, request_key=self._key(), by=self.secretary)
        if done.infrastructure:
            self.pieces[plan] = done.infrastructure


def _scan(plan: GrantPlan) -> UploadedFile | None:
    return sample_upload() if plan.wish.phase.year >= SCANNED_SINCE else None
