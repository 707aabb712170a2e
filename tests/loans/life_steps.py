"""The steps of the lives that ``test_life_machine`` leads, as rules of a state machine.

A step that needs another before it (an undoing, a recovery) takes that one first where nothing is
there to be undone: so every kind of step is taken in every run.
"""

from datetime import timedelta
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from loans.endings import cancel_disbursement, note_heirs_pay, undo_relief, write_off
from loans.models import Loan, Recovery, Repayment
from loans.proposals import approve_loan, propose_loan, refuse_loan, take_back, verify_loan
from loans.recoveries import Received, record_recovery, reverse_recovery
from loans.repayments import reverse_repayment
from loans.rescheduling import plan_rescheduling, reschedule_loan, undo_rescheduling
from loans.services import disburse_loan
from loans.settlement import Settlement, quotation, settle_loan
from tests import factories
from tests.loans.life_invariants import check_loans
from tests.loans.life_world import TODAY, Walk

PART = st.integers(0, 100)
PICK = st.integers(0, 99)
LATER = st.sampled_from([0, 0, 0, 0, 1, -9, -20])
"""Days from the life's day at which something happens."""
SELDOM = st.sampled_from([False, False, False, True])
NEWEST = st.sampled_from([0, 0, 0, 1, 2])
"""Which of the rows of a kind is meant, from the newest on."""
OPEN = "PVW"
RELIEFS = ("written_off", "death", "waived")
WRITE_OFFS = ("written_off", "death")
STEPS = {
    "propose", "verify", "approve", "refuse", "take_back", "disburse", "pay", "pay_ahead",
    "reverse_a_payment", "reopen", "settle", "settle_early", "reschedule", "write_off",
    "write_off_member", "death", "heirs_pay", "recover", "reverse_a_recovery", "undo",
    "undo_the_end", "undo_the_rescheduling", "cancel",
}  # fmt: skip
"""Every kind of step: a run that never took one of them proves nothing about it."""


