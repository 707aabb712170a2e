"""Loans led through any sequence of steps, allowed or not: the books agree after each of them.

What a step refuses it refuses as ``ValidationError`` and leaves no row behind. After every step
``life_invariants`` adds everything up anew; at the end the proof of the books finds no fault.
"""

import os
from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from loans.ending_problems import Ruling
from loans.endings import cancel_disbursement, note_heirs_pay, undo_relief, write_off
from loans.models import Loan, LoanStep, Recovery, Repayment
from loans.proposals import approve_loan, propose_loan, refuse_loan, take_back, verify_loan
from loans.recoveries import Received, record_recovery, reverse_recovery
from loans.repayments import reverse_repayment
from loans.rescheduling import plan_rescheduling, reschedule_loan, undo_rescheduling
from loans.services import disburse_loan
from loans.settlement import Settlement, quotation, settle_loan
from loans.setup import add_rules
from tests import factories
from tests.loans.life_invariants import check_loans
from upk.access import Role
from upk.desk.check_books import check_books
from upk.ledger.models import Entry
from upk.ledger.services import Move, post_entry
from upk.offices.models import Office

pytestmark = pytest.mark.django_db

FEW = 8
EXAMPLES = int(os.environ.get("LIFE_EXAMPLES", FEW))
"""How many lives are led; many more by hand, then drawn anew each time."""
TODAY = date(2011, 6, 30)
BEGINNING = date(2009, 8, 10)
PART = st.integers(0, 100)
GROUP = st.integers(0, 2)
RELIEFS = ("written_off", "death", "waived")


class World:
    """An office that lends two products to three groups, with the people who take the steps."""

    def __init__(self) -> None:
        self.office = factories.create_office(practice_date=TODAY)
        self.approver = factories.create_user(Role.MANAGER, self.office)
        self.treasurer = factories.create_user(Role.TREASURER, self.office)
        village = factories.create_village(self.office)
        products = {code: factories.create_product(self.office, code=code) for code in _CODES}
        self.groups = [
            factories.create_group(village, category=code, member_count=3)
            for code in ("SPP", "SPP", "UEP")
        ]
        self.products = [products[group.category] for group in self.groups]
        self.poor = factories.account(self.office, "1.1.01.05")
        for product in products.values():
            self._set_up(product)

    def _set_up(self, product) -> None:
        """Money, an allowance, and rules that change on the way."""
        by = self.approver
        factories.put_money_in(product.cash, 60_000_000, by=by)
        moves = [Move(product.provision_expense, product.allowance, 500_000)]
        post_entry(self.office, happened_on=BEGINNING, memo="Cadangan", moves=moves, by=by)
        add_rules(product, since=BEGINNING, ceilings={}, full_interest_when_early=False)
        add_rules(product, since=date(2009, 12, 1), ceilings={}, rounds_per_member=True)


_CODES = ("SPP", "UEP")


