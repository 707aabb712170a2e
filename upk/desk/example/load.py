"""Entering the plan through the services that the screens use, all of it or nothing."""

from collections.abc import Callable
from itertools import groupby
from typing import TextIO

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from loans.repayments import PaymentRow, Sheet, record_repayments, reverse_repayment
from reports.issuing import issue_quarter
from upk.desk.example import events as happened
from upk.desk.example.accounts import CASH
from upk.desk.example.budgets import BudgetDesk
from upk.desk.example.cash_desk import CashDesk
from upk.desk.example.closing import ClosingDesk
from upk.desk.example.collecting import CollectionDesk
from upk.desk.example.district_desk import DistrictDesk
from upk.desk.example.events import Booking, Correction, DaySheet, Event, LoanPlan
from upk.desk.example.inventory import InventoryDesk
from upk.desk.example.keys import Keys
from upk.desk.example.loan_desk import LoanDesk
from upk.desk.example.office import Setting, build
from upk.desk.example.oversight_desk import OversightDesk
from upk.desk.example.places import FIRST_DAY, LAST_CLOSED_DAY, OFFICE_CODE, USERS
from upk.desk.example.plan import make_plan
from upk.desk.example.poor.aid_desk import AidDesk
from upk.desk.example.poor.herd_desk import HerdDesk
from upk.desk.example.poor.home_desk import HomeDesk
from upk.desk.example.profile import ProfileDesk
from upk.desk.example.training_desk import TrainingDesk
from upk.desk.example.villages.grant_desk import GrantDesk
from upk.desk.example.villages.proposal_desk import ProposalDesk
from upk.desk.example.villages.upkeep_desk import UpkeepDesk
from upk.desk.example.visit_desk import VisitDesk
from upk.ledger.services import EntryDraft, Move, post_entries
from upk.offices.models import Office, User
from upk.periods import Quarter
from upk.trail.events import Event as TrailEvent
from upk.trail.services import record
from upk.trail.trailed import told_together

TREASURER_AMONG_MEMBERS = 2


def load_example(stdout: TextIO | None = None) -> Office:
    """Make the example office; a failure leaves the database as it was.

    Raises ``ValidationError`` if the office or one of its user names is there already.
    """
    if Office.objects.filter(code=OFFICE_CODE).exists():
        raise ValidationError(f"Kantor contoh {OFFICE_CODE} sudah ada.")
    taken = User.objects.filter(username__in=[user.username for user in USERS])
    if names := ", ".join(taken.values_list("username", flat=True)):
        raise ValidationError(f"Nama pengguna sudah dipakai kantor lain: {names}.")
    plan = make_plan()
    with transaction.atomic():
        with told_together():
            loader = Loader(build(plan.groups), stdout)
            loader.tell(plan.events)
        office = Office.objects.get(code=OFFICE_CODE)
        record(event=TrailEvent.MOVED_IN, user=None, office=office, about="Kantor contoh")
    return office


