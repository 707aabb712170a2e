"""Entering what happens to groups and loans, each event through the service of its screen."""

from groups.assessing import assess_group
from groups.models import Membership
from groups.services import end_membership
from loans.choices import choose_next
from loans.ending_problems import Ruling
from loans.endings import cancel_disbursement, write_off
from loans.models import Loan, Repayment
from loans.proposals import approve_loan, propose_loan, refuse_loan, take_back, verify_loan
from loans.recoveries import Received, record_recovery
from loans.rescheduling import reschedule_loan
from loans.services import disburse_loans
from loans.settlement import Settlement, settle_loan
from loans.verifying import MemberForm, save_member_checks, save_papers
from upk.desk.example import events as happened
from upk.desk.example.accounts import CASH
from upk.desk.example.events import LoanPlan
from upk.desk.example.forms import member_forms, paper_marks
from upk.desk.example.keys import Keys
from upk.desk.example.office import Setting
from upk.desk.example.places import PRACTICE_DATE
from upk.offices.checklists import list_in_force
from upk.offices.models import Checklist, Decision, Person
from upk.offices.services import record_decision


class LoanDesk:
    """Calls the services of groups and loans; ``loans`` are the rows of the plans."""

    def __init__(self, setting: Setting, key: Keys) -> None:
        self.setting = setting
        self.manager = setting.users["manajer"]
        self.treasurer = setting.users["bendahara"]
        self.secretary = setting.users["sekretaris"]
        self.facilitator = setting.users["fasilitator"]
        self.loans: dict[LoanPlan, Loan] = {}
        self._key = key
        self._grading = self._lines(Checklist.Kind.GROUP)
        self._papers = self._lines(Checklist.Kind.PAPERS)
        self._questions = self._lines(Checklist.Kind.MEMBER)

    def _lines(self, kind: str) -> list[int]:
        """Ids of the lines of the only list of its kind that the office has ever had."""
        found = list_in_force(self.setting.office, kind, PRACTICE_DATE)
        return [item.pk for item in found.items.all()]

    # -- before the money --------------------------------------------------------------------------

    def assess(self, event: happened.Assessment) -> None:
        marks = dict(zip(self._grading, event.marks, strict=True))
        group = self.setting.groups[event.group]
        assess_group(group, assessed_on=event.on, marks=marks, by=self.facilitator)

    def propose(self, event: happened.Proposal) -> None:
        plan = event.loan
        self.loans[plan] = propose_loan(
            self.setting.groups[plan.group],
            self.setting.products[plan.category],
            principal=sum(plan.asked),
            shares=self._shares(plan, plan.asked),
            proposed_on=event.on,
            terms=plan.terms,
            by=self.secretary,
        )

    def verify(self, event: happened.Verification) -> None:
        if event.with_forms:
            self._keep_forms(event.loan)
        self._advance(verify_loan, event, by=self.secretary)

    def approve(self, event: happened.Approval) -> None:
        plan = event.loan
        decision = record_decision(
            self.setting.office, body=Decision.Body.MAD, number=plan.decision,
            decided_on=plan.resolved_on,
        )  # fmt: skip
        self._advance(approve_loan, event, by=self.manager, decision=decision)

    def _advance(self, service, event, **given) -> None:
        plan = event.loan
        shares = self._shares(plan, plan.shares)
        self.loans[plan] = service(
            self.loans[plan], principal=plan.principal, shares=shares, on=event.on, **given
        )

    def _shares(self, plan: LoanPlan, amounts: tuple[int, ...]) -> list[tuple[Person, int]]:
        members = self.setting.members[plan.group]
        return [(m, amount) for m, amount in zip(members, amounts, strict=True) if amount]

    def _keep_forms(self, plan: LoanPlan) -> None:
        loan, members = self.loans[plan], self.setting.members[plan.group]
        marks = paper_marks(plan, len(self._papers))
        save_papers(loan, dict(zip(self._papers, marks, strict=True)))
        forms = [
            MemberForm(
                person=members[form.place],
                identity_matches=form.identity_matches,
                answers=dict(zip(self._questions, form.answers, strict=True)),
                income=form.income,
                cost=form.cost,
                recommended=form.recommended,
                note=form.note,
            )
            for form in member_forms(plan, len(self._questions))
        ]
        save_member_checks(loan, forms, by=self.secretary)

    def take_back(self, event: happened.StepBack) -> None:
        loan = self.loans[event.loan]
        self.loans[event.loan] = take_back(loan, reason=event.reason, on=event.on, by=self.manager)

    def refuse(self, event: happened.Refusal) -> None:
        loan = self.loans[event.loan]
        refuse_loan(loan, reason=event.reason, on=event.on, by=self.manager)

    def choose(self, event: happened.Choice) -> None:
        choose_next(self.loans[event.loan], reason=event.reason, on=event.on, by=self.manager)

    def disburse(self, event: happened.Disbursement) -> None:
        for product in self.setting.products.values():
            plans = {
                self.loans[plan].pk: plan for plan in event.loans if plan.category == product.code
            }
            if not plans:
                continue
            lent = disburse_loans(
                [self.loans[plan] for plan in plans.values()],
                disbursed_on=event.on,
                cash=product.cash,
                request_key=self._key(),
                by=self.treasurer,
            )
            self.loans |= {plans[loan.pk]: loan for loan in lent}

    # -- how loans end -----------------------------------------------------------------------------

    def settle(self, event: happened.Settlement) -> None:
        cash = self.setting.accounts[CASH]
        paid = Settlement(event.on, cash, event.parts.total)
        settle_loan(self.loans[event.loan], paid, request_key=self._key(), by=self.treasurer)

    def cancel(self, event: happened.Cancellation) -> None:
        cancel_disbursement(
            self.loans[event.loan], on=event.on, reason=event.reason, request_key=self._key(),
            by=self.manager,
        )  # fmt: skip

    def reschedule(self, event: happened.Rescheduling) -> None:
        new = event.new
        self.loans[new] = reschedule_loan(
            self.loans[event.loan],
            on=event.on,
            ruling=Ruling(Decision.Body.MAD, new.decision, event.on),
            terms=new.terms,
            payment_day=new.group.village.payment_day,
            carried_interest=new.carried_interest,
            reason=event.reason,
            request_key=self._key(),
            by=self.manager,
        )

    def write_off(self, event: happened.WriteOff) -> None:
        """A loan or a member's part of it; who died is no member of the group any more."""
        body = Decision.Body.OFFICE if event.died else Decision.Body.MAD
        kind = Repayment.Kind.DEATH if event.died else Repayment.Kind.WRITTEN_OFF
        plan, person = event.loan, None
        if event.member is not None:
            person = self.setting.members[plan.group][event.member]
        write_off(
            self.loans[plan],
            on=event.on,
            ruling=Ruling(body, event.decision, event.on),
            kind=kind,
            person=person,
            reason=event.reason,
            request_key=self._key(),
            by=self.manager,
        )
        if event.died:
            membership = Membership.objects.get(group__code=plan.group.code, person=person)
            end_membership(membership, until=event.on)

    def recover(self, event: happened.Recovery) -> None:
        written_off = Repayment.objects.get(
            loan=self.loans[event.loan], kind=Repayment.Kind.WRITTEN_OFF
        )
        money = Received(event.on, self.setting.accounts[CASH], event.amount)
        record_recovery(written_off, money, request_key=self._key(), by=self.treasurer)
