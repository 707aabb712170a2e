"""Entering the plan through the services that the screens use, all of it or nothing."""

from itertools import groupby
from typing import TextIO
from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from loans.models import Loan
from loans.proposals import approve_loan, propose_loan, verify_loan
from loans.repayments import PaymentRow, Sheet, record_repayments, reverse_repayment
from loans.services import disburse_loans
from reports.issuing import issue_quarter
from upk.desk.example.accounts import CASH
from upk.desk.example.events import (
    Approval,
    Booking,
    Correction,
    DaySheet,
    Disbursement,
    Event,
    LoanPlan,
)
from upk.desk.example.office import Setting, build
from upk.desk.example.places import FIRST_DAY, LAST_CLOSED_DAY, OFFICE_CODE, USERS
from upk.desk.example.plan import make_plan
from upk.ledger.services import EntryDraft, Move, post_entries
from upk.offices.models import Decision, Office, User
from upk.offices.services import record_decision
from upk.periods import Quarter

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
        loader = Loader(build(plan.groups), stdout)
        loader.tell(plan.events)
    return Office.objects.get(code=OFFICE_CODE)


class Loader:
    """Calls the service that belongs to each event, in order, and closes the quarters."""

    def __init__(self, setting: Setting, stdout: TextIO | None) -> None:
        self.setting = setting
        self.office = setting.office
        self.manager = setting.users["manajer"]
        self.treasurer = setting.users["bendahara"]
        self.secretary = setting.users["sekretaris"]
        self.stdout = stdout
        self.loans: dict[LoanPlan, Loan] = {}
        self._keys = 0

    def tell(self, events: list[Event]) -> None:
        """Enter all events; a quarter is closed before the first event of a later one."""
        quarter, last = Quarter.of(FIRST_DAY), Quarter.of(LAST_CLOSED_DAY)
        for (on, kind), same in groupby(events, key=lambda event: (event.on, type(event))):
            while quarter <= last and on > quarter.end:
                self.finish(quarter)
                quarter = quarter.next()
            self._enter(kind, list(same))

    def finish(self, quarter: Quarter) -> None:
        """Issue a quarter, which closes its books, as the manager does at its end. No PDF yet."""
        issue_quarter(self.office, quarter, by=self.manager, render=False, request_key=self._key())
        if quarter.number == 4:
            _renew_statistics()
        if self.stdout and quarter.number == 4:
            self.stdout.write(f"  {quarter.year}: 4 triwulan ditutup, {len(self.loans)} pinjaman\n")
            self.stdout.flush()

    def _enter(self, kind: type[Event], events: list[Event]) -> None:
        if kind is Booking:
            self._book(events)
            return
        enter = {
            DaySheet: self._receive,
            Correction: self._correct,
            Disbursement: self._disburse,
            Approval: self._approve,
        }[kind]
        for event in events:
            enter(event)

    def _key(self):
        self._keys += 1
        return uuid5(NAMESPACE_URL, f"{OFFICE_CODE} {self._keys}")

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
                self.loans[payment.loan].pk,
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
        wrong = self.loans[correction.loan].repayments.get(paid_on=correction.paid_on)
        reverse_repayment(
            wrong,
            happened_on=correction.on,
            reason=correction.reason,
            by=self.manager,
            request_key=self._key(),
        )

    def _approve(self, approval: Approval) -> Loan:
        plan = approval.loan
        members = self.setting.members[plan.group]
        shares = list(zip(members, plan.shares, strict=True))
        asked = {"principal": plan.principal, "shares": shares}
        loan = propose_loan(
            self.setting.groups[plan.group],
            self.setting.products[plan.category],
            proposed_on=plan.approved_on,
            terms=plan.terms,
            by=self.secretary,
            **asked,
        )
        on = plan.approved_on
        loan = verify_loan(loan, on=on, by=self.secretary, **asked)
        loan = approve_loan(loan, on=on, decision=self._decision(plan), by=self.manager, **asked)
        self.loans[plan] = loan
        return loan

    def _decision(self, plan: LoanPlan) -> Decision:
        return record_decision(
            self.office,
            body=Decision.Body.MAD,
            number=plan.decision,
            decided_on=plan.approved_on,
        )

    def _disburse(self, disbursement: Disbursement) -> None:
        for product in self.setting.products.values():
            plans = [loan for loan in disbursement.loans if loan.category == product.code]
            loans = [self._approve(Approval(disbursement.on, plan)) for plan in plans]
            if loans:
                disburse_loans(
                    loans,
                    disbursed_on=disbursement.on,
                    cash=product.cash,
                    request_key=self._key(),
                    by=self.treasurer,
                )


def _renew_statistics() -> None:
    """Let PostgreSQL see how the tables grow; it can't by itself within one transaction.

    Without that the plans made for empty tables stay, and loading takes three times as long.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