class Life(RuleBasedStateMachine):
    """Steps are drawn with parts of a hundred; what they come to depends on the loan."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.undoing = transaction.atomic()
        self.undoing.__enter__()
        self.day = BEGINNING
        self.loans: dict[int, Loan] = {}

    def teardown(self) -> None:
        try:
            faults = [r for r in check_books(Office.objects.all()) if r.faults]
            assert faults == []
        finally:
            transaction.set_rollback(True)
            self.undoing.__exit__(None, None, None)

    # What a step needs

    def loan(self, group: int) -> Loan | None:
        if group in self.loans:
            self.loans[group] = Loan.objects.get(pk=self.loans[group].pk)
        return self.loans.get(group)

    def back_on(self, days: int) -> date:
        """The day, or one a little earlier or later."""
        return self.day + timedelta(days=days)

    def attempt(self, step: Callable, *, may_pass: bool = True):
        """Take a step; a refusal leaves nothing behind."""
        before = self._counts()
        try:
            with transaction.atomic():
                done = step()
        except ValidationError as refusal:
            event(f"{step.__qualname__.split('.')[1]}: refused")
            messages = refusal.messages
        else:
            event(f"{step.__qualname__.split('.')[1]}: taken")
            assert may_pass, "this step should have been refused"
            return done
        assert messages
        assert all(messages)
        assert self._counts() == before
        return None

    def _counts(self) -> tuple:
        statuses = tuple(Loan.objects.order_by("pk").values_list("status", "principal"))
        models = (Entry, LoanStep, Repayment, Recovery)
        return (*(model.objects.count() for model in models), statuses)

    def how(self, on: date) -> dict:
        return {"on": on, "request_key": uuid4(), "by": self.world.approver}

    def ruling(self) -> Ruling:
        return Ruling("MAD", "1/MAD", self.day)

    def undoing_how(self, days: int) -> dict:
        return self.how(self.back_on(days)) | {"reason": "Salah catat"}

    # The way to the money

    @initialize()
    def two_loans_run_already(self) -> None:
        for group in (0, 2):
            self.propose(group, 30, 40)
            for _ in range(3):
                self.go_on(group)
        self.time_passes(70)
        for group in (0, 2):
            self.pay(group, 60, ahead=False, days=0)

    @rule(days=st.integers(1, 70))
    def time_passes(self, days: int) -> None:
        self.day = min(self.day + timedelta(days=days), TODAY + timedelta(days=1))

    @rule(group=GROUP, size=st.integers(1, 80), first=PART)
    def propose(self, group: int, size: int, first: int) -> None:
        people = [p for p, _ in factories.even_shares(self.world.groups[group], 3)]
        principal = size * 100_000 + 200_000
        lead = principal * first // 200 + 1000
        amounts = [lead, (principal - lead) // 2, principal - lead - (principal - lead) // 2]
        made = self.attempt(
            lambda: propose_loan(
                self.world.groups[group], self.world.products[group], principal=principal,
                shares=list(zip(people, amounts, strict=True)), proposed_on=self.day,
                by=self.world.approver, terms={"tenor": 3 + size % 8}, request_key=uuid4(),
            )
        )  # fmt: skip
        if made:
            self.loans[group] = made

    @rule(group=GROUP)
    def go_on(self, group: int) -> None:
        """The next step as the book says it."""
        loan = self.loan(group)
        if loan is None or loan.status not in "PVW":
            return
        if loan.status == "W":
            self.disburse(group, right=True, rich=True, days=0)
        else:
            self.advance(group, 100, drop=False, days=0)

    @rule(group=GROUP, kept=st.integers(50, 110), drop=st.booleans(), days=st.integers(-9, 1))
    def advance(self, group: int, kept: int, drop: bool, days: int) -> None:
        """Verified, then approved, with amounts lowered, raised, or a member dropped."""
        loan = self.loan(group)
        if loan is None:
            return
        on = self.back_on(days)
        shares = [(p, a * kept // 100) for p, a in factories.shares_of(loan)][int(drop) :]
        amounts = {"principal": sum(a for _, a in shares), "shares": shares, "on": on}
        step, decision = verify_loan, None
        if loan.status != "P":
            step = approve_loan
            decision = factories.create_decision(loan.office, decided_on=on)
        self.attempt(
            lambda: step(loan, by=self.world.approver, decision=decision, **amounts),
            may_pass=loan.status in "PV" and kept <= 100,
        )

    @rule(group=GROUP, days=st.integers(-9, 1), refuse=st.booleans())
    def refuse_or_take_back(self, group: int, days: int, refuse: bool) -> None:
        loan = self.loan(group)
        if loan is None:
            return
        step = refuse_loan if refuse else take_back
        self.attempt(
            lambda: step(loan, reason="Alasan", on=self.back_on(days), by=self.world.approver),
            may_pass=loan.status in ("PVW" if refuse else "VWT"),
        )

    @rule(group=GROUP, right=st.booleans(), rich=st.booleans(), days=st.integers(-9, 1))
    def disburse(self, group: int, right: bool, rich: bool, days: int) -> None:
        loan = self.loan(group)
        if loan is None:
            return
        by = self.world.treasurer if right else self.world.approver
        cash = loan.product.cash if rich else self.world.poor
        self.attempt(
            lambda: disburse_loan(
                loan, disbursed_on=self.back_on(days), cash=cash, request_key=uuid4(), by=by
            ),
            may_pass=right and rich and loan.status == "W",
        )

    # Money

    @rule(group=GROUP, part=st.integers(1, 130), ahead=st.booleans(), days=st.integers(-9, 1))
    def pay(self, group: int, part: int, ahead: bool, days: int) -> None:
        """A part of what is owed in all; more than that is never taken."""
        loan = self.loan(group)
        if loan is None or loan.disbursed_on is None:
            return
        on = self.back_on(days)
        due = quotation(loan, on).due
        amount = max(1, (due.owed if ahead else due.now) * part // 100)
        self.attempt(
            lambda: factories.pay(loan, amount, on=on, by=self.world.treasurer, ahead=ahead),
            may_pass=loan.status == "A" and amount <= due.owed,
        )

    @rule(group=GROUP, which=PART, days=st.integers(-40, 1))
    def reverse_a_payment(self, group: int, which: int, days: int) -> None:
        receipts = Repayment.objects.filter(loan=self.loan(group), kind="cash").order_by("id")
        if not receipts:
            return
        receipt = receipts[which % len(receipts)]
        self.attempt(
            lambda: reverse_repayment(
                receipt, happened_on=self.back_on(days), reason="Salah", by=self.world.approver
            ),
            may_pass=not hasattr(receipt, "reversed_by"),
        )

    @rule(group=GROUP, short=st.booleans(), penalty=st.sampled_from([0, 5000]))
    def settle(self, group: int, short: bool, penalty: int) -> None:
        loan = self.loan(group)
        if loan is None or loan.disbursed_on is None:
            return
        quote = quotation(loan, self.day)
        paid = Settlement(self.day, loan.product.cash, quote.total - short, penalty)
        self.attempt(
            lambda: settle_loan(loan, paid, request_key=uuid4(), by=self.world.treasurer),
            may_pass=loan.status == "A" and not short,
        )

    # Other endings

    @rule(group=GROUP, carried=st.integers(0, 110), tenor=st.integers(2, 9))
    def reschedule(self, group: int, carried: int, tenor: int) -> None:
        loan = self.loan(group)
        if loan is None or loan.disbursed_on is None:
            return
        plan = plan_rescheduling(loan, on=self.day, terms={"tenor": tenor})
        jasa = plan.carriable * carried // 100
        new = self.attempt(
            lambda: reschedule_loan(
                loan, terms={"tenor": tenor}, carried_interest=jasa, ruling=self.ruling(),
                **self.how(self.day),
            ),
            may_pass=loan.status == "A" and jasa <= plan.carriable,
        )  # fmt: skip
        if new:
            assert new.principal == plan.left.principal
            self.loans[group] = new

    @rule(group=GROUP, member=st.integers(-1, 3), death=st.booleans(), days=st.integers(-20, 1))
    def write_off(self, group: int, member: int, death: bool, days: int) -> None:
        """All of it, or one member's part; -1 is the whole loan."""
        loan = self.loan(group)
        if loan is None or loan.disbursed_on is None:
            return
        shares = list(loan.shares.select_related("person"))
        person = None if member < 0 else shares[member % len(shares)].person
        kind = "death" if death else "written_off"
        self.attempt(
            lambda: write_off(
                loan, person=person, kind=kind, ruling=self.ruling(), **self.how(self.back_on(days))
            ),
            may_pass=loan.status == "A" and (person is not None or not death),
        )

    @rule(group=GROUP, member=st.integers(0, 3))
    def heirs_pay(self, group: int, member: int) -> None:
        loan = self.loan(group)
        if loan is None or loan.disbursed_on is None:
            return
        shares = list(loan.shares.select_related("person"))
        person = shares[member % len(shares)].person
        self.attempt(
            lambda: note_heirs_pay(loan, person=person, ruling=self.ruling(), **self.how(self.day)),
            may_pass=loan.status == "A",
        )

    @rule(part=st.integers(1, 120), which=PART, days=st.integers(-20, 1))
    def recover(self, part: int, which: int, days: int) -> None:
        offs = Repayment.objects.filter(kind__in=("written_off", "death")).order_by("id")
        if not offs:
            return
        off = offs[which % len(offs)]
        amount = max(1, off.principal * part // 100)
        money = Received(self.back_on(days), off.loan.product.cash, amount)
        self.attempt(
            lambda: record_recovery(off, money, request_key=uuid4(), by=self.world.treasurer),
            may_pass=amount <= off.principal and not hasattr(off, "reversed_by"),
        )

    @rule(which=PART, days=st.integers(-20, 1))
    def reverse_a_recovery(self, which: int, days: int) -> None:
        found = Recovery.objects.order_by("id")
        if not found:
            return
        recovery = found[which % len(found)]
        self.attempt(
            lambda: reverse_recovery(
                recovery, happened_on=self.back_on(days), reason="Salah", by=self.world.approver,
                request_key=uuid4(),
            ),
            may_pass=recovery.reverses_id is None and not hasattr(recovery, "reversed_by"),
        )  # fmt: skip

    # Back

    @rule(which=PART, days=st.integers(-20, 1))
    def undo(self, which: int, days: int) -> None:
        reliefs = Repayment.objects.filter(kind__in=RELIEFS).order_by("id")
        if not reliefs:
            return
        relief = reliefs[which % len(reliefs)]
        self.attempt(
            lambda: undo_relief(relief, **self.undoing_how(days)),
            may_pass=not hasattr(relief, "reversed_by"),
        )

    @rule(group=GROUP, days=st.integers(-20, 1))
    def undo_the_rescheduling(self, group: int, days: int) -> None:
        new = self.loan(group)
        if new is None or new.rescheduled_from_id is None:
            return
        relief = Repayment.objects.filter(loan=new.rescheduled_from, kind="rescheduled").last()
        old = self.attempt(lambda: undo_rescheduling(relief, **self.undoing_how(days)))
        if old:
            self.loans[group] = old

    @rule(group=GROUP, days=st.integers(-20, 1))
    def cancel(self, group: int, days: int) -> None:
        loan = self.loan(group)
        if loan is None or loan.disbursed_on is None:
            return
        self.attempt(
            lambda: cancel_disbursement(loan, **self.undoing_how(days)),
            may_pass=loan.status == "A" and loan.rescheduled_from_id is None,
        )

    @precondition(lambda self: self.loans)
    @invariant()
    def everything_agrees(self) -> None:
        check_loans(self.world.office, [self.day - timedelta(days=45), self.day])


def test_books_agree_after_any_sequence_of_steps():
    Life.world = World()
    bounds = settings(
        max_examples=EXAMPLES, stateful_step_count=16, derandomize=EXAMPLES == FEW, deadline=None,
        database=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],  # shrinking takes minutes
    )  # fmt: skip
    run_state_machine_as_test(Life, settings=bounds)