class Life(Walk):
    """Steps are drawn with parts of a hundred; what they come to depends on the loan."""

    # The way to the money

    @initialize(days=st.integers(0, 120), ahead=st.booleans(), part=st.integers(20, 90))
    def loans_run_already(self, days: int, ahead: bool, part: int) -> None:
        self.time_passes(days)
        for group in self.loans:
            self.pay_some(group, part, ahead=ahead, days=0)

    @rule(days=st.integers(1, 70))
    def time_passes(self, days: int) -> None:
        self.day = min(self.day + timedelta(days=days), TODAY)

    @rule(pick=PICK, size=st.integers(1, 80), first=PART)
    def propose(self, pick: int, size: int, first: int) -> None:
        """Where all groups have a loan, one settles it first."""
        if self.idle_group(pick) is None and self.group_with("A", pick) is not None:
            self.settle(pick, short=False, penalty=0)
        group = self.idle_group(pick)
        if group is None:
            return
        made = self._propose(group, size, first)
        if made:
            self.loans[group] = made

    def _propose(self, group: int, size: int, first: int) -> Loan | None:
        people = [p for p, _ in factories.even_shares(self.world.groups[group], 3)]
        principal = size * 100_000 + 200_000
        lead = principal * first // 200 + 1000
        amounts = [lead, (principal - lead) // 2, principal - lead - (principal - lead) // 2]
        return self.attempt(
            "propose",
            lambda: propose_loan(
                self.world.groups[group], self.world.products[group], principal=principal,
                shares=list(zip(people, amounts, strict=True)), proposed_on=self.day,
                by=self.world.approver, terms={"tenor": 3 + size % 8}, request_key=uuid4(),
            ),
        )  # fmt: skip

    @rule(pick=PICK)
    def ask_too_early(self, pick: int) -> None:
        """A group asks while its loan runs: verified perhaps, approved never, then refused."""
        group = self.group_with("A", pick)
        if self.has_asked_early or group is None or self.loan(group).status != "A":
            return
        self.has_asked_early = True  # once is enough
        made = self._propose(group, 20, pick)
        if made:
            self._advance(made, 100, drop=False, days=0)
            made.refresh_from_db()
            assert self._advance(made, 100, drop=False, days=0) is None or made.status == "P"
            self._refuse(made, refuse=True, days=0)

    @rule(pick=PICK)
    def go_on(self, pick: int) -> None:
        """A group's loan on its way, all steps as the book says them, until it is paid out."""
        if loan := self._drawn(OPEN, pick):
            self._go_on(loan)

    def _go_on(self, loan: Loan) -> None:
        for _ in OPEN:
            loan.refresh_from_db()
            if loan.status == "W":
                self._pay_out(loan, right=True, rich=True, days=0)
            elif loan.status in OPEN:
                self._advance(loan, 100, drop=False, days=0)

    def _lead_to(self, statuses: str, pick: int) -> None:
        """Let there be a loan in one of the statuses: a request, or one that runs."""
        if self.group_with(statuses, pick) is None:
            self.propose(pick, 20 + pick % 40, 60)
            if "P" not in statuses:
                self.advance(pick, 100, drop=False, days=0)
            if "A" in statuses:
                self.go_on(pick)

    def _drawn(self, statuses: str, pick: int) -> Loan | None:
        """A loan, most often one in these statuses; led there if none is."""
        self._lead_to(statuses, pick)
        group = self.group_with(statuses, pick)
        return None if group is None else self.loan(group)

    @rule(pick=PICK, kept=st.integers(50, 110), drop=st.booleans(), days=LATER)
    def advance(self, pick: int, kept: int, drop: bool, days: int) -> None:
        """Verified, then approved, with amounts lowered, raised, or a member dropped."""
        if loan := self._drawn("PV", pick):
            self._advance(loan, kept, drop=drop, days=days)

    def _advance(self, loan: Loan, kept: int, *, drop: bool, days: int) -> Loan | None:
        on = self.back_on(days)
        shares = [(p, a * kept // 100) for p, a in factories.shares_of(loan)][int(drop) :]
        amounts = {"principal": sum(a for _, a in shares), "shares": shares, "on": on}
        name, step, decision = "verify", verify_loan, None
        if loan.status != "P":
            name, step = "approve", approve_loan
            decision = factories.create_decision(loan.office, decided_on=on)
        return self.attempt(
            name,
            lambda: step(loan, by=self.world.approver, decision=decision, **amounts),
            may_pass=loan.status in "PV" and kept <= 100,
        )

    @rule(pick=PICK, days=LATER, refuse=st.booleans())
    def refuse_or_take_back(self, pick: int, days: int, refuse: bool) -> None:
        if loan := self._drawn(OPEN if refuse else "VWT", pick):
            self._refuse(loan, refuse=refuse, days=days)

    def _refuse(self, loan: Loan, *, refuse: bool, days: int) -> None:
        step = refuse_loan if refuse else take_back
        self.attempt(
            "refuse" if refuse else "take_back",
            lambda: step(loan, reason="Alasan", on=self.back_on(days), by=self.world.approver),
            may_pass=loan.status in (OPEN if refuse else "VWT"),
        )

    @rule(pick=PICK, right=st.booleans(), rich=st.booleans(), days=LATER)
    def disburse(self, pick: int, right: bool, rich: bool, days: int) -> None:
        if loan := self._drawn("W", pick):
            self._pay_out(loan, right=right, rich=rich, days=days)

    def _pay_out(self, loan: Loan, *, right: bool, rich: bool, days: int) -> None:
        by = self.world.treasurer if right else self.world.approver
        cash = loan.product.cash if rich else self.world.poor
        self.attempt(
            "disburse",
            lambda: disburse_loan(
                loan, disbursed_on=self.back_on(days), cash=cash, request_key=uuid4(), by=by
            ),
            may_pass=right and rich and loan.status == "W",
        )

    def _paid_out(self, pick: int) -> Loan | None:
        """A loan that was paid out, most often one that runs."""
        loan = self._drawn("A", pick)
        return loan if loan and loan.disbursed_on else None

    # Money

    @rule(pick=PICK, part=st.integers(1, 130), ahead=st.booleans(), days=LATER)
    def pay(self, pick: int, part: int, ahead: bool, days: int) -> None:
        self._lead_to("A", pick)
        group = self.group_with("A", pick)
        if group is not None:
            self.pay_some(group, part, ahead=ahead, days=days)

    def pay_some(self, group: int, part: int, *, ahead: bool, days: int) -> None:
        """A part of what is owed in all; more than that is never taken."""
        loan = self.loan(group)
        if loan.disbursed_on is None:
            return
        on = self.back_on(days)
        due = quotation(loan, on).due
        amount = max(1, (due.owed if ahead else due.now) * part // 100)
        self.attempt(
            "pay_ahead" if ahead else "pay",
            lambda: factories.pay(loan, amount, on=on, by=self.world.treasurer, ahead=ahead),
            may_pass=loan.status == "A" and amount <= due.owed,
        )

    @rule(which=NEWEST, days=st.sampled_from([0, 0, 1, -10, -40]))
    def reverse_a_payment(self, which: int, days: int) -> None:
        self._reverse(list(Repayment.objects.filter(kind="cash").order_by("-id")), which, days)

    @rule(pick=PICK, which=NEWEST, days=LATER)
    def reopen(self, pick: int, which: int, days: int) -> None:
        """A payment of a settled loan is taken back; the newest one settled it."""
        if self.group_with("L", pick) is None:
            self.settle(pick, short=False, penalty=0)
        settled = Repayment.objects.filter(kind="cash", loan__status="L")
        self._reverse(list(settled.order_by("-id")), which, days)

    def _reverse(self, receipts: list[Repayment], which: int, days: int) -> None:
        if not receipts:
            return
        receipt = receipts[which % len(receipts)]
        self.attempt(
            "reopen" if receipt.loan.status == "L" else "reverse_a_payment",
            lambda: reverse_repayment(
                receipt, happened_on=self.back_on(days), reason="Salah", by=self.world.approver
            ),
            may_pass=not hasattr(receipt, "reversed_by"),
        )

    @rule(pick=PICK, short=SELDOM, penalty=st.sampled_from([0, 5000]))
    def settle(self, pick: int, short: bool, penalty: int) -> None:
        """With all jasa, or early: what isn't due yet is waived."""
        if loan := self._paid_out(pick):
            quote = quotation(loan, self.day)
            paid = Settlement(self.day, loan.product.cash, quote.total - short, penalty)
            self.attempt(
                "settle_early" if quote.waived else "settle",
                lambda: settle_loan(loan, paid, request_key=uuid4(), by=self.world.treasurer),
                may_pass=loan.status == "A" and not short,
            )

    # Other endings

    @rule(pick=PICK, carried=st.integers(0, 110), tenor=st.integers(2, 9))
    def reschedule(self, pick: int, carried: int, tenor: int) -> None:
        loan = self._paid_out(pick)
        if loan is None:
            return
        plan = plan_rescheduling(loan, on=self.day, terms={"tenor": tenor})
        jasa = plan.carriable * carried // 100
        new = self.attempt(
            "reschedule",
            lambda: reschedule_loan(
                loan, terms={"tenor": tenor}, carried_interest=jasa, ruling=self.ruling(),
                **self.how(self.day),
            ),
            may_pass=loan.status == "A" and jasa <= plan.carriable,
        )  # fmt: skip
        if new:
            assert new.principal == plan.left.principal
            self._stand_for(new)

    def _stand_for(self, loan: Loan) -> None:
        """Let the loan be the one that its group is asked about."""
        [group] = [n for n, g in enumerate(self.world.groups) if g.pk == loan.group_id]
        self.loans[group] = loan

    @rule(pick=PICK, days=LATER)
    def write_off(self, pick: int, days: int) -> None:
        self._relieve("write_off", self._paid_out(pick), None, days)

    @rule(pick=PICK, member=PICK, death=st.booleans(), days=LATER)
    def write_off_a_member(self, pick: int, member: int, death: bool, days: int) -> None:
        self._relieve("death" if death else "write_off_member", self._paid_out(pick), member, days)

    def _relieve(self, name: str, loan: Loan | None, member: int | None, days: int) -> None:
        if loan is None:
            return
        person = None if member is None else self._member(loan, member)
        kind = "death" if name == "death" else "written_off"
        how = self.how(self.back_on(days))
        self.attempt(
            name,
            lambda: write_off(loan, person=person, kind=kind, ruling=self.ruling(), **how),
            may_pass=loan.status == "A",
        )

    def _member(self, loan: Loan, member: int):
        shares = list(loan.shares.select_related("person"))
        return shares[member % len(shares)].person

    @rule(pick=PICK, member=PICK)
    def heirs_pay(self, pick: int, member: int) -> None:
        if loan := self._paid_out(pick):
            how = self.how(self.day) | {"ruling": self.ruling()}
            self.attempt(
                "heirs_pay",
                lambda: note_heirs_pay(loan, person=self._member(loan, member), **how),
                may_pass=loan.status == "A",
            )

    @rule(part=st.integers(1, 120), which=NEWEST, pick=PICK, days=LATER)
    def recover(self, part: int, which: int, pick: int, days: int) -> None:
        off = self._standing(WRITE_OFFS, which, pick)
        if off is None:
            return
        amount = max(1, off.principal * part // 100)
        money = Received(self.back_on(days), off.loan.product.cash, amount)
        self.attempt(
            "recover",
            lambda: record_recovery(off, money, request_key=uuid4(), by=self.world.treasurer),
            may_pass=amount <= off.principal and not hasattr(off, "reversed_by"),
        )

    def _standing(self, kinds: tuple, which: int, pick: int) -> Repayment | None:
        """A relief of these kinds, most often the newest; one is given if none stands."""
        reliefs = Repayment.objects.filter(kind__in=kinds).order_by("-id")
        if not reliefs.filter(reversed_by__isnull=True).exists():
            self.write_off(pick, days=0)
        found = list(reliefs)
        return found[which % len(found)] if found else None

    @rule(which=NEWEST, pick=PICK, days=LATER)
    def reverse_a_recovery(self, which: int, pick: int, days: int) -> None:
        found = Recovery.objects.order_by("-id")
        if not found.filter(reverses__isnull=True, reversed_by__isnull=True).exists():
            self.recover(60, 0, pick, days=0)
        found = list(found)
        if not found:
            return
        recovery = found[which % len(found)]
        self.attempt(
            "reverse_a_recovery",
            lambda: reverse_recovery(
                recovery, happened_on=self.back_on(days), reason="Salah", by=self.world.approver,
                request_key=uuid4(),
            ),
            may_pass=recovery.reverses_id is None and not hasattr(recovery, "reversed_by"),
        )  # fmt: skip

    # Back

    @rule(which=NEWEST, pick=PICK, days=LATER, part=st.booleans())
    def undo(self, which: int, pick: int, days: int, part: bool) -> None:
        """A relief is taken back; one that ended its loan brings it to life again."""
        if part:
            self.write_off_a_member(pick, which, death=pick % 2 == 0, days=0)
        elif pick % 3:
            self.write_off(pick, days=0)
        relief = self._standing(RELIEFS, which, pick)
        if relief:
            self.attempt(
                "undo" if relief.loan.status == "A" else "undo_the_end",
                lambda: undo_relief(relief, **self.undoing_how(days)),
                may_pass=not hasattr(relief, "reversed_by"),
            )

    @rule(pick=PICK, tenor=st.integers(2, 9), days=LATER)
    def undo_the_rescheduling(self, pick: int, tenor: int, days: int) -> None:
        news = [loan for loan in self.loans.values() if loan.rescheduled_from_id]
        if not news or pick % 3:
            self.reschedule(pick, pick, tenor)
            news = [loan for loan in self.loans.values() if loan.rescheduled_from_id]
        if not news:
            return
        old = max(news, key=lambda loan: loan.pk).rescheduled_from
        relief = Repayment.objects.filter(loan=old, kind="rescheduled").last()
        back = self.attempt(
            "undo_the_rescheduling",
            lambda: undo_rescheduling(relief, **self.undoing_how(days)),
            may_pass=not hasattr(relief, "reversed_by"),
        )
        if back:
            self._stand_for(back)

    @rule(pick=PICK, days=LATER, fresh=st.booleans())
    def cancel(self, pick: int, days: int, fresh: bool) -> None:
        """A disbursement is taken back, most often before anything was paid on it."""
        loan = self._fresh(pick) if fresh else self._paid_out(pick)
        if loan and loan.disbursed_on:
            self.attempt(
                "cancel",
                lambda: cancel_disbursement(loan, **self.undoing_how(days)),
                may_pass=loan.status == "A" and loan.rescheduled_from_id is None,
            )

    def _fresh(self, pick: int) -> Loan:
        """The newest loan, after a group asked for one and, if it got it, was paid out."""
        self.propose(pick, 30, 50)
        loan = max(self.loans.values(), key=lambda loan: loan.pk)
        self._go_on(loan)
        return Loan.objects.get(pk=loan.pk)

    @invariant()
    def everything_agrees(self) -> None:
        check_loans(self.world.office, [self.day - timedelta(days=45), self.day])