class Loader:
    """Calls the service that belongs to each event, in order, and closes the quarters."""

    def __init__(self, setting: Setting, stdout: TextIO | None) -> None:
        self.setting = setting
        self.office = setting.office
        self.manager = setting.users["manajer"]
        self.treasurer = setting.users["bendahara"]
        self.stdout = stdout
        self._key = Keys()
        self.desk = LoanDesk(setting, self._key)
        self.collection = CollectionDesk(setting, self.desk.loans, self._key)
        self.closing = ClosingDesk(setting, self._key)
        self.inventory = InventoryDesk(setting, self._key)
        self.budget = BudgetDesk(setting, self._key)
        self.cash = CashDesk(setting, self._key)
        self.proposals = ProposalDesk(setting, self._key)
        self.grants = GrantDesk(setting, self.proposals, self._key)
        self.upkeep = UpkeepDesk(setting, self.grants.pieces, self._key)
        self.profile = ProfileDesk(setting, self._key)
        self.homes = HomeDesk(setting, self._key)
        self.aid = AidDesk(setting, self.homes, self._key)
        self.herd = HerdDesk(setting, self.homes, self.aid, self._key)
        self.district = DistrictDesk(setting, self._key)
        self.oversight = OversightDesk(setting, self._key)
        self.visits = VisitDesk(setting, self._key)
        self.training = TrainingDesk(setting, self._key)
        self._ways = self._all_ways()

    def tell(self, events: list[Event]) -> None:
        """Enter all events; a quarter is closed before the first event of a later one."""
        self.profile.enter()
        quarter, last = Quarter.of(FIRST_DAY), Quarter.of(LAST_CLOSED_DAY)
        for (on, kind), same in groupby(events, key=lambda event: (event.on, type(event))):
            while quarter <= last and on > quarter.end:
                self.finish(quarter)
                quarter = quarter.next()
            self._enter(kind, list(same))

    def finish(self, quarter: Quarter) -> None:
        """Issue a quarter, which closes its books, as the manager does at its end. No PDF yet.

        The provision is brought to what the quarter's end needs before.
        """
        self.closing.provide(quarter.end)
        issued = issue_quarter(
            self.office, quarter, by=self.manager, render=False, request_key=self._key()
        )
        self.district.answer(issued)
        if quarter.number == 4:
            _renew_statistics()
        if self.stdout and quarter.number == 4:
            self.stdout.write(
                f"  {quarter.year}: 4 triwulan ditutup, {len(self.desk.loans)} pinjaman\n"
            )
            self.stdout.flush()

    def _enter(self, kind: type[Event], events: list[Event]) -> None:
        if kind is Booking:
            self._book(events)
            return
        for event in events:
            self._ways[kind](event)

    def _all_ways(self) -> dict[type, Callable]:
        """How each kind of event is entered, but for bookings."""
        return {
            **self.proposals.ways,
            **self.grants.ways,
            **self.upkeep.ways,
            **self.homes.ways,
            **self.aid.ways,
            **self.herd.ways,
            **self.oversight.ways,
            **self.visits.ways,
            **self.training.ways,
            DaySheet: self._receive,
            Correction: self._correct,
            happened.Settlement: self.desk.settle,
            happened.Recovery: self.desk.recover,
            happened.Cancellation: self.desk.cancel,
            happened.Rescheduling: self.desk.reschedule,
            happened.WriteOff: self.desk.write_off,
            happened.Rebates: self.collection.pay_rebates,
            happened.Split: self.collection.split,
            happened.Letters: self.collection.send_letters,
            happened.Contact: self.collection.note_contact,
            happened.Assessment: self.desk.assess,
            happened.Proposal: self.desk.propose,
            happened.Verification: self.desk.verify,
            happened.Approval: self.desk.approve,
            happened.StepBack: self.desk.take_back,
            happened.Refusal: self.desk.refuse,
            happened.Choice: self.desk.choose,
            happened.Disbursement: self.desk.disburse,
            happened.SurplusMeeting: self.closing.divide,
            happened.Purchase: self.inventory.buy,
            happened.Sale: self.inventory.sell,
            happened.MonthEnd: self.inventory.depreciate,
            happened.BudgetDecision: self.budget.decide,
            happened.CashCounted: self.cash.count,
            happened.StatementCame: self.cash.reconcile,
            happened.PaperScanned: self.cash.scan,
        }

    def _book(self, bookings: list[Booking]) -> None:
        accounts = self.setting.accounts
        drafts = [
            EntryDraft(
                booking.on,
                booking.memo,
                [Move(accounts[d], accounts[c], amount) for d, c, amount in booking.moves],
            )
            for booking in bookings
        ]
        post_entries(self.office, drafts, by=self.treasurer)

    def _receive(self, sheet: DaySheet) -> None:
        rows = [
            PaymentRow(
                self.desk.loans[payment.loan].pk,
                payment.amount,
                penalty=payment.penalty,
                ahead=payment.ahead,
                paid_in_by_id=self._treasurer_of(payment.loan),
            )
            for payment in sheet.payments
        ]
        cash = self.setting.accounts[CASH]
        record_repayments(self.office, Sheet(sheet.on, cash, rows, self._key()), by=self.treasurer)

    def _treasurer_of(self, loan: LoanPlan) -> int:
        return self.setting.members[loan.group][TREASURER_AMONG_MEMBERS].pk

    def _correct(self, correction: Correction) -> None:
        wrong = self.desk.loans[correction.loan].repayments.get(paid_on=correction.paid_on)
        reverse_repayment(
            wrong,
            happened_on=correction.on,
            reason=correction.reason,
            by=self.manager,
            request_key=self._key(),
        )


def _renew_statistics() -> None:
    """Let PostgreSQL see how the tables grow; it can't by itself within one transaction.

    Without that the plans made for empty tables stay, and loading takes three times as long.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
